"""A draft is looked over: to whom it goes, what it is about, what will be read; all of it can still be changed."""

from collections.abc import Set

from aiogram import F, Router
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.context import FSMContext
from aiogram.methods import SendMediaGroup, SendPhoto
from aiogram.types import CallbackQuery, InputMediaPhoto, MediaUnion

from handlers.constituents import already_known, representatives
from handlers.conversation import navigation, paging
from handlers.conversation import opinion_drafts as drafts
from handlers.conversation.callbacks import Go
from handlers.conversation.context import Context
from handlers.conversation.drafts import present
from handlers.conversation.opinion_drafts import Drafting, OpinionDraft, gone
from handlers.conversation.screen import LONGEST_LABEL, Button, Screen, column
from handlers.conversation.texts import Html, Translator, bold, join, shortened
from handlers.core.directory import sitting
from handlers.core.topics import suggesting
from handlers.presentation.callbacks import SendAs, SendOwn, ToWhom
from handlers.presentation.common_texts import also_not_translated
from handlers.presentation.history import excerpt
from handlers.presentation.seats import seat_label
from storage.models.directory import Representative
from storage.queries import directory, people
from storage.queries.topics import Offered, active_topics

router = Router(name="constituents.previewing")

EXCERPT = 3000
"""Characters of a draft that its preview shows, so that it stays one message."""
TOPICS = 8
"""On a page."""


class ToTopic(CallbackData, prefix="dt"):
    """The draft is about this topic; 0: about none of them."""

    topic: int


class TopicPage(CallbackData, prefix="dp"):
    """Topics to choose from; pages count from 0."""

    page: int


@router.callback_query(Go.filter(F.to == "draft-whom"))
async def change_whom(query: CallbackQuery, ctx: Context, state: FSMContext) -> None:
    """To somebody else."""
    draft = drafts.of(ctx.conversation)
    if draft.parts:
        await ask_whom(ctx, state, draft)
    else:
        ctx.show(gone(ctx.t))


async def ask_whom(ctx: Context, state: FSMContext, draft: OpinionDraft) -> None:
    """The representatives of the person's place, with their pictures the first time; the place is asked before.

    "Whoever is responsible" comes first: many need not know who that is.
    """
    t, area = ctx.t, ctx.me.area
    if area is None:
        headline = t("Your place decides who represents you. Your opinion is kept meanwhile.")
        anyone = Button(t("Whoever is responsible"), ToWhom(representative=0))
        await navigation.show("place", ctx, state, then="draft-done", headline=headline, instead=anyone)
        return
    await state.set_state(Drafting.looking_over)
    found = await sitting.arranged(ctx.session, area.id)
    pictured = (await state.get_data()).get("faces") != area.id and _show_pictures(ctx, found.near)
    rows = [[Button(t("Whoever is responsible"), ToWhom(representative=0))], *representatives.to_choose_from(t, found)]
    text = join([bold(t("To whom?")), t("If you are not sure, leave it to us: staff know who can act.")])
    text = join([text, await representatives.cared_for(ctx, found.near)], "\n\n")
    last = [Button(t("⬅️ Back"), Go(to="draft" if draft.wanted is None else "draft-done"))]
    if found.further:
        last.append(representatives.search_key(t))
    screen = Screen(text, [*rows, last])
    if pictured:
        await state.update_data(faces=area.id)
        present(ctx, draft, screen)
        drafts.keep(ctx.conversation, draft)
    else:
        ctx.show(screen)


def _show_pictures(ctx: Context, found: list[directory.Seat]) -> bool:
    """Promise the pictures of those who have one, above the keys; False if nobody has."""
    shown = [(one.picture, seat_label(ctx.t, one)) for one in found if one.picture is not None]
    if len(shown) == 1:
        ctx.out.send(ctx.chat_id, SendPhoto(chat_id=ctx.chat_id, photo=shown[0][0], caption=shown[0][1]))
    elif shown:
        album: list[MediaUnion] = [InputMediaPhoto(media=picture, caption=name) for picture, name in shown]
        ctx.out.send(ctx.chat_id, SendMediaGroup(chat_id=ctx.chat_id, media=album))
    return bool(shown)


@router.callback_query(ToWhom.filter())
async def to_whom(query: CallbackQuery, callback_data: ToWhom, ctx: Context, state: FSMContext) -> None:
    """Chosen: look it over."""
    draft = drafts.of(ctx.conversation)
    if not draft.parts:
        ctx.show(gone(ctx.t))
        return
    if draft.wanted != callback_data.representative:
        draft.wanted = callback_data.representative
        draft.revision += 1
    await preview(ctx, state, draft)


async def preview(ctx: Context, state: FSMContext, draft: OpinionDraft) -> None:
    """Show it as it will be sent, or first what is known about it; who is no longer in office is asked for anew."""
    representative = await directory.by_id(ctx.session, Representative, draft.wanted)
    if draft.wanted and (representative is None or not representative.active):
        ctx.toast(ctx.t("They are no longer in office. Please choose somebody else."), alert=True)
        draft.wanted = None
        drafts.keep(ctx.conversation, draft)
        await ask_whom(ctx, state, draft)
        return
    await state.set_state(Drafting.looking_over)
    topic, suggested = await topic_of(ctx, draft), await _suggested(ctx, draft)
    known = await already_known.screen(ctx, draft, topic or suggested)
    drafts.keep(ctx.conversation, draft)
    ctx.show(known or await _preview(ctx, draft, representative, topic, suggested))


@router.callback_query(SendOwn.filter())
async def send_own(query: CallbackQuery, callback_data: SendOwn, ctx: Context, state: FSMContext) -> None:
    """What is known already does not help: look it over."""
    draft = drafts.of(ctx.conversation)
    if not draft.parts or draft.id != callback_data.draft:
        ctx.show(gone(ctx.t))
    elif draft.wanted is None:
        await ask_whom(ctx, state, draft)
    else:
        await preview(ctx, state, draft)


async def preview_again(ctx: Context, draft: OpinionDraft) -> None:
    """Show it below what was just changed."""
    representative = await directory.by_id(ctx.session, Representative, draft.wanted)
    topic, suggested = await topic_of(ctx, draft), await _suggested(ctx, draft)
    present(ctx, draft, await _preview(ctx, draft, representative, topic, suggested))


async def _languages(ctx: Context, representative: Representative | None) -> Set[str]:
    """Of those who act for the one it is for."""
    return await people.languages_of(ctx.session, representative.id) if representative is not None else set()


async def _preview(
    ctx: Context,
    draft: OpinionDraft,
    representative: Representative | None,
    topic: Offered | None,
    suggested: Offered | None,
) -> Screen:
    t = ctx.t
    lines = [
        bold(t("Please look it over")),
        t("To: {whom}", whom=t.named(representative) if representative else t("whoever is responsible")),
        _topic_line(t, topic, suggested),
        t("Place: {place}", place=t.named(ctx.me.area)) if ctx.me.area is not None else "",
        excerpt(t, draft.words, draft.files, EXCERPT),
        also_not_translated(t, draft.words, await _languages(ctx, representative)),
        t("With your name, staff and the representative see who wrote it. Anonymously, nobody but you does."),
    ]
    send = {"draft": draft.id, "revision": draft.revision}
    reads_like = [] if suggested is None else [_reads_like(t, suggested)]
    rows = [
        reads_like,
        [Button(t("📨 Send with my name"), SendAs(anonymous=False, **send))],
        [Button(t("🕶 Send anonymously"), SendAs(anonymous=True, **send))],
        [
            Button(t("✏️ Text"), Go(to="draft")),
            Button(t("🏷 Topic"), TopicPage(page=0)),
            Button(t("👤 To whom"), Go(to="draft-whom")),
        ],
        [Button(t("🗑 Throw away"), Go(to="draft-drop"))],
    ]
    return Screen(join(list(lines), "\n\n"), rows)


async def topic_of(ctx: Context, draft: OpinionDraft) -> Offered | None:
    """The topic that was chosen; None if none was, or none of them."""
    active = await active_topics(ctx.session)
    return next((one for one in active if one.id == draft.topic), None)


async def _suggested(ctx: Context, draft: OpinionDraft) -> Offered | None:
    """The topic that the text suggests, while none was chosen."""
    found = await suggesting.suggested(ctx.session, draft.words) if draft.topic is None else None
    return found.topic if found is not None else None


def _topic_line(t: Translator, topic: Offered | None, suggested: Offered | None) -> Html:
    if topic is None and suggested is not None:
        return t("Topic: not chosen yet. It reads like {topic}; is that right?", topic=t.named(suggested))
    return t("Topic: {topic}", topic=t.named(topic) if topic is not None else t("none"))


def _reads_like(t: Translator, topic: Offered) -> Button:
    return Button(shortened(t("🏷 Yes: {topic}", topic=t.named(topic)), LONGEST_LABEL), ToTopic(topic=topic.id))


@router.callback_query(TopicPage.filter())
async def choose_topic(query: CallbackQuery, callback_data: TopicPage, ctx: Context) -> None:
    """The active topics, the one it has marked; while none is chosen, the one that its text suggests comes first."""
    t, draft = ctx.t, drafts.of(ctx.conversation)
    if not draft.parts:
        ctx.show(gone(t))
        return
    active, now = await active_topics(ctx.session), await topic_of(ctx, draft)
    page = paging.page(callback_data.page, len(active), TOPICS)
    suggested = await _suggested(ctx, draft)
    if suggested is not None:
        active = [suggested, *(one for one in active if one.id != suggested.id)]
    keys = [_topic(t, one, "⭐ " if one == suggested else "✓ " if one == now else "") for one in page.of(active)]
    rows = [*column(keys), page.turning(lambda to: TopicPage(page=to))]
    none = Button(t("None of these"), ToTopic(topic=0))
    text = page.title(t, t("What is it about?"))
    ctx.show(Screen(text, [*rows, [none, Button(t("⬅️ Back"), Go(to="draft-done"))]]))


def _topic(t: Translator, one: Offered, mark: str) -> Button:
    return Button(f"{mark}{t.named(one)}", ToTopic(topic=one.id))


@router.callback_query(ToTopic.filter())
async def to_topic(query: CallbackQuery, callback_data: ToTopic, ctx: Context, state: FSMContext) -> None:
    """Chosen: look it over again."""
    draft = drafts.of(ctx.conversation)
    if not draft.parts:
        ctx.show(gone(ctx.t))
        return
    draft.topic = callback_data.topic
    draft.revision += 1
    await preview(ctx, state, draft)

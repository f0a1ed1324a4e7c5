"""A draft is looked over: to whom it goes, what it is about, what will be read; all of it can still be changed."""

from aiogram import F, Router
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.context import FSMContext
from aiogram.methods import SendMediaGroup, SendPhoto
from aiogram.types import CallbackQuery, InputMediaPhoto, MediaUnion

from handlers.constituents import drafts
from handlers.constituents.drafts import Draft, Drafting, gone
from handlers.conversation.callbacks import Go
from handlers.conversation.screen import Button, Screen, column
from handlers.conversation.texts import Html, Translator, bold, join
from handlers.conversation.turn import Turn
from handlers.directory import search, topics
from handlers.opinions import composing, news
from handlers.opinions.callbacks import SendAs, ToWhom
from handlers.opinions.thread import ALBUM
from handlers.welcome.place import ask_place
from storage.models import Representative
from storage.queries import directory

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
async def change_whom(query: CallbackQuery, turn: Turn, state: FSMContext) -> None:
    """To somebody else."""
    draft = drafts.of(turn.conversation)
    if draft.parts:
        await ask_whom(turn, state, draft)
    else:
        turn.show(gone(turn.t))


async def ask_whom(turn: Turn, state: FSMContext, draft: Draft) -> None:
    """The representatives of the person's place, with their pictures the first time; the place is asked before.

    "Whoever is responsible" comes first: many need not know who that is.
    """
    t, area = turn.t, turn.me.area
    if area is None:
        headline = t("Your place decides who represents you. Your opinion is kept meanwhile.")
        anyone = Button(t("Whoever is responsible"), ToWhom(representative=0))
        await ask_place(turn, state, then="draft-done", headline=headline, instead=anyone)
        return
    await state.set_state(Drafting.looking_over)
    found = await search.representatives_of(turn.session, area.id)
    pictured = (await state.get_data()).get("faces") != area.id and _show_pictures(turn, found)
    keys = [Button(t("Whoever is responsible"), ToWhom(representative=0))]
    keys += [Button(_name(t, one), ToWhom(representative=one.id)) for one in found]
    text = join([bold(t("To whom?")), t("If you are not sure, leave it to us: staff know who can act.")])
    back = Button(t("⬅️ Back"), Go(to="draft" if draft.wanted is None else "draft-done"))
    screen = Screen(text, [*column(keys), [back]])
    if pictured:
        await state.update_data(faces=area.id)
        drafts.present(turn, draft, screen)
        drafts.keep(turn.conversation, draft)
    else:
        turn.show(screen)


def _name(t: Translator, one: Representative) -> Html:
    return t("{name} · {level}", name=one.name, level=news.level_name(t, one))


def _show_pictures(turn: Turn, found: list[Representative]) -> bool:
    """Promise the pictures of those who have one, above the keys; False if nobody has."""
    shown = [(one.picture, _name(turn.t, one).plain) for one in found if one.picture is not None][:ALBUM]
    if len(shown) == 1:
        turn.post.send(turn.chat_id, SendPhoto(chat_id=turn.chat_id, photo=shown[0][0], caption=shown[0][1]))
    elif shown:
        album: list[MediaUnion] = [InputMediaPhoto(media=picture, caption=name) for picture, name in shown]
        turn.post.send(turn.chat_id, SendMediaGroup(chat_id=turn.chat_id, media=album))
    return bool(shown)


@router.callback_query(ToWhom.filter())
async def to_whom(query: CallbackQuery, callback_data: ToWhom, turn: Turn, state: FSMContext) -> None:
    """Chosen: look it over."""
    draft = drafts.of(turn.conversation)
    if not draft.parts:
        turn.show(gone(turn.t))
        return
    if draft.wanted != callback_data.representative:
        draft.wanted = callback_data.representative
        draft.revision += 1
    await preview(turn, state, draft)


async def preview(turn: Turn, state: FSMContext, draft: Draft) -> None:
    """Show it as it will be sent; who is no longer in office is asked for anew."""
    representative = await directory.by_id(turn.session, Representative, draft.wanted)
    if draft.wanted and (representative is None or not representative.active):
        turn.toast(turn.t("They are no longer in office. Please choose somebody else."), alert=True)
        draft.wanted = None
        drafts.keep(turn.conversation, draft)
        await ask_whom(turn, state, draft)
        return
    await state.set_state(Drafting.looking_over)
    drafts.keep(turn.conversation, draft)
    turn.show(await _preview(turn, draft, representative))


async def preview_again(turn: Turn, draft: Draft) -> None:
    """Show it below what was just changed."""
    representative = await directory.by_id(turn.session, Representative, draft.wanted)
    drafts.present(turn, draft, await _preview(turn, draft, representative))


async def _preview(turn: Turn, draft: Draft, representative: Representative | None) -> Screen:
    t, topic = turn.t, await topic_of(turn, draft)
    lines = [
        bold(t("Please look it over")),
        t("To: {whom}", whom=representative.name if representative else t("whoever is responsible")),
        t("Topic: {topic}", topic=t.named(topic) if topic is not None else t("none")),
        t("Place: {place}", place=t.named(turn.me.area)) if turn.me.area is not None else "",
        composing.body(t, draft.parts, EXCERPT),
        t("With your name, staff and the representative see who wrote it. Anonymously, nobody but you does."),
    ]
    send = {"draft": draft.id, "revision": draft.revision}
    rows = [
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


async def topic_of(turn: Turn, draft: Draft) -> directory.Offered | None:
    """The topic that was chosen, else the one that the text suggests."""
    active = await directory.active_topics(turn.session)
    if draft.topic is not None:
        return next((one for one in active if one.id == draft.topic), None)
    suggested = topics.suggest(composing.words(draft.parts), active)
    return suggested[0].topic if suggested else None


@router.callback_query(TopicPage.filter())
async def choose_topic(query: CallbackQuery, callback_data: TopicPage, turn: Turn) -> None:
    """The active topics, the one it has marked."""
    t, draft = turn.t, drafts.of(turn.conversation)
    if not draft.parts:
        turn.show(gone(t))
        return
    active, now = await directory.active_topics(turn.session), await topic_of(turn, draft)
    pages = max(1, -(-len(active) // TOPICS))
    page = min(max(callback_data.page, 0), pages - 1)
    rows = column([_topic(t, one, now) for one in active[page * TOPICS : (page + 1) * TOPICS]])
    leaves = [Button(sign, TopicPage(page=to)) for sign, to in (("◀︎", page - 1), ("▶︎", page + 1)) if 0 <= to < pages]
    none = Button(t("None of these"), ToTopic(topic=0))
    text = t("What is it about? ({page} of {pages})", page=page + 1, pages=pages)
    turn.show(Screen(text, [*rows, leaves, [none, Button(t("⬅️ Back"), Go(to="draft-done"))]]))


def _topic(t: Translator, one: directory.Offered, now: directory.Offered | None) -> Button:
    mark = "✓ " if now is not None and now.id == one.id else ""
    return Button(f"{mark}{t.named(one)}", ToTopic(topic=one.id))


@router.callback_query(ToTopic.filter())
async def to_topic(query: CallbackQuery, callback_data: ToTopic, turn: Turn, state: FSMContext) -> None:
    """Chosen: look it over again."""
    draft = drafts.of(turn.conversation)
    if not draft.parts:
        turn.show(gone(turn.t))
        return
    draft.topic = callback_data.topic
    draft.revision += 1
    await preview(turn, state, draft)

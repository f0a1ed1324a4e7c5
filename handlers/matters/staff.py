"""Staff look through matters and put opinions into them."""

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.conversation import navigation, paging
from handlers.conversation.callbacks import Go
from handlers.conversation.context import Context
from handlers.conversation.filters import AboutOpinion, HasRole
from handlers.conversation.navigation import opens
from handlers.conversation.screen import LONGEST_LABEL, Button, Screen, column
from handlers.conversation.texts import bold, join, shortened
from handlers.core.casework import access as cases
from handlers.core.casework.similar import similar
from handlers.core.matters import access, finding
from handlers.core.matters.actions import staff
from handlers.core.matters.errors import MatterRefusal
from handlers.matters import screens
from handlers.matters.callbacks import (
    ALIKE,
    CHOICE,
    MATTERS,
    WITHIN,
    AlikePage,
    ChoicePage,
    MatterPage,
    OpenNew,
    PutInto,
    TakeOut,
    WithinPage,
)
from handlers.presentation.callbacks import MatterFor, OpenMatter, OpenScreening
from handlers.presentation.common_texts import typed_words
from storage.models.matters import Matter
from storage.models.opinions import Opinion
from storage.queries import matters as queries
from storage.queries import opinions
from storage.queries.matters import Near
from storage.vocabulary import Role

router = Router(name="matters.staff")
router.message.filter(HasRole(Role.STAFF))
router.callback_query.filter(HasRole(Role.STAFF))

MOST = 300
"""So many of the newest matters an opinion can be put into: our own choice; older ones are found by words."""


class Opening(StatesGroup):
    """Typing the title of a new matter; the opinion is in the data as `matter_for`."""

    title = State()


@router.message(Command("matters"))
async def matters_command(message: Message, ctx: Context, state: FSMContext) -> None:
    """List the matters."""
    await show_list(ctx, state, words="")


@router.callback_query(Go.filter(F.to == "matters"))
async def go_matters(query: CallbackQuery, ctx: Context, state: FSMContext) -> None:
    """List the matters."""
    await show_list(ctx, state, words="")


@router.callback_query(MatterPage.filter())
async def turn(query: CallbackQuery, callback_data: MatterPage, ctx: Context, state: FSMContext) -> None:
    """A page of the matters; one below 0 is that which they left."""
    await state.set_state(None)
    await _list(ctx, paging.reading(ctx.conversation, MATTERS, callback_data.page))


@opens(navigation.LIST + MATTERS)
async def show_list(ctx: Context, state: FSMContext, *, of: int = 0, words: str | None = None) -> None:
    """The matters as they left them, or those that say these words."""
    await state.set_state(None)
    await _list(ctx, paging.reading(ctx.conversation, MATTERS, words=words))


async def _list(ctx: Context, where: paging.Reading) -> None:
    ctx.actor.require(Role.STAFF)
    page = where.page(await queries.count(ctx.session, ctx.stations, where.words))
    found = await queries.listed(ctx.session, ctx.stations, where.words, page.size, page.skip)
    keys = [Button(screens.label(ctx.t, one), OpenMatter(matter=one.id)) for one in found]
    ctx.show(screens.listed(ctx.t, where, page, keys))


@router.callback_query(OpenMatter.filter())
async def open_matter(query: CallbackQuery, callback_data: OpenMatter, ctx: Context, state: FSMContext) -> None:
    """A matter as it stands."""
    await show_matter(ctx, state, matter_id=callback_data.matter)


@opens("matter")
async def show_matter(ctx: Context, state: FSMContext, *, matter_id: int) -> None:
    """A matter as it stands; nothing is being written any more."""
    await state.set_state(None)
    await show(ctx, await access.kept(ctx.out, ctx.actor, matter_id))


@navigation.after(MatterRefusal)
async def stands(ctx: Context, state: FSMContext, refusal: MatterRefusal) -> None:
    """The matter as it stands now, where it is theirs; else what was asked on stays."""
    if refusal.matter_id is not None:
        await show_matter(ctx, state, matter_id=refusal.matter_id)


async def show(ctx: Context, one: Matter) -> None:
    """The card of a matter."""
    session = ctx.session
    view = screens.View(
        one,
        await queries.places(session, one.id),
        await queries.came(session, one.id, screens.NEWS),
        await queries.news(session, one.id, screens.NEWS),
        await queries.count_followers(session, one.id),
        await queries.count_said(session, one.id),
        await queries.judged(session, one.id),
        await staff.possible(ctx.out, ctx.actor, one),
        has_board=bool(ctx.out.county.board_url),
    )
    ctx.show(screens.card(ctx.t, view))


@router.callback_query(MatterFor.filter())
async def matter_for(query: CallbackQuery, callback_data: MatterFor, ctx: Context, state: FSMContext) -> None:
    """The matter that an opinion is in; or which one it could be in."""
    t, opinion = ctx.t, await cases.supervised(ctx.out, ctx.actor, callback_data.opinion)
    await state.set_state(None)
    one = await queries.of_opinion(ctx.session, opinion.id)
    if one is None:
        await _choose(ctx, opinion, paging.reading(ctx.conversation, CHOICE, 0, words="", of=opinion.id))
        return
    text = t("🧩 {reference} is part of this matter:", reference=bold(opinion.reference))
    rows = [
        [Button(t("🧩 Open the matter"), OpenMatter(matter=one.id))],
        [Button(t("✂️ Take it out"), TakeOut(opinion=opinion.id, matter=one.id))],
        [_back(ctx, opinion)],
    ]
    ctx.show(Screen(join([text, bold(one.title)]), rows))


def _back(ctx: Context, opinion: Opinion) -> Button:
    return Button(ctx.t("⬅️ Back"), OpenScreening(opinion=opinion.id))


@router.callback_query(ChoicePage.filter())
async def turn_choice(query: CallbackQuery, callback_data: ChoicePage, ctx: Context, state: FSMContext) -> None:
    """A page of the matters that it could be in."""
    await state.set_state(None)
    opinion = await cases.supervised(ctx.out, ctx.actor, callback_data.opinion)
    await _choose(ctx, opinion, paging.reading(ctx.conversation, CHOICE, callback_data.page, of=opinion.id))


@opens(navigation.LIST + CHOICE)
async def show_choice(ctx: Context, state: FSMContext, *, of: int, words: str | None = None) -> None:
    """Matters that an opinion could be in, as they left the list, or those that say these words."""
    await state.set_state(None)
    opinion = await cases.supervised(ctx.out, ctx.actor, of)
    await _choose(ctx, opinion, paging.reading(ctx.conversation, CHOICE, words=words, of=of))


async def _choose(ctx: Context, opinion: Opinion, where: paging.Reading) -> None:
    """Those like it first, the others as they came."""
    t = ctx.t
    found = {one.id: one for one in await queries.listed(ctx.session, ctx.stations, where.words, MOST)}
    compared = [Near(one.id, one.topic_id, one.area_id, one.words) for one in found.values()]
    alike = await finding.of_opinion(ctx.session, opinion, compared) if compared else []
    ordered = [*alike, *(number for number in found if number not in alike)]
    page = where.page(len(ordered))
    rows = column([_choice(ctx, opinion, found[number], starred=number in alike) for number in page.of(ordered)])
    head = t("🧩 Which matter is {reference} part of?", reference=bold(opinion.reference))
    hint = t("⭐ says nearly the same.") if alike else ""
    if not found and not where.words:
        hint = t("No matter is open yet.")
    rows.append(page.turning(lambda number: ChoicePage(opinion=opinion.id, page=number)))
    rows += [where.keys(t, page), [Button(t("➕ Open a new matter"), OpenNew(opinion=opinion.id))]]
    ctx.show(Screen(join([where.title(t, page, head), hint]), [*rows, [_back(ctx, opinion)]]))


def _choice(ctx: Context, opinion: Opinion, one: Matter, *, starred: bool) -> Button:
    return Button(("⭐ " if starred else "") + screens.label(ctx.t, one), PutInto(opinion=opinion.id, matter=one.id))


@router.callback_query(PutInto.filter())
async def put_into(query: CallbackQuery, callback_data: PutInto, ctx: Context, state: FSMContext) -> None:
    """It is in; its author is not told, for nothing changes for them."""
    one = await staff.add(ctx.out, ctx.actor, callback_data.matter, callback_data.opinion)
    await state.set_state(None)
    ctx.toast(ctx.t("It is part of this matter now."))
    await show(ctx, one)


@router.callback_query(TakeOut.filter())
async def take_out(query: CallbackQuery, callback_data: TakeOut, ctx: Context, state: FSMContext) -> None:
    """It is in the matter no longer."""
    one = await staff.take_out(ctx.out, ctx.actor, callback_data.matter, callback_data.opinion)
    await state.set_state(None)
    ctx.toast(ctx.t("It is part of this matter no longer."))
    await show(ctx, one)


@router.callback_query(OpenNew.filter())
async def ask_title(query: CallbackQuery, callback_data: OpenNew, ctx: Context, state: FSMContext) -> None:
    """A title is typed next."""
    opinion = await cases.supervised(ctx.out, ctx.actor, callback_data.opinion)
    await state.set_state(Opening.title)
    await state.update_data(matter_for=opinion.id)
    ctx.show(Screen(screens.title_wanted(ctx.t), [[_back(ctx, opinion)]]))


@router.message(Opening.title, ~AboutOpinion(), ~F.text.startswith("/"))
async def typed_title(message: Message, ctx: Context, state: FSMContext) -> None:
    """The matter is open; nothing of it is public."""
    t, number = ctx.t, (await state.get_data())["matter_for"]
    rows = [[Button(t("⬅️ Back"), OpenScreening(opinion=number))]]
    title = typed_words(t, message.text, staff.check_title, rows)
    if isinstance(title, Screen):
        ctx.show(title)
        return
    one = await staff.open_(ctx.out, ctx.actor, number, " ".join(title.split()))
    await state.set_state(None)
    await show(ctx, one)


@router.callback_query(WithinPage.filter())
async def turn_within(query: CallbackQuery, callback_data: WithinPage, ctx: Context, state: FSMContext) -> None:
    """A page of the opinions in a matter."""
    await state.set_state(None)
    await _within(ctx, paging.reading(ctx.conversation, WITHIN, callback_data.page, of=callback_data.matter))


@opens(navigation.LIST + WITHIN)
async def show_within(ctx: Context, state: FSMContext, *, of: int, words: str | None = None) -> None:
    """The opinions in a matter, as they left the list, or those that say these words."""
    await state.set_state(None)
    await _within(ctx, paging.reading(ctx.conversation, WITHIN, words=words, of=of))


async def _within(ctx: Context, where: paging.Reading) -> None:
    t, one = ctx.t, await access.kept(ctx.out, ctx.actor, where.of)
    page = where.page(await queries.count_opinions(ctx.session, one.id, where.words))
    found = await queries.opinions(ctx.session, one.id, where.words, page.size, page.skip)
    paging.enters(ctx.conversation, [each.id for each in found], WITHIN, one.id)
    keys = column([Button(screens.within_label(t, each), OpenScreening(opinion=each.id)) for each in found])
    head = where.title(t, page, t("📋 Opinions in {title}, newest first", title=bold(one.title)))
    turning = page.turning(lambda number: WithinPage(matter=one.id, page=number))
    ctx.show(Screen(head, [*keys, turning, where.keys(t, page), [screens.back(t, one.id)]]))


@router.callback_query(AlikePage.filter())
async def turn_alike(query: CallbackQuery, callback_data: AlikePage, ctx: Context, state: FSMContext) -> None:
    """Opinions that resemble one of those in it, and are in none."""
    await state.set_state(None)
    await _alike(ctx, paging.reading(ctx.conversation, ALIKE, callback_data.page, of=callback_data.matter))


@opens(navigation.LIST + ALIKE)
async def show_alike(ctx: Context, state: FSMContext, *, of: int, words: str | None = None) -> None:
    """Opinions that could be in a matter, as they left the list, or those that say these words."""
    await state.set_state(None)
    await _alike(ctx, paging.reading(ctx.conversation, ALIKE, words=words, of=of))


COMPARED = 5
"""So many of the newest opinions in a matter are compared with others."""


async def _alike(ctx: Context, where: paging.Reading) -> None:
    t, one = ctx.t, await access.kept(ctx.out, ctx.actor, where.of)
    like: dict[int, int] = {}
    for each in await queries.opinions(ctx.session, one.id, "", COMPARED):
        opinion = await opinions.any_of(ctx.session, each.id)
        for other in await similar(ctx.session, opinion, ctx.stations) if opinion is not None else ():
            like[other.opinion.id] = max(other.alike, like.get(other.opinion.id, 0))
    placed = await queries.of_opinions(ctx.session, list(like))
    ordered = sorted((number for number in like if number not in placed), key=lambda number: -like[number])
    shown = await queries.facts(ctx.session, ordered)
    page, on_page = where.cut([shown[number] for number in ordered], lambda each: f"{each.reference} · {each.summary}")
    lines = [join([bold(each.reference), shortened(each.summary, screens.EXCERPT)], " · ") for each in on_page]
    add = [Button(_add_label(ctx, each.reference), PutInto(opinion=each.id, matter=one.id)) for each in on_page]
    head = where.title(t, page, t("➕ These say nearly the same as what is in {title}:", title=bold(one.title)))
    if not ordered:
        head = t("No other opinion says nearly the same. Any other is added from its own card: “🧩 Matter”.")
    turning = page.turning(lambda number: AlikePage(matter=one.id, page=number))
    ctx.show(Screen(join([head, *lines]), [*column(add), turning, where.keys(t, page), [screens.back(t, one.id)]]))


def _add_label(ctx: Context, reference: str) -> str:
    return shortened(ctx.t("➕ Add {reference}", reference=reference).plain, LONGEST_LABEL)

"""Finding a person's place: by its name, down the list, or by where they are."""

from dataclasses import replace

from aiogram import F, Router
from aiogram.filters import Command, StateFilter
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message, ReplyKeyboardRemove

from handlers.conversation import opinion_drafts as drafts
from handlers.conversation import paging
from handlers.conversation.callbacks import Go
from handlers.conversation.contents import said_of
from handlers.conversation.context import Context
from handlers.conversation.navigation import opens
from handlers.conversation.screen import Button, Screen, column, location_keyboard
from handlers.conversation.texts import Html, Translator, bold, dotted, join, quote, shortened
from handlers.core.directory import search, sitting
from handlers.core.errors import NoSuchPlace
from handlers.core.people import personal
from handlers.presentation.common_texts import words
from handlers.presentation.names import LEVEL_NAMES
from handlers.presentation.seats import level_title
from storage.models.directory import Area

router = Router(name="welcome.place")

MUCH_MORE = 4
"""Signs beside the name of a place, that no address explains: then it may be an opinion; our own choice."""


class FindingPlace(StatesGroup):
    """Looking for a place."""

    finding = State("finding", group_name="Place")
    """Under the name by which conversations know it."""


class PickArea(CallbackData, prefix="pa"):
    """This is my place."""

    area: int


class FoundPage(CallbackData, prefix="pf"):
    """A page of the places found by what was typed last."""

    page: int


AREAS = "areas"
"""The list's name; of which area."""


class Browse(CallbackData, prefix="br"):
    """Step down the list; parent 0 is the top."""

    parent: int
    page: int


@router.message(Command("place"))
async def place_command(message: Message, ctx: Context, state: FSMContext) -> None:
    """Choose or change one's place."""
    await ask_place(ctx, state)


@router.callback_query(Go.filter(F.to == "place"))
async def go_place(query: CallbackQuery, ctx: Context, state: FSMContext) -> None:
    """Choose or change one's place."""
    await ask_place(ctx, state)


@opens("place")
async def ask_place(
    ctx: Context,
    state: FSMContext,
    then: str = "home",
    headline: Html | None = None,
    *,
    instead: Button | None = None,
    within: int = 0,
) -> None:
    """Ask where the person lives; `then` is where `Go` leads once it is known. A draft in the data stays.

    `instead`: another way on than not now. `within`: the area at which the list opens; 0: the top.
    """
    await state.set_state(FindingPlace.finding)
    await state.update_data(then=then)
    ctx.show(await _question(ctx, headline, instead, within))


async def _question(
    ctx: Context, headline: Html | None = None, instead: Button | None = None, within: int = 0
) -> Screen:
    """Ask where they live; who has told it sees what they told."""
    t, here = ctx.t, await search.area_hit(ctx.session, ctx.me.area_id) if ctx.me.area_id else None
    text = t(
        "📍 Where do you live? Write the name of your village or community, or your address: characters, pinyin or "
        "English, a slip or two does no harm. You can also step down the list, or send where you are."
    )
    leave = Button(t("Not now"), Go(to="home"))
    if here is not None:
        text = t(
            "📍 Your place is {place}.\n\nTo change it, write the name of your village or community, or your address: "
            "characters, pinyin or English. You can also step down the list, or send where you are.",
            place=bold(_path(t, here)),
        )
        leave = Button(t("Leave it as it is"), Go(to="home"))
    rows = [
        [Button(t("📃 Show the list"), Browse(parent=within, page=0))],
        [Button(t("🛰 Send where I am"), Go(to="locate"))],
        [instead or leave],
    ]
    return Screen(join([headline or Html(""), text], "\n\n"), rows)


@router.callback_query(Go.filter(F.to == "place-question"))
async def back_to_question(query: CallbackQuery, ctx: Context, state: FSMContext) -> None:
    """The question again; where it leads stays as it was."""
    await state.set_state(FindingPlace.finding)
    ctx.show(await _question(ctx))


@router.callback_query(Go.filter(F.to == "locate"))
async def offer_location(query: CallbackQuery, ctx: Context, state: FSMContext) -> None:
    """A key in place of the letters that sends the location."""
    await state.set_state(FindingPlace.finding)
    t = ctx.t
    keyboard = location_keyboard(t("🛰 Send where I am").plain, t("Back").plain)
    text = t("Press the key below. The place is only used to find your village; where you are is not kept.")
    ctx.out.message(ctx.chat_id, Screen(text, keyboard=keyboard))


@router.message(StateFilter(FindingPlace.finding), F.location)
async def located(message: Message, ctx: Context, state: FSMContext) -> None:
    """The nearest area's centre, to be confirmed: a border may lie between."""
    assert message.location is not None  # noqa: S101 - the filter asked for it
    ctx.out.message(ctx.chat_id, Screen(ctx.t("Thank you."), keyboard=ReplyKeyboardRemove()))
    hit = await search.nearest_area(ctx.session, message.location.latitude, message.location.longitude)
    if hit is None:
        ctx.show(await _question(ctx, ctx.t("No village of ours is near there.")))
        return
    t = ctx.t
    text = t("The nearest place of ours is {place}. Is that yours?", place=bold(_path(t, hit)))
    rows = [[Button(t("Yes"), PickArea(area=hit.id))], [Button(t("No, show the list"), Browse(parent=0, page=0))]]
    ctx.show(Screen(text, rows))


@router.message(StateFilter(FindingPlace.finding), F.text, ~F.text.startswith("/"))
async def named(message: Message, ctx: Context, state: FSMContext) -> None:
    """Look for what was typed; one sure hit still asks, since names repeat."""
    t, typed = ctx.t, (message.text or "").strip()
    if typed in ("Back", t("Back").plain):
        ctx.out.message(ctx.chat_id, Screen(t("All right."), keyboard=ReplyKeyboardRemove()))
        ctx.show(await _question(ctx))
        return
    hits = await search.search_areas(ctx.session, typed) if len(typed) <= search.LONGEST else []
    if not hits:
        short = shortened(typed, search.LONGEST)
        await _not_a_place(message, ctx, t("I found nothing like “{typed}”.", typed=short))
        return
    if hits[0].left >= MUCH_MORE:
        _keep(message, ctx)
    await state.update_data(place=typed)
    ctx.show(_found(ctx, hits, typed, 0))


@router.callback_query(FoundPage.filter())
async def turn_found(query: CallbackQuery, callback_data: FoundPage, ctx: Context, state: FSMContext) -> None:
    """Another page of the places that may be meant."""
    typed = str((await state.get_data()).get("place", ""))
    await state.set_state(FindingPlace.finding)
    hits = await search.search_areas(ctx.session, typed)
    ctx.show(_found(ctx, hits, typed, callback_data.page) if hits else await _question(ctx))


def _found(ctx: Context, hits: list[search.AreaHit], typed: str, number: int) -> Screen:
    """A page of the places that may be meant, the best first, each with what it lies in."""
    t, page = ctx.t, paging.page(number, len(hits))
    text = t("Which of these is yours? You can also write the name again.")
    if page.pages > 1:
        text = join([page.title(t, bold(t("{n} places fit “{typed}”.", n=len(hits), typed=typed))), text])
    rows = [] if drafts.of(ctx.conversation, "stray").only_names else [_opinion_after_all(t)]
    rows += column([Button(_path(t, hit), PickArea(area=hit.id)) for hit in page.of(hits)])
    rows.append(page.turning(lambda to: FoundPage(page=to)))
    return Screen(text, [*rows, [Button(t("None of these: show the list"), Browse(parent=0, page=0))]])


@router.message(StateFilter(FindingPlace.finding), ~F.text)
async def not_a_place(message: Message, ctx: Context) -> None:
    """Something that names no place."""
    await _not_a_place(message, ctx, ctx.t("I can only look for a name or a location here."))


async def _not_a_place(message: Message, ctx: Context, why: Html) -> None:
    """Ask again; what was sent may be an opinion: it is kept, and one key makes it one."""
    question = await _question(ctx, _keep(message, ctx) or why)
    if drafts.of(ctx.conversation, "stray").parts:
        question = replace(question, rows=[_opinion_after_all(ctx.t), *question.rows])
    ctx.show(question)


def _keep(message: Message, ctx: Context) -> Html | None:
    """Keep what may be an opinion; why it cannot be kept, if it cannot."""
    said, stray = said_of(message), drafts.of(ctx.conversation, "stray")
    if said is None:
        return None
    trouble = stray.too_much(ctx.t, said)
    if trouble is None:
        stray.take(said)
        drafts.keep(ctx.conversation, stray, "stray")
    return trouble


def _opinion_after_all(t: Translator) -> list[Button]:
    return [Button(t("✍️ No place: it is my opinion"), Go(to="stray-new"))]


@router.callback_query(Browse.filter())
async def browse(query: CallbackQuery, callback_data: Browse, ctx: Context, state: FSMContext) -> None:
    """One level of the list."""
    t = ctx.t
    asked = callback_data
    page = await search.children(ctx.session, asked.parent or None, asked.page)
    here = paging.reading(ctx.conversation, AREAS, page.page, of=asked.parent).page(page.pages, 1)
    if not page.steps:
        ctx.show(await _question(ctx, t("The list is empty here. Ask your liaison station, or write the name.")))
        return
    rows = column([_step(t, step) for step in page.steps])
    turning = here.turning(lambda to: Browse(parent=asked.parent, page=to))
    above = await ctx.session.get(Area, asked.parent) if asked.parent else None
    if above is not None:
        up = above.parent_id or 0
        turning.append(Button(t("Up"), Browse(parent=up, page=paging.reading(ctx.conversation, AREAS, of=up).number)))
    back = [Button(t("⬅️ Back"), Go(to="place-question"))]
    text = t("Which part?") if above is None else t("Which part of {place}?", place=t.named(above))
    ctx.show(Screen(here.title(t, text), [*rows, turning, back]))


def _step(t: Translator, step: search.AreaStep) -> Button:
    if step.more:
        return Button(f"{_name(t, step)} ›", Browse(parent=step.id, page=0))
    return Button(_name(t, step), PickArea(area=step.id))


@router.callback_query(PickArea.filter())
async def pick(query: CallbackQuery, callback_data: PickArea, ctx: Context, state: FSMContext) -> None:
    """The place is known: who represents it, and on to where the person was going."""
    then = str((await state.get_data()).get("then", "home"))
    try:
        await personal.settle(ctx.out, ctx.actor, callback_data.area)
    except NoSuchPlace as refusal:
        ctx.show(await _question(ctx, words(refusal, ctx.t)))
        return
    if await state.get_state() == FindingPlace.finding.state:
        await state.set_state(None)
    ctx.show(await settled(ctx, then))


async def settled(ctx: Context, then: str = "home", headline: Html | None = None) -> Screen:
    """The place, its representatives and station, and the way on."""
    t, area = ctx.t, ctx.me.area
    assert area is not None  # noqa: S101 - only called once it is known
    found = await sitting.arranged(ctx.session, area.id)
    station = await search.station_of(ctx.session, area.id)
    lines: list[str] = [*([headline, Html("")] if headline else [])]
    lines.append(t("📍 {place}. These represent you:", place=bold(t.named(area))))
    lines += _represented(t, found) or [
        t("Nobody is listed for it yet; your liaison station will find who is responsible.")
    ]
    if station is not None:
        lines.append(t("Liaison station: {name}", name=t.named(station)))
    way_on = Button(t("✍️ Write an opinion"), Go(to="opinion"))
    if then == "draft-done":
        way_on = Button(t("Go on with your opinion"), Go(to=then))
    rows = [[way_on]]
    if found.further:
        rows.append([Button(t("👤 My representatives"), Go(to="representatives"))])
    rows.append([Button(t("Another place"), Go(to="place")), Button(t("🏠 Home"), Go(to="home"))])
    stray = drafts.of(ctx.conversation, "stray")
    if stray.only_names:
        drafts.drop(ctx.conversation, "stray")
    else:
        lines += ["", t("✍️ Before, you wrote this:"), quote(stray.summary)]
        rows.insert(0, [Button(t("✍️ Go on with what you wrote"), Go(to="stray-new"))])
    return Screen(join(lines), rows)


def _represented(t: Translator, found: sitting.Arranged) -> list[str]:
    """A line for each of the nearest, and for each level of which not all are among them."""
    near: list[str] = [t("• {name}, {level}", name=t.named(one), level=t(LEVEL_NAMES[one.level])) for one in found.near]
    return near + [Html("• ") + t.counted(level_title(t, level), n) for level, n in found.further]


def _name(t: Translator, thing: search.AreaHit | search.AreaStep) -> str:
    return thing.name_en if t.language == "en" and thing.name_en else thing.name


def _path(t: Translator, hit: search.AreaHit) -> str:
    return dotted(_name(t, hit), hit.path_en if t.language == "en" else hit.path)

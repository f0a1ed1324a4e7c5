"""Representatives of somebody's place: the nearest at once, all of a level in pages, or by name; each with a card.

The same lists serve to look at representatives and to choose to whom a draft goes (`draft`).
"""

from collections.abc import Sequence
from dataclasses import replace

from aiogram import F, Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.filters import Command, StateFilter
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.conversation import navigation, paging
from handlers.conversation.callbacks import Go
from handlers.conversation.context import Context
from handlers.conversation.drafts import may_be_name
from handlers.conversation.navigation import opens
from handlers.conversation.opinion_drafts import Drafting
from handlers.conversation.screen import Button, Screen, column
from handlers.conversation.texts import Html, Translator, bold, join, shortened
from handlers.core.directory import search, sitting
from handlers.presentation.callbacks import ListLevel, ToWhom, WriteTo
from handlers.presentation.names import level_name
from handlers.presentation.seats import care_lines, cares_for, level_keys, level_title, seat_label
from storage.models.directory import Area, Representative
from storage.queries.directory import Seat
from storage.queries.topics import Offered, active_topics
from storage.vocabulary import Level

router = Router(name="constituents.representatives")

SHOWN = 40
"""Characters of a searched name that the answer repeats."""


class LookingUp(StatesGroup):
    """A list of representatives is open: a name that is typed is looked for in it."""

    name = State()


class ShowRepresentative(CallbackData, prefix="sr"):
    """Tell me about this one."""

    representative: int


class OpenListed(CallbackData, prefix="rv"):
    """Tell me about this one of a list; back leads to that page of it. No level: of those found by name."""

    representative: int
    level: Level | None
    page: int
    draft: bool


class ListNamed(CallbackData, prefix="rln"):
    """A page of those found by the name that was typed last."""

    page: int
    draft: bool


class AskName(CallbackData, prefix="rq"):
    """A name is typed next; back leads to that page. No level: to where the lists begin."""

    level: Level | None
    page: int
    draft: bool


@router.message(Command("representatives"))
async def representatives_command(message: Message, ctx: Context, state: FSMContext) -> None:
    """Show who represents the person's place."""
    await _overview(ctx, state)


@router.callback_query(Go.filter(F.to == "representatives"))
async def go_representatives(query: CallbackQuery, ctx: Context, state: FSMContext) -> None:
    """Show who represents the person's place."""
    await _overview(ctx, state)


async def _overview(ctx: Context, state: FSMContext) -> None:
    t, area = ctx.t, ctx.me.area
    if area is None:
        headline = t("Your place decides who represents you.")
        await navigation.show("place", ctx, state, then="representatives", headline=headline)
        return
    if await state.get_state() == LookingUp.name.state:
        await state.set_state(None)
    found = await sitting.arranged(ctx.session, area.id)
    station = await search.station_of(ctx.session, area.id)
    lines: list[str] = [t("👤 Who represents {place}", place=bold(t.named(area)))]
    if not found.near and not found.further:
        lines.append(t("Nobody is listed for it yet; your liaison station will find who is responsible."))
    if station is not None:
        lines.append(_station(t, t.named(station), station.address, station.phone))
    lines.append(await cared_for(ctx, found.near))
    keys = [Button(seat_label(t, one), ShowRepresentative(representative=one.id)) for one in found.near]
    rows = column([*keys, *level_keys(t, found.further, draft=False)])
    if found.further:
        rows.append([_search(t, None, 0, draft=False)])
    rows.append([Button(t("📍 My place"), Go(to="place")), Button(t("🏠 Home"), Go(to="home"))])
    ctx.show(Screen(join(lines, "\n\n"), rows))


async def cared_for(ctx: Context, shown: Sequence[Seat]) -> Html:
    """What those on the keys take care of, which helps to choose among them."""
    return care_lines(ctx.t, shown, await active_topics(ctx.session))


def _station(t: Translator, name: str, address: str | None, phone: str | None) -> str:
    return t("Liaison station: {name}", name=" · ".join(filter(None, (name, address, phone))))


def to_choose_from(t: Translator, found: sitting.Arranged) -> list[list[Button]]:
    """Keys of the representatives to whom a draft can go: the nearest, those of each level, and a search."""
    keys = [Button(seat_label(t, one), ToWhom(representative=one.id)) for one in found.near]
    return column([*keys, *level_keys(t, found.further, draft=True)])


def _search(t: Translator, level: Level | None, page: int, *, draft: bool) -> Button:
    return Button(t("🔤 Search by name"), AskName(level=level, page=page, draft=draft))


def search_key(t: Translator) -> Button:
    """Look for somebody by name, to whom the draft goes."""
    return _search(t, None, 0, draft=True)


def _start(t: Translator, *, draft: bool) -> Button:
    return Button(t("⬅️ Back"), Go(to="draft-whom" if draft else "representatives"))


@router.callback_query(ListLevel.filter())
async def list_level(query: CallbackQuery, callback_data: ListLevel, ctx: Context, state: FSMContext) -> None:
    """A page of those who sit at a level; a name that is typed is looked for."""
    asked, area = callback_data, await _place(ctx, state)
    if area is None:
        return
    await _await_name(state, draft=asked.draft)
    t, found = ctx.t, sitting.at_level(await sitting.seats(ctx.session, area.id), asked.level)
    page = paging.page(asked.page, len(found))

    def turned(to: int) -> ListLevel:
        return asked.model_copy(update={"page": to})

    title = page.title(t, bold(f"👤 {t.named(area)} · {level_title(t, asked.level).plain}"))
    rows = _keys(t, found, page, asked.level, draft=asked.draft)
    rows += [page.turning(turned), [_search(t, asked.level, page.number, draft=asked.draft)]]
    cared = await cared_for(ctx, page.of(found))
    ctx.show(Screen(join([join([title, _hint(t)]), cared], "\n\n"), [*rows, [_start(t, draft=asked.draft)]]))


def _hint(t: Translator) -> Html:
    return t("You can also type a name, or a part of it, in characters or pinyin.")


def _keys(
    t: Translator, found: list[Seat], page: paging.Page, level: Level | None, *, draft: bool
) -> list[list[Button]]:
    here = {"level": level, "page": page.number, "draft": draft}
    return column(
        [
            Button(seat_label(t, one, with_level=level is None), OpenListed(representative=one.id, **here))
            for one in page.of(found)
        ]
    )


async def _place(ctx: Context, state: FSMContext) -> Area | None:
    """The person's place; one who has told none (any more) is asked."""
    if ctx.me.area is None:
        await _overview(ctx, state)
    return ctx.me.area


async def _await_name(state: FSMContext, *, draft: bool) -> None:
    await state.set_state(Drafting.choosing if draft else LookingUp.name)


@router.callback_query(AskName.filter())
async def ask_name(query: CallbackQuery, callback_data: AskName, ctx: Context, state: FSMContext) -> None:
    """A name is typed next."""
    asked, t = callback_data, ctx.t
    await _await_name(state, draft=asked.draft)
    text = t("Type the representative's name, in characters or pinyin, or a part of it.")
    back = _start(t, draft=asked.draft)
    if asked.level is not None:
        back = Button(t("⬅️ Back"), ListLevel(level=asked.level, page=asked.page, draft=asked.draft))
    ctx.show(Screen(text, [[back]]))


@router.message(StateFilter(LookingUp.name, Drafting.choosing), F.text, ~F.text.startswith("/"))
async def typed(message: Message, ctx: Context, state: FSMContext) -> None:
    """List representatives called so; what cannot be a name is meant otherwise, as anywhere else."""
    name = (message.text or "").strip()
    if not may_be_name(name) or ctx.me.area is None:
        raise SkipHandler
    await state.update_data(representative=name)
    await _list_named(ctx, name, 0, draft=await state.get_state() == Drafting.choosing.state)


@router.callback_query(ListNamed.filter())
async def list_named(query: CallbackQuery, callback_data: ListNamed, ctx: Context, state: FSMContext) -> None:
    """A page of those who are called so."""
    if await _place(ctx, state) is not None:
        name = str((await state.get_data()).get("representative", ""))
        await _await_name(state, draft=callback_data.draft)
        await _list_named(ctx, name, callback_data.page, draft=callback_data.draft)


async def _list_named(ctx: Context, name: str, number: int, *, draft: bool) -> None:
    t, area = ctx.t, ctx.me.area
    found = sitting.named(await sitting.seats(ctx.session, area.id), name) if area is not None else []
    page, shown = paging.page(number, len(found)), shortened(name, SHOWN)
    text = t("No representative in office is called “{name}”. Try a part of the name.", name=shown)
    if found:
        title = t.plural(
            "{n} representative fits “{name}”.", "{n} representatives fit “{name}”.", len(found), name=shown
        )
        head = join([page.title(t, bold(title)), _hint(t)])
        text = join([head, await cared_for(ctx, page.of(found))], "\n\n")
    rows = _keys(t, found, page, None, draft=draft)
    rows += [page.turning(lambda to: ListNamed(page=to, draft=draft)), [_search(t, None, 0, draft=draft)]]
    rows.append([_start(t, draft=draft)])
    ctx.show(Screen(text, rows))


@router.callback_query(ShowRepresentative.filter())
async def show_representative(query: CallbackQuery, callback_data: ShowRepresentative, ctx: Context) -> None:
    """One of them, with their picture."""
    await _show(ctx, callback_data.representative, Go(to="representatives"))


@router.callback_query(OpenListed.filter())
async def open_listed(query: CallbackQuery, callback_data: OpenListed, ctx: Context, state: FSMContext) -> None:
    """One of a list, with their picture; the list is no longer open."""
    asked = callback_data
    await state.set_state(Drafting.looking_over if asked.draft else None)
    back: CallbackData = ListNamed(page=asked.page, draft=asked.draft)
    if asked.level is not None:
        back = ListLevel(level=asked.level, page=asked.page, draft=asked.draft)
    await _show(ctx, asked.representative, back, draft=asked.draft)


async def _show(ctx: Context, representative_id: int, back: CallbackData, *, draft: bool = False) -> None:
    representative = await ctx.session.get(Representative, representative_id)
    if representative is None:
        ctx.toast(ctx.t("They are no longer in our list."), alert=True)
        return
    last = [Button(ctx.t("⬅️ Back"), back), Button(ctx.t("🏠 Home"), Go(to="home"))]
    topics = await active_topics(ctx.session)
    ctx.show(_card(ctx.t, representative, topics, last, draft=draft), fresh=representative.picture is not None)


@opens("representative")
async def open_representative(
    ctx: Context,
    state: FSMContext,
    *,
    representative: Representative,
    headline: Html | None = None,
    keys: Sequence[Sequence[Button]] = (),
) -> None:
    """One of them, to whom a link led. `headline` and `keys`: what the link says of the person's place."""
    t, topics = ctx.t, await active_topics(ctx.session)
    card = _card(
        t, representative, topics, [Button(t("📍 My place"), Go(to="place")), Button(t("🏠 Home"), Go(to="home"))]
    )
    text = join([card.text, headline], "\n\n") if headline else card.text
    ctx.show(replace(card, text=text, rows=[*card.rows[:-1], *keys, card.rows[-1]]))


def _card(
    t: Translator, representative: Representative, topics: Sequence[Offered], last: list[Button], *, draft: bool = False
) -> Screen:
    """Public facts of a representative, and the way to write to them. `draft`: their words are written already."""
    lines: list[str] = [
        bold(t.named(representative)),
        t("Representative in the {level} congress", level=level_name(t, representative)),
        t("Constituency: {name}", name=representative.constituency),
        t("Liaison station: {name}", name=t.named(representative.station)),
        cares_for(t, representative, topics),
    ]
    if not representative.active:
        lines.append(t("No longer in office; new opinions go to others."))
        return Screen(join(lines), [[Button(t("👤 My representatives"), Go(to="representatives"))]])
    number = representative.id
    write = ToWhom(representative=number) if draft else WriteTo(representative=number)
    rows = [[Button(t("✍️ Write to {name}", name=t.named(representative)), write)], last]
    return Screen(join(lines), rows, photo=representative.picture)

"""Staff choose whom a notice is for: places, stations, roles, languages, each kind narrowing the others."""

from collections.abc import Sequence
from typing import Any

from aiogram import F, Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.conversation.context import Context
from handlers.conversation.filters import HasRole
from handlers.conversation.screen import Button, Screen, column
from handlers.conversation.texts import Html, Translator, bold, join
from handlers.core.directory import search
from handlers.core.notices.rules import Audience
from handlers.notices import desk, screens
from handlers.notices.callbacks import BrowseAreas, DraftAct, Kind, Part, Toggle
from handlers.notices.names import LANGUAGE_NAMES, ROLE_NAMES
from storage.models.directory import Area, Station
from storage.models.notices import Notice
from storage.queries import directory
from storage.vocabulary import Role

router = Router(name="notices.audience")
router.message.filter(HasRole(Role.STAFF))
router.callback_query.filter(HasRole(Role.STAFF))

STATIONS = 40
"""At most so many stations are offered to choose from."""


class Choosing(StatesGroup):
    """What staff type to narrow a notice."""

    area = State()


@router.callback_query(DraftAct.filter(F.part == Part.AUDIENCE))
async def open_audience(query: CallbackQuery, callback_data: DraftAct, ctx: Context, state: FSMContext) -> None:
    """Whom it is for so far, and what it can be narrowed by."""
    notice = await desk.draft(ctx, callback_data.notice, callback_data.version)
    if notice is not None:
        await state.set_state(None)
        ctx.show(await _audience(ctx, notice))


async def _audience(ctx: Context, notice: Notice) -> Screen:
    t, view = ctx.t, await desk.view(ctx.out, notice, desk.by(ctx, notice))
    here = {"notice": notice.id, "version": notice.version}
    chosen = view.audience
    text = join(
        [
            bold(t("👥 Who gets it")),
            screens.audience_words(t, view),
            t("Tap to add or to take out."),
            t("Two places: people in either get it. A place and a language: only people there who read it."),
        ]
    )
    rows = [[_mark(t(ROLE_NAMES[role]), Kind.ROLES, role, role in chosen.roles, here)] for role in ROLE_NAMES]
    rows.append([
        _mark(t("readers of {language}", language=t(name)), Kind.LANGUAGES, code, code in chosen.languages, here)
        for code, name in LANGUAGE_NAMES.items()
    ])  # fmt: skip
    rows += [
        [_mark(t.named(view.areas[one]), Kind.AREAS, one, True, here)] for one in chosen.areas if one in view.areas
    ]
    rows.append([Button(t("📍 Add a place"), BrowseAreas(parent=0, page=0, **here))])
    rows += await _stations(ctx, notice, chosen, here)
    return Screen(text, [*rows, screens.back(t, notice)])


async def _stations(ctx: Context, notice: Notice, chosen: Audience, here: dict[str, int]) -> list[list[Button]]:
    """A notice of one station is for its people anyway."""
    if notice.station_id is not None:
        return []
    t = ctx.t
    found = await directory.stations(ctx.session, 0, STATIONS)
    return [
        [_mark(t("people of {station}", station=t.named(one)), Kind.STATIONS, one.id, one.id in chosen.stations, here)]
        for one in found
    ]


def _mark(label: Html | str, kind: Kind, one: object, chosen: bool, here: dict[str, int]) -> Button:
    plain = label.plain if isinstance(label, Html) else label
    return Button(f"{'✅' if chosen else '▫️'} {plain}", Toggle(kind=kind, one=str(one), **here))


@router.callback_query(Toggle.filter())
async def toggle(query: CallbackQuery, callback_data: Toggle, ctx: Context, state: FSMContext) -> None:
    """One more of a kind, or one less."""
    notice = await desk.draft(ctx, callback_data.notice, callback_data.version)
    if notice is None:
        return
    one = await _known(ctx, notice, callback_data.kind, callback_data.one)
    if one is None:
        ctx.toast(ctx.t("That is not to be had here."), alert=True)
        return
    await state.set_state(None)
    notice.audience = Audience.of(notice.audience).toggled(callback_data.kind, one).kept()
    desk.changed(notice, recount=True)
    ctx.show(await _audience(ctx, notice))


async def _known(ctx: Context, notice: Notice, kind: Kind, one: str) -> Any:
    """What the button names, as it is kept; None if there is no such thing, or it is not theirs to address."""
    if kind is Kind.ROLES:
        return next((role for role in ROLE_NAMES if role == one), None)
    if kind is Kind.LANGUAGES:
        return one if one in LANGUAGE_NAMES else None
    if not one.isdecimal() or len(one) > 18:
        return None
    if kind is Kind.STATIONS:
        found = await ctx.session.get(Station, int(one)) if notice.station_id is None else None
        return found.id if found is not None else None
    return int(one) if await _addressable(ctx, notice, int(one)) else None


async def _addressable(ctx: Context, notice: Notice, area_id: int) -> bool:
    """Whether there is such an area, and it lies where the notice may go."""
    above = (await directory.ancestors(ctx.session, [area_id]))[area_id]
    if notice.station is None:
        return bool(above)
    return any(row.id == notice.station.area_id for row in above)


# Places: stepped down to, or typed


@router.callback_query(BrowseAreas.filter())
async def browse(query: CallbackQuery, callback_data: BrowseAreas, ctx: Context, state: FSMContext) -> None:
    """One level of the list, from the station's area on; a name may be typed too."""
    notice = await desk.draft(ctx, callback_data.notice, callback_data.version)
    if notice is None:
        return
    top = notice.station.area_id if notice.station is not None else 0
    parent = callback_data.parent or top
    if parent and not await _addressable(ctx, notice, parent):
        ctx.toast(ctx.t("That is not to be had here."), alert=True)
        return
    await state.set_state(Choosing.area)
    await state.update_data(choosing=[notice.id, notice.version])
    ctx.show(await _places(ctx, notice, parent, callback_data.page))


async def _places(ctx: Context, notice: Notice, parent: int, number: int) -> Screen:
    t, here = ctx.t, {"notice": notice.id, "version": notice.version}
    page = await search.children(ctx.session, parent or None, number)
    above = await ctx.session.get(Area, parent) if parent else None
    rows = []
    if above is not None:
        rows.append([Button(t("✅ All of {place}", place=t.named(above)), _chosen(parent, here))])
    rows += column([_step(t, step, here) for step in page.steps])
    turning = []
    if page.page > 0:
        turning.append(Button("◀︎", BrowseAreas(parent=parent, page=page.page - 1, **here)))
    if page.page + 1 < page.pages:
        turning.append(Button("▶︎", BrowseAreas(parent=parent, page=page.page + 1, **here)))
    if above is not None and above.parent_id is not None and await _addressable(ctx, notice, above.parent_id):
        turning.append(Button(t("Up"), BrowseAreas(parent=above.parent_id, page=0, **here)))
    text = t("📍 Which place? Choose it here, or write its name: characters, pinyin or English.")
    return Screen(text, [*rows, turning, _to_audience(t, here)])


def _to_audience(t: Translator, here: dict[str, int]) -> list[Button]:
    return [Button(t("⬅️ Back"), DraftAct(part=Part.AUDIENCE, **here))]


def _step(t: Translator, step: search.AreaStep, here: dict[str, int]) -> Button:
    if step.more:
        return Button(f"{t.named(step)} ›", BrowseAreas(parent=step.id, page=0, **here))
    return Button(t.named(step), _chosen(step.id, here))


def _chosen(area: int, here: dict[str, int]) -> Toggle:
    return Toggle(kind=Kind.AREAS, one=str(area), **here)


@router.message(StateFilter(Choosing.area), ~F.text.startswith("/"))
async def typed(message: Message, ctx: Context, state: FSMContext) -> None:
    """The places that may be meant, without those the notice cannot go to."""
    t = ctx.t
    notice = await desk.draft(ctx, *(await state.get_data())["choosing"])
    if notice is None:
        await state.set_state(None)
        return
    words = (message.text or "").strip()[:60]
    hits = [hit for hit in await search.search_areas(ctx.session, words) if await _addressable(ctx, notice, hit.id)]
    here = {"notice": notice.id, "version": notice.version}
    if not hits:
        text = t("I found no place like “{typed}” that this notice can go to. Try a part of its name.", typed=words)
        ctx.show(Screen(text, [_to_audience(t, here)]))
        return
    ctx.show(Screen(t("Which of these?"), [*_hits(t, hits, here), _to_audience(t, here)]))


def _hits(t: Translator, hits: Sequence[search.AreaHit], here: dict[str, int]) -> list[list[Button]]:
    paths = [hit.path_en if t.language == "en" else hit.path for hit in hits]
    return column(
        [Button(f"{t.named(hit)} · {path}", _chosen(hit.id, here)) for hit, path in zip(hits, paths, strict=True)]
    )

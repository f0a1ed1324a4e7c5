"""Staff choose whom a notice is for: places, stations, roles, languages, each kind narrowing the others."""

from collections.abc import Sequence
from typing import Any

from aiogram import F, Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.conversation import navigation, paging
from handlers.conversation.context import Context
from handlers.conversation.filters import HasRole
from handlers.conversation.navigation import opens
from handlers.conversation.screen import Button, Screen, column, in_pairs
from handlers.conversation.texts import Html, Translator, bold, dotted, join
from handlers.core.directory import search
from handlers.core.notices import access, rules
from handlers.core.notices.actions import counting, drafting
from handlers.core.notices.audience import may_go_to
from handlers.core.notices.errors import NotAddressable
from handlers.core.notices.rules import Audience, AudienceKind
from handlers.notices import screens
from handlers.notices.callbacks import AudiencePage, BrowseAreas, FoundAreas, Toggle
from handlers.presentation.notices.callbacks import DraftAct, Part
from handlers.presentation.notices.card import audience_words, view_of
from handlers.presentation.notices.names import LANGUAGE_NAMES, ROLE_NAMES
from storage.models.directory import Area
from storage.models.notices import Notice
from storage.queries import directory
from storage.vocabulary import Role

router = Router(name="notices.audience")
router.message.filter(HasRole(Role.STAFF))
router.callback_query.filter(HasRole(Role.STAFF))

AUDIENCE = "audience"
"""The list's name; of a notice."""
LISTED = 5
"""Places and stations on a page, below roles and languages."""


class Choosing(StatesGroup):
    """Texts that staff type to narrow a notice."""

    area = State()


@router.callback_query(DraftAct.filter(F.part == Part.AUDIENCE))
async def open_audience(query: CallbackQuery, callback_data: DraftAct, ctx: Context, state: FSMContext) -> None:
    """Show whom it is for so far, and what it can be narrowed by."""
    notice = await counting.turn_to_part(ctx.out, ctx.actor, callback_data.notice, callback_data.version)
    await state.set_state(None)
    ctx.show(await _audience(ctx, notice))


@router.callback_query(AudiencePage.filter())
async def turn_page(query: CallbackQuery, callback_data: AudiencePage, ctx: Context) -> None:
    """Another page of places and stations."""
    notice = await counting.turn_to_part(ctx.out, ctx.actor, callback_data.notice, callback_data.version)
    ctx.show(await _audience(ctx, notice, callback_data.page))


@opens(navigation.LIST + AUDIENCE)
async def show_audience(ctx: Context, state: FSMContext, *, of: int, words: str | None = None) -> None:
    """Places and stations as they left them, or those that are called so."""
    found = await access.own_draft(ctx.out, ctx.actor, of)
    notice = await counting.turn_to_part(ctx.out, ctx.actor, found.id, found.version)
    ctx.show(await _audience(ctx, notice, words=words))


async def _audience(ctx: Context, notice: Notice, wanted: int | None = None, words: str | None = None) -> Screen:
    t, view = ctx.t, await view_of(ctx.out, notice, access.whose(ctx.actor, notice))
    here = {"notice": notice.id, "version": notice.version}
    chosen = view.audience
    text = join(
        [
            bold(t("👥 Who gets it")),
            audience_words(t, view),
            t("Tap to add or to take out."),
            t("Two places: people in either get it. A place and a language: only people there who read it."),
        ]
    )
    rows = in_pairs(
        [_mark(t(ROLE_NAMES[role]), chosen, AudienceKind.ROLES, role, here) for role in rules.ADDRESSED_ROLES]
    )
    rows.append([
        _mark(t("readers of {language}", language=t(name)), chosen, AudienceKind.LANGUAGES, code, here)
        for code, name in LANGUAGE_NAMES.items()
    ])  # fmt: skip
    places = [view.areas[one] for one in chosen.areas if one in view.areas]
    keys = [_mark(t.named(one), chosen, AudienceKind.AREAS, one.id, here) for one in places]
    keys += await _stations(ctx, notice, chosen, here)
    where = paging.reading(ctx.conversation, AUDIENCE, wanted, words, of=notice.id)
    page, listed = where.cut(keys, lambda key: key.label.partition(" ")[2], LISTED)
    rows += column(listed)
    rows += [page.turning(lambda number: AudiencePage(page=number, **here)), where.keys(t, page)]
    rows.append([Button(t("📍 Add a place"), BrowseAreas(parent=0, page=0, **here))])
    return Screen(text, [*rows, screens.back(t, notice.id, notice.version)])


async def _stations(ctx: Context, notice: Notice, chosen: Audience, here: dict[str, int]) -> list[Button]:
    """A notice of one station is for its people anyway."""
    if notice.station_id is not None:
        return []
    t = ctx.t
    labels = [(t("people of {station}", station=t.named(one)), one.id) for one in await directory.stations(ctx.session)]
    return [_mark(label, chosen, AudienceKind.STATIONS, number, here) for label, number in labels]


def _mark(label: Html | str, chosen: Audience, kind: AudienceKind, one: Any, here: dict[str, int]) -> Button:
    plain = label.plain if isinstance(label, Html) else label
    return Button(f"{'✅' if chosen.names(kind, one) else '▫️'} {plain}", Toggle(kind=kind, one=str(one), **here))


@router.callback_query(Toggle.filter())
async def toggle(query: CallbackQuery, callback_data: Toggle, ctx: Context, state: FSMContext) -> None:
    """One more of a kind, or one less."""
    number, version = callback_data.notice, callback_data.version
    notice = await drafting.toggle_audience(ctx.out, ctx.actor, number, version, callback_data.kind, callback_data.one)
    await state.set_state(None)
    ctx.show(await _audience(ctx, notice))


# Places: stepped down to, or typed


@router.callback_query(BrowseAreas.filter())
async def browse(query: CallbackQuery, callback_data: BrowseAreas, ctx: Context, state: FSMContext) -> None:
    """One level of the list, from the station's area on; a name may be typed too."""
    notice = await counting.turn_to_part(ctx.out, ctx.actor, callback_data.notice, callback_data.version)
    top = notice.station.area_id if notice.station is not None else 0
    parent = callback_data.parent or top
    if parent and not await may_go_to(ctx.out, notice, parent):
        raise NotAddressable
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
    if above is not None and above.parent_id is not None and await may_go_to(ctx.out, notice, above.parent_id):
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
    return Toggle(kind=AudienceKind.AREAS, one=str(area), **here)


@router.message(StateFilter(Choosing.area), ~F.text.startswith("/"))
async def typed(message: Message, ctx: Context, state: FSMContext) -> None:
    """The places that may be meant, without those the notice cannot go to."""
    notice = await access.own_draft(ctx.out, ctx.actor, *(await state.get_data())["choosing"])
    words = (message.text or "").strip()[: search.LONGEST]
    await state.update_data(area=words)
    ctx.show(await _found(ctx, notice, words, 0))


@router.callback_query(FoundAreas.filter())
async def turn_found(query: CallbackQuery, callback_data: FoundAreas, ctx: Context, state: FSMContext) -> None:
    """Another page of them."""
    notice = await counting.turn_to_part(ctx.out, ctx.actor, callback_data.notice, callback_data.version)
    await state.set_state(Choosing.area)
    await state.update_data(choosing=[notice.id, notice.version])
    ctx.show(await _found(ctx, notice, str((await state.get_data()).get("area", "")), callback_data.page))


async def _found(ctx: Context, notice: Notice, words: str, number: int) -> Screen:
    t, here = ctx.t, {"notice": notice.id, "version": notice.version}
    hits = [hit for hit in await search.search_areas(ctx.session, words) if await may_go_to(ctx.out, notice, hit.id)]
    if not hits:
        text = t("I found no place like “{typed}” that this notice can go to. Try a part of its name.", typed=words)
        return Screen(text, [_to_audience(t, here)])
    page, text = paging.page(number, len(hits)), t("Which of these?")
    if page.pages > 1:
        text = join([page.title(t, bold(t("{n} places fit “{typed}”.", n=len(hits), typed=words))), text])
    rows = _hits(t, page.of(hits), here)
    rows.append(page.turning(lambda to: FoundAreas(page=to, **here)))
    return Screen(text, [*rows, _to_audience(t, here)])


def _hits(t: Translator, hits: Sequence[search.AreaHit], here: dict[str, int]) -> list[list[Button]]:
    paths = [hit.path_en if t.language == "en" else hit.path for hit in hits]
    return column(
        [Button(dotted(t.named(hit), path), _chosen(hit.id, here)) for hit, path in zip(hits, paths, strict=True)]
    )

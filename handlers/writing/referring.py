"""A representative, or staff, choose the unit that can act: the suggested one first, all others listed or searched."""

from typing import Any

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.conversation import case_drafts as drafts
from handlers.conversation import paging
from handlers.conversation.case_drafts import kind_of
from handlers.conversation.context import Context
from handlers.conversation.errors import Unusable
from handlers.conversation.filters import AboutOpinion, HasRole
from handlers.conversation.screen import Button, Screen, column
from handlers.conversation.texts import Html, Translator, join, shortened
from handlers.core.casework import routing
from handlers.core.casework.routing import Way
from handlers.presentation.callbacks import ReferTo, RepresentativeAct, StaffAct
from handlers.presentation.choices import unit_label, why_unit
from handlers.presentation.labels import OPENS, ways
from handlers.writing import case_roles, writing
from handlers.writing.callbacks import AskUnit, ListUnits, UnitsNamed, WhyUnit
from storage.models.directory import HandlingUnit
from storage.models.opinions import Opinion
from storage.queries import directory, referrals
from storage.vocabulary import Action, Role

REFERRERS = dict.fromkeys((Role.REPRESENTATIVE, Role.STAFF), Action.REFER)
SHOWN = 40
"""Characters of a searched name that the answer repeats."""

router = Router(name="writing.referring")
router.message.filter(HasRole(*REFERRERS))
router.callback_query.filter(HasRole(*REFERRERS))


class Referring(StatesGroup):
    """Typing a unit's name."""

    name = State()


async def _as_shown(ctx: Context, state: FSMContext, opinion_id: int, version: int, by: Role) -> Opinion | None:
    return await case_roles.as_shown(ctx, state, opinion_id, version, by, REFERRERS)


async def _choose(ctx: Context, state: FSMContext, opinion_id: int, version: int, by: Role) -> None:
    """The suggested one and the way to all others; going on, if a remark is begun already."""
    opinion = await _as_shown(ctx, state, opinion_id, version, by)
    if opinion is None:
        return
    await _await_name(state, opinion, by)
    t, best = ctx.t, await routing.suggested(ctx.session, opinion)
    if best is None:
        await _list(ctx, opinion, by, 0)
        return
    here = {"opinion": opinion.id, "version": opinion.version, "by": by}
    name = t.named(best.way.unit)
    rows = [
        [Button("⭐ " + unit_label(t, best.way), ReferTo(unit=best.way.unit.id, **here))],
        [Button(t("💡 Why {name}?", name=name), WhyUnit(**here))],
        [Button(t("🏢 Another unit"), ListUnits(page=0, **here))],
        [_back(t, opinion, by)],
    ]
    text = t("To which unit shall {reference} go? ⭐ is suggested, 💤 has not joined yet.", reference=opinion.reference)
    ctx.show(Screen(text, rows), opinion_id=opinion.id)


case_roles.begins(router, REFERRERS, _choose)


def _back(t: Translator, opinion: Opinion, by: Role) -> Button:
    return Button(t("⬅️ Back"), OPENS[by](opinion=opinion.id))


@router.callback_query(WhyUnit.filter())
async def why_this(query: CallbackQuery, callback_data: WhyUnit, ctx: Context, state: FSMContext) -> None:
    """Show what speaks for the suggested unit."""
    asked = callback_data
    opinion = await _as_shown(ctx, state, asked.opinion, asked.version, asked.by)
    if opinion is None:
        return
    best = await routing.suggested(ctx.session, opinion)
    if best is None:
        await _list(ctx, opinion, asked.by, 0)
        return
    act = RepresentativeAct if asked.by is Role.REPRESENTATIVE else StaffAct
    back = Button(ctx.t("⬅️ Back"), act(opinion=opinion.id, version=opinion.version, action=Action.REFER))
    ctx.show(Screen(why_unit(ctx.t, best, opinion), [[back]]), opinion_id=opinion.id)


@router.callback_query(ListUnits.filter())
async def list_units(query: CallbackQuery, callback_data: ListUnits, ctx: Context, state: FSMContext) -> None:
    """Another page of all units."""
    asked = callback_data
    opinion = await _as_shown(ctx, state, asked.opinion, asked.version, asked.by)
    if opinion is not None:
        await _await_name(state, opinion, asked.by)
        await _list(ctx, opinion, asked.by, asked.page)


async def _list(ctx: Context, opinion: Opinion, by: Role, wanted: int) -> None:
    t = ctx.t
    page = paging.page(wanted, await directory.count_rows(ctx.session, HandlingUnit))
    units = await referrals.units(ctx.session, page.size, page.skip)
    found = await routing.weighed(ctx.session, units)
    here = {"opinion": opinion.id, "version": opinion.version, "by": by}
    turning = page.turning(lambda number: ListUnits(page=number, **here))
    text = t("To which unit shall {reference} go? 💤 has not joined yet.", reference=opinion.reference)
    if not page.count:
        text = t("No unit is listed yet. Staff of the county office import them with the directory.")
    ctx.show(_offers(t, opinion, by, found, text, turning), opinion_id=opinion.id)


def _offers(
    t: Translator, opinion: Opinion, by: Role, found: list[Way], text: Html, turning: list[Button] | None = None
) -> Screen:
    here = {"opinion": opinion.id, "version": opinion.version, "by": by}
    rows = column([Button(unit_label(t, way), ReferTo(unit=way.unit.id, **here)) for way in found])
    search = [Button(t("🔤 Find a unit by name"), AskUnit(**here))] if found or turning is None else []
    return Screen(text, [*rows, turning or [], search, [_back(t, opinion, by)]])


@router.callback_query(AskUnit.filter())
async def ask_name(query: CallbackQuery, callback_data: AskUnit, ctx: Context, state: FSMContext) -> None:
    """A name is typed next."""
    asked = callback_data
    opinion = await _as_shown(ctx, state, asked.opinion, asked.version, asked.by)
    if opinion is None:
        return
    await _await_name(state, opinion, asked.by)
    _ask_name(ctx, opinion, asked.by)


async def _await_name(state: FSMContext, opinion: Opinion, by: Role, typed: str = "") -> None:
    """Expect a name: what is typed at the list is one, without asking first."""
    await state.set_state(Referring.name)
    await state.update_data(referring=[opinion.id, opinion.version, by, typed])


def _ask_name(ctx: Context, opinion: Opinion, by: Role) -> None:
    text = ctx.t("Type the unit's name, or a part of it.")
    ctx.show(Screen(text, [[_back(ctx.t, opinion, by)]]), opinion_id=opinion.id)


@router.message(Command("cancel"), Referring.name)
async def cancel(message: Message, ctx: Context, state: FSMContext) -> None:
    """Leave it: the case stays."""
    by = (await state.get_data())["referring"][2]
    await state.set_state(None)
    ctx.show(Screen(ctx.t("Left."), [ways(ctx.t, Role(by))]))


@router.message(Referring.name, ~AboutOpinion(), ~F.text.startswith("/"))
async def search_name(message: Message, ctx: Context, state: FSMContext) -> None:
    """Look for the unit that was typed."""
    asked: list[Any] = (await state.get_data())["referring"]
    by = Role(asked[2])
    opinion = await _as_shown(ctx, state, asked[0], asked[1], by)
    if opinion is None:
        await state.set_state(None)
        return
    typed = shortened((message.text or "").strip(), SHOWN)
    if not typed:
        _ask_name(ctx, opinion, by)
        return
    await _await_name(state, opinion, by, typed)
    await _named(ctx, opinion, by, typed, 0)


async def _named(ctx: Context, opinion: Opinion, by: Role, typed: str, wanted: int) -> None:
    """Show a page of the units that are called so, and say how many they are."""
    t, named = ctx.t, await referrals.units_named(ctx.session, typed)
    page = paging.page(wanted, len(named))
    found = await routing.weighed(ctx.session, page.of(named))
    text = t("To which unit shall {reference} go? 💤 has not joined yet.", reference=opinion.reference)
    text = join([text, t.plural("{n} with “{words}”", "{n} with “{words}”", len(named), words=typed)], " ")
    if not named:
        text = t("No unit is called “{name}”. Try a part of the name.", name=typed)
    here = {"opinion": opinion.id, "version": opinion.version, "by": by}
    turning = page.turning(lambda number: UnitsNamed(page=number, **here))
    ctx.show(_offers(t, opinion, by, found, page.title(t, text), turning if named else None), opinion_id=opinion.id)


@router.callback_query(UnitsNamed.filter())
async def leaf(query: CallbackQuery, callback_data: UnitsNamed, ctx: Context, state: FSMContext) -> None:
    """Another page of the units that were found; another name may be typed."""
    asked = callback_data
    opinion = await _as_shown(ctx, state, asked.opinion, asked.version, asked.by)
    if opinion is not None:
        kept = (await state.get_data()).get("referring") or []
        typed = str(kept[3]) if len(kept) > 3 else ""
        await _await_name(state, opinion, asked.by, typed)
        await _named(ctx, opinion, asked.by, typed, asked.page)


@router.callback_query(ReferTo.filter())
async def pick(query: CallbackQuery, callback_data: ReferTo, ctx: Context, state: FSMContext) -> None:
    """Chosen: a remark may be written before it goes."""
    asked = callback_data
    opinion = await _as_shown(ctx, state, asked.opinion, asked.version, asked.by)
    if opinion is None:
        return
    if await ctx.session.get(HandlingUnit, asked.unit) is None:
        raise Unusable(ctx.t("There is no such unit any more. Please choose another one."))
    kind = kind_of(Action.REFER, asked.by)
    draft = drafts.of(ctx.conversation, opinion.id, kind)
    draft.whom = asked.unit
    await writing.show(ctx, opinion, draft, anew=True)

"""The county office says which unit leads and which support."""

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from handlers.conversation import navigation, paging
from handlers.conversation.context import Context
from handlers.conversation.filters import OfCounty
from handlers.conversation.navigation import opens
from handlers.conversation.screen import Button, Screen, column
from handlers.conversation.texts import join
from handlers.core.errors import NoSuchUnit
from handlers.core.suggestions import access, rules
from handlers.core.suggestions.actions import office
from handlers.core.suggestions.errors import SuggestionMovedOn
from handlers.core.workdays.days import calendar
from handlers.presentation.due_days import due_day
from handlers.presentation.names import both_names
from handlers.presentation.suggestions import names
from handlers.suggestions import cards, keys
from handlers.suggestions.callbacks import AssignNow, PickLead, ToggleSupport, UnitPage
from storage.models.directory import HandlingUnit
from storage.models.suggestions import Suggestion
from storage.queries import referrals
from storage.suggestion_vocabulary import SuggestionAction
from storage.vocabulary import Role

router = Router(name="suggestions.assigning")
router.message.filter(OfCounty())
router.callback_query.filter(OfCounty())

LEADS, HELPS = "suggestion-lead", "suggestion-support"
"""The lists' names: who leads, who supports; by suggestion. What is chosen is in the data as `suggestion_units`."""


@router.callback_query(UnitPage.filter())
async def turn_page(query: CallbackQuery, callback_data: UnitPage, ctx: Context, state: FSMContext) -> None:
    """A page of units."""
    name = HELPS if callback_data.supporting else LEADS
    where = paging.reading(ctx.conversation, name, callback_data.page, of=callback_data.suggestion)
    await (_helps if callback_data.supporting else _leads)(ctx, state, where)


@opens(navigation.LIST + LEADS)
async def show_leads(ctx: Context, state: FSMContext, *, of: int, words: str | None = None) -> None:
    """The units that can lead, as they left them, or those called so."""
    await _leads(ctx, state, paging.reading(ctx.conversation, LEADS, words=words, of=of))


@opens(navigation.LIST + HELPS)
async def show_helps(ctx: Context, state: FSMContext, *, of: int, words: str | None = None) -> None:
    """The units that can support, as they left them, or those called so."""
    await _helps(ctx, state, paging.reading(ctx.conversation, HELPS, words=words, of=of))


async def _theirs(ctx: Context, number: int) -> Suggestion:
    one = await access.office(ctx.out, ctx.actor, number)
    if SuggestionAction.ASSIGN not in rules.possible(one.stage, Role.STAFF):
        raise SuggestionMovedOn(one.id)
    return one


async def _leads(ctx: Context, state: FSMContext, where: paging.Reading) -> None:
    t, one = ctx.t, await _theirs(ctx, where.of)
    await where.takes_names(state)
    page, units = where.cut(await referrals.units(ctx.session), both_names)
    rows = column([Button(t.named(unit), PickLead(suggestion=one.id, unit=unit.id)) for unit in units])
    head = where.title(t, page, join([names.called(t, one), t("🏢 Which unit leads?")]))
    turning = page.turning(lambda number: UnitPage(suggestion=one.id, supporting=False, page=number))
    ctx.show(Screen(head, [*rows, turning, where.keys(t, page), [keys.back(t, one.id)]]))


@router.callback_query(PickLead.filter())
async def pick_lead(query: CallbackQuery, callback_data: PickLead, ctx: Context, state: FSMContext) -> None:
    """Which units support it?"""
    one = await _theirs(ctx, callback_data.suggestion)
    if await ctx.session.get(HandlingUnit, callback_data.unit) is None:
        raise NoSuchUnit
    await state.update_data(suggestion_units=[one.id, callback_data.unit, []])
    await _helps(ctx, state, paging.reading(ctx.conversation, HELPS, 0, words="", of=one.id))


async def _chosen(ctx: Context, state: FSMContext, number: int) -> tuple[int, list[int]]:
    """The unit that leads, and those that support. Raises `SuggestionMovedOn` if others were chosen since."""
    kept_number, lead, supporting = (await state.get_data()).get("suggestion_units") or (0, 0, [])
    if kept_number != number:
        raise SuggestionMovedOn(number)
    return lead, supporting


async def _helps(ctx: Context, state: FSMContext, where: paging.Reading) -> None:
    t, one = ctx.t, await _theirs(ctx, where.of)
    lead, supporting = await _chosen(ctx, state, one.id)
    await where.takes_names(state)
    others = [unit for unit in await referrals.units(ctx.session) if unit.id != lead]
    others.sort(key=lambda unit: unit.id not in supporting)
    page, units = where.cut(others, both_names)
    rows = [
        Button(
            f"✅ {t.named(unit)}" if unit.id in supporting else t.named(unit),
            ToggleSupport(suggestion=one.id, unit=unit.id),
        )
        for unit in units
    ]
    leads = t("Leads: {name}", name=t.named(await ctx.session.get(HandlingUnit, lead)))
    asked = t("Which units support it? Press to choose, up to {n}; none is fine too.", n=rules.MOST_SUPPORTING)
    head = where.title(t, page, join([names.called(t, one), leads, asked]))
    now = Button(t("🏢 Assign it and tell everybody"), AssignNow(suggestion=one.id, version=one.version))
    turning = page.turning(lambda number: UnitPage(suggestion=one.id, supporting=True, page=number))
    ctx.show(Screen(head, [*column(rows), turning, where.keys(t, page), [now], [keys.back(t, one.id)]]))


@router.callback_query(ToggleSupport.filter())
async def toggle(query: CallbackQuery, callback_data: ToggleSupport, ctx: Context, state: FSMContext) -> None:
    """It supports, or does not."""
    number, unit = callback_data.suggestion, callback_data.unit
    lead, supporting = await _chosen(ctx, state, number)
    if unit in supporting:
        supporting = [one for one in supporting if one != unit]
    elif len(supporting) < rules.MOST_SUPPORTING:
        supporting = [*supporting, unit]
    else:
        ctx.toast(ctx.t("{n} units support it, as many as can be.", n=rules.MOST_SUPPORTING), alert=True)
    await state.update_data(suggestion_units=[number, lead, supporting])
    await _helps(ctx, state, paging.reading(ctx.conversation, HELPS, of=number))


@router.callback_query(AssignNow.filter())
async def assign(query: CallbackQuery, callback_data: AssignNow, ctx: Context, state: FSMContext) -> None:
    """It is with its units."""
    lead, supporting = await _chosen(ctx, state, callback_data.suggestion)
    one = await office.assign(ctx.out, ctx.actor, callback_data.suggestion, callback_data.version, lead, supporting)
    await state.update_data(suggestion_units=None)
    day = due_day(ctx.t, one.due_at, await calendar(ctx.out))
    above = ctx.t(
        "🏢 It is with {unit}; the reply is due {day}. Everybody was told.", unit=ctx.t.named(one.unit), day=day
    )
    await cards.show_one(ctx, state, suggestion_id=one.id, above=above)

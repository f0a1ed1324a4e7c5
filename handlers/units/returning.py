"""A unit officer returns what is not theirs: whose it is, if they know, and why."""

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from handlers.conversation import case_drafts as drafts
from handlers.conversation import navigation, paging
from handlers.conversation.case_drafts import Kind
from handlers.conversation.context import Context
from handlers.conversation.filters import HasRole
from handlers.conversation.navigation import opens
from handlers.conversation.screen import Button, Screen, column
from handlers.conversation.texts import bold
from handlers.presentation.callbacks import OpenReferred, UnitAct
from handlers.presentation.names import both_names
from handlers.units import inbox
from handlers.units.callbacks import RightUnit, RightUnits
from handlers.writing import writing
from storage.models.directory import HandlingUnit
from storage.models.opinions import Opinion
from storage.queries import referrals
from storage.vocabulary import Action, Role

RIGHT_UNITS = "right-units"
"""The list's name."""

router = Router(name="units.returning")
router.callback_query.filter(HasRole(Role.UNIT))


@router.callback_query(UnitAct.filter(F.action == Action.RETURN))
async def begin(query: CallbackQuery, callback_data: UnitAct, ctx: Context, state: FSMContext) -> None:
    """Ask whose it is, or go on, if a reason is begun already."""
    asked = callback_data
    opinion = await inbox.as_shown(ctx, state, asked.opinion, asked.version, asked.action)
    if opinion is None:
        return
    draft = drafts.of(ctx.conversation, opinion.id, Kind.RETURNING)
    if draft.parts:
        await writing.show(ctx, opinion, draft, anew=True)
        return
    # Who writes the reason at once has said that they do not know whose it is.
    drafts.go_on(ctx.conversation, draft)
    await _ask(ctx, opinion, 0)


async def _shown(ctx: Context, state: FSMContext, opinion_id: int, version: int) -> Opinion | None:
    return await inbox.as_shown(ctx, state, opinion_id, version, Action.RETURN)


@router.callback_query(RightUnits.filter())
async def leaf(query: CallbackQuery, callback_data: RightUnits, ctx: Context, state: FSMContext) -> None:
    """Another page of units."""
    opinion = await _shown(ctx, state, callback_data.opinion, callback_data.version)
    if opinion is not None:
        await _ask(ctx, opinion, callback_data.page)


@opens(navigation.LIST + RIGHT_UNITS)
async def show_units(ctx: Context, state: FSMContext, *, of: int, words: str | None = None) -> None:
    """The units one was choosing from, or those that are called so."""
    opinion, _ = await inbox.with_referral(ctx, of)
    shown = await _shown(ctx, state, opinion.id, opinion.version)
    if shown is not None:
        await _ask(ctx, shown, None, words)


async def _ask(ctx: Context, opinion: Opinion, wanted: int | None, words: str | None = None) -> None:
    t, where = ctx.t, paging.reading(ctx.conversation, RIGHT_UNITS, wanted, words, of=opinion.id)
    page, units = where.cut(await referrals.units(ctx.session), both_names)
    here = {"opinion": opinion.id, "version": opinion.version}
    others = [unit for unit in units if unit.id != opinion.unit_id]
    rows = [
        [Button(t("🤷 I do not know"), RightUnit(unit=0, **here))],
        *column([Button(t.named(unit), RightUnit(unit=unit.id, **here)) for unit in others]),
        page.turning(lambda number: RightUnits(page=number, **here)),
        where.keys(t, page),
        [Button(t("⬅️ Back"), OpenReferred(opinion=opinion.id))],
    ]
    text = t(
        "{reference} is not yours. Which unit's is it, if you know? Or just write why.",
        reference=bold(opinion.reference),
    )
    text = where.title(t, page, text)
    ctx.show(Screen(text, rows), opinion_id=opinion.id)


@router.callback_query(RightUnit.filter())
async def pick(query: CallbackQuery, callback_data: RightUnit, ctx: Context, state: FSMContext) -> None:
    """The reason is written next."""
    opinion = await _shown(ctx, state, callback_data.opinion, callback_data.version)
    if opinion is None:
        return
    draft = drafts.of(ctx.conversation, opinion.id, Kind.RETURNING)
    known = callback_data.unit and callback_data.unit != opinion.unit_id
    unit = await ctx.session.get(HandlingUnit, callback_data.unit) if known else None
    draft.whom = unit.id if unit is not None else None
    await writing.show(ctx, opinion, draft, anew=True)

"""Staff pass a promise on to another unit: which one, and why."""

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from handlers.conversation import case_drafts as drafts
from handlers.conversation import navigation, paging
from handlers.conversation.case_drafts import Kind
from handlers.conversation.context import Context
from handlers.conversation.errors import Unusable
from handlers.conversation.filters import HasRole
from handlers.conversation.navigation import opens
from handlers.conversation.texts import bold
from handlers.core.casework import access
from handlers.presentation.callbacks import OpenScreening, StaffAct
from handlers.screening import queue
from handlers.screening.callbacks import EntrustTo, EntrustUnits
from handlers.writing import writing
from handlers.writing.unit_list import Keys, choose
from storage.models.directory import HandlingUnit
from storage.models.opinions import Opinion
from storage.vocabulary import Action, Role

HEIRS = "heirs"
"""The name of the list of units it can go to."""

router = Router(name="screening.entrusting")
router.callback_query.filter(HasRole(Role.STAFF))


async def _as_shown(ctx: Context, opinion_id: int, version: int) -> Opinion | None:
    """The case, locked, if it stands as when the button was shown and waits for a promise; else they see why not."""
    opinion = await queue.as_shown(ctx, opinion_id, version)
    if opinion is None or Action.ENTRUST in await access.possible(ctx.out, opinion, Role.STAFF):
        return opinion
    ctx.toast(ctx.t("Nothing that was promised waits here any longer. Here is where it stands now."), alert=True)
    ctx.show(await queue.card(ctx, opinion), opinion_id=opinion.id)
    return None


@router.callback_query(StaffAct.filter(F.action == Action.ENTRUST))
async def begin(query: CallbackQuery, callback_data: StaffAct, ctx: Context, state: FSMContext) -> None:
    """Ask which unit has it from now on; what was begun is gone on with."""
    opinion = await _as_shown(ctx, callback_data.opinion, callback_data.version)
    if opinion is None:
        return
    draft = drafts.of(ctx.conversation, opinion.id, Kind.ENTRUSTING)
    if draft.parts and draft.whom is not None:
        await writing.show(ctx, opinion, draft, anew=True)
        return
    await _ask(ctx, state, opinion, 0, "")


@router.callback_query(EntrustUnits.filter())
async def leaf(query: CallbackQuery, callback_data: EntrustUnits, ctx: Context, state: FSMContext) -> None:
    """Another page of units."""
    opinion = await _as_shown(ctx, callback_data.opinion, callback_data.version)
    if opinion is not None:
        await _ask(ctx, state, opinion, callback_data.page)


@opens(navigation.LIST + HEIRS)
async def show_units(ctx: Context, state: FSMContext, *, of: int, words: str | None = None) -> None:
    """The units one was choosing from, or those that are called so."""
    opinion = await access.find(ctx.out, ctx.actor, Role.STAFF, of)
    shown = await _as_shown(ctx, opinion.id, opinion.version)
    if shown is not None:
        await _ask(ctx, state, shown, None, words)


async def _ask(ctx: Context, state: FSMContext, opinion: Opinion, wanted: int | None, words: str | None = None) -> None:
    t, where = ctx.t, paging.reading(ctx.conversation, HEIRS, wanted, words, of=opinion.id)
    here = {"opinion": opinion.id, "version": opinion.version}
    keys = Keys(
        lambda unit: EntrustTo(unit=unit, **here),
        lambda page: EntrustUnits(page=page, **here),
        OpenScreening(opinion=opinion.id),
    )
    unit = t.named(opinion.unit) if opinion.unit is not None else ""
    text = t("Which unit keeps what {unit} promised in {reference}?", unit=unit, reference=bold(opinion.reference))
    ctx.show(await choose(ctx, state, where, text, {opinion.unit_id}, keys), opinion_id=opinion.id)


@router.callback_query(EntrustTo.filter())
async def pick(query: CallbackQuery, callback_data: EntrustTo, ctx: Context) -> None:
    """Chosen: the reason is written next."""
    asked = callback_data
    opinion = await _as_shown(ctx, asked.opinion, asked.version)
    if opinion is None:
        return
    if await ctx.session.get(HandlingUnit, asked.unit) is None:
        raise Unusable(ctx.t("There is no such unit any more. Please choose another one."))
    draft = drafts.of(ctx.conversation, opinion.id, Kind.ENTRUSTING)
    draft.whom = asked.unit
    await writing.show(ctx, opinion, draft, anew=True)

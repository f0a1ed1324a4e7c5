"""A representative, staff or the unit that leads choose another unit that supports it: listed, or found by its name."""

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from handlers.conversation import case_drafts as drafts
from handlers.conversation import navigation, paging
from handlers.conversation.case_drafts import kind_of
from handlers.conversation.context import Context
from handlers.conversation.errors import Unusable
from handlers.conversation.filters import HasRole
from handlers.conversation.navigation import opens
from handlers.conversation.texts import bold
from handlers.core.casework import access
from handlers.core.casework.supporting import MOST
from handlers.presentation.labels import OPENS
from handlers.writing import case_roles, writing
from handlers.writing.callbacks import SupportBy, SupportUnits
from handlers.writing.case_roles import CASE_ROLES
from handlers.writing.unit_list import Keys, choose
from storage.models.directory import HandlingUnit
from storage.models.opinions import Opinion
from storage.queries import supporting
from storage.vocabulary import Action, Role

ASKERS = dict.fromkeys((Role.REPRESENTATIVE, Role.STAFF, Role.UNIT), Action.ASK_SUPPORT)
SUPPORTERS = {role: f"supporters-{role}" for role in ASKERS}
"""Names of the list, by as what one asks."""

router = Router(name="writing.supporting")
router.callback_query.filter(HasRole(*ASKERS))


async def _as_shown(ctx: Context, state: FSMContext, opinion_id: int, version: int, by: Role) -> Opinion | None:
    """The case, locked, if it stands as when the button was shown and a unit can be asked; else they see it."""
    opinion = await case_roles.as_shown(ctx, state, opinion_id, version, by, ASKERS)
    if opinion is None or Action.ASK_SUPPORT in await access.possible(ctx.out, opinion, by):
        return opinion
    ctx.toast(ctx.t("{n} units support it, as many as can be.", n=MOST), alert=True)
    await CASE_ROLES[by].show(ctx, state, opinion_id)
    return None


async def _choose(ctx: Context, state: FSMContext, opinion_id: int, version: int, by: Role) -> None:
    opinion = await _as_shown(ctx, state, opinion_id, version, by)
    if opinion is None:
        return
    draft = drafts.of(ctx.conversation, opinion.id, kind_of(Action.ASK_SUPPORT, by))
    if draft.parts and draft.whom is not None:
        await writing.show(ctx, opinion, draft, anew=True)
        return
    await _ask(ctx, state, opinion, by, 0, "")


case_roles.begins(router, ASKERS, _choose)


@router.callback_query(SupportUnits.filter())
async def leaf(query: CallbackQuery, callback_data: SupportUnits, ctx: Context, state: FSMContext) -> None:
    """Another page of units."""
    asked = callback_data
    opinion = await _as_shown(ctx, state, asked.opinion, asked.version, asked.by)
    if opinion is not None:
        await _ask(ctx, state, opinion, asked.by, asked.page)


async def _narrowed(ctx: Context, state: FSMContext, by: Role, opinion_id: int, words: str | None) -> None:
    opinion = await access.find(ctx.out, ctx.actor, by, opinion_id)
    shown = await _as_shown(ctx, state, opinion.id, opinion.version, by)
    if shown is not None:
        await _ask(ctx, state, shown, by, None, words)


@opens(navigation.LIST + SUPPORTERS[Role.REPRESENTATIVE])
async def show_as_representative(ctx: Context, state: FSMContext, *, of: int, words: str | None = None) -> None:
    """The units one was choosing from, or those that are called so."""
    await _narrowed(ctx, state, Role.REPRESENTATIVE, of, words)


@opens(navigation.LIST + SUPPORTERS[Role.STAFF])
async def show_as_staff(ctx: Context, state: FSMContext, *, of: int, words: str | None = None) -> None:
    """The units one was choosing from, or those that are called so."""
    await _narrowed(ctx, state, Role.STAFF, of, words)


@opens(navigation.LIST + SUPPORTERS[Role.UNIT])
async def show_as_lead(ctx: Context, state: FSMContext, *, of: int, words: str | None = None) -> None:
    """The units one was choosing from, or those that are called so."""
    await _narrowed(ctx, state, Role.UNIT, of, words)


async def _ask(
    ctx: Context, state: FSMContext, opinion: Opinion, by: Role, wanted: int | None, words: str | None = None
) -> None:
    t, where = ctx.t, paging.reading(ctx.conversation, SUPPORTERS[by], wanted, words, of=opinion.id)
    taken = {one.unit_id for one in await supporting.of_opinion(ctx.session, opinion.id)} | {opinion.unit_id}
    here = {"opinion": opinion.id, "version": opinion.version, "by": by}
    keys = Keys(
        lambda unit: SupportBy(unit=unit, **here),
        lambda page: SupportUnits(page=page, **here),
        OPENS[by](opinion=opinion.id),
    )
    lead = t.named(opinion.unit) if opinion.unit is not None else ""
    text = t("Which unit supports {lead} with {reference}?", lead=lead, reference=bold(opinion.reference))
    ctx.show(await choose(ctx, state, where, text, taken, keys), opinion_id=opinion.id)


@router.callback_query(SupportBy.filter())
async def pick(query: CallbackQuery, callback_data: SupportBy, ctx: Context, state: FSMContext) -> None:
    """Chosen: what is needed of it may be written before it goes."""
    asked = callback_data
    opinion = await _as_shown(ctx, state, asked.opinion, asked.version, asked.by)
    if opinion is None:
        return
    if await ctx.session.get(HandlingUnit, asked.unit) is None:
        raise Unusable(ctx.t("There is no such unit any more. Please choose another one."))
    draft = drafts.of(ctx.conversation, opinion.id, kind_of(Action.ASK_SUPPORT, asked.by))
    draft.whom = asked.unit
    await writing.show(ctx, opinion, draft, anew=True)

"""A unit's chief releases its replies, gives them back, and says which officer is in charge."""

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from handlers.conversation import case_drafts as drafts
from handlers.conversation import paging
from handlers.conversation.case_drafts import Kind
from handlers.conversation.context import Context
from handlers.conversation.filters import HasRole
from handlers.conversation.screen import Button, Screen, column
from handlers.conversation.texts import bold
from handlers.core.casework import access, chiefs
from handlers.core.casework.actions import unit
from handlers.core.errors import NotAllowed
from handlers.presentation.callbacks import OpenReferred, UnitAct
from handlers.presentation.names import person_name
from handlers.units import inbox
from handlers.units.callbacks import Officers, PutInCharge, ReleaseReply
from handlers.writing import writing
from storage.queries import people
from storage.vocabulary import Action, Role

router = Router(name="units.releasing")
router.callback_query.filter(HasRole(Role.UNIT))


@router.callback_query(ReleaseReply.filter())
async def release(query: CallbackQuery, callback_data: ReleaseReply, ctx: Context, state: FSMContext) -> None:
    """The reply leaves the unit: the representative checks it."""
    moved = await unit.release(ctx.out, ctx.actor, callback_data.opinion, callback_data.version)
    ctx.toast(ctx.t("✅ Released. The representative checks it and passes it on."))
    await inbox.show_case(ctx, state, moved.opinion.id)


@router.callback_query(UnitAct.filter(F.action == Action.GIVE_BACK))
async def give_back(query: CallbackQuery, callback_data: UnitAct, ctx: Context, state: FSMContext) -> None:
    """Why it does not do is written next."""
    opinion = await access.find(ctx.out, ctx.actor, Role.UNIT, callback_data.opinion, callback_data.version)
    if not chiefs.is_chief(ctx.actor, opinion.unit_id):
        raise NotAllowed
    await writing.show(ctx, opinion, drafts.of(ctx.conversation, opinion.id, Kind.GIVING_BACK), anew=True)


@router.callback_query(Officers.filter())
async def officers(query: CallbackQuery, callback_data: Officers, ctx: Context) -> None:
    """Who could be in charge."""
    asked, t = callback_data, ctx.t
    opinion = await access.find(ctx.out, ctx.actor, Role.UNIT, asked.opinion, asked.version)
    if not chiefs.is_chief(ctx.actor, opinion.unit_id):
        raise NotAllowed
    found = await people.officers_of(ctx.session, opinion.unit_id or 0)
    page = paging.page(asked.page, len(found))
    here = {"opinion": opinion.id, "version": opinion.version}
    keys = [Button(person_name(t, one), PutInCharge(officer=one.id, **here)) for one in page.of(found)]
    turning = page.turning(lambda number: Officers(page=number, **here))
    text = page.title(t, t("Who is in charge of {reference}?", reference=bold(opinion.reference)))
    back = [Button(t("⬅️ Back"), OpenReferred(opinion=opinion.id))]
    ctx.show(Screen(text, [*column(keys), turning, back]), opinion_id=opinion.id)


@router.callback_query(PutInCharge.filter())
async def put_in_charge(query: CallbackQuery, callback_data: PutInCharge, ctx: Context, state: FSMContext) -> None:
    """Chosen: they are told, and the case shows it."""
    asked = callback_data
    await unit.reassign(ctx.out, ctx.actor, asked.opinion, asked.version, asked.officer)
    ctx.toast(ctx.t("Done; they were told."))
    await inbox.show_case(ctx, state, asked.opinion)

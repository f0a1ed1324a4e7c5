"""A unit officer keeps what their unit promised: reports how far it is, and that it is done."""

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from handlers.conversation import case_drafts as drafts
from handlers.conversation.case_drafts import Kind, kind_of
from handlers.conversation.context import Context
from handlers.conversation.filters import HasRole
from handlers.presentation.callbacks import UnitAct
from handlers.units import inbox
from handlers.writing import writing
from handlers.writing.callbacks import DoneSoFar
from storage.vocabulary import Action, Role

router = Router(name="units.promises")
router.message.filter(HasRole(Role.UNIT))
router.callback_query.filter(HasRole(Role.UNIT))

REPORTS = (Action.REPORT, Action.REPORT_DONE)


@router.callback_query(UnitAct.filter(F.action.in_(REPORTS)))
async def begin(query: CallbackQuery, callback_data: UnitAct, ctx: Context, state: FSMContext) -> None:
    """Begin a report, or go on with what was begun."""
    asked = callback_data
    opinion = await inbox.as_shown(ctx, state, asked.opinion, asked.version, asked.action)
    if opinion is not None:
        draft = drafts.of(ctx.conversation, opinion.id, kind_of(asked.action, Role.UNIT))
        await writing.show(ctx, opinion, draft, anew=True)


@router.callback_query(DoneSoFar.filter())
async def say_how_much(query: CallbackQuery, callback_data: DoneSoFar, ctx: Context, state: FSMContext) -> None:
    """So much is done."""
    draft = drafts.find(ctx.conversation, callback_data.opinion, Kind.PROGRESS)
    if draft is not None:
        draft.percent = max(0, min(callback_data.percent, 100))
    await writing.show_changed(ctx, state, callback_data.opinion, Kind.PROGRESS, draft)

"""A constituent says whether what a unit promised was really done: one tap, and words and photos if they like."""

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from handlers.constituents import continuing
from handlers.constituents.following import card
from handlers.conversation.context import Context
from handlers.conversation.texts import N_
from handlers.core.casework.actions import commitments
from handlers.presentation.callbacks import Judge
from handlers.presentation.names import supervisors
from storage.vocabulary import Action, Done

router = Router(name="constituents.judging")

THANKS = {
    Done.YES: N_("Thank you. We are glad that it is done."),
    Done.PARTLY: N_("Noted: the unit goes on with it. Please say what is missing."),
    Done.NO: N_("Noted: the unit has it again. Please say what is not done."),
}
SUPERVISED = N_("Noted: {office} takes it in hand. Please say what is not done.")
"""The same where no round is left."""


@router.callback_query(Judge.filter())
async def judge(query: CallbackQuery, callback_data: Judge, ctx: Context, state: FSMContext) -> None:
    """Kept at once, and told to the unit; what is missing may be said and shown then."""
    asked = callback_data
    moved = await commitments.judge(ctx.out, ctx.actor, asked.opinion, asked.version, asked.done)
    thanks = SUPERVISED if moved.action is Action.SUPERVISE else THANKS[asked.done]
    ctx.toast(ctx.t(thanks, office=supervisors(ctx.t, moved.opinion.station)))
    ctx.show(await card(ctx, moved.opinion), opinion_id=moved.opinion.id)
    if asked.done is not Done.YES:
        await continuing.ask(ctx, state, moved.opinion, Action.ADD)

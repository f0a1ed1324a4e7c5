"""A constituent says whether what a unit promised was really done: one tap, and words and photos if they like."""

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from handlers.constituents import continuing
from handlers.constituents.following import card
from handlers.conversation.context import Context
from handlers.conversation.texts import N_, Html, bold
from handlers.core.casework.actions import commitments
from handlers.core.casework.events import CaseMoved
from handlers.core.workdays.days import calendar
from handlers.presentation.callbacks import Judge
from handlers.presentation.due_days import due_day
from handlers.presentation.names import supervisors
from handlers.presentation.rounds import handling
from storage.vocabulary import Action, Done

router = Router(name="constituents.judging")

THANKS = {
    Done.YES: N_("Thank you. We are glad that it is done."),
    Done.PARTLY: N_("Noted: the unit goes on with it."),
    Done.NO: N_("Noted: the unit has it again."),
}
SUPERVISED = N_("Noted: {office} takes it in hand.")
"""The same where no round is left."""
NEXT = {
    Action.PARTLY: N_(
        "🟡 Thank you for saying so. {unit} stays held to what it promised and goes on with it; you are asked again "
        "once it is reported done."
    ),
    Action.REFUTE: N_(
        "😔 We are sorry that it is not done. {reference} is back with {unit} for the {handling}; a new answer is "
        "due {day}. You need not do anything for that."
    ),
    Action.SUPERVISE: N_(
        "😔 We are sorry that it is still not done. {office} takes {reference} in hand itself and tells you the "
        "result by {day}. You need not do anything for that."
    ),
}
"""What happens next, by what follows from their word."""


@router.callback_query(Judge.filter())
async def judge(query: CallbackQuery, callback_data: Judge, ctx: Context, state: FSMContext) -> None:
    """Kept at once, and told to the unit; what is missing may be said and shown then."""
    asked = callback_data
    moved = await commitments.judge(ctx.out, ctx.actor, asked.opinion, asked.version, asked.done)
    thanks = SUPERVISED if moved.action is Action.SUPERVISE else THANKS[asked.done]
    ctx.toast(ctx.t(thanks, office=supervisors(ctx.t, moved.opinion.station)))
    ctx.show(await card(ctx, moved.opinion), opinion_id=moved.opinion.id)
    if moved.action in NEXT:
        await continuing.offer(ctx, state, moved.opinion, await _next(ctx, moved))


async def _next(ctx: Context, moved: CaseMoved) -> Html:
    t, opinion, days = ctx.t, moved.opinion, await calendar(ctx.out)
    due = opinion.round_due_at if moved.action is Action.REFUTE else opinion.due_at
    return t(
        NEXT[moved.action],
        reference=bold(opinion.reference),
        unit=t.named(opinion.unit),
        handling=handling(t, opinion.round),
        office=supervisors(t, opinion.station),
        day=due_day(t, due, days),
    )

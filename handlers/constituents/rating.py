"""A constituent rates an answer: one tap."""

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from handlers.constituents import constituent
from handlers.constituents.following import card
from handlers.conversation.context import Context
from handlers.core.casework import rules, transitions
from handlers.core.casework.transitions import Step
from handlers.notifications import casework
from handlers.presentation.callbacks import Rate
from storage.models import Opinion
from storage.queries import opinions
from storage.vocabulary import Action, Role, Satisfaction

router = Router(name="constituents.rating")


@router.callback_query(Rate.filter())
async def rate(query: CallbackQuery, callback_data: Rate, ctx: Context, state: FSMContext) -> None:
    """Kept at once, and what follows from it. It can be changed until something has followed."""
    t, opinion = ctx.t, await transitions.mine(ctx, callback_data.opinion)
    rating = await opinions.rating(ctx.session, opinion.id, callback_data.round)
    possible = rules.find(opinion.stage, Action.RATE, Role.CONSTITUENT) is not None
    if rating is None or not possible or callback_data.round != opinion.round:
        ctx.toast(t("This answer is rated already. Thank you."), alert=True)
        ctx.show(await card(ctx, opinion), opinion_id=opinion.id)
        return
    rating.satisfaction, rating.rated_at = callback_data.satisfaction, ctx.now
    if rules.after_rating(callback_data.satisfaction, opinion.round) is Action.REOPEN:
        ctx.toast(t("Noted. Say what is not right, and it is looked at again."))
        await constituent.ask(ctx, state, opinion, Action.REOPEN)
        return
    if await state.get_state() == constituent.Following.writing.state:
        await state.set_state(None)
    await transitions.move(ctx.out, opinion, Action.RATE, Step(ctx.me, Role.CONSTITUENT))
    await casework.rated(ctx.out, opinion, rating)
    ctx.toast(t("Thank you."))
    ctx.show(await card(ctx, opinion), opinion_id=opinion.id)
    if callback_data.satisfaction is Satisfaction.DISSATISFIED:
        await _after_the_last(ctx, state, opinion)


async def _after_the_last(ctx: Context, state: FSMContext, opinion: Opinion) -> None:
    """Nobody answers once more: staff learn it, and the constituent hears so, is asked why, and where else to go."""
    reference = opinion.reference
    await casework.to_staff(
        ctx.out, opinion, lambda t: t("{reference}: dissatisfied in the last round.", reference=reference)
    )
    await constituent.ask_why(ctx, state, opinion)

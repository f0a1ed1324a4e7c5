"""A constituent rates an answer: one tap."""

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from handlers.constituents import constituent
from handlers.constituents.following import card
from handlers.conversation.turn import Turn
from handlers.opinions import cases, news, rules
from handlers.opinions.callbacks import Rate
from handlers.opinions.cases import Step
from storage.models import Opinion
from storage.queries import opinions
from storage.vocabulary import Action, Role, Satisfaction

router = Router(name="constituents.rating")


@router.callback_query(Rate.filter())
async def rate(query: CallbackQuery, callback_data: Rate, turn: Turn, state: FSMContext) -> None:
    """Kept at once, and what follows from it. It can be changed until something has followed."""
    t, opinion = turn.t, await cases.mine(turn, callback_data.opinion)
    rating = await opinions.rating(turn.session, opinion.id, callback_data.round)
    possible = rules.find(opinion.stage, Action.RATE, Role.CONSTITUENT) is not None
    if rating is None or not possible or callback_data.round != opinion.round:
        turn.toast(t("This answer is rated already. Thank you."), alert=True)
        turn.show(await card(turn, opinion), opinion_id=opinion.id)
        return
    rating.satisfaction, rating.rated_at = callback_data.satisfaction, turn.now
    if rules.after_rating(callback_data.satisfaction, opinion.round) is Action.REOPEN:
        turn.toast(t("Noted. Say what is not right, and it is looked at again."))
        await constituent.ask(turn, state, opinion, Action.REOPEN)
        return
    if await state.get_state() == constituent.Following.writing.state:
        await state.set_state(None)
    await cases.move(turn.post, opinion, Action.RATE, Step(turn.me, Role.CONSTITUENT))
    await news.rated(turn.post, opinion, rating)
    turn.toast(t("Thank you."))
    turn.show(await card(turn, opinion), opinion_id=opinion.id)
    if callback_data.satisfaction is Satisfaction.DISSATISFIED:
        await _after_the_last(turn, state, opinion)


async def _after_the_last(turn: Turn, state: FSMContext, opinion: Opinion) -> None:
    """Nobody answers once more: staff learn it, and the constituent hears so, is asked why, and where else to go."""
    reference = opinion.reference
    await news.to_staff(
        turn.post, opinion, lambda t: t("{reference}: dissatisfied in the last round.", reference=reference)
    )
    await constituent.ask_why(turn, state, opinion)

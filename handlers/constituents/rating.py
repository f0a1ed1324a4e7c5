"""A constituent rates an answer: one tap."""

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from handlers.constituents import continuing
from handlers.constituents.following import card
from handlers.conversation.context import Context
from handlers.conversation.texts import N_
from handlers.core.casework import access, rules
from handlers.core.casework.actions import constituent
from handlers.core.errors import NothingPromised, NotRateable
from handlers.presentation.callbacks import Rate
from handlers.presentation.common_texts import words
from handlers.presentation.names import supervisors
from storage.vocabulary import Action, Satisfaction

router = Router(name="constituents.rating")

NOTED = {
    Action.REOPEN: N_("Noted: it is looked at again. Please say what is not right."),
    Action.SUPERVISE: N_("Noted: {office} takes it in hand. Please say what is not right."),
}


@router.callback_query(Rate.filter())
async def rate(query: CallbackQuery, callback_data: Rate, ctx: Context, state: FSMContext) -> None:
    """Kept at once, and what follows from it. It can be changed until something has followed."""
    t, asked = ctx.t, callback_data
    try:
        opinion, _, follows = await constituent.rate(ctx.out, ctx.actor, asked.opinion, asked.round, asked.satisfaction)
    except (NotRateable, NothingPromised) as refusal:
        ctx.toast(words(refusal, t), alert=True)
        opinion = await access.mine(ctx.out, ctx.actor, asked.opinion)
        ctx.show(await card(ctx, opinion), opinion_id=opinion.id)
        return
    if follows in rules.AGAIN:
        ctx.toast(t(NOTED[follows], office=supervisors(t, opinion.station)))
        await continuing.ask(ctx, state, opinion, follows)
        return
    if await state.get_state() == continuing.Following.writing.state:
        await state.set_state(None)
    half = asked.satisfaction is Satisfaction.HALF
    ctx.toast(t("Noted: it stays promised. Please say what is missing.") if half else t("Thank you."))
    ctx.show(await card(ctx, opinion), opinion_id=opinion.id)
    if half:
        await continuing.ask(ctx, state, opinion, Action.ADD, continuing.MISSING)
    if asked.satisfaction is Satisfaction.DISSATISFIED:
        await continuing.ask_why(ctx, state, opinion)

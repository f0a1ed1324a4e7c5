"""Those who signed say with one tap what they think of a reply, and whether what was promised with it is done."""

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from handlers.conversation.context import Context
from handlers.conversation.filters import HasRole
from handlers.conversation.texts import N_
from handlers.core.suggestions import access
from handlers.core.suggestions.actions import promises, rating
from handlers.suggestions import cards
from handlers.suggestions.callbacks import JudgeDone, RateReply
from handlers.suggestions.saying import Said, ask_words
from storage.suggestion_vocabulary import SuggestionAction
from storage.vocabulary import Done, Role, Satisfaction

router = Router(name="suggestions.judging")
router.message.filter(HasRole(Role.REPRESENTATIVE))
router.callback_query.filter(HasRole(Role.REPRESENTATIVE))

THANKS = N_("🙏 Thank you, it is noted.")


@router.callback_query(RateReply.filter())
async def rate(query: CallbackQuery, callback_data: RateReply, ctx: Context, state: FSMContext) -> None:
    """What they think of the reply; who is dissatisfied is asked what is missing."""
    asked = callback_data
    if asked.satisfaction is Satisfaction.DISSATISFIED:
        one, _ = await access.signer(ctx.out, ctx.actor, asked.suggestion)
        await rating.open_for(ctx.out, ctx.actor, one.id, asked.round)
        await ask_words(ctx, state, Said(one.id, one.version, SuggestionAction.RATE.value, round=asked.round))
        return
    await rating.rate(ctx.out, ctx.actor, asked.suggestion, asked.round, asked.satisfaction, None)
    await cards.show_one(ctx, state, suggestion_id=asked.suggestion, above=ctx.t(THANKS))


@router.callback_query(JudgeDone.filter())
async def judge(query: CallbackQuery, callback_data: JudgeDone, ctx: Context, state: FSMContext) -> None:
    """Whether it was really done; who says that something is missing is asked what."""
    asked = callback_data
    if asked.done is not Done.YES:
        one, _ = await promises.asked_of(ctx.out, ctx.actor, asked.suggestion, asked.round)
        said = Said(one.id, one.version, SuggestionAction.JUDGE.value, round=asked.round, done=asked.done.value)
        await ask_words(ctx, state, said)
        return
    await promises.judge(ctx.out, ctx.actor, asked.suggestion, asked.round, asked.done, None)
    await cards.show_one(ctx, state, suggestion_id=asked.suggestion, above=ctx.t(THANKS))

"""A representative rates how a unit handled what it replied to: one tap, if they like."""

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from handlers.conversation.context import Context
from handlers.conversation.filters import HasRole
from handlers.core.casework.actions import representative
from handlers.core.errors import NoHandling
from handlers.presentation.callbacks import RateHandling
from handlers.presentation.common_texts import words
from handlers.representatives import inbox
from storage.vocabulary import Role

router = Router(name="representatives.handling")
router.callback_query.filter(HasRole(Role.REPRESENTATIVE))


@router.callback_query(RateHandling.filter())
async def rate(query: CallbackQuery, callback_data: RateHandling, ctx: Context, state: FSMContext) -> None:
    """Kept at once; it can be changed until something begins anew."""
    asked = callback_data
    if await inbox.theirs(ctx, asked.opinion) is None:
        return
    try:
        await representative.rate_handling(ctx.out, ctx.actor, asked.opinion, asked.round, asked.satisfaction)
    except NoHandling as refusal:
        ctx.toast(words(refusal, ctx.t), alert=True)
    else:
        ctx.toast(ctx.t("Noted. Staff and the unit can see it."))
    await inbox.show_case(ctx, state, asked.opinion)

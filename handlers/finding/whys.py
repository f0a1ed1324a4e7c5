"""Why a case is with whom it is, for its staff and its representative."""

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers.conversation.context import Context
from handlers.conversation.filters import HasRole
from handlers.conversation.screen import Button, Screen
from handlers.core.casework.routed import routed
from handlers.presentation.callbacks import WhyRouted
from handlers.presentation.labels import OPENS
from handlers.presentation.routes import why_routed
from storage.vocabulary import Role

router = Router(name="finding.whys")
router.callback_query.filter(HasRole(Role.STAFF, Role.REPRESENTATIVE))


@router.callback_query(WhyRouted.filter())
async def why(query: CallbackQuery, callback_data: WhyRouted, ctx: Context) -> None:
    """Which rule leads there, and what was tried before."""
    asked = callback_data
    found = await routed(ctx.out, ctx.actor, asked.role, asked.opinion)
    back = [Button(ctx.t("⬅️ Back"), OPENS[asked.role](opinion=asked.opinion))]
    ctx.show(Screen(why_routed(ctx.t, found), [back]), opinion_id=asked.opinion)

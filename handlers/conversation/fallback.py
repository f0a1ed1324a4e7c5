"""What nobody else took: old buttons and unknown words still get an answer that leads on."""

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers.conversation.turn import Turn

router = Router(name="conversation.fallback")


@router.callback_query()
async def old_button(query: CallbackQuery, turn: Turn) -> None:
    """A button of a screen that no longer exists."""
    turn.toast(turn.t("This button is from an older screen. Here is where things stand now."))

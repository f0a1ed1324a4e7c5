"""What nobody else took: old buttons and unknown words still get an answer that leads on."""

from aiogram import F, Router
from aiogram.types import CallbackQuery, Message

from handlers.conversation.callbacks import Go
from handlers.conversation.screen import Button, Screen
from handlers.conversation.turn import Turn
from handlers.welcome.home import home

router = Router(name="welcome.fallback")


@router.callback_query(Go.filter(F.to == "nothing"))
async def nothing(query: CallbackQuery) -> None:
    """A key that only fills a row."""


@router.callback_query()
async def old_button(query: CallbackQuery, turn: Turn) -> None:
    """A button of a screen that no longer exists."""
    turn.toast(turn.t("This button is from an older screen. Here is where things stand now."))
    turn.show(await home(turn))


@router.message()
async def unknown(message: Message, turn: Turn) -> None:
    """A command that does not exist, or is for another role."""
    t = turn.t
    text = t("I do not know that, or it is for another role. /help shows what you can do here.")
    turn.show(Screen(text, [[Button(t("🏠 Home"), Go(to="home"))]]))


@router.edited_message()
async def edited(message: Message, turn: Turn) -> None:
    """An edited message that is part of nothing here: nothing was changed, and the person is told how to add."""
    t = turn.t
    text = t("I saw that you edited a message. To change an opinion, reply to a message about it.")
    turn.show(Screen(text, [[Button(t("📋 My opinions"), Go(to="mine")), Button(t("🏠 Home"), Go(to="home"))]]))

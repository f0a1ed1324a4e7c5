"""Answers that lead on to what nobody else took: old buttons and unknown words."""

from aiogram import F, Router
from aiogram.types import CallbackQuery, Message

from handlers.conversation.callbacks import Go
from handlers.conversation.contents import not_taken
from handlers.conversation.context import Context
from handlers.conversation.screen import Button, Screen
from handlers.welcome.home import home

router = Router(name="welcome.fallback")


@router.callback_query(Go.filter(F.to == "nothing"))
async def nothing(query: CallbackQuery) -> None:
    """A key that only fills a row."""


@router.callback_query()
async def old_button(query: CallbackQuery, ctx: Context) -> None:
    """A button of a screen that no longer exists."""
    ctx.toast(ctx.t("This button is from an older screen. Here is where things stand now."))
    ctx.show(await home(ctx))


@router.message()
async def unknown(message: Message, ctx: Context) -> None:
    """A command that does not exist, or is for another role; or something that no words go with."""
    t = ctx.t
    if message.text is None:
        ctx.show(not_taken(t, message))
        return
    text = t("I do not know that, or it is for another role. /help shows what you can do here.")
    ctx.show(Screen(text, [[Button(t("🏠 Home"), Go(to="home"))]]))


@router.edited_message()
async def edited(message: Message, ctx: Context) -> None:
    """An edited message that is part of nothing here: nothing was changed, and the person is told how to add."""
    t = ctx.t
    text = t("I saw that you edited a message. To change an opinion, reply to a message about it.")
    ctx.show(Screen(text, [[Button(t("📋 My opinions"), Go(to="mine")), Button(t("🏠 Home"), Go(to="home"))]]))

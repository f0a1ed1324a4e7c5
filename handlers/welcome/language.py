"""The language somebody reads: Telegram's at first, their own choice from then on."""

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, Message

from handlers.conversation.callbacks import Go
from handlers.conversation.context import Context
from handlers.conversation.screen import Button, Screen
from handlers.conversation.texts import LANGUAGE_LABELS, translator
from handlers.core.languages import LANGUAGES
from handlers.core.people import actions
from handlers.welcome.home import home

router = Router(name="welcome.language")

OTHER_LANGUAGE = {"en": ("zh_Hans", "中文"), "zh_Hans": ("en", "English")}
"""For one key that switches: the other language and its own name."""


class SetLanguage(CallbackData, prefix="la"):
    """Speak to me in this language."""

    language: str


@router.message(Command("language"))
async def language_command(message: Message, ctx: Context) -> None:
    """Offer the languages."""
    ctx.show(_choice(ctx))


@router.callback_query(Go.filter(F.to == "language"))
async def go_language(query: CallbackQuery, ctx: Context) -> None:
    """Offer the languages."""
    ctx.show(_choice(ctx))


def _choice(ctx: Context) -> Screen:
    buttons = [Button(label, SetLanguage(language=language)) for language, label in LANGUAGE_LABELS.items()]
    return Screen(ctx.t("Which language shall I use with you? 使用哪种语言？"), [buttons])


@router.callback_query(SetLanguage.filter(F.language.in_(LANGUAGES)))
async def set_language(query: CallbackQuery, callback_data: SetLanguage, ctx: Context) -> None:
    """From now on in this language, menus too."""
    await actions.choose_language(ctx.out, ctx.actor, callback_data.language)
    ctx.t = translator(callback_data.language, ctx.out.county.zone)
    ctx.toast(ctx.t("From now on I speak English with you."))
    ctx.show(await home(ctx))

"""Answers to a picture, a voice or a sticker where something is to be typed."""

from aiogram import F, Router
from aiogram.filters import StateFilter
from aiogram.types import Message

from handlers.conversation.context import Context
from handlers.conversation.filters import HasRole
from handlers.presentation.common_texts import words_needed
from handlers.screening.declining import Declining
from handlers.screening.merging import Merging
from handlers.screening.templates import Wording
from storage.vocabulary import Role

router = Router(name="screening.only_words")
router.message.filter(HasRole(Role.STAFF))


@router.message(StateFilter(Declining, Merging, Wording), ~F.text)
async def only_words(message: Message, ctx: Context) -> None:
    """Asked for words once more; what was begun goes on."""
    ctx.show(words_needed(ctx.t))

"""Introduction of the bot before anybody has written to it, and the menus it offers."""

import hashlib
from typing import Any

from aiogram.methods import SetMyCommands, SetMyDescription, SetMyShortDescription, TelegramMethod

from handlers.conversation.outgoing import Outgoing
from handlers.conversation.texts import N_, Translator, translator
from handlers.core.languages import LANGUAGES
from handlers.presentation.commands import COMMANDS, menu, of_roles, set_menu
from storage import outbox
from storage.queries import people
from storage.vocabulary import Lane, Role

DESCRIPTION = N_(
    "Write to your representative what should change where you live: in words, with photos, by voice.\n\n"
    "You see each step, you get an answer, and one tap says whether it was good enough. Only those who handle your "
    "opinion read it, and you may stay anonymous."
)
"""Stands in the empty chat; Telegram takes 512 characters."""
SHORT_DESCRIPTION = N_("Write to your representative, and get an answer.")
"""Stands in the bot's profile and where it is shared; Telegram takes 120 characters."""
TELEGRAM_CODES = {"en": "", "zh_Hans": "zh"}
"""Telegram's two letters; none is for everybody whose language has nothing of its own."""
BEGINNING = "introduction:"


async def introduce(out: Outgoing) -> None:
    """Promise both, if they have changed since they were last promised: to everybody, and to each who holds a role.

    Remembered as long as the outbox remembers; after that, saying the same again does no harm.
    """
    translators = [translator(language, out.county.zone) for language in LANGUAGES]
    once = BEGINNING + _fingerprint(translators, desk=bool(out.county.desk_url))
    if await outbox.promised_once(out.session, f"{once}/0"):
        return
    await outbox.forget_once(out.session, BEGINNING)
    calls = [call for t in translators for call in _calls(t)]
    for number, call in enumerate(calls):
        out.send(0, call, lane=Lane.STAFF, once=f"{once}/{number}")
    for person in await people.with_roles(out.session):
        set_menu(out, person, lane=Lane.REMINDER)


def _fingerprint(translators: list[Translator], *, desk: bool) -> str:
    """Changes when a word of it does, in any role or language."""
    said = [(t(DESCRIPTION), t(SHORT_DESCRIPTION), [(*command, t(command.text)) for command in COMMANDS])
            for t in translators]  # fmt: skip
    return hashlib.sha256(repr((said, desk)).encode()).hexdigest()[:16]


def _calls(t: Translator) -> list[TelegramMethod[Any]]:
    code = TELEGRAM_CODES[t.language] or None
    return [
        SetMyCommands(commands=menu(t, of_roles({Role.CONSTITUENT})), language_code=code),
        SetMyDescription(description=t(DESCRIPTION).plain, language_code=code),
        SetMyShortDescription(short_description=t(SHORT_DESCRIPTION).plain, language_code=code),
    ]

"""What many conversations say alike: refusals and failures, and how to change what one is writing."""

import re

from handlers.conversation.texts import Html, Translator
from handlers.core.directory.pinyin import has_chinese
from handlers.core.errors import MoveRefused, NotAllowed, OpinionNotFound, OutdatedButton, Refusal, Unusable


def words(refusal: Refusal, t: Translator) -> Html:
    """What was refused and what is possible instead."""
    match refusal:
        case OpinionNotFound():
            return t("I cannot find that opinion among yours. /mine and /inbox list what you can open.")
        case OutdatedButton():
            return t("This has moved on since that button was shown. Here is where it stands now.")
        case MoveRefused():
            return t("{reference} stands elsewhere by now, so this is no longer possible.", reference=refusal.reference)
        case NotAllowed():
            return t("This is for people with another role. /help shows what you can do here.")
        case Unusable():
            return refusal.reason
        case _:
            return t("This is not possible now. /help shows what you can do here.")


def apology(t: Translator) -> Html:
    """When a handler failed for good: what the person sent is kept, and somebody looks at it."""
    return t(
        "Sorry, something went wrong on our side with your last message. It is kept, and the operator can see it. "
        "You can go on: /start shows where you are."
    )


_LETTER = re.compile(r"[^\W\d_]")


def not_translated(t: Translator, text: str, language: str) -> Html:
    """A hint that who reads `language` gets words of the other one; empty if they do not."""
    if not _LETTER.search(text) or has_chinese(text) == language.startswith("zh"):
        return Html("")
    if language.startswith("zh"):
        return t("🌐 Its author reads Chinese; what you write is not translated.")
    return t("🌐 Its author reads English; what you write is not translated.")


def how_to_change(t: Translator) -> Html:
    """Under a preview: it is not sent yet, and how it becomes another."""
    return t("Write more to add to it; edit a message of yours to change it.")

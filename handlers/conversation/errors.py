"""Refusals of what was typed or pressed, with the words that say what would fit."""

from handlers.conversation.texts import Html
from handlers.core.errors import Refusal


class Unusable(Refusal):
    """Input that does not fit here; `reason` says what would, in the person's language."""

    stays = True

    def __init__(self, reason: Html) -> None:
        super().__init__("unusable")
        self.reason = reason

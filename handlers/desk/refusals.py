"""Refusals in the words of the desk, where those of the chat name commands and buttons."""

from collections.abc import Mapping

from handlers.conversation.texts import N_, Html, Translator
from handlers.core.errors import NotAllowed, OpinionNotFound, OutdatedButton, Refusal
from handlers.presentation import common_texts

REFUSED: Mapping[type[Refusal], str] = {
    OpinionNotFound: N_("There is no such case among yours."),
    OutdatedButton: N_("This moved on meanwhile. Here is where it stands now."),
    NotAllowed: N_("This page is for another role than yours."),
}


def words(refusal: Refusal, t: Translator) -> Html:
    """Why something was refused, and what is possible instead."""
    text = REFUSED.get(type(refusal))
    return t(text) if text is not None else common_texts.words(refusal, t)

"""Refusals in the words of the desk, where those of the chat name commands and buttons."""

from collections.abc import Mapping

from handlers.conversation.texts import N_, Html, Translator
from handlers.core.errors import NotAllowed, OpinionNotFound, OutdatedButton, ReceptionDayNotFound, Refusal
from handlers.core.notices.errors import NothingToWriteInto, NoticeMoveRefused, NoticeNotFound
from handlers.core.open311.errors import KeyNotFound
from handlers.core.people.errors import InvitationNotFound, InvitedMeanwhile, NotAmongPeople
from handlers.core.suggestions.errors import SuggestionMovedOn, SuggestionNotFound
from handlers.presentation import common_texts

REFUSED: Mapping[type[Refusal], str] = {
    OpinionNotFound: N_("There is no such case among yours."),
    OutdatedButton: N_("This moved on meanwhile. Here is where it stands now."),
    ReceptionDayNotFound: N_("There is no such reception day."),
    NoticeNotFound: N_("There is no such notice among yours."),
    NoticeMoveRefused: N_("That is not possible now. Here is where it stands."),
    NothingToWriteInto: N_("It is no draft any more, so it cannot be changed."),
    SuggestionNotFound: N_("There is no such suggestion among yours."),
    SuggestionMovedOn: N_("This moved on meanwhile. Here is where it stands now."),
    NotAllowed: N_("This page is for another role than yours."),
    NotAmongPeople: N_("There is nobody and nothing like that among your people."),
    InvitationNotFound: N_("This invitation was used, called off or has expired meanwhile."),
    InvitedMeanwhile: N_(
        "Somebody was invited, or left office, since this page was shown. Here is how it stands now; if you still want "
        "an invitation, press again."
    ),
    KeyNotFound: N_("This key was taken back already. Here are those that can be used."),
}


def words(refusal: Refusal, t: Translator) -> Html:
    """Why something was refused, and what is possible instead."""
    text = REFUSED.get(type(refusal))
    return t(text) if text is not None else common_texts.words(refusal, t)

"""What the buttons of representatives carry. Data from outside: always checked against the case as it is now."""

from aiogram.filters.callback_data import CallbackData

from handlers.writing.drafts import Kind
from storage.vocabulary import Action


class InboxPage(CallbackData, prefix="ri"):
    """A page of the inbox, from 0; `past`: of what is answered or closed."""

    past: bool
    page: int


class Files(CallbackData, prefix="rf"):
    """Show what is attached."""

    opinion: int


class SendWords(CallbackData, prefix="rs"):
    """Send what was written, as previewed: `mark` stands for the words, `version` for the case."""

    opinion: int
    version: int
    kind: Kind
    mark: str


class MeantAs(CallbackData, prefix="rm"):
    """What was written is an answer, or a question."""

    opinion: int
    action: Action


class TakeBack(CallbackData, prefix="rt"):
    """Without the last message."""

    opinion: int
    kind: Kind


class ThrowAway(CallbackData, prefix="rd"):
    """All that was begun."""

    opinion: int
    kind: Kind


class AskColleague(CallbackData, prefix="rn"):
    """Search a colleague by name, to hand over to."""

    opinion: int
    version: int


class HandTo(CallbackData, prefix="rh"):
    """Hand over to this representative."""

    opinion: int
    version: int
    representative: int

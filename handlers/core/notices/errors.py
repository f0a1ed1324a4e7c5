"""Refusals about notices: raised with facts, turned into words in `handlers.presentation.notices.refusals`."""

from collections.abc import Sequence
from datetime import datetime

from handlers.core.errors import Refusal
from handlers.core.notices.rules import NoticeAction
from storage.vocabulary import NoticeState


class NoticeRefusal(Refusal):
    """Base of refusals about notices."""

    stays = True
    notice_id: int | None = None
    """The notice that is theirs to see and stands elsewhere by now: they are shown how it stands."""


class NoticeNotFound(NoticeRefusal):
    """There is no such notice, or it is not theirs to see: the same answer for both."""


class NoticeMovedOn(NoticeRefusal):
    """The notice moved on since this button was shown."""

    def __init__(self, notice_id: int) -> None:
        super().__init__(f"notice {notice_id} moved on")
        self.notice_id = notice_id


class NotADraft(NoticeRefusal):
    """The notice is no draft any more, so it cannot be changed."""

    def __init__(self, notice_id: int) -> None:
        super().__init__(f"notice {notice_id} is no draft")
        self.notice_id = notice_id


class NothingToWriteInto(NoticeRefusal):
    """The draft that a message was meant for has been handed over or released meanwhile."""

    def __init__(self, n: int) -> None:
        super().__init__(f"notice {n} is no draft")
        self.n = n


class NotAddressable(NoticeRefusal):
    """There is no such place, station, role or language, or the notice may not go there."""


class ReasonTooShort(NoticeRefusal):
    """An urgent notice needs a reason in words, which is kept."""


class RemarkMissing(NoticeRefusal):
    """A notice is sent back with words that say what should be changed."""


class TimeOver(NoticeRefusal):
    """The chosen time to go out has passed already."""

    def __init__(self, when: datetime) -> None:
        super().__init__(f"{when} is over")
        self.when = when


class TooFarAhead(NoticeRefusal):
    """A notice is planned at most so many `days` ahead."""

    def __init__(self, days: int) -> None:
        super().__init__(f"more than {days} days ahead")
        self.days = days


class Incomplete(NoticeRefusal):
    """The draft still needs something before it can go out: `text`, `column`, `reason`."""

    def __init__(self, missing: Sequence[str]) -> None:
        super().__init__(f"missing: {', '.join(missing)}")
        self.missing = missing


class OwnTimePassed(NoticeRefusal):
    """The time at which the notice should go out passed before it was released: somebody has to say what now."""

    def __init__(self, when: datetime) -> None:
        super().__init__(f"should have gone out {when}")
        self.when = when


class NobodyElse(NoticeRefusal):
    """Nobody else may release the notice, so handing it over would lead nowhere."""


class SecondPersonNeeded(NoticeRefusal):
    """Somebody else than its author releases a notice."""


class NoticeMoveRefused(NoticeRefusal):
    """The notice stands at a state from which this person cannot do that."""

    def __init__(self, state: NoticeState, action: NoticeAction) -> None:
        super().__init__(f"cannot {action} at {state}")
        self.state, self.action = state, action


class ColumnNotMutable(NoticeRefusal):
    """Urgent notices warn of danger and cannot be muted."""

"""Domain events of notices."""

from dataclasses import dataclass

from handlers.core.events import DomainEvent
from handlers.core.notices.rules import NoticeAction
from storage.models.notices import Notice
from storage.models.people import Person


@dataclass(frozen=True, slots=True)
class NoticeMoved(DomainEvent):
    """A move of the table, made and audited; `by` None: time made it."""

    notice: Notice
    action: NoticeAction
    by: Person | None


@dataclass(frozen=True, slots=True)
class NoticeProgressed(DomainEvent):
    """A notice stands otherwise than its author's card says: it was counted, or is further on its way."""

    notice: Notice

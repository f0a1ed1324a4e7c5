"""The transaction that an action works in: its session, its instant, its county, and what has happened in it."""

from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.core.events import DomainEvent


@dataclass(frozen=True, slots=True)
class County:
    """Settings of the deployment that actions and screens need: one county, one bot."""

    zone: ZoneInfo
    country: str
    """ISO 3166 code; whose working days count."""
    default_language: str
    reference_prefix: str
    bot_id: int
    bot_username: str
    admin_ids: frozenset[int] = frozenset()
    """Telegram's ids of who is county staff by the settings."""
    opinions_per_day: int = 6
    """Of one person; 0: any number. As Alaveteli's MAX_REQUESTS_PER_USER_PER_DAY."""
    notice_needs_second: bool = True
    """True if somebody else than its author releases a notice."""
    rate_per_second: int = 30
    """Calls to Telegram."""
    keep_files_up_to: int = 0
    """Bytes of an attachment that is fetched and kept here; 0: none is."""


@dataclass(slots=True)
class UnitOfWork:
    """One transaction. Whoever opened it commits it; what was recorded in it is told to people before that."""

    session: AsyncSession
    county: County
    now: datetime
    events: list[DomainEvent] = field(default_factory=list)
    """Events that have happened and were not told yet, in order."""

    def record(self, event: DomainEvent) -> None:
        """Remember what happened: the notifications follow from it."""
        self.events.append(event)

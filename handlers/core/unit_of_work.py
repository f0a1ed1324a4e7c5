"""The transaction that an action works in: its session, its instant, its county, and what has happened in it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import ParamSpec, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.core.aside import Aside, Outcome, Work
from handlers.core.events import DomainEvent

P = ParamSpec("P")
R = TypeVar("R")


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
    desk_url: str = ""
    """Address of the desk; empty: there is none."""
    app_key: bytes = field(default=b"", repr=False)
    """The key by which Telegram signs who opened a Mini App; empty: nobody is believed."""
    board_url: str = ""
    """Address of the public board; empty: there is none."""
    open311_url: str = ""
    """Address at which other programs write and ask; empty: there is none."""


@dataclass(slots=True)
class UnitOfWork:
    """One transaction. Whoever opened it commits it; what was recorded in it is told to people before that."""

    session: AsyncSession
    county: County
    now: datetime
    events: list[DomainEvent] = field(default_factory=list)
    """Events that have happened and were not told yet, in order."""
    outcomes: Mapping[str, Outcome] = field(default_factory=dict)
    """Outcomes of what was done aside for this very update, by the work's name."""

    def record(self, event: DomainEvent) -> None:
        """Remember what happened: the notifications follow from it."""
        self.events.append(event)

    def aside(self, run: Callable[P, R], *args: P.args, **none: P.kwargs) -> R:
        """The value of a costly function, worked out in a process of its own while no transaction is open.

        Ask before anything that cannot be undone, and once an update: the first time this raises `Aside`, and the
        update is handled anew once the outcome is known. Raises what `run` raises, and `TooCostly`.
        """
        work = Work(run, args)
        if work.name not in self.outcomes:
            raise Aside(work)
        value: R = self.outcomes[work.name].get()
        return value


class Undisturbed(UnitOfWork):
    """A unit of work beside which nobody waits: a command's. What is costly is done where it stands."""

    def aside(self, run: Callable[P, R], *args: P.args, **none: P.kwargs) -> R:
        """The value of a costly function. Raises what it raises."""
        return run(*args, **none)

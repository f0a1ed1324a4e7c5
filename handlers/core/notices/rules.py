"""Rules of a notice: its moves, its audience, when it may go out and how long it takes. Pure: time is an argument."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from storage.vocabulary import NoticeColumn, NoticeState, Role

MUTABLE = tuple(one for one in NoticeColumn if one is not NoticeColumn.URGENT)
"""Columns that a constituent may mute.

Urgent notices warn of danger, need a reason that is kept, and are released by two people: muting them would put the
person at risk for one tap made in annoyance about something else. Who wants nothing at all can block the bot.
"""
ADDRESSED_ROLES = (Role.CONSTITUENT, Role.REPRESENTATIVE, Role.UNIT, Role.STAFF)
"""Roles a notice can be for."""
BEFORE_RELEASE = (NoticeState.DRAFT, NoticeState.HANDED)
QUIET_FROM, QUIET_UNTIL = time(21), time(8)
"""Local hours in which only urgent notices go out, as WriteToThem faxes nobody then (`outside_fax_hours`)."""
FARTHEST = timedelta(days=31)
"""A notice is planned at most a month ahead: reception days, the farthest thing announced, are monthly."""
LEAST_REASON = 10
"""Characters of a reason why a notice is urgent: our own choice."""
MOST_AT_HAND = 500
"""At most so many calls of notices stand in the outbox: our own choice."""
REFUSED = "refused"
"""The remark of a notice that time itself has paused."""
HOPELESS = 20
"""So many refusals, and more than what arrived: it is the notice that is wrong, not its readers."""


class NoticeAction(StrEnum):
    """Action that moves a notice on."""

    HAND_OVER = "hand_over"
    TAKE_BACK = "take_back"
    RELEASE = "release"
    SEND_BACK = "send_back"
    BEGIN = "begin"
    FIXED = "fixed"
    PAUSE = "pause"
    RESUME = "resume"
    CANCEL = "cancel"
    FINISH = "finish"
    AGAIN = "again"
    """Those whose fate is unknown get it once more."""


class By(StrEnum):
    """Mover of a notice."""

    AUTHOR = "author"
    COLLEAGUE = "colleague"
    """Other staff who may address all the people it is for."""
    TIME = "time"


@dataclass(frozen=True, slots=True)
class Move:
    """From `at`, `by` somebody, an `action` leads `to` a state. `alone`: only where no second person is asked for."""

    at: NoticeState
    action: NoticeAction
    by: By
    to: NoticeState
    alone: bool = False


S, A = NoticeState, NoticeAction
MOVES: tuple[Move, ...] = (
    Move(S.DRAFT, A.HAND_OVER, By.AUTHOR, S.HANDED),
    Move(S.DRAFT, A.RELEASE, By.AUTHOR, S.RELEASED, alone=True),
    Move(S.HANDED, A.RELEASE, By.AUTHOR, S.RELEASED, alone=True),
    Move(S.HANDED, A.RELEASE, By.COLLEAGUE, S.RELEASED),
    Move(S.HANDED, A.SEND_BACK, By.COLLEAGUE, S.DRAFT),
    Move(S.HANDED, A.TAKE_BACK, By.AUTHOR, S.DRAFT),
    Move(S.RELEASED, A.BEGIN, By.TIME, S.FIXING),
    Move(S.FIXING, A.FIXED, By.TIME, S.SENDING),
    Move(S.SENDING, A.PAUSE, By.TIME, S.PAUSED),
    Move(S.SENDING, A.FINISH, By.TIME, S.DONE),
    *(
        Move(at, action, by, to)
        for by in (By.AUTHOR, By.COLLEAGUE)
        for at, action, to in (
            (S.RELEASED, A.CANCEL, S.CANCELLED),
            (S.FIXING, A.CANCEL, S.CANCELLED),
            (S.SENDING, A.PAUSE, S.PAUSED),
            (S.SENDING, A.CANCEL, S.CANCELLED),
            (S.PAUSED, A.RESUME, S.SENDING),
            (S.PAUSED, A.CANCEL, S.CANCELLED),
            (S.DONE, A.AGAIN, S.SENDING),
        )
    ),
)


def possible(state: NoticeState, by: By, *, needs_second: bool) -> list[Move]:
    """Moves somebody may make at a state; keyboards are drawn from this, in this order.

    Where a second person is needed the author releases nothing; where none is, handing over is left out.
    """
    return [
        move
        for move in MOVES
        if move.at is state
        and move.by is by
        and not (move.alone and needs_second)
        and not (move.action is A.HAND_OVER and not needs_second)
    ]


def find(state: NoticeState, action: NoticeAction, by: By, *, needs_second: bool) -> Move | None:
    """The move, or None if it is illegal."""
    return next((move for move in possible(state, by, needs_second=needs_second) if move.action is action), None)


class AudienceKind(StrEnum):
    """A kind of people that an audience is narrowed to: the name of a field of `Audience`."""

    AREAS = "areas"
    STATIONS = "stations"
    ROLES = "roles"
    LANGUAGES = "languages"


@dataclass(frozen=True, slots=True)
class Audience:
    """People a notice is for: one of each kind that is named must fit. Nothing named: everybody."""

    areas: tuple[int, ...] = ()
    """With all that lies in them."""
    stations: tuple[int, ...] = ()
    roles: tuple[Role, ...] = ()
    """`constituent`: who holds no office here."""
    languages: tuple[str, ...] = ()

    @classmethod
    def of(cls, kept: Mapping[str, Sequence[Any]]) -> "Audience":
        """As it is kept."""
        return cls(
            tuple(kept.get("areas", ())),
            tuple(kept.get("stations", ())),
            tuple(Role(role) for role in kept.get("roles", ())),
            tuple(kept.get("languages", ())),
        )

    def kept(self) -> dict[str, list[Any]]:
        """As plain data, without what names nothing."""
        return {kind: list(named) for kind, named in asdict(self).items() if named}

    def names(self, kind: AudienceKind, one: Any) -> bool:
        """True if `one` of a kind is named."""
        return one in getattr(self, kind)

    def toggled(self, kind: AudienceKind, one: Any) -> "Audience":
        """With `one` of a kind added, or taken out if it is in."""
        named: tuple[Any, ...] = getattr(self, kind)
        return replace(self, **{kind: tuple(x for x in named if x != one) if one in named else (*named, one)})


def missing(column: NoticeColumn | None, versions: Collection[str], reason: str | None) -> list[str]:
    """List what a draft still needs before it can go out: `text`, `column`, `reason`."""
    return [
        *(["text"] if not versions else []),
        *(["column"] if column is None else []),
        *(["reason"] if column is NoticeColumn.URGENT and not reason else []),
    ]


def is_counted(state: NoticeState) -> bool:
    """True if whom a notice would reach is counted for whoever looks at it."""
    return state in BEFORE_RELEASE


def too_late(state: NoticeState, send_at: datetime | None, now: datetime) -> bool:
    """True if the time it should go out has passed before anybody released it."""
    return state in BEFORE_RELEASE and send_at is not None and send_at <= now


def version_for(language: str, versions: Collection[str]) -> str:
    """The language in which a reader of `language` gets it: their own, else the one there is."""
    return language if language in versions else min(versions)


def next_allowed(now: datetime, zone: ZoneInfo, *, urgent: bool) -> datetime:
    """Instant for a notice to go out: `now` (aware), or the end of the quiet hours in the town's zone, aware UTC."""
    local = now.astimezone(zone)
    if urgent or QUIET_UNTIL <= local.time() < QUIET_FROM:
        return now
    day = local.date() + timedelta(days=local.time() >= QUIET_FROM)
    return datetime.combine(day, QUIET_UNTIL, zone).astimezone(UTC)


class Hold(StrEnum):
    """Reasons why nothing of a notice may leave now."""

    STOPPED = "stopped"
    """It has not begun, was paused or cancelled, or is over."""
    QUIET = "quiet"
    """Quiet hours."""
    OVERTAKEN = "overtaken"
    """An urgent notice goes first."""


def hold(
    state: NoticeState, column: NoticeColumn | None, now: datetime, zone: ZoneInfo, *, overtaken: bool
) -> Hold | None:
    """Reason why nothing of a notice may leave now; None: it may. Urgent ones know no quiet hours and wait for none."""
    if state is not NoticeState.SENDING:
        return Hold.STOPPED
    if column is NoticeColumn.URGENT:
        return None
    if next_allowed(now, zone, urgent=False) > now:
        return Hold.QUIET
    return Hold.OVERTAKEN if overtaken else None


def finish(now: datetime, seconds: float, zone: ZoneInfo, *, urgent: bool) -> datetime:
    """Instant at which so many seconds of sending are over, the quiet hours not counted."""
    at, left = next_allowed(now, zone, urgent=urgent), timedelta(seconds=seconds)
    while not urgent:
        evening = datetime.combine(at.astimezone(zone).date(), QUIET_FROM, zone).astimezone(UTC)
        if at + left <= evening:
            break
        left -= evening - at
        at = next_allowed(evening, zone, urgent=False)
    return at + left


def bar(done: int, total: int, width: int = 12) -> str:
    """`▓▓▓▓░░░░░░░░`; full only when all is done."""
    full = width if done >= total else width * done // total
    return "▓" * full + "░" * (width - full)


def at_hand(rate_per_second: int) -> int:
    """Most calls of notices that the outbox holds: what goes out in two seconds."""
    return max(4, min(MOST_AT_HAND, 2 * rate_per_second))


def hopeless(sent: int, failed: int, tolerated: int) -> bool:
    """True if it is better to stop and let somebody look; `tolerated` failures were looked at before."""
    fresh = failed - tolerated
    return fresh >= HOPELESS and fresh > sent

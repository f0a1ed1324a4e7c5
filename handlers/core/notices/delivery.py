"""Progress of a notice on its way, and reasons why it may have to wait."""

from collections import Counter
from collections.abc import Sequence

from handlers.core.notices import rules
from handlers.core.notices.rules import Hold
from handlers.core.unit_of_work import UnitOfWork
from storage.models.notices import Notice
from storage.queries import notices
from storage.queries.recipients import Ended, Next, Tally
from storage.vocabulary import NoticeColumn, NoticeState, RecipientState


async def overtaken_by(work: UnitOfWork, notice: Notice) -> int | None:
    """The urgent notice that goes before this one; None if it need not wait for any."""
    if notice.column is NoticeColumn.URGENT or notice.state is not NoticeState.SENDING:
        return None
    return await notices.going_first(work.session, work.now)


async def hold(work: UnitOfWork, notice: Notice) -> Hold | None:
    """Reason why nothing of it may leave now; None if it may."""
    overtaken = await overtaken_by(work, notice) is not None
    return rules.hold(notice.state, notice.column, work.now, work.county.zone, overtaken=overtaken)


def count_ended(notice: Notice, ended: Sequence[Ended]) -> None:
    """Add what became of these recipients to the notice's numbers."""
    states = Counter(one.state for one in ended)
    notice.sent += states[RecipientState.SENT]
    notice.unreachable += states[RecipientState.UNREACHABLE]
    notice.failed += states[RecipientState.FAILED]
    notice.ambiguous += states[RecipientState.AMBIGUOUS]
    notice.muted += states[RecipientState.MUTED]


def attempted(notice: Notice) -> int:
    """Number of recipients tried, for the rate."""
    return notice.sent + notice.failed + notice.ambiguous + notice.unreachable


def settled(notice: Notice) -> int:
    """Number of recipients for whom it has ended, one way or another."""
    return attempted(notice) + notice.muted


def out_of_reach(person: Next) -> RecipientState | None:
    """Reason why somebody does not get it: what changed since the recipients were fixed. None if they get it."""
    if person.chat_id is None or not person.reachable:
        return RecipientState.UNREACHABLE
    return RecipientState.MUTED if person.muted else None


def counts_of(tallies: Sequence[Tally]) -> dict[str, object]:
    """A finished count, as a draft keeps it."""
    languages: Counter[str] = Counter()
    for tally in tallies:
        languages[tally.language] += tally.reached
    return {
        "languages": dict(languages),
        "muted": sum(tally.muted for tally in tallies),
        "unreachable": sum(tally.unreachable for tally in tallies),
    }

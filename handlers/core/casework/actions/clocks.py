"""Actions of county staff on the policy: each change counts for clocks that start from then on."""

from handlers.core import audit
from handlers.core.actions import action
from handlers.core.actor import Actor
from handlers.core.casework import policy
from handlers.core.casework.policy import Interval
from handlers.core.errors import DaysOutOfRange, NoSuchTopic
from handlers.core.unit_of_work import UnitOfWork
from storage.models.directory import Topic
from storage.queries import policy as kept
from storage.vocabulary import CaseKind, Role


def check(interval: Interval, days: int) -> None:
    """Raises `DaysOutOfRange` for a number that the policy does not allow."""
    row = policy.table()[interval]
    if not row.least <= days <= row.most:
        raise DaysOutOfRange(row.least, row.most)


@action(Role.STAFF)
async def change(
    work: UnitOfWork, actor: Actor, kind: CaseKind, interval: Interval, topic_id: int | None, days: int
) -> int:
    """Let an interval have so many days, for all topics or for one; the days it had.

    Raises `DaysOutOfRange`, `NoSuchTopic`, and as both `NotAllowed`.
    """
    actor.require_county()
    check(interval, days)
    if not policy.table()[interval].fits(kind, topic_id):
        raise NoSuchTopic
    if topic_id is not None and await work.session.get(Topic, topic_id) is None:
        raise NoSuchTopic
    before = await policy.days(work, interval, topic_id, kind)
    await kept.put(work.session, kind, interval.value, topic_id, days, actor.person_id, work.now)
    policy.forget(work)
    await audit.note(work, actor, "policy.change", _subject(kind, interval, topic_id), f"{before} to {days} days")
    return before


@action(Role.STAFF)
async def withdraw(work: UnitOfWork, actor: Actor, kind: CaseKind, interval: Interval, topic_id: int | None) -> int:
    """Take a change back: the number for all topics counts, or the default; the days it has now."""
    actor.require_county()
    gone = await kept.withdraw(work.session, kind, interval.value, topic_id)
    policy.forget(work)
    now = await policy.days(work, interval, topic_id, kind)
    if gone:
        await audit.note(work, actor, "policy.withdraw", _subject(kind, interval, topic_id), f"to {now} days")
    return now


def _subject(kind: CaseKind, interval: Interval, topic_id: int | None) -> str:
    return f"{kind}:{interval}" + (f":topic:{topic_id}" if topic_id is not None else "")

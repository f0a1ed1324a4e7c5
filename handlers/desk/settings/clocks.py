"""How long everything may take: each number with its source, who changed it, and changing it, by county staff."""

from typing import NamedTuple

from handlers.conversation.errors import Unusable
from handlers.conversation.texts import N_, Html
from handlers.core.casework import policy
from handlers.core.casework.actions import clocks as actions
from handlers.core.casework.policy import Changes, Interval, Row
from handlers.core.errors import NoSuchTopic
from handlers.desk.fields import Choice, missing
from handlers.desk.web import Answer, Desk, number
from handlers.presentation.policy import KINDS, amount, name
from storage.models.people import Person
from storage.models.policy import Policy
from storage.queries import policy as kept
from storage.queries.topics import active_topics
from storage.vocabulary import CaseKind

PLACE = "/staff/settings/clocks"
SAID = {
    "changed": N_("Changed. It counts for clocks that start from now on."),
    "back": N_("Taken back. It counts for clocks that start from now on."),
}
"""Said of what was done just now, by its name in the address."""


class Clock(NamedTuple):
    """A clock in the list."""

    interval: str
    name: str
    now: Html
    default: Html
    least: int
    most: int
    is_changed: bool
    topics: int
    """Topics that have a number of their own."""


class Change(NamedTuple):
    """A number that the county set."""

    topic: int
    """0: all topics."""
    of: str
    what: Html
    by: str
    at: Html


async def show(desk: Desk) -> Answer:
    """The clocks of a kind of case. Raises `NotAllowed`."""
    desk.actor.require_county()
    kind, changed, t = _kind(desk), await policy.changes(desk.out), desk.t
    return desk.page(
        "settings/clocks.html",
        kind=kind.value,
        kinds=[Choice(one.value, t(label).plain) for one, label in KINDS.items()],
        clocks=[_clock(desk, kind, one, changed) for one, row in policy.table().items() if row.fits(kind, None)],
    )


def _kind(desk: Desk) -> CaseKind:
    """The kind of case that is asked for; opinions where it is none."""
    said = desk.asked.typed("of") or desk.asked.one("of")
    return CaseKind(said) if said in tuple(CaseKind) else CaseKind.OPINION


def _clock(desk: Desk, kind: CaseKind, interval: Interval, changed: Changes) -> Clock:
    row, t = policy.table()[interval], desk.t
    default, own = row.default(kind).days, changed.get((kind, interval.value, None))
    topics = sum(1 for of, one, topic in changed if (of, one) == (kind, interval.value) and topic is not None)
    now = amount(t, row, default if own is None else own)
    facts = (row.least, row.most, own is not None, topics)
    return Clock(interval.value, name(t, interval), now, amount(t, row, default), *facts)


async def show_one(desk: Desk) -> Answer:
    """One clock: where its number is from, what was changed, for all topics and for some. Raises `NotAllowed`."""
    desk.actor.require_county()
    interval, t = _interval(desk), desk.t
    row, said = policy.table()[interval], SAID.get(desk.asked.one("said"))
    kind = _kind(desk) if row.fits(_kind(desk), None) else CaseKind.OPINION
    entries = await kept.entries(desk.session, kind, interval)
    topics = await active_topics(desk.session)
    return desk.page(
        "settings/clock.html",
        clock=_clock(desk, kind, interval, await policy.changes(desk.out)),
        days=await policy.days(desk.out, interval, None, kind),
        kind=kind.value,
        kind_name=t(KINDS[kind]),
        source=row.default(kind).source[t.language],
        changes=[await _change(desk, interval, one) for one in entries],
        topics=[Choice(str(one.id), t.named(one)) for one in topics],
        numbers=_numbers(desk, row),
        typed=desk.asked.typed,
        said=t(said) if said is not None and desk.refusal is None else "",
    )


def _numbers(desk: Desk, row: Row) -> list[Choice]:
    """What can be chosen where no days are counted; else a number is typed."""
    if row.unit in policy.DAYS:
        return []
    return [Choice(str(one), amount(desk.t, row, one).plain) for one in range(row.least, row.most + 1)]


def _interval(desk: Desk) -> Interval:
    """The clock in the path. Raises `NoSuchTopic`."""
    said = desk.parts["interval"]
    if said not in tuple(Interval):
        raise NoSuchTopic
    return Interval(said)


async def _change(desk: Desk, interval: Interval, one: Policy) -> Change:
    t = desk.t
    by = await desk.session.get(Person, one.changed_by_id) if one.changed_by_id is not None else None
    of = t.named(one.topic) if one.topic is not None else t("all topics").plain
    what = amount(t, policy.table()[interval], one.days)
    return Change(one.topic_id or 0, of, what, (by.name or "") if by is not None else "", t.moment(one.changed_at))


async def change(desk: Desk) -> Answer:
    """Set a number, for all topics or for one. Raises `Unusable`, `DaysOutOfRange`, `NoSuchTopic`, `NotAllowed`."""
    interval, kind, said = _interval(desk), _kind(desk), desk.asked.typed("days")
    if not said:
        raise missing(desk)
    if not said.lstrip("-").isdecimal() or len(said) > 9:
        raise Unusable(desk.t("I cannot read “{typed}” as a number of days.", typed=said[:40]))
    topic = number(desk.asked.typed("topic")) or None
    await actions.change(desk.out, desk.actor, kind, interval, topic, int(said))
    return desk.go(f"{PLACE}/{interval.value}", of=kind.value, said="changed")


async def take_back(desk: Desk) -> Answer:
    """Take a change back. Raises `NotAllowed`."""
    interval, kind = _interval(desk), _kind(desk)
    await actions.withdraw(desk.out, desk.actor, kind, interval, number(desk.asked.typed("topic")) or None)
    return desk.go(f"{PLACE}/{interval.value}", of=kind.value, said="back")

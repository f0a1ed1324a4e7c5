"""Screens of the policy: how long everything may take, by what source, and what the county changed."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from handlers.conversation.callbacks import Go
from handlers.conversation.paging import Page, Reading
from handlers.conversation.screen import Button, Screen, column, in_pairs
from handlers.conversation.texts import Html, Translator, bold, join
from handlers.core.casework.policy import DAYS, Changes, Interval, Row, Unit, table
from handlers.policy.callbacks import EVERY, ChooseNumber, ClockTopics, OpenClock, PolicyPage, ResetClock
from handlers.presentation.policy import KINDS, amount, name
from storage.models.directory import Topic
from storage.models.policy import Policy
from storage.vocabulary import CaseKind

A_ROW = 4
"""Keys of numbers in a row."""


class Clock(NamedTuple):
    """A clock as somebody looks at it."""

    kind: CaseKind
    interval: Interval
    topic: Topic | None

    @property
    def row(self) -> Row:
        """Its row of the table."""
        return table()[self.interval]

    def key(self, topic: int | None = None) -> OpenClock:
        """To this clock, of the same topic or another."""
        here = self.topic.id if self.topic is not None else EVERY
        return OpenClock(kind=self.kind, interval=self.interval, topic=here if topic is None else topic)


def label(t: Translator, kind: CaseKind, interval: Interval, changed: Changes) -> str:
    """A line of the list: a clock and its days; ✏️ where the county changed it."""
    row = table()[interval]
    days = changed.get((kind, interval.value, None), row.default(kind).days)
    mark = "✏️ " if any((of, one) == (kind, interval.value) for of, one, _ in changed) else ""
    return f"{mark}{name(t, interval)} · {amount(t, row, days).plain}"


def listed(t: Translator, where: Reading, page: Page, kind: CaseKind, keys: Sequence[Button]) -> Screen:
    """The clocks of a kind."""
    text = join(
        [
            where.title(t, page, bold(t("⏱ How long everything may take: {kind}", kind=t(KINDS[kind]).plain))),
            t("Open one to see where its number is from, and to change it. ✏️ the county changed it."),
        ],
        "\n\n",
    )
    others = [Button(t(KINDS[other]), PolicyPage(kind=other, page=0)) for other in CaseKind if other is not kind]
    turning = page.turning(lambda number: PolicyPage(kind=kind, page=number))
    rows = [*column(list(keys)), turning, where.keys(t, page), others, [Button(t("🏠 Home"), Go(to="home"))]]
    return Screen(text, rows)


def card(
    t: Translator, clock: Clock, days: int, change: Policy | None, topics: Sequence[Policy], head: Html | str = ""
) -> Screen:
    """A clock: its days, where they are from, and which topics have their own; it can be typed anew."""
    row, default = clock.row, clock.row.default(clock.kind)
    of = join([bold(name(t, clock.interval)), t(KINDS[clock.kind]), t.named(clock.topic) if clock.topic else ""], " · ")
    if change is not None:
        facts = {"day": t.day(change.changed_at), "days": amount(t, row, default.days)}
        origin = t("Set by the county on {day}; the default is {days}.", **facts)
    elif clock.topic is not None:
        origin = t("This topic has no number of its own: that for all topics counts.")
    else:
        origin = t("This is the default.")
    own = [
        t("{kind}: {what}", kind=t.named(one.topic), what=amount(t, row, one.days))
        for one in topics
        if one.topic is not None
    ]
    shown, more = own[:6], len(own) - 6
    lines: list[str] = [
        head,
        join([of, t("Now: {days}", days=bold(amount(t, row, days).plain)), origin]),
        t("Source of the default: {source}", source=default.source[t.language]),
        join([t("Topics of their own:"), *shown, t("and {n} more", n=more) if more > 0 else ""]) if own else "",
        _how(t, row),
    ]
    choices = [] if row.unit in DAYS else _choices(t, clock, days)
    return Screen(join(lines, "\n\n"), [*choices, *_ways(t, clock, changed=change is not None)])


def _choices(t: Translator, clock: Clock, now: int) -> list[list[Button]]:
    """A key for each number there may be, but for the one that is set."""
    row, number = clock.row, ChooseNumber
    keys = [
        Button(amount(t, row, each).plain if row.unit is Unit.YES_NO else str(each), number(
            interval=clock.interval, number=each))
        for each in range(row.least, row.most + 1)
        if each != now
    ]  # fmt: skip
    return [keys[at : at + A_ROW] for at in range(0, len(keys), A_ROW)]


def _how(t: Translator, row: Row) -> Html:
    if row.unit not in DAYS:
        return t("To change it, choose below. It counts from then on.")
    return t(
        "To change it, type a number from {least} to {most}. It counts for clocks that start from then on; what runs "
        "already keeps its day.",
        least=row.least,
        most=row.most,
    )


def _ways(t: Translator, clock: Clock, *, changed: bool) -> list[list[Button]]:
    kind, interval = clock.kind, clock.interval
    rows = []
    if changed:
        here = clock.topic.id if clock.topic is not None else EVERY
        text = t("↩️ As for all topics") if clock.topic is not None else t("↩️ Back to the default")
        rows.append([Button(text, ResetClock(kind=kind, interval=interval, topic=here))])
    if clock.row.unit not in DAYS:
        back: Any = PolicyPage(kind=kind, page=-1)
    elif clock.topic is None:
        rows.append([Button(t("🏷 For one topic"), ClockTopics(kind=kind, interval=interval, page=0))])
        back = PolicyPage(kind=kind, page=-1)
    else:
        back = ClockTopics(kind=kind, interval=interval, page=-1)
    return [*rows, [Button(t("⬅️ Back"), back), Button(t("🏠 Home"), Go(to="home"))]]


def topics(
    t: Translator, where: Reading, page: Page, clock: Clock, found: Sequence[Any], own: dict[int | None, int]
) -> Screen:
    """Question which topic is to have a number of its own."""
    keys = [
        Button(f"✏️ {t.named(topic)} · {own[topic.id]}" if topic.id in own else t.named(topic), clock.key(topic.id))
        for topic in found
    ]
    turning = page.turning(lambda number: ClockTopics(kind=clock.kind, interval=clock.interval, page=number))
    text = where.title(t, page, t("{clock}: for which topic?", clock=bold(name(t, clock.interval))))
    return Screen(text, [*in_pairs(keys), turning, where.keys(t, page), [Button(t("⬅️ Back"), clock.key(EVERY))]])

"""The judge of promises: when progress is asked for, what is told of it and how often, by the calendar on the wall."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import pairwise

from tests.year.clocks import REMINDED_AT
from tests.year.days import DAY, at, day_of, on_or_after, on_or_before
from tests.year.diary import Deed, Did
from tests.year.judge import AWAITED, PUNCTUAL, Line, written
from tests.year.town import Town
from tests.year.transcript import Said

MONTH, WEEK = 30 * DAY, 7 * DAY
"""Progress is asked for a month after the last that was heard, a week before the promised day, and weekly after it."""
OVER = (Did.CONFIRMED, Did.REFUTED, Did.WITHDREW)
REPORTS = "reports on what it promised:"
IS_DONE = "says that it has done what it promised:"
MOVED = "moved the day of what it promised"


@dataclass(frozen=True, slots=True)
class Span:
    """A time through which a promise stood open as it was: nothing was heard of it."""

    begun: datetime
    heard: date
    """Day of the promise, or of the last report on it."""
    due: date
    ended: datetime | None = None

    def runs(self, moment: datetime) -> bool:
        """Whether it stood so then."""
        return self.begun <= moment and (self.ended is None or moment < self.ended)

    def askings(self, end: date) -> Iterator[tuple[date, bool]]:
        """The mornings on which the unit is asked, and whether the promise is late by then."""
        days = sorted({*self._before_it_is_due(), *self._once_it_is_late(end)})
        for day in days:
            morning = at(day, REMINDED_AT)
            if day_of(self.begun) < day <= end and self.runs(morning):
                yield day, day > self.due

    def _before_it_is_due(self) -> Iterator[date]:
        """On a day off, the next working day; but never so late that the promised day has come."""
        week_before = on_or_before(self.due - WEEK)
        if week_before < self.due:
            yield week_before
        month = self.heard + MONTH
        while month < self.due:
            if month > day_of(self.begun):
                put_off = on_or_after(month)
                yield put_off if put_off < self.due else on_or_before(month)
            month += MONTH

    def _once_it_is_late(self, end: date) -> Iterator[date]:
        late = self.due + DAY
        while late <= end:
            if late > day_of(self.begun):
                yield on_or_after(late)
            late += WEEK


@dataclass(slots=True)
class Telling:
    """A message in which an author reads of reports: when, and which words."""

    at: datetime
    how: str
    words: list[str]


@dataclass(slots=True)
class Promise:
    """What is promised in an opinion, from its passing on until nobody waits for it."""

    reference: str
    unit: int
    voter: str
    due: date
    spans: list[Span] = field(default_factory=list)
    tellings: list[Telling] = field(default_factory=list)
    untold: list[str] = field(default_factory=list)
    told: datetime | None = None

    def opens(self, moment: datetime, heard: date) -> None:
        """From now on it is open, as it is now."""
        self.closes(moment)
        self.spans.append(Span(moment, heard, self.due))

    def closes(self, moment: datetime) -> None:
        """It is open no longer as it was."""
        if self.spans and self.spans[-1].ended is None:
            last = self.spans[-1]
            self.spans[-1] = Span(last.begun, last.heard, last.due, moment)

    def is_heard_of(self, moment: datetime, words: str, how: str) -> None:
        """A report came: told at once, or held back for the rest of the week after the last."""
        self.passes(moment)
        self.untold.append(words)
        if how != REPORTS or self.told is None or moment >= self.told + WEEK:
            self._tells(moment, how)

    def passes(self, until: datetime) -> None:
        """What was held back is told on the first working morning after the week."""
        if not self.untold or self.told is None:
            return
        earliest = self.told + WEEK
        morning = at(on_or_after(day_of(earliest)), REMINDED_AT)
        if morning < earliest:
            morning = at(on_or_after(day_of(earliest) + DAY), REMINDED_AT)
        if morning < until:
            self._tells(morning, REPORTS)

    def _tells(self, moment: datetime, how: str) -> None:
        self.tellings.append(Telling(moment, how, self.untold))
        self.untold, self.told = [], moment


def promises(deeds: Iterable[Deed], end: date) -> list[Promise]:
    """All that was promised, as it went on until the end of a day."""
    stories: dict[str, list[Deed]] = {}
    for deed in deeds:
        stories.setdefault(deed.reference, []).append(deed)
    return [promise for story in stories.values() for promise in _of_story(story, end)]


def _of_story(story: Sequence[Deed], end: date) -> Iterator[Promise]:
    """The promises of one opinion. What is reported done and never doubted stays with its last report."""
    unit, day, now, heard = 0, None, None, date.min
    for deed in story:
        match deed.did:
            case Did.REFERRED:
                unit = int(deed.to)
            case Did.PROMISED | Did.REPLIED:
                day = date.fromisoformat(deed.to) if deed.did is Did.PROMISED else None
            case Did.PASSED_ON if day is not None:
                now, heard = Promise(deed.reference, unit, story[0].who, day), day_of(deed.at)
                now.opens(deed.at, heard)
            case Did.REPORTED | Did.DATE_MOVED | Did.REPORTED_DONE if now is not None:
                heard = day_of(deed.at)
                _goes_on(now, deed)
            case Did.FOUND_PARTLY_DONE if now is not None:
                now.opens(deed.at, heard)
            case did if did in OVER and now is not None:
                now.closes(deed.at)
                yield now
                day = now = None
    if now is not None:
        now.passes(at(end + DAY, 0))
        yield now


def _goes_on(promise: Promise, deed: Deed) -> None:
    if deed.did is Did.REPORTED_DONE:
        promise.is_heard_of(deed.at, deed.to, IS_DONE)
        promise.closes(deed.at)
        return
    if deed.did is Did.DATE_MOVED:
        promise.due = date.fromisoformat(deed.to)
    promise.is_heard_of(deed.at, deed.to, MOVED if deed.did is Did.DATE_MOVED else REPORTS)
    promise.opens(deed.at, day_of(deed.at))


def asked(made: Iterable[Promise], town: Town, end: date) -> Iterator[Line]:
    """What officers are asked, to whom, when."""
    for promise in made:
        for span in promise.spans:
            for day, late in span.askings(end):
                by = written(span.due)
                text = f"what you promised was due on {by}." if late else f"how far is what you promised by {by}?"
                for one in town.officers_of(promise.unit):
                    yield one.name, at(day, REMINDED_AT), f"{promise.reference}: {text}"


def tellings(said: Iterable[Said], made: Iterable[Promise]) -> Iterator[str]:
    """Every report reaches the author, in one message and no second; those by themselves once a week at most."""
    heard: dict[str, list[Said]] = {}
    for one in said:
        if one.is_new and any(words in one.first for words in (REPORTS, IS_DONE, MOVED)):
            heard.setdefault(one.to, []).append(one)
    for promise in made:
        mine = [one for one in heard.get(promise.voter, []) if one.first.startswith(f"{promise.reference}:")]
        yield from _apart(mine)
        wanted = Counter((telling.how, tuple(telling.words)) for telling in promise.tellings)
        found = Counter(_read(promise, one) for one in mine)
        for how, words in wanted - found:
            yield f"{promise.voter} is not told once of {words}, as {promise.reference} {how}"
        for how, words in found - wanted:
            yield f"{promise.voter} is told of {words}, as {promise.reference} {how}, though not so, or twice"
        for telling in promise.tellings:
            if not any(telling.words[-1] in one.text and abs(one.at - telling.at) < AWAITED for one in mine):
                yield f"{promise.voter} is told of {telling.words[-1]} at another time than {telling.at:%a %d %b %H:%M}"


def _read(promise: Promise, one: Said) -> tuple[str, tuple[str, ...]]:
    """How a message tells of reports, and of which, in order."""
    known = [words for telling in promise.tellings for words in telling.words]
    how = next(how for how in (REPORTS, IS_DONE, MOVED) if how in one.first)
    return how, tuple(words for words in known if words in one.text)


def _apart(mine: Sequence[Said]) -> Iterator[str]:
    """A week at least before a message that only reports; what asks or moves the day may come at any time."""
    for before, one in pairwise(mine):
        if REPORTS in one.first and one.at - before.at < WEEK - PUNCTUAL:
            yield f"{one.to} hears of progress twice within a week, {before.at:%a %d %b} and {one.at:%a %d %b}"

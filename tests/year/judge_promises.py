"""The judge of promises: when progress is asked for, what is told of it and how often, by the calendar on the wall."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import pairwise

from tests.year.clocks import REMINDED_AT
from tests.year.days import DAY, after, at, day_of, number, on_or_after, on_or_before
from tests.year.diary import Deed, Did
from tests.year.judge import AWAITED, PUNCTUAL, Line, written
from tests.year.town import BUREAUS, Town
from tests.year.transcript import Said

MONTH, WEEK = 30 * DAY, 7 * DAY
DECIDED_IN, EACH = 2, 3
"""Working days after which staff are reminded of a request, and between two such reminders."""
"""Progress is asked for a month after the last that was heard, a week before the promised day, and weekly after it."""
OVER = (Did.CONFIRMED, Did.REFUTED, Did.WITHDREW)
HEARD = (Did.REPORTED, Did.DATE_MOVED, Did.REPORTED_DONE)
BESIDE = (Did.PLANNED, Did.TICKED, Did.ASKED_FOR_DAY, Did.REFUSED_DAY)
REPORTS = "reports on what it promised:"
IS_DONE = "says that it has done what it promised:"
MOVED = "moved the day of what it promised"
CAME_LATE = "asked for another day, and the answer came late"
TELL = (REPORTS, IS_DONE, MOVED, CAME_LATE)


@dataclass(frozen=True, slots=True)
class Span:
    """A time through which a promise stood open as it was: nothing was heard of it."""

    begun: datetime
    heard: date
    """Day of the promise, or of the last report on it."""
    due: date
    ended: datetime | None = None
    asked: bool = False
    """Staff are asked for another day: it is not late meanwhile."""

    def runs(self, moment: datetime) -> bool:
        """Whether it stood so then."""
        return self.begun <= moment and (self.ended is None or moment < self.ended)

    def askings(self, end: date) -> Iterator[tuple[date, bool]]:
        """The mornings on which the unit is asked, and whether the promise is late by then."""
        days = sorted({*self._before_it_is_due(), *self._once_it_is_late(end)})
        for day in days:
            morning = at(day, REMINDED_AT)
            late = day > self.due
            if day_of(self.begun) < day <= end and self.runs(morning) and not (late and self.asked):
                yield day, late

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
    facts: tuple[str, ...] = ()
    """What else it says: how far the steps are, from which day to which."""


@dataclass(slots=True)
class Request:
    """Another day is asked of staff, until they decide."""

    at: datetime
    until: date
    instead_of: date
    ended: datetime | None = None

    def reminders(self, end: date) -> Iterator[date]:
        """The working mornings on which staff are reminded of it."""
        day = after(day_of(self.at), DECIDED_IN)
        while day <= end and (self.ended is None or at(day, REMINDED_AT) < self.ended):
            yield day
            day = after(day, EACH)


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
    moved_from: list[date] = field(default_factory=list)
    """The days by which it was promised before, as often as the unit got another."""
    requests: list[Request] = field(default_factory=list)
    steps: int = 0
    ticked: int = 0

    def opens(self, moment: datetime, heard: date, *, asked: bool = False) -> None:
        """From now on it is open, as it is now."""
        self.closes(moment)
        self.spans.append(Span(moment, heard, self.due, asked=asked))

    def closes(self, moment: datetime) -> None:
        """It is open no longer as it was."""
        if self.spans and self.spans[-1].ended is None:
            last = self.spans[-1]
            self.spans[-1] = replace(last, ended=moment)

    def is_heard_of(self, moment: datetime, words: str, how: str, facts: tuple[str, ...] = ()) -> None:
        """A report came: told at once, or held back for the rest of the week after the last."""
        self.passes(moment)
        self.untold.append(words)
        if how != REPORTS or self.told is None or moment >= self.told + WEEK:
            self._tells(moment, how, facts)

    def is_planned(self, moment: datetime, ahead: int) -> None:
        """So many steps are to come."""
        self.passes(moment)
        self.steps = self.ticked + ahead

    def is_ticked(self, moment: datetime) -> None:
        """One of them is done."""
        self.passes(moment)
        self.ticked += 1

    def is_moved(self, moment: datetime, to: date, why: str) -> None:
        """The unit gets another day, by itself or from staff."""
        self.moved_from.append(self.due)
        self.decided(moment)
        often = "once" if len(self.moved_from) == 1 else f"{len(self.moved_from)} times"
        often = f"The day was moved {often}; at first it was {written(self.moved_from[0])}."
        facts = (f"to {written(to)} instead of {written(self.due)}.", often)
        self.due = to
        self.is_heard_of(moment, why, MOVED, facts)
        self.opens(moment, day_of(moment))

    def is_asked(self, moment: datetime, until: date) -> None:
        """The unit asks staff for another day: who waits for it hears nothing."""
        self.requests.append(Request(moment, until, self.due))
        self.opens(moment, self.spans[-1].heard, asked=True)

    def is_refused(self, moment: datetime) -> None:
        """It stays as it was; where the day passed while staff were asked, with the days on which they were."""
        asked = self.decided(moment)
        heard = self.spans[-1].heard
        if day_of(moment) > self.due:
            before, waited = self.due, number(day_of(asked.at), day_of(moment))
            self.due, heard = after(before, waited), day_of(moment)
            facts = (f"It is to be done by {written(self.due)} instead of {written(before)};",)
            self.is_heard_of(moment, written(self.due), CAME_LATE, facts)
        self.opens(moment, heard)

    def decided(self, moment: datetime) -> Request:
        """Staff have decided, or were not asked."""
        found = self.requests[-1] if self.requests else Request(moment, self.due, self.due)
        found.ended = found.ended or moment
        return found

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

    def _tells(self, moment: datetime, how: str, facts: tuple[str, ...] = ()) -> None:
        if how == REPORTS and self.steps:
            bar, n = "▰" * self.ticked + "▱" * (self.steps - self.ticked), self.steps
            facts = (f"{bar} {self.ticked} of {n} {'steps are' if n > 1 else 'step is'} done",)
        self.tellings.append(Telling(moment, how, self.untold, facts))
        self.untold, self.told = [], moment


def promises(deeds: Iterable[Deed], end: date) -> list[Promise]:
    """All that was promised, as it went on until the end of a day."""
    stories: dict[str, list[Deed]] = {}
    for deed in deeds:
        stories.setdefault(deed.reference, []).append(deed)
    return [promise for story in stories.values() for promise in _of_story(story, end)]


def _of_story(story: Sequence[Deed], end: date) -> Iterator[Promise]:
    """The promises of one opinion. What is reported done and never doubted stays with its last report."""
    unit, day, now, heard, planned = 0, None, None, date.min, 0
    for deed in story:
        match deed.did:
            case Did.REFERRED:
                unit = int(deed.to)
            case Did.PROMISED | Did.REPLIED:
                day = date.fromisoformat(deed.to) if deed.did is Did.PROMISED else None
            case Did.PLANNED if now is None:
                planned = int(deed.to)
            case Did.PASSED_ON if day is not None:
                now, heard = Promise(deed.reference, unit, story[0].who, day, steps=planned), day_of(deed.at)
                now.opens(deed.at, heard)
                planned = 0
            case did if did in HEARD and now is not None:
                heard = day_of(deed.at)
                _goes_on(now, deed)
            case did if did in BESIDE and now is not None:
                _beside(now, deed)
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
    """Its author hears of it."""
    match deed.did:
        case Did.REPORTED_DONE:
            promise.is_heard_of(deed.at, deed.to, IS_DONE)
            promise.closes(deed.at)
        case Did.DATE_MOVED:
            day, _, why = deed.to.partition(" ")
            promise.is_moved(deed.at, date.fromisoformat(day), why)
        case _:
            promise.is_heard_of(deed.at, deed.to, REPORTS)
            promise.opens(deed.at, day_of(deed.at))


def _beside(promise: Promise, deed: Deed) -> None:
    """It is between the unit and staff, or told with the next report."""
    match deed.did:
        case Did.PLANNED:
            promise.is_planned(deed.at, int(deed.to))
        case Did.TICKED:
            promise.is_ticked(deed.at)
        case Did.ASKED_FOR_DAY:
            promise.is_asked(deed.at, date.fromisoformat(deed.to.partition(" ")[0]))
        case Did.REFUSED_DAY:
            promise.is_refused(deed.at)


def asked(made: Iterable[Promise], town: Town, end: date) -> Iterator[Line]:
    """What officers are asked, to whom, when."""
    for promise in made:
        for span in promise.spans:
            for day, late in span.askings(end):
                by = written(span.due)
                text = f"what you promised was due on {by}." if late else f"how far is what you promised by {by}?"
                for one in town.officers_of(promise.unit):
                    yield one.name, at(day, REMINDED_AT), f"{promise.reference}: {text}"


def requests(made: Iterable[Promise], town: Town, end: date) -> Iterator[Line]:
    """Which requests staff are reminded of, when."""
    for promise in made:
        for one in promise.requests:
            days = f"until {written(one.until)} instead of {written(one.instead_of)}:"
            text = f"{BUREAUS[promise.unit]} Bureau asks for more time for {promise.reference}, {days}"
            for day in one.reminders(end):
                yield from ((clerk.name, at(day, REMINDED_AT), text) for clerk in town.clerks)


def tellings(said: Iterable[Said], made: Iterable[Promise]) -> Iterator[str]:
    """Every report reaches the author, in one message and no second; those by themselves once a week at most."""
    heard: dict[str, list[Said]] = {}
    for one in said:
        if one.is_new and any(words in one.first for words in TELL):
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
            then = [one for one in mine if telling.words[-1] in one.text and abs(one.at - telling.at) < AWAITED]
            if not then:
                yield f"{promise.voter} is told of {telling.words[-1]} at another time than {telling.at:%a %d %b %H:%M}"
            elif missing := [fact for fact in telling.facts if fact not in then[0].text]:
                yield f"{promise.voter} does not read {missing} in {then[0].text}, {telling.at:%a %d %b %H:%M}"


def _read(promise: Promise, one: Said) -> tuple[str, tuple[str, ...]]:
    """How a message tells of reports, and of which, in order."""
    known = [words for telling in promise.tellings for words in telling.words]
    how = next(how for how in TELL if how in one.first)
    return how, tuple(words for words in known if words in one.text)


def _apart(mine: Sequence[Said]) -> Iterator[str]:
    """A week at least before a message that only reports; what asks or moves the day may come at any time."""
    for before, one in pairwise(mine):
        if REPORTS in one.first and one.at - before.at < WEEK - PUNCTUAL:
            yield f"{one.to} hears of progress twice within a week, {before.at:%a %d %b} and {one.at:%a %d %b}"

"""The judge of morning digests: one a person and day at most, at their hour, and saying what waits at that moment."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from tests.year.clocks import WITH_STAFF, WITH_UNIT, Clock, Waits
from tests.year.days import DAY, after, at, is_working, on_or_after
from tests.year.diary import Diary, Did
from tests.year.judge import PUNCTUAL, holders, written
from tests.year.judge_promises import Promise
from tests.year.town import Town
from tests.year.transcript import REFERENCE, Said

HEAD = "☀️ Good morning! What waits for you,"
TO_DO = re.compile(r"(?:🔎 Please screen|🛟 Please supervise) these now:(.*?)(?:\n\n|\Z)", re.DOTALL)
USUAL, SCREENING_HOUR = (8, 30), 9
LISTED = 6
"""So many are named."""
WITH_OTHERS = (Waits.ANSWER, Waits.CHECK, *WITH_UNIT)


@dataclass(frozen=True, slots=True)
class Named:
    """How many there are of something, and which are named."""

    count: int
    references: frozenset[str]

    def fits(self, wanted: set[str]) -> bool:
        """Whether it says how many these are, and names them, or some where they are many."""
        named = min(LISTED, len(wanted))
        return self.count == len(wanted) and len(self.references) == named and self.references <= wanted


NONE = Named(0, frozenset())


class Digests:
    """All that were sent, and what was the matter when each came."""

    def __init__(self, said: Iterable[Said], diary: Diary, due: list[Clock], town: Town, made: list[Promise]) -> None:
        self._diary, self._due, self._town, self._made = diary, due, town, made
        self._by_person: dict[str, list[Said]] = {}
        self._lists: dict[tuple[str, date], list[str]] = {}
        for one in said:
            if one.is_new and one.text.startswith(HEAD):
                self._by_person.setdefault(one.to, []).append(one)
            if one.is_new and (listed := TO_DO.search(one.text)) is not None:
                self._lists.setdefault((one.to, one.day), []).append(listed[1])

    def faults(self, first: date, last: date) -> Iterator[str]:
        """From the first day to the last, both included."""
        staff = [self._town.admin, *self._town.clerks]
        for who in (*self._town.representatives, *self._town.officers, *staff):
            hour = self._diary.digests.get(who.name, USUAL)
            came = {one.day: one for one in self._by_person.get(who.name, [])}
            if len(came) != len(self._by_person.get(who.name, [])):
                yield f"{who.name} gets two digests on one day"
            before = at(first, 0)
            day = first
            while day <= last:
                one = came.get(day)
                if one is None and hour is not None and is_working(day):
                    yield from self._should_not_have_come(who.name, at(day, *hour), before, is_staff=who in staff)
                elif one is not None:
                    if hour is None or not at(day, *hour) <= one.at < at(day, *hour) + PUNCTUAL:
                        yield f"{who.name} gets a digest out of hours, {one.at:%a %d %b %H:%M}"
                    else:
                        yield from self._says(one, who.name, at(day, *hour), before, is_staff=who in staff)
                    before = one.at
                day += DAY
        yield from self._screening(first, last)

    def _should_not_have_come(self, who: str, moment: datetime, before: datetime, *, is_staff: bool) -> Iterator[str]:
        wanted = {what: them for what, them in self._wanted(who, moment, before, is_staff=is_staff).items() if them}
        if wanted:
            yield f"{who} gets no digest, {moment:%a %d %b}, though there are {wanted}"

    def _says(self, one: Said, who: str, moment: datetime, before: datetime, *, is_staff: bool) -> Iterator[str]:
        for what, wanted in self._wanted(who, moment, before, is_staff=is_staff).items():
            found = _section(one.text, what)
            fits = found.count == len(wanted) if what in COUNTED else found.fits(wanted)
            if what in UNCOUNTED:
                fits = found.references <= wanted and len(found.references) == min(LISTED, len(wanted))
            if not fits:
                yield f"{who}'s digest of {one.at:%a %d %b} says {what} {found}, not {sorted(wanted)}"
        if not one.text.startswith(f"{HEAD} {written(one.day)}"):
            yield f"{who}'s digest of {one.at:%a %d %b} bears another date"

    def _wanted(self, who: str, moment: datetime, before: datetime, *, is_staff: bool) -> dict[str, set[str]]:
        """By heading: the references it should speak of."""
        today = moment.date()
        running = [clock for clock in self._due if clock.runs(moment)]
        if is_staff:
            theirs = [clock for clock in running if clock.waits in WITH_OTHERS]
            return {
                "to screen": {clock.reference for clock in running if clock.waits is Waits.SCREENING},
                "to supervise": {clock.reference for clock in running if clock.waits is Waits.SUPERVISION},
                "key items": self._watched(who, moment),
                "with others": {clock.reference for clock in theirs if clock.due < today},
                "very late": {clock.reference for clock in theirs if clock.very_late_after < today},
            }
        mine = [clock for clock in running if clock.waits in WITH_OTHERS and who in holders(clock, self._town)]
        late = {clock.reference for clock in mine if clock.due < today}
        soon = {clock.reference for clock in mine if today <= clock.due <= after(today, 1)}
        new = {clock.reference for clock in mine if clock.since >= before} - late - soon
        return {
            "overdue": late,
            "due soon": soon,
            "new": new,
            "promised, overdue": self._promised(who, moment, date.min, today - DAY),
            "promised, due soon": self._promised(who, moment, today, after(today, 1)),
            "rated": self._rated(who, before, moment),
        }

    def _promised(self, who: str, moment: datetime, first: date, last: date) -> set[str]:
        """What somebody's unit has promised by one of these days, and not kept until now."""
        return {
            promise.reference
            for promise in self._made
            if who in [one.name for one in self._town.officers_of(promise.unit)]
            and any(span.runs(moment) and first <= span.due <= last for span in promise.spans if not span.asked)
        }

    def _rated(self, who: str, before: datetime, moment: datetime) -> set[str]:
        answered = {
            (clock.reference, rated)
            for clock in self._due
            if clock.waits is Waits.RATING and who in self._answered(clock)
            for rated in (clock.wanting, clock.ended)
            if rated is not None
        }
        return {
            deed.reference
            for deed in self._diary.deeds
            if deed.did in (Did.RATED, Did.FOUND_WANTING, Did.FOUND_HALF_DONE)
            and before <= deed.at < moment
            and (deed.reference, deed.at) in answered
        }

    def _watched(self, who: str, moment: datetime) -> set[str]:
        """Key items that somebody supervises, told once a week, on its first working day."""
        monday = moment.date() - moment.weekday() * DAY
        if on_or_after(monday) != moment.date():
            return set()
        found: set[str] = set()
        for deed in self._diary.deeds:
            if deed.who == who and deed.at < moment and deed.did in (Did.WATCHED, Did.WATCHED_NO_MORE):
                found ^= {deed.reference}
        return found

    def _answered(self, rating: Clock) -> list[str]:
        """Whose answer is rated: the representative's, and of a unit whose reply was passed on."""
        officers = self._town.officers_of(int(rating.unit)) if rating.unit else []
        return [rating.representative, *(one.name for one in officers)]

    def _screening(self, first: date, last: date) -> Iterator[str]:
        """What is due to be screened is named once that morning to each of the staff, in the digest or by itself."""
        wanted: dict[date, set[str]] = {}
        for clock in self._due:
            if clock.waits in WITH_STAFF:
                for day, occasion in clock.occasions(last):
                    if occasion != "half":  # named from the working day before it is due
                        wanted.setdefault(day, set()).add(clock.reference)
        for clerk in self._town.clerks:
            for day, references in wanted.items():
                lists = self._lists.get((clerk.name, day), [])
                named = REFERENCE.findall("".join(lists))
                if len(lists) != 1 or (not references <= set(named) and len(named) < LISTED):
                    yield f"{clerk.name} reads {lists} on {day}, not {sorted(references)}"


COUNTED, UNCOUNTED = ("to screen", "to supervise", "with others"), ("rated", "very late")
"""What is only counted, and what is only named."""
_HEADS = {
    "overdue": r"🔴 (\d+) overdue:",
    "due soon": r"🟡 (\d+) due soon:",
    "new": r"📥 (\d+) new:",
    "promised, overdue": r"🔴 (\d+) promises? overdue:",
    "promised, due soon": r"🟡 (\d+) promises? due soon:",
    "rated": r"⭐ Rated:()",
    "to screen": r"🔎 (\d+) opinions? to screen",
    "to supervise": r"🛟 (\d+) opinions? to supervise",
    "key items": r"🔑 You supervise (\d+) key items?:",
    "with others": r"🔴 (\d+) cases? (?:is|are) overdue with",
    "very late": r"🚨 Very late, twice the time has passed:()",
}


def _section(text: str, what: str) -> Named:
    """What stands under a heading, to the next empty line."""
    found = re.search(_HEADS[what], text)
    if found is None:
        return NONE
    lines = text[found.end() :].partition("\n\n")[0]
    references = frozenset(REFERENCE.findall(lines))
    return Named(int(found[1] or len(references)), references)

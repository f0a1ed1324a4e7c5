"""The clocks of all opinions, worked out anew from what people did: who should act since when and by which day."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from tests.year.days import DAY, after, at, day_of, later, number, on_or_after
from tests.year.diary import Deed, Did

REMINDED_AT = 9
ROUNDS = 3
"""After so many it is the staff's."""
QUESTION_DAYS, QUESTION_REMINDER = 10, 5
RATING_REMINDER, RATING_WINDOW = 7 * DAY, 14 * DAY


class Waits(StrEnum):
    """What an opinion waits for."""

    SCREENING = "screening"
    ANSWER = "answer"
    ACCEPTANCE = "acceptance"
    REPLY = "reply"
    CHECK = "check"
    TELLING = "telling"
    RATING = "rating"
    JUDGING = "judging"
    """Whether what was reported done really is."""
    SUPERVISION = "supervision"


WORKING_DAYS = {
    Waits.SCREENING: 2,
    Waits.ANSWER: 5,
    Waits.ACCEPTANCE: 5,
    Waits.REPLY: 15,
    Waits.CHECK: 5,
    Waits.SUPERVISION: 5,
}
AGAIN = 10
"""Working days for a second reply."""
SECOND_HANDLING = 22
"""Working days for the answer of a second handling, from when it begins."""
WITH_UNIT = (Waits.ACCEPTANCE, Waits.REPLY)
WITH_STAFF = (Waits.SCREENING, Waits.SUPERVISION)
ASKED = (Waits.RATING, Waits.JUDGING)
"""What constituents are asked, once more after a week, until silence answers."""


@dataclass(frozen=True, slots=True)
class Clock:
    """An opinion waits for somebody: from `begun` until `ended` (exclusive; None: for ever)."""

    reference: str
    waits: Waits
    whom: str
    """A representative's or constituent's name, a unit's number; empty: the staff."""
    begun: datetime
    since: datetime
    """From where half-time is counted: of a unit that has taken it, from the referral."""
    due: date
    representative: str = ""
    """Who has the case, or answered it."""
    ended: datetime | None = None
    wanting: datetime | None = None
    """When it was found wanting without a word why."""
    unit: str = ""
    """Whose reply was passed on, by number."""
    promised: date | None = None
    """Day until which that reply promises something."""
    reply_by: date | None = None
    """Day by which a unit that has been asked should reply, once it has taken it."""

    def runs(self, moment: datetime) -> bool:
        """Whether it runs then."""
        return self.begun <= moment and (self.ended is None or moment < self.ended)

    @property
    def whole(self) -> int:
        """Its working days."""
        return number(day_of(self.since), self.due)

    @property
    def very_late_after(self) -> date:
        """Twice the time has passed with this day."""
        return after(self.due, max(1, self.whole))

    def occasions(self, end: date) -> Iterator[tuple[date, str]]:
        """The mornings on which whoever has it is reminded: `half`, `before`, `day`, `late 4`."""
        whole = self.whole
        half = after(day_of(self.since), (whole + 1) // 2) if whole else None
        for day in later(day_of(self.begun)):
            if day > end or not self.runs(at(day, REMINDED_AT)):
                return
            if day > self.due:
                late = number(self.due, day)
                if late % 3 == 1:
                    yield day, f"late {late}"
            elif day == self.due:
                yield day, "day"
            elif after(day, 1) == self.due:
                yield day, "before"
            elif day == half:
                yield day, "half"

    def escalation(self, end: date) -> date | None:
        """The morning on which those above learn that it is very late; None if it does not come to that."""
        day = after(self.very_late_after, 1)
        if at(day, REMINDED_AT) <= self.begun:
            day = next((day for day, _ in self.occasions(end)), end + DAY)
        return day if day <= end and self.runs(at(day, REMINDED_AT)) else None


def given_up(asked: Clock) -> datetime:
    """When an unanswered question is given up."""
    return at(after(asked.due, 1), REMINDED_AT)


def asked_again(rating: Clock) -> datetime:
    """When an unrated answer is remembered."""
    return at(on_or_after(day_of(rating.begun + RATING_REMINDER)), REMINDED_AT)


def closes(rating: Clock) -> datetime:
    """When silence closes: on the first working morning after the window, a week after the reminder at the earliest."""
    end = max(rating.begun + RATING_WINDOW, asked_again(rating) + RATING_WINDOW - RATING_REMINDER)
    morning = at(on_or_after(day_of(end)), REMINDED_AT)
    return morning if morning >= end else at(on_or_after(day_of(end) + DAY), REMINDED_AT)


def next_morning(moment: datetime) -> datetime:
    """The next working morning: then one that was found wanting without a word why begins anew."""
    morning = at(on_or_after(day_of(moment)), REMINDED_AT)
    return morning if morning > moment else at(on_or_after(day_of(moment) + DAY), REMINDED_AT)


def clocks(deeds: Iterable[Deed]) -> list[Clock]:
    """All clocks that ran."""
    stories: dict[str, list[Deed]] = {}
    for deed in deeds:
        stories.setdefault(deed.reference, []).append(deed)
    return [clock for story in stories.values() for clock in _Story(story).clocks]


class _Story:
    """One opinion's."""

    def __init__(self, deeds: list[Deed]) -> None:
        self.clocks: list[Clock] = []
        self._paused: Clock | None = None
        self._whole: date | None = None
        self._representative = self._unit = ""
        self._round = 1
        self._promised: date | None = None
        self._reference, self._voter = deeds[0].reference, deeds[0].who
        for deed in deeds:
            self._time_passes(deed.at)
            self._happens(deed)
        self._time_passes(None)

    @property
    def _now(self) -> Clock:
        return self.clocks[-1]

    def _time_passes(self, until: datetime | None) -> None:
        """What happens by itself before the next deed."""
        if not self.clocks or self._now.ended is not None:
            return
        if self._now.waits is Waits.TELLING and (until is None or given_up(self._now) < until):
            self._resumes(given_up(self._now))
        elif self._now.waits is Waits.RATING and self._now.wanting is not None:
            morning = next_morning(self._now.wanting)
            if until is None or morning < until:
                self._goes_on(morning)
        elif self._now.waits in ASKED and (until is None or closes(self._now) < until):
            self._ends(closes(self._now))

    def _goes_on(self, moment: datetime) -> None:
        """Another round, or supervision after the last."""
        self._round += 1
        if self._round > ROUNDS:
            self._begins(moment, Waits.SUPERVISION, "")
        else:
            self._begins_anew(moment)

    def _happens(self, deed: Deed) -> None:
        now = deed.at
        match deed.did:
            case Did.SENT:
                self._begins(now, Waits.SCREENING, "")
            case Did.ASSIGNED | Did.HANDED_OVER:
                self._representative = deed.to
                due = self._now.due if deed.did is Did.HANDED_OVER else None
                self._begins(now, Waits.ANSWER, deed.to, due=due)
            case Did.ASKED:
                self._paused = self._now
                self._begins(now, Waits.TELLING, self._voter, due=after(day_of(now), QUESTION_DAYS))
            case Did.TOLD:
                self._resumes(now)
            case Did.RETURNED:
                due = self._of_handling(after(day_of(now), WORKING_DAYS[Waits.ANSWER]))
                self._begins(now, Waits.ANSWER, self._representative, due=due)
            case Did.REOPENED | Did.SUPERVISED:
                self._goes_on(now)
            case Did.ANSWERED | Did.PASSED_ON | Did.CONCLUDED:
                self._begins(now, Waits.RATING, self._voter, due=day_of(now + RATING_WINDOW))
                if deed.did is Did.PASSED_ON:
                    self.clocks[-1] = replace(self._now, unit=self._unit, promised=self._promised)
            case Did.FOUND_WANTING:
                self.clocks[-1] = replace(self._now, wanting=now)
            case Did.DECLINED | Did.WITHDREW | Did.RATED | Did.FOUND_HALF_DONE:
                self._ends(now)
            case Did.WATCHED | Did.WATCHED_NO_MORE | Did.SAID_MISSING:
                pass
            case _:
                self._with_unit(deed)

    def _with_unit(self, deed: Deed) -> None:
        now = deed.at
        match deed.did:
            case Did.REFERRED:
                self._unit = deed.to
                self._begins(now, Waits.ACCEPTANCE, deed.to)
                least = WORKING_DAYS[Waits.REPLY] if self._whole is None else AGAIN
                by = self._of_handling(after(day_of(now), least))
                self.clocks[-1] = replace(self._now, reply_by=by)
            case Did.ACCEPTED:
                self._begins(now, Waits.REPLY, self._unit, since=self._now.since, due=self._now.reply_by)
            case Did.REPLIED | Did.PROMISED:
                self._promised = date.fromisoformat(deed.to) if deed.did is Did.PROMISED else None
                self._begins(now, Waits.CHECK, self._representative)
            case Did.SENT_BACK:
                self._begins(now, Waits.REPLY, self._unit, due=after(day_of(now), AGAIN))
            case _:
                self._promise(deed)

    def _promise(self, deed: Deed) -> None:
        """What is promised has its own askings (`promises`); here is what it makes of the clock."""
        now = deed.at
        match deed.did:
            case Did.REPORTED | Did.PLANNED | Did.TICKED | Did.DATE_MOVED | Did.ASKED_FOR_DAY | Did.REFUSED_DAY:
                pass
            case Did.REPORTED_DONE:
                self._begins(now, Waits.JUDGING, self._voter, due=day_of(now + RATING_WINDOW))
                self.clocks[-1] = replace(self._now, unit=self._unit)
            case Did.CONFIRMED | Did.FOUND_PARTLY_DONE:
                self._ends(now)
            case Did.REFUTED:
                self._round += 1
                self._whole = after(day_of(now), SECOND_HANDLING)
                self._begins(now, Waits.REPLY, self._unit, due=self._whole)
            case _:
                raise AssertionError(deed)

    def _begins(
        self, moment: datetime, waits: Waits, whom: str, *, since: datetime | None = None, due: date | None = None
    ) -> None:
        self._ends(moment)
        due = due or after(day_of(moment), WORKING_DAYS[waits])
        self.clocks.append(Clock(self._reference, waits, whom, moment, since or moment, due, self._representative))

    def _begins_anew(self, moment: datetime) -> None:
        """A second handling: whoever answers has as long as that has."""
        self._whole = after(day_of(moment), SECOND_HANDLING)
        self._begins(moment, Waits.ANSWER, self._representative, due=self._whole)

    def _of_handling(self, due: date) -> date:
        """The same day, or that of the whole handling where it is later."""
        return due if self._whole is None else max(due, self._whole)

    def _resumes(self, moment: datetime) -> None:
        """The representative's clock goes on: what was waited for is added."""
        assert self._paused is not None
        waited = number(day_of(self._now.begun), day_of(moment))
        due = after(self._paused.due, waited) if waited else self._paused.due
        if self._whole is not None and waited:
            self._whole = after(self._whole, waited)
        self._begins(moment, Waits.ANSWER, self._representative, due=due)

    def _ends(self, moment: datetime) -> None:
        if self.clocks and self._now.ended is None:
            self.clocks[-1] = replace(self._now, ended=moment)

"""What surely happens in a year: promises kept, doubted, never kept, and what staff take in hand themselves."""

import random
from collections.abc import Coroutine
from enum import StrEnum
from typing import Any

from storage.vocabulary import Done, Satisfaction
from tests.year.clocks import ROUNDS
from tests.year.days import DAY
from tests.year.lives import drawn, is_sent, sent_and_handled
from tests.year.people import Somebody
from tests.year.promising import PromisedCase
from tests.year.town import BUREAUS
from tests.year.year import Year


class Fate(StrEnum):
    """What becomes of an opinion."""

    KEPT = "kept"
    UNCONFIRMED = "unconfirmed"
    """Held to by silence, and reported done; nobody says whether it was."""
    UNKEPT = "unkept"
    """Nothing is ever heard of it: it goes into the next year's list."""
    HALF = "half"
    """Rated as half done, and done in the end."""
    STEPPED = "stepped"
    """Promised with steps, which are changed on the way."""
    MOVED = "moved"
    """The unit moves the day by itself, and keeps that."""
    GRANTED = "granted"
    """It asks staff for another day yet, and keeps that."""
    REFUSED = "refused"
    """It does not get it, and never keeps what it promised."""
    OVERTAKEN = "overtaken"
    """The promised day comes while staff think about another, which they refuse."""
    PARTLY = "partly"
    """Reported done too early."""
    REFUTED = "refuted"
    """Not done at all: the unit has it anew."""
    EARLY = "early"
    """Done before the answer was rated."""
    WATCHED = "watched"
    """Late, until staff take it under supervision."""
    THIRD_ROUND = "third round"
    """Three answers found wanting, each with why: staff supervise it."""
    WORDLESS = "wordless"
    """The same without why, and staff are very late."""


SOME = 0.12
"""Each fate is surely that of one opinion, the first ones; of so many of the others too."""
EARLY_IN_THE_YEAR = 60
"""Days within which they are sent, so that all of it happens before the year is over."""
PROMISED_IN = 75 * DAY
"""Further than two askings for progress."""
MOVED_BY = 65 * DAY
"""From the day on which it is moved, and further than it was promised by."""


def opinion(year: Year, number: int) -> Coroutine[Any, Any, None]:
    """The life of the nth opinion."""
    fates = list(Fate)
    if number < len(fates):
        return _fated(year, number, fates[number])
    chance = random.Random(f"{year.seed} fate {number}")
    return _fated(year, number, chance.choice(fates)) if chance.random() < SOME else sent_and_handled(year, number)


async def _fated(year: Year, number: int, fate: Fate) -> None:
    chance = random.Random(f"{year.seed} opinion {number}")
    case, village = drawn(year, chance)
    await is_sent(year, case, number, chance, EARLY_IN_THE_YEAR)
    await year.working_days(1, chance)
    await case.is_assigned(chance.choice(year.town.clerks), village)
    who = year.town.representatives[village]
    if fate in (Fate.THIRD_ROUND, Fate.WORDLESS):
        await _Rounds(year, case, chance, who).go_on(says_why=fate is Fate.THIRD_ROUND)
    else:
        await _Promise(year, case, chance, who).goes_on(fate)


class _Promise:
    """An opinion about which a unit promises something."""

    def __init__(self, year: Year, case: PromisedCase, chance: random.Random, who: Somebody) -> None:
        self.year, self.case, self.chance, self.who = year, case, chance, who
        self.unit = chance.randrange(len(BUREAUS))
        self.officer = chance.choice(year.town.officers_of(self.unit))

    async def _days(self, first: int, last: int) -> None:
        await self.year.working_days(self.chance.randint(first, last), self.chance)

    async def goes_on(self, fate: Fate) -> None:
        """From the referral to whatever becomes of it."""
        await self._days(1, 4)
        await self.case.is_referred(self.who, self.unit)
        await self._days(1, 4)
        await self.case.is_accepted(self.officer)
        await self._days(1, 6)
        steps = [self.year.today + n * DAY for n in (20, 40, 60)] if fate is Fate.STEPPED else []
        await self.case.is_promised(self.officer, self.year.today + PROMISED_IN, steps)
        await self._days(1, 3)
        await self.case.is_passed_on(self.who)
        if fate is Fate.EARLY:
            await self._days(2, 4)
            await self._is_done_and_confirmed()
            return
        if fate is not Fate.UNCONFIRMED:
            await self.year.evenings(self.chance.choice((1, 5, 9)))
            if fate is Fate.HALF:
                await self.case.is_half_done(1)
            else:
                await self.case.is_rated(self.chance.choice((Satisfaction.SATISFIED, Satisfaction.MOSTLY)), 1)
        await self._is_kept_or_not(fate)

    async def _is_kept_or_not(self, fate: Fate) -> None:
        match fate:
            case Fate.KEPT:
                await self._reports()
                await self._is_done_and_confirmed()
            case Fate.UNCONFIRMED:
                await self._days(25, 30)
                await self.case.is_reported_on(self.officer, 25)
                await self._days(5, 9)
                await self.case.is_reported_done(self.officer)
            case Fate.PARTLY:
                await self._is_done_in_parts()
            case Fate.REFUTED:
                await self._is_not_done()
            case Fate.WATCHED:
                await self._is_watched()
            case Fate.HALF:
                await self._days(12, 16)
                await self._is_done_and_confirmed()
            case Fate.STEPPED:
                await self._goes_by_steps()
            case Fate.MOVED | Fate.GRANTED | Fate.REFUSED | Fate.OVERTAKEN:
                await self._takes_longer(fate)

    async def _reports(self) -> None:
        """Two reports within a week, of which the second is held back, and one later."""
        await self._days(10, 14)
        await self.case.is_reported_on(self.officer, 25)
        await self._days(1, 2)
        await self.case.is_reported_on(self.officer, 50)
        await self._days(12, 16)
        await self.case.is_reported_on(self.officer, 75)
        await self._days(1, 2)

    async def _goes_by_steps(self) -> None:
        """The first is done, the others are planned anew and one more, of which one is done."""
        await self._days(9, 12)
        await self.case.is_reported_on(self.officer, 25, ticks=True)
        await self._days(1, 3)
        await self.case.is_planned(self.officer, [self.year.today + n * DAY for n in (10, 20, 30)])
        await self.case.is_reported_on(self.officer, 50, ticks=True)  # held back until the week is over
        await self._days(7, 9)
        await self.case.is_reported_on(self.officer, 75)
        await self._is_done_and_confirmed()

    async def _takes_longer(self, fate: Fate) -> None:
        """Another day than was promised: with what was held back, then by leave of staff, or without it."""
        await self._days(8, 10)
        await self.case.is_reported_on(self.officer, 25)
        await self._days(1, 2)
        await self.case.is_reported_on(self.officer, 50)
        await self._days(1, 2)
        await self.case.is_moved(self.officer, self.year.today + MOVED_BY)
        if fate is not Fate.MOVED:
            await self._asks_staff(fate)
        if fate is Fate.REFUSED:
            return
        await self._days(12, 16)
        await self._is_done_and_confirmed()

    async def _asks_staff(self, fate: Fate) -> None:
        clerk = self.chance.choice(self.year.town.clerks)
        day = self.year.today + MOVED_BY
        await self.year.office(day - (4 if fate is Fate.OVERTAKEN else 20) * DAY)
        await self.case.is_to_be_moved(self.officer, day + 30 * DAY)
        match fate:
            case Fate.GRANTED:
                await self._days(0, 4)
                await self.case.is_granted(clerk)
            case Fate.OVERTAKEN:
                await self._days(6, 9)
                await self.case.is_refused(clerk)
            case _:
                await self._days(1, 6)
                await self.case.is_refused(clerk)

    async def _is_done_and_confirmed(self) -> None:
        await self.case.is_reported_done(self.officer)
        await self.year.evenings(self.chance.choice((1, 4, 9)))
        await self.case.is_judged(Done.YES)

    async def _is_done_in_parts(self) -> None:
        await self._days(8, 12)
        await self.case.is_reported_done(self.officer)
        await self.year.evenings(self.chance.choice((2, 9)))
        await self.case.is_judged(Done.PARTLY)
        await self._days(30, 35)
        await self.case.is_reported_on(self.officer, 90)
        await self._days(6, 9)
        await self.case.is_reported_done(self.officer, "second")
        await self.year.evenings(1)
        await self.case.is_judged(Done.YES)

    async def _is_not_done(self) -> None:
        await self._days(8, 12)
        await self.case.is_reported_done(self.officer)
        await self.year.evenings(2)
        await self.case.is_judged(Done.NO)
        await self._days(3, 15)
        await self.case.is_replied_to(self.officer)
        await self._days(1, 3)
        await self.case.is_passed_on(self.who)
        await self.year.evenings(3)
        await self.case.is_rated(Satisfaction.SATISFIED, 2)

    async def _is_watched(self) -> None:
        """By the clerk who reads a digest every morning."""
        clerk = self.year.town.clerks[0]
        await self.year.until(self.year.now + PROMISED_IN)
        await self._days(1, 9)
        await self.case.is_watched(clerk)
        await self._days(12, 20)
        await self._is_done_and_confirmed()
        await self._days(1, 3)
        await self.case.is_watched_no_more(clerk)


class _Rounds:
    """An opinion whose answers are all found wanting."""

    def __init__(self, year: Year, case: PromisedCase, chance: random.Random, who: Somebody) -> None:
        self.year, self.case, self.chance, self.who = year, case, chance, who

    async def go_on(self, *, says_why: bool) -> None:
        """All rounds, then supervision."""
        for number in range(1, ROUNDS + 1):
            await self.year.working_days(self.chance.randint(1, 4), self.chance)
            await self.case.is_answered(self.who)
            await self.year.evenings(self.chance.choice((1, 3, 8)))
            await self.case.is_found_wanting(number, says_why=says_why)
            if not says_why:  # the next working morning it goes on all the same
                await self.year.working_days(1, self.chance)
        days = self.chance.randint(2, 4) if says_why else self.chance.randint(12, 14)
        await self.year.working_days(days, self.chance)
        await self.case.is_concluded(self.chance.choice(self.year.town.clerks))
        if says_why:
            await self.year.evenings(2)
            await self.case.is_rated(Satisfaction.SATISFIED, ROUNDS)

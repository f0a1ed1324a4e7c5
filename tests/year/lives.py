"""What becomes of each opinion: chance decides who is quick, who is late and who never does anything."""

import itertools
import random
from datetime import date, timedelta

from storage.vocabulary import OF_ANY_ANSWER, Satisfaction
from tests.year.days import at
from tests.year.deeds import Case
from tests.year.people import Somebody
from tests.year.promising import PromisedCase
from tests.year.town import BUREAUS
from tests.year.year import EVENING, Year

FIRST, LAST = date(2025, 1, 6), date(2025, 12, 22)
"""When opinions are sent."""
QUESTION_STANDS = 11
"""Working days after which a question is given up: the day after the tenth."""
WORDS = tuple("".join(pair) for pair in itertools.product(("lamp", "road", "well", "bus", "dog"), "abcdefgh"))


async def sent_and_handled(year: Year, number: int) -> None:
    """An opinion, from the evening on which it is sent to its end."""
    chance = random.Random(f"{year.seed} opinion {number}")
    case, village = drawn(year, chance)
    await is_sent(year, case, number, chance, (LAST - FIRST).days + 1)
    if await _is_screened(year, case, chance, village):
        await _Handling(year, case, chance, village).goes_on()


def drawn(year: Year, chance: random.Random) -> tuple[PromisedCase, int]:
    """Somebody's opinion to be, and the representative of their village."""
    whose = chance.randrange(year.town.size.constituents - year.town.size.drafting)  # the last ones leave drafts
    return PromisedCase(year, year.town.constituents[whose]), year.town.representative_of(whose)


async def is_sent(year: Year, case: Case, number: int, chance: random.Random, within: int) -> None:
    """On an evening within so many days of the first."""
    await year.until(at(FIRST + timedelta(days=chance.randrange(within)), *EVENING))
    await case.is_sent(f"{number}: {' '.join(chance.sample(WORDS, 9))}")


async def _is_screened(year: Year, case: Case, chance: random.Random, village: int) -> bool:
    """Whether it comes to a representative: some are withdrawn or declined, some lie for long, a few for ever."""
    fate = chance.random()
    if fate < 0.03:
        await year.evenings(1)
        await case.is_withdrawn()
        return False
    if fate < 0.04:
        return False
    await year.working_days(chance.choices((1, 2, 3, 6, 9), (50, 30, 10, 6, 4))[0], chance)
    clerk = chance.choice(year.town.clerks)
    if fate < 0.10:
        await case.is_declined(clerk)
        return False
    await case.is_assigned(clerk, village)
    return True


class _Handling:
    """From the representative to the rating, twice perhaps."""

    def __init__(self, year: Year, case: Case, chance: random.Random, representative: int) -> None:
        self.year, self.case, self.chance = year, case, chance
        self.representative = representative

    @property
    def who(self) -> Somebody:
        """The representative who has it."""
        return self.year.town.representatives[self.representative]

    async def goes_on(self) -> None:
        """Each round to its answer, then what the constituent makes of it."""
        for last_round in (False, True):
            if not await self._comes_to_an_answer() or not await self._is_reopened(last_round=last_round):
                return

    async def _takes(self, days: int) -> bool:
        """Whoever has to act within so many working days does so in time, late, very late, or never."""
        how = self.chance.choices(("in time", "late", "very late", "never"), (60, 24, 14, 2))[0]
        if how == "never":
            return False
        first, last = {"in time": (0, days), "late": (days + 1, days + 5), "very late": (2 * days, 2 * days + 9)}[how]
        await self.year.working_days(self.chance.randint(first, last), self.chance)
        return True

    async def _comes_to_an_answer(self) -> bool:
        for way in self.chance.choices(("answer", "refer", "ask", "hand over"), (45, 30, 15, 10), k=2):
            if not await self._takes(5):
                return False
            match way:
                case "refer":
                    return await self._by_a_unit()
                case "ask":
                    await self._asks()
                case "hand over":
                    to = (self.representative + 1) % self.year.town.size.representatives
                    await self.case.is_handed_over(self.who, to)
                    self.representative = to
                case _:
                    break
        else:
            if not await self._takes(5):
                return False
        await self.case.is_answered(self.who)
        return True

    async def _asks(self) -> None:
        """Answered some evening; or not, until it is given up."""
        await self.case.is_asked_about(self.who)
        evenings = self.chance.choice((1, 3, 9, None))
        if evenings is None:
            await self.year.working_days(QUESTION_STANDS, self.chance)
            self.case.is_not_told()
        else:
            await self.year.evenings(evenings)
            await self.case.is_told()

    async def _by_a_unit(self) -> bool:
        unit = self.chance.randrange(len(BUREAUS))
        await self.case.is_referred(self.who, unit)
        officer = self.chance.choice(self.year.town.officers_of(unit))
        if not await self._takes(5):
            return False
        if self.chance.random() < 0.2:
            await self.case.is_returned(officer)
            return await self._takes(5) and await self._answers()
        if self.chance.random() < 0.8:
            await self.case.is_accepted(officer)
        while True:
            if not await self._takes(10):
                return False
            await self.case.is_replied_to(officer)
            if not await self._takes(5):
                return False
            if self.chance.random() < 0.8:
                await self.case.is_passed_on(self.who)
                return True
            await self.case.is_sent_back(self.who)

    async def _answers(self) -> bool:
        await self.case.is_answered(self.who)
        return True

    async def _is_reopened(self, *, last_round: bool) -> bool:
        """Rated on some evening within the window; dissatisfied ones mostly say why, and then it begins anew."""
        if self.chance.random() < 0.35:
            return False
        await self.year.evenings(self.chance.choice((1, 2, 5, 8, 11)))
        satisfaction = self.chance.choices(OF_ANY_ANSWER, (55, 20, 25))[0]
        if last_round and satisfaction is Satisfaction.DISSATISFIED:
            satisfaction = Satisfaction.MOSTLY  # third rounds are a fate
        if last_round or satisfaction is not Satisfaction.DISSATISFIED:
            await self.case.is_rated(satisfaction, 2 if last_round else 1)
            return False
        says_why = self.chance.random() < 0.7
        await self.case.is_found_wanting(1, says_why=says_why)
        if not says_why:  # the next working morning it begins anew all the same
            await self.year.working_days(1, self.chance)
        return True

"""All that the judge has to say of a year."""

from collections.abc import Iterator

from tests.year import judge, judge_office, judge_promises, judge_receptions
from tests.year.clocks import clocks
from tests.year.days import DAY
from tests.year.judge_digests import Digests
from tests.year.receptions import MONTHS, first_held, planned
from tests.year.transcript import transcript
from tests.year.year import FIRST, LAST, Year


def faults(year: Year) -> Iterator[str]:
    """Each thing that was said at a wrong time, twice, or not at all, in a line."""
    said = transcript(year.running.world, year.running.unmarked)
    diary, town = year.diary, year.town
    due = clocks(diary.deeds)
    yield from judge.nights(said, diary)
    made = judge_promises.promises(diary.deeds, LAST)
    more = (*judge_promises.asked(made, town, LAST), *judge_promises.requests(made, town, LAST))
    watched = judge_office.watching(diary.deeds, LAST)
    yield from judge.reminders(said, due, diary, town, LAST, (*more, *watched))
    yield from judge_promises.tellings(said, made)
    yield from judge_office.hears(said, diary, due, town, made)
    yield from judge.moves(said, diary, due)
    yield from Digests(said, diary, due, town, made).faults(FIRST + DAY, LAST)
    yield from judge_receptions.faults(said, diary, town, {planned(n): first_held(planned(n)) for n in MONTHS})

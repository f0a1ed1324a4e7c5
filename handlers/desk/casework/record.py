"""A representative's own page: the reception days to come, and the record of a year."""

from collections.abc import Mapping
from datetime import date, time, timedelta

from handlers.core.desk.tally import LEAST, instant, spread
from handlers.core.league.rules import period
from handlers.core.workdays.days import calendar
from handlers.core.workdays.rules import instant_of
from handlers.desk.fields import Choice
from handlers.desk.web import Answer, Desk
from handlers.notifications.reception import when
from handlers.presentation.names import SATISFACTION_LABELS
from storage.queries import opinions, reception, record
from storage.queries.league import Span
from storage.stages import IN_HAND
from storage.vocabulary import Satisfaction

DAYS = 6
"""Reception days that are listed: half a year of them."""
YEARS = 3


async def show(desk: Desk) -> Answer:
    """This year's record, or that of the year that is asked for."""
    t, days = desk.t, await calendar(desk.out)
    today, ids = days.day_of(desk.out.now), [one.id for one in desk.actor.representatives]
    asked = desk.asked.one("year")
    years = [f"{today.year - back}" for back in range(YEARS)]
    wanted = period(asked if asked in years else years[0], today)
    until = instant_of(date(wanted.first.year + 1, 1, 1), time(0), days.zone)
    span = Span(wanted.first, wanted.last, instant_of(wanted.first, time(0), days.zone), until)
    found = await record.record(desk.session, ids, span, today)
    answers = [(instant(first), instant(last)) for first, last in found.first_answers]
    coming = await reception.days_of_representatives(desk.session, ids, today, DAYS)
    return desk.page(
        "casework/record.html",
        year=wanted.first.year,
        years=[Choice(one, one) for one in years],
        one=found,
        in_hand=await opinions.count_of_representatives(desk.session, ids, IN_HAND),
        answers=spread([(first, last) for first, last in answers if first is not None and last is not None]),
        rated=_rated(desk, found.ratings),
        least=LEAST,
        coming=[(when(t, day, days), day) for day in coming],
        soon=today + timedelta(days=7),
    )


def _rated(desk: Desk, ratings: Mapping[Satisfaction, int]) -> list[tuple[str, int]]:
    """Ratings by word; none of too few, which would say who gave them."""
    if sum(ratings.values()) < LEAST:
        return []
    return [(desk.t(label).plain, ratings.get(word, 0)) for word, label in SATISFACTION_LABELS.items()]

"""Figures of a period, counted beside everybody's transaction and kept for an hour."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from handlers.core.actor import Actor
from handlers.core.desk.tally import Figures, tally
from handlers.core.desk.weeks import is_week, week_of
from handlers.core.league.rules import Period, period
from handlers.core.unit_of_work import UnitOfWork
from handlers.core.workdays.days import calendar
from handlers.core.workdays.rules import instant_of
from storage.beside import written_down
from storage.queries import figures as queries
from storage.queries import league
from storage.queries.figures import NAMES, Asked
from storage.queries.league import Span
from storage.vocabulary import Role

LEAST = 10
"""Nothing is said of fewer cases: as WriteToThem's "too few", and as the league."""
FRESH = timedelta(hours=1)
"""So long figures stand as they were counted: our own choice."""
SILENT_DAYS = 14
"""Calendar days without a word, after which a representative counts as silent: our own choice."""


def before(of: Period, today: date) -> Period:
    """The period of the same length just before. Pure."""
    last = of.first - timedelta(days=1)
    if is_week(of):
        return week_of(last)
    if of.months == 12:
        return period(f"{last.year}", today)
    return period(f"{last.year}Q{(last.month + 2) // 3}" if of.months == 3 else f"{last:%Y-%m}", today)


def weeks(of: Period) -> list[date]:
    """Mondays of the period, its first day before them. Pure."""
    found, day = [of.first], of.first + timedelta(days=7 - of.first.weekday())
    while day <= of.last:
        found.append(day)
        day += timedelta(days=7)
    return found


async def says_anything(work: UnitOfWork, actor: Actor, wanted: Period) -> bool:
    """True if enough cases came in a period, or in the one before, that figures may be shown. Raises `NotAllowed`."""
    actor.require(Role.STAFF)
    today = (await calendar(work)).day_of(work.now)
    for one in (wanted, before(wanted, today)):
        if await queries.received(work.session, await _asked(work, one, actor.stations)) >= LEAST:
            return True
    return False


async def of_period(work: UnitOfWork, actor: Actor, wanted: Period) -> tuple[Figures, Figures, datetime]:
    """The figures of a period and of the one before, among the cases they reach, and when they were counted.

    Raises `NotAllowed`, `TooCostly`.
    """
    actor.require(Role.STAFF)
    stations = actor.stations
    scope = "all" if stations is None else ",".join(map(str, sorted(stations)))
    key = f"figures:{wanted.code}:{scope}"
    known = await league.kept(work.session, key)
    if known is not None and timedelta() <= work.now - known.counted_at < FRESH:
        return known.lines[0][0], known.lines[0][1], known.counted_at
    days = await calendar(work)
    today = days.day_of(work.now)
    asked = [await _asked(work, one, stations) for one in (wanted, before(wanted, today))]
    written = written_down(work.session, [one for each in asked for one in queries.questions(each)])
    now, earlier = work.aside(tally, written, NAMES)
    await league.keep(work.session, key, [[now, earlier]], work.now)
    return now, earlier, work.now


async def _asked(work: UnitOfWork, of: Period, stations: Sequence[int] | None) -> Asked:
    days = await calendar(work)
    zone = days.zone
    until = instant_of(of.last + timedelta(days=1), time(0), zone)
    starts = [instant_of(day, time(0), zone) for day in weeks(of)]
    span = Span(of.first, of.last, starts[0], until)
    silent = work.now - timedelta(days=SILENT_DAYS)
    return Asked(span, [*starts, until], stations, days.day_of(work.now), silent)

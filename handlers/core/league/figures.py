"""Figures of a league, counted beside everybody's transaction and then looked at as often as one likes."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Select

from handlers.core.actor import Actor
from handlers.core.league.rules import Line, Period
from handlers.core.unit_of_work import UnitOfWork
from handlers.core.workdays.days import calendar
from handlers.core.workdays.rules import instant_of
from storage.beside import answered, written_down
from storage.queries import league as queries
from storage.queries.league import Asked, Span
from storage.vocabulary import Ranked, Role

FRESH = timedelta(hours=1)
"""So long a table stands as it was counted: our own choice. Among a million opinions counting takes a moment."""
KEPT = timedelta(days=2)
"""So long a table is kept that nobody asks for: our own choice."""

FIGURES: Mapping[Callable[[Asked], Select[Any]], Sequence[str]] = {
    queries.referred: ("received", "in_time", "late", "returned"),
    queries.promised: ("confirmed", "unconfirmed", "refuted", "unkept", "moves"),
    queries.rated: ("rated", "satisfied", "mostly", "half"),
}
"""The figures that each question answers, in their order."""


class Standing(NamedTuple):
    """A line, and whose it is."""

    line: Line
    subject: Any
    """A row of the directory with its names; None: of no topic, or the county office's own."""


class Table(NamedTuple):
    """A league as it was counted."""

    standings: list[Standing]
    counted_at: datetime


async def span_of(work: UnitOfWork, period: Period) -> Span:
    """The period with its instants in the town."""
    zone = (await calendar(work)).zone
    after = period.last + timedelta(days=1)
    return Span(period.first, period.last, instant_of(period.first, time(0), zone), instant_of(after, time(0), zone))


async def table(work: UnitOfWork, actor: Actor, of: Ranked, period: Period, *, anew: bool = False) -> Table:
    """The league for a period, among the cases they reach; counted at most an hour ago, or now. Raises `NotAllowed`."""
    actor.require(Role.STAFF)
    stations = actor.stations
    scope = "all" if stations is None else ",".join(map(str, sorted(stations)))
    key = f"{of}:{period.code}:{scope}"
    known = await queries.kept(work.session, key)
    if known is None or anew or not timedelta() <= work.now - known.counted_at < FRESH:
        lines, counted_at = await _counted(work, of, period, stations), work.now
        await queries.keep(work.session, key, lines, work.now)
        await queries.forget(work.session, work.now - KEPT)
    else:
        lines, counted_at = [Line(*line) for line in known.lines], known.counted_at
    return Table(await _named(work, of, lines, stations), counted_at)


async def _counted(work: UnitOfWork, of: Ranked, period: Period, stations: Sequence[int] | None) -> list[Line]:
    days = await calendar(work)
    asked = Asked(of, await span_of(work, period), stations, work.now, days.day_of(work.now))
    questions = [ask(asked) for ask in FIGURES]
    answers = work.aside(answered, written_down(work.session, questions))
    found: dict[int, dict[str, int]] = {}
    for names, rows in zip(FIGURES.values(), answers, strict=True):
        for subject, *figures in rows:
            found.setdefault(subject or 0, {}).update(zip(names, map(int, figures), strict=True))
    return [Line(subject, **figures) for subject, figures in sorted(found.items())]


async def _named(work: UnitOfWork, of: Ranked, lines: Sequence[Line], stations: Sequence[int] | None) -> list[Standing]:
    """Lines with names; to county staff also of those that had no case."""
    known = {line.id: line for line in lines}
    ids = None if stations is None else [number for number in known if number]
    subjects = await queries.subjects(work.session, of, ids)
    standings = [Standing(known.get(one.id, Line(one.id)), one) for one in subjects]
    return [*standings, *(Standing(line, None) for line in lines if line.id == 0)]

"""Reception days as a month or a week: of the stations of staff, or those that a representative sits on."""

import calendar as months
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from handlers.core.reception import planning
from handlers.core.workdays.days import calendar
from handlers.core.workdays.rules import Calendar
from handlers.desk.fields import Choice
from handlers.desk.web import Answer, Desk, number
from handlers.presentation.month import WEEKDAYS, month_of, next_month
from storage.models.directory import Station
from storage.models.reception import ReceptionDay
from storage.queries import directory
from storage.queries import reception as kept
from storage.queries.reception import OnRoster
from storage.vocabulary import Role

NAMED = 2
"""Names in a line of a month, so that it stays short; the others are counted. A week names all."""
A_CELL = 4
"""Reception days in a cell of a month; a week holds all."""
WEEK = "week"


class Line(NamedTuple):
    """A reception day in a month or a week."""

    day: ReceptionDay
    names: list[str]
    more: int
    """Names that are not shown."""
    mark: str
    """How it stands, in a word; empty where nothing is to be said."""
    shade: str
    """Of the mark: `late`, `soon`, `none`."""


class Cell(NamedTuple):
    """A day of the calendar."""

    date: date
    working: bool
    is_today: bool
    lines: list[Line]
    more: int
    """Reception days that are not shown."""


def stations_of(desk: Desk) -> Sequence[int] | None:
    """Stations whose days they see; None: all. Of a representative it is their own days that count."""
    return desk.actor.stations if desk.role is Role.STAFF else None


async def show(desk: Desk) -> Answer:
    """The month, or the week, of the day that is asked for."""
    days = await calendar(desk.out)
    today = days.day_of(desk.out.now)
    day, is_week = _day(desk.asked.one("day"), today), desk.asked.one("view") == WEEK
    first, last = _stretch(day, is_week=is_week)
    stations = await _stations(desk)
    wanted = next((one for one in stations if one.id == number(desk.asked.one("station"))), None)
    found = await _found(desk, first, last, wanted)
    cells = _cells(desk, days, found, await _names(desk, found), (first, last), is_week=is_week)
    return desk.page(
        "reception/month.html",
        role=desk.role.value,
        title=_week_name(desk, first, last) if is_week else desk.t.month(first).plain,
        cells=cells,
        weekdays=WEEKDAYS[desk.t.language],
        is_week=is_week,
        before=first - timedelta(days=7) if is_week else next_month(first, -1),
        after=first + timedelta(days=7) if is_week else next_month(first, 1),
        day=day,
        today=today,
        stations=[Choice(str(one.id), desk.t.named(one)) for one in stations],
        station=wanted.id if wanted is not None else "",
        n=len([one for one in found if one.cancelled_at is None]),
        unmanned=sum(line.shade == "soon" for cell in cells for line in cell.lines),
    )


def _day(said: str, today: date) -> date:
    """The day in an address; today where it is none, or none that a calendar shows."""
    try:
        day = date.fromisoformat(said)
    except ValueError:
        return today
    return day if today.year - 20 <= day.year <= today.year + 10 else today


def _stretch(day: date, *, is_week: bool) -> tuple[date, date]:
    if is_week:
        monday = day - timedelta(days=day.weekday())
        return monday, monday + timedelta(days=6)
    first = month_of(day)
    return first, first.replace(day=months.monthrange(first.year, first.month)[1])


def _week_name(desk: Desk, first: date, last: date) -> str:
    return desk.t("{first} to {last}", first=desk.t.brief(first, last.year), last=desk.t.day(last)).plain


async def _stations(desk: Desk) -> Sequence[Station]:
    """Those to choose from; a representative's days are theirs wherever they are."""
    if desk.role is not Role.STAFF:
        return []
    return await directory.stations(desk.session, desk.actor.stations)


async def _found(desk: Desk, first: date, last: date, station: Station | None) -> Sequence[ReceptionDay]:
    stations = [station.id] if station is not None else stations_of(desk)
    theirs = None if desk.role is Role.STAFF else [one.id for one in desk.actor.representatives]
    return await kept.days_between(desk.session, first, last, stations, theirs)


async def _names(desk: Desk, found: Sequence[ReceptionDay]) -> Mapping[int, Sequence[OnRoster]]:
    return await kept.names_on(desk.session, [one.id for one in found])


def _cells(
    desk: Desk,
    days: Calendar,
    found: Sequence[ReceptionDay],
    names: Mapping[int, Sequence[OnRoster]],
    stretch: tuple[date, date],
    *,
    is_week: bool,
) -> list[Cell]:
    """The days of the stretch, each with its reception days."""
    today, (first, last) = days.day_of(desk.out.now), stretch
    by_day: dict[date, list[Line]] = {}
    for one in found:
        by_day.setdefault(one.day, []).append(_line(desk, one, names.get(one.id, ()), all_names=is_week))
    dates = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return [_cell(day, days, today, by_day.get(day, []), cut=not is_week) for day in dates]


def _cell(day: date, days: Calendar, today: date, lines: list[Line], *, cut: bool) -> Cell:
    shown = lines[:A_CELL] if cut and len(lines) > A_CELL + 1 else lines
    return Cell(day, days.is_working(day), day == today, shown, len(lines) - len(shown))


def _line(desk: Desk, one: ReceptionDay, roster: Sequence[OnRoster], *, all_names: bool) -> Line:
    names = [desk.t.named(who) for who in roster]
    shown = names if all_names else names[:NAMED]
    mark, shade = _mark(desk, one, roster)
    return Line(one, shown, len(names) - len(shown), mark, shade)


def _mark(desk: Desk, one: ReceptionDay, roster: Sequence[OnRoster]) -> tuple[str, str]:
    """How it stands, and the shade of that: cancelled, held, or without anybody on the roster."""
    t, came = desk.t, sum(who.came_at is not None for who in roster)
    if one.cancelled_at is not None:
        return t("does not take place").plain, "none"
    if desk.out.now > planning.ending(one, desk.out):
        words = t("came: {n} of {all}", n=came, all=len(roster)) if roster else t("nobody on the roster")
        return words.plain, "" if came else "late"
    if came:
        return t("came: {n} of {all}", n=came, all=len(roster)).plain, ""
    return ("", "") if roster else (t("nobody on the roster yet").plain, "soon")

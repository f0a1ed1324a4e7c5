"""The working days of a year, month by month, and what county staff enter in them."""

import calendar as months
from datetime import date
from typing import NamedTuple

from handlers.conversation.errors import Unusable
from handlers.conversation.texts import N_, Html
from handlers.core.errors import CalendarDayNotFound
from handlers.core.workdays import actions, rules
from handlers.core.workdays.days import calendar
from handlers.core.workdays.rules import Calendar
from handlers.desk.fields import missing
from handlers.desk.web import Answer, Desk, number
from handlers.presentation.month import WEEKDAYS
from storage.queries import calendar as kept

SAID = {
    "worked": N_("{day} is a working day now."),
    "off": N_("{day} is a day off now."),
    "withdrawn": N_("{day} is as the country's list says again."),
    "settled": N_("{year} counts as complete from now on."),
    "unsettled": N_("{year} no longer counts as complete: enter what is missing, and say so then."),
}
"""Said of what was done just now, by its name in the address."""
PLACE = "/staff/settings/calendar"


class Day(NamedTuple):
    """A day in a month."""

    date: date
    shade: str
    """`rest` a weekend, `off` another day off, `worked` a weekend that is worked; empty for a working day."""
    entered: bool
    is_today: bool


class Month(NamedTuple):
    """A month of the year, in weeks; None where a week reaches beyond it."""

    first: date
    weeks: list[list[Day | None]]


async def show(desk: Desk) -> Answer:
    """The year that is asked for; this one if none is, or none that the calendar reaches to."""
    days = await calendar(desk.out)
    today, t = days.day_of(desk.out.now), desk.t
    year = _year(desk, today)
    chosen = _chosen(desk)
    entries = await kept.entries(desk.session, date(year, 1, 1), date(year, 12, 31))
    return desk.page(
        "settings/calendar.html",
        year=year,
        months=[_month(days, year, n, today) for n in range(1, 13)],
        weekdays=[name[:2] for name in WEEKDAYS[t.language]],
        years=[one for one in (year - 1, year + 1) if rules.is_in_reach(one, desk.out.now)],
        entries=entries,
        chosen=chosen,
        stands=_stands(desk, days, chosen),
        is_certain=days.is_certain(year),
        is_settled=days.is_certain(year) and not days.country.is_official(year),
        may_change=desk.actor.of_county,
        typed=desk.asked.typed,
        longest=rules.LONGEST_REASON,
        said=_said(desk, year),
    )


def _year(desk: Desk, today: date) -> int:
    chosen = _chosen(desk)
    year = number(desk.asked.one("year") or desk.asked.typed("year")) or (chosen.year if chosen else 0)
    return year if rules.is_in_reach(year, desk.out.now) else today.year


def _chosen(desk: Desk) -> date | None:
    """The day that is to be changed; None for none, or none that is one."""
    try:
        day = date.fromisoformat(desk.asked.typed("day") or desk.asked.one("day"))
    except ValueError:
        return None
    return day if rules.is_in_reach(day.year, desk.out.now) else None


def _stands(desk: Desk, days: Calendar, day: date | None) -> Html | str:
    """The day that was chosen, as it counts now."""
    if day is None:
        return ""
    t, name = desk.t, desk.t.day(day)
    return t("{day} is a working day.", day=name) if days.is_working(day) else t("{day} is a day off.", day=name)


def _said(desk: Desk, year: int) -> Html | str:
    said, day = SAID.get(desk.asked.one("said")), _chosen(desk)
    if said is None or desk.refusal is not None or (day is None and "{day}" in said):
        return ""
    return desk.t(said, day=desk.t.day(day) if day is not None else "", year=year)


def _month(days: Calendar, year: int, month: int, today: date) -> Month:
    weeks = months.Calendar().monthdatescalendar(year, month)
    first = date(year, month, 1)
    return Month(first, [[_day(days, one, today) if one.month == month else None for one in week] for week in weeks])


def _day(days: Calendar, day: date, today: date) -> Day:
    weekend, works = days.country.is_weekend(day), days.is_working(day)
    shade = ("worked" if weekend else "") if works else ("rest" if weekend else "off")
    return Day(day, shade, day in days.entered, day == today)


# What county staff enter


async def enter(desk: Desk) -> Answer:
    """Make a day worked or free, with the reason that staff read. Raises `Unusable`, `CalendarDayNotFound`."""
    day, reason = _day_of(desk), " ".join(desk.asked.typed("reason").split())
    if not reason or desk.asked.typed("working") not in ("0", "1"):
        raise missing(desk)
    working, days = desk.asked.typed("working") == "1", await calendar(desk.out)
    if days.is_working(day) is working:
        raise Unusable(desk.t("Nothing would change: {stands}", stands=_stands(desk, days, day)))
    await actions.enter(desk.out, desk.actor, day, working, reason)
    return desk.go(PLACE, year=day.year, day=day.isoformat(), said="worked" if working else "off")


async def withdraw(desk: Desk) -> Answer:
    """Let the country's list count again for a day. Raises `CalendarDayNotFound`."""
    day = _day_of(desk)
    await actions.withdraw(desk.out, desk.actor, day)
    return desk.go(PLACE, year=day.year, day=day.isoformat(), said="withdrawn")


async def settle(desk: Desk) -> Answer:
    """Let a year count as complete. Raises `CalendarDayNotFound`."""
    year = number(desk.asked.typed("year"))
    await actions.settle(desk.out, desk.actor, year)
    return desk.go(PLACE, year=year, said="settled")


async def unsettle(desk: Desk) -> Answer:
    """Take that back. Raises `CalendarDayNotFound`."""
    year = number(desk.asked.typed("year"))
    await actions.unsettle(desk.out, desk.actor, year)
    return desk.go(PLACE, year=year, said="unsettled")


def _day_of(desk: Desk) -> date:
    """The day that was filled in. Raises `Unusable` for none, `CalendarDayNotFound`."""
    if not desk.asked.typed("day"):
        raise missing(desk)
    day = _chosen(desk)
    if day is None:
        raise CalendarDayNotFound
    return day

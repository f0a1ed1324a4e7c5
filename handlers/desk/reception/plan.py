"""Planning reception days of a station: a single one, or a rule by which they come back."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from handlers.conversation.texts import N_, Html, Translator, join
from handlers.core.errors import NotAllowed
from handlers.core.reception import access, actions, rules
from handlers.core.reception.events import Schedule
from handlers.core.reception.rules import Rule
from handlers.core.workdays.days import calendar
from handlers.desk.fields import Choice, missing
from handlers.desk.reception.day import read_day, read_hours, read_words
from handlers.desk.web import Answer, Desk, number
from handlers.notifications.reception import when
from handlers.presentation.due_days import due_day, note
from handlers.presentation.reception import NTH, USUAL_HOURS, WEEKDAYS, as_rule, rule_words
from storage.models.directory import Station
from storage.queries import directory
from storage.queries import reception as kept
from storage.vocabulary import Recurrence

DAY, RULE = "day", "rule"
"""Names of the two forms."""
NAMED = 3
"""Days that a rule would make, as its preview names them."""
SAID: Mapping[str, str] = {
    "rule": N_("✅ The rule is set, and its next days are planned. Now give them rosters."),
    "ended": N_("It makes no more days. What is planned already stays; cancel it day by day."),
}


class Kept(NamedTuple):
    """A rule that makes days."""

    id: int
    words: Html


class Preview(NamedTuple):
    """What would be set, before it is."""

    words: Html
    questioned: bool
    """It is a day off: it is asked if that is meant."""


async def show(desk: Desk) -> Answer:
    """The rules of a station, and both ways to plan more; who has several chooses one first."""
    stations = await directory.stations(desk.session, desk.actor.stations)
    station, t = _chosen(desk, stations), desk.t
    said = SAID.get(desk.asked.one("said"))
    return desk.page(
        "reception/plan.html",
        stations=[Choice(str(one.id), t.named(one)) for one in stations],
        station=station,
        place=access.own_place(station) if station is not None else "",
        kept=await _rules(desk, station),
        said=t(said) if said is not None and desk.refusal is None else "",
        ways=_ways(t),
        weekdays=[Choice(str(n), t(name).plain) for n, name in enumerate(WEEKDAYS)],
        usual=[hours.split("-") for hours in USUAL_HOURS],
        what=desk.asked.typed("what"),
        typed=desk.asked.typed,
        preview=await _preview(desk, station),
        longest=rules.LONGEST_TEXT,
    )


def _chosen(desk: Desk, stations: Sequence[Station]) -> Station | None:
    """The station that is asked for; who has one need not choose."""
    wanted = number(desk.asked.typed("station") or desk.asked.one("station"))
    return stations[0] if len(stations) == 1 else next((one for one in stations if one.id == wanted), None)


async def _rules(desk: Desk, station: Station | None) -> list[Kept]:
    if station is None:
        return []
    found = await kept.rules_of(desk.session, station.id)
    return [Kept(one.id, rule_words(desk.t, as_rule(one), one)) for one in found]


# How days come back, as one choice


def _ways(t: Translator) -> list[Choice]:
    """Each way as `recurrence.every`."""
    nth = [
        Choice(f"{Recurrence.NTH_WEEKDAY.value}.{n}", t("each month, on the {nth} such weekday", nth=t(name)).plain)
        for n, name in NTH.items()
    ]
    return [
        Choice(f"{Recurrence.WEEKLY.value}.1", t("each week").plain),
        Choice(f"{Recurrence.WEEKLY.value}.2", t("every second week").plain),
        *nth,
        Choice(f"{Recurrence.MONTHLY.value}.1", t("each month, on one day of the month").plain),
    ]


def _read_rule(desk: Desk, today: date) -> Rule:
    """The rule that was filled in. Raises `Unusable`."""
    name, _, every = desk.asked.typed("way").partition(".")
    if name not in tuple(Recurrence):
        raise missing(desk)
    recurrence = Recurrence(name)
    said = desk.asked.typed("date" if recurrence is Recurrence.MONTHLY else "weekday")
    day = int(said) if said.isdigit() and len(said) < 3 else -1
    if day not in rules.days_of(recurrence) or number(every) not in rules.steps_of(recurrence):
        raise missing(desk)
    return Rule(recurrence, day, number(every), today)


# Seen first, then done


async def _preview(desk: Desk, station: Station | None) -> Preview | None:
    """What would be set, in words; None where nothing was filled in, or it was refused."""
    what = desk.asked.typed("what")
    if what not in (DAY, RULE) or station is None or desk.refusal is not None:
        return None
    t, days = desk.t, await calendar(desk.out)
    at = read_hours(desk, read_words(desk, "place"))
    if what == DAY:
        day = read_day(desk)
        words = when(t, Schedule(day, at.starts, at.ends), days)
        return Preview(t.phrases(words, at.place), await actions.is_questionable(desk.out, day))
    rule = _read_rule(desk, days.day_of(desk.out.now))
    named = rules.planned_days(rule, rule.since, rule.since + rules.HORIZON)[:NAMED]
    held = [days.next_working(day) for day in named]
    hours = t.phrases(rule_words(t, rule), f"{at.starts:%H:%M}–{at.ends:%H:%M}", at.place)
    next_ = t("The next ones: {days}", days=t.listed(due_day(t, day, days) for day in held))
    return Preview(join([hours, next_, note(t, held[-1], days) if held else ""]), questioned=False)


async def set_up(desk: Desk) -> Answer:
    """Plan what was previewed. Raises `Unusable`, and what the actions raise."""
    station_id, what = number(desk.asked.typed("station")), desk.asked.typed("what")
    if what not in (DAY, RULE):
        raise missing(desk)
    await access.supervised_station(desk.out, desk.actor, station_id)
    if desk.asked.typed("sure") != "1":
        return await show(desk)
    at = read_hours(desk, read_words(desk, "place"))
    if what == RULE:
        rule = _read_rule(desk, (await calendar(desk.out)).day_of(desk.out.now))
        await actions.set_rule(desk.out, desk.actor, station_id, rule, at)
        return desk.go("/staff/reception/plan", station=station_id, said=RULE)
    meant = desk.asked.typed("on_day_off") == "1"
    made = await actions.add_day(desk.out, desk.actor, station_id, read_day(desk), at, on_day_off=meant)
    return desk.go(f"/staff/reception/{made.id}", said="added")


async def end_rule(desk: Desk) -> Answer:
    """Let a rule make no more days. Raises `NotAllowed`."""
    rule = number(desk.asked.typed("rule"))
    if not rule:
        raise NotAllowed
    ended = await actions.end_rule(desk.out, desk.actor, rule)
    return desk.go("/staff/reception/plan", station=ended.station_id, said="ended")

"""Reception days are made, moved, cancelled and manned; reminders follow, and who is concerned hears of it."""

from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from handlers.core.reception import rules
from handlers.core.reception.events import DayCancelled, DayMoved, Schedule, Seated, Unseated
from handlers.core.reception.rules import Rule
from handlers.core.reminders.rules import is_time, next_morning
from handlers.core.unit_of_work import UnitOfWork
from handlers.core.workdays.days import calendar
from handlers.core.workdays.rules import instant_of, working_morning
from storage.models.reception import ReceptionDay, ReceptionRule
from storage.queries import due
from storage.queries import reception as kept

REMINDER, AFTER, AHEAD = "reception.reminder", "reception.after", "reception.plan"
PLANNING = time(3)
"""The next days are made at night: nobody is told of them one by one."""


class Hours(NamedTuple):
    """When on a day, and where."""

    starts: time
    ends: time
    place: str


async def add(work: UnitOfWork, station_id: int, day: date, hours: Hours) -> ReceptionDay:
    """A single day, as chosen: a day off is staff's own will."""
    return await _make(work, station_id, day, day, hours, None)


async def follow(work: UnitOfWork, station_id: int, rule: Rule, hours: Hours) -> ReceptionRule:
    """A rule from now on, and its days of the next two months."""
    kept_rule = ReceptionRule(
        station_id=station_id,
        recurrence=rule.recurrence,
        day=rule.day,
        every=rule.every,
        since=rule.since,
        **hours._asdict(),
    )
    work.session.add(kept_rule)
    await work.session.flush()
    await _days_of(work, kept_rule)
    return kept_rule


async def plan_ahead(work: UnitOfWork) -> None:
    """Make the days that rules name within the horizon; move, by day, those that another list of holidays made free."""
    for rule in await kept.all_rules(work.session):
        await _days_of(work, rule)
    days = await calendar(work)
    today = days.day_of(work.now)
    tomorrow = instant_of(today + timedelta(days=1), PLANNING, days.zone)
    await due.plan(work.session, AHEAD, None, tomorrow, f"{AHEAD}:{today + timedelta(days=1)}")
    misplaced = await _misplaced(work)
    morning = next_morning(work.now, days)
    if is_time(work.now, days) or any(one.day <= days.day_of(morning) for one, _ in misplaced):
        await follow_calendar(work)
    elif misplaced:
        await due.plan(work.session, AHEAD, None, morning, f"{AHEAD}:{morning.isoformat()}")


async def follow_calendar(work: UnitOfWork) -> None:
    """Move the days that the calendar, as it is now, makes free, or worked again. Call it when staff changed it."""
    for one, held in await _misplaced(work):
        await move(work, one, held, Hours(one.starts, one.ends, one.place), None)


async def _misplaced(work: UnitOfWork) -> list[tuple[ReceptionDay, date]]:
    """Days that a rule made and nobody moved, with the day on which they should be."""
    days = await calendar(work)
    coming = await kept.days_from(work.session, days.day_of(work.now) + timedelta(days=1), 500)
    by_rule = [one for one in coming if one.rule_id is not None and not one.moved_by_hand]
    return [(one, held) for one in by_rule if (held := days.next_working(one.planned)) != one.day]


async def _days_of(work: UnitOfWork, rule: ReceptionRule) -> None:
    days = await calendar(work)
    today = days.day_of(work.now)
    named = rules.planned_days(Rule(rule.recurrence, rule.day, rule.every, rule.since), today, today + rules.HORIZON)
    known = await kept.planned_already(work.session, rule.id, today)
    hours = Hours(rule.starts, rule.ends, rule.place)
    for planned in named:
        if planned not in known:
            await _make(work, rule.station_id, planned, days.next_working(planned), hours, rule.id)


async def _make(
    work: UnitOfWork, station_id: int, planned: date, day: date, hours: Hours, rule_id: int | None
) -> ReceptionDay:
    made = ReceptionDay(station_id=station_id, rule_id=rule_id, planned=planned, day=day, **hours._asdict())
    made.moved_by_hand = rule_id is None
    work.session.add(made)
    await work.session.flush()
    await work.session.refresh(made)
    await _plan_account(work, made)
    return made


async def move(work: UnitOfWork, one: ReceptionDay, day: date, hours: Hours, reason: str | None) -> None:
    """Another day or other hours; `reason` None: the calendar moved it. Everybody concerned is told."""
    before = Schedule(one.day, one.starts, one.ends)
    one.day, one.starts, one.ends, one.place = day, hours.starts, hours.ends, hours.place
    one.sequence += 1
    one.reason = reason
    one.moved_by_hand = one.moved_by_hand or reason is not None
    await work.session.flush()
    await _plan_account(work, one)
    for place in await kept.roster(work.session, one.id):
        await _plan_reminders(work, one, place.id)
    work.record(DayMoved(one, before))


async def cancel(work: UnitOfWork, one: ReceptionDay, reason: str) -> None:
    """It does not take place; everybody concerned is told. What was to be reminded of is void by its sequence."""
    one.cancelled_at, one.reason = work.now, reason
    one.sequence += 1
    await work.session.flush()
    work.record(DayCancelled(one))


async def seat(work: UnitOfWork, one: ReceptionDay, representative_id: int) -> bool:
    """Put somebody on the roster; they are told, and reminded. False if they are on it already."""
    if not await kept.seat(work.session, one.id, representative_id):
        return False
    place = await kept.place_of(work.session, one.id, [representative_id])
    if place is not None:
        await _plan_reminders(work, one, place.id)
    work.record(Seated(one, representative_id))
    return True


async def unseat(work: UnitOfWork, one: ReceptionDay, representative_id: int) -> None:
    """Take somebody off the roster; they are told."""
    await kept.unseat(work.session, one.id, representative_id)
    work.record(Unseated(one, representative_id))


async def _plan_reminders(work: UnitOfWork, one: ReceptionDay, place_id: int) -> None:
    days = await calendar(work)
    mornings = {when: before for before, when in rules.reminder_instants(one.day, days).items()}
    for when, before in mornings.items():
        if when > work.now and when < beginning(one, work):
            once = f"{REMINDER}:{place_id}:{one.sequence}:{before}"
            await due.plan(work.session, REMINDER, None, when, once, subject_id=place_id)


async def _plan_account(work: UnitOfWork, one: ReceptionDay) -> None:
    """On the next working morning staff learn who came."""
    days = await calendar(work)
    when = working_morning(instant_of(one.day + timedelta(days=1), rules.REMINDING, days.zone), days)
    await due.plan(work.session, AFTER, None, when, f"{AFTER}:{one.id}:{one.sequence}", subject_id=one.id)


def beginning(one: ReceptionDay, work: UnitOfWork) -> datetime:
    """When it begins, aware UTC."""
    return instant_of(one.day, one.starts, work.county.zone)


def ending(one: ReceptionDay, work: UnitOfWork) -> datetime:
    """When it ends, aware UTC."""
    return instant_of(one.day, one.ends, work.county.zone)


def sequence_of(once: str) -> int:
    """The sequence a planned thing was made for: `reception.after:7:2`, `reception.reminder:9:2:3`."""
    return int(once.split(":")[2])

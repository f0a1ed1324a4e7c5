"""Planning of reception days: days that rules name, days that the calendar moves, and the reminders that follow."""

from datetime import date, datetime, time, timedelta

from handlers.core.reception import rules
from handlers.core.reception.events import DayMoved, Schedule
from handlers.core.reception.rules import Rule, TimeAndPlace
from handlers.core.reminders.rules import is_time, next_morning
from handlers.core.unit_of_work import UnitOfWork
from handlers.core.workdays.days import calendar
from handlers.core.workdays.rules import instant_of, working_morning
from storage.models.reception import ReceptionDay, ReceptionRule
from storage.queries import due
from storage.queries import reception as kept

REMINDER, END, AFTER, AHEAD = "reception.reminder", "reception.end", "reception.after", "reception.plan"
PLANNING = time(3)
"""The next days are made at night: nobody is told of them one by one."""


async def plan_ahead(work: UnitOfWork) -> None:
    """Make the days that rules name within the horizon; move, by day, those that another list of holidays made free."""
    for rule in await kept.all_rules(work.session):
        await make_days(work, rule)
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
    """Move the days that the calendar, as it is now, makes free, or worked again. Call it when that has changed."""
    for one, held in await _misplaced(work):
        await reschedule(work, one, held, TimeAndPlace(one.starts, one.ends, one.place), None)


async def _misplaced(work: UnitOfWork) -> list[tuple[ReceptionDay, date]]:
    """Days that a rule made and nobody moved, with the day on which they should be."""
    days = await calendar(work)
    coming = await kept.days_from(work.session, days.day_of(work.now) + timedelta(days=1), 500)
    by_rule = [one for one in coming if one.rule_id is not None and not one.moved_by_hand]
    return [(one, held) for one in by_rule if (held := days.next_working(one.planned)) != one.day]


async def make_days(work: UnitOfWork, rule: ReceptionRule) -> None:
    """Make the days that a rule names within the horizon and that it has not made yet."""
    days = await calendar(work)
    today = days.day_of(work.now)
    named = rules.planned_days(Rule(rule.recurrence, rule.day, rule.every, rule.since), today, today + rules.HORIZON)
    known = await kept.planned_already(work.session, rule.id, today)
    at = TimeAndPlace(rule.starts, rule.ends, rule.place)
    for planned in named:
        if planned not in known:
            await make(work, rule.station_id, planned, days.next_working(planned), at, rule.id)


async def make(
    work: UnitOfWork, station_id: int, planned: date, day: date, at: TimeAndPlace, rule_id: int | None
) -> ReceptionDay:
    """Plan a reception day and the account of who came; `rule_id` None: staff chose it, no day off moves it."""
    made = ReceptionDay(
        station_id=station_id,
        rule_id=rule_id,
        planned=planned,
        day=day,
        starts=at.starts,
        ends=at.ends,
        place=at.place,
    )
    made.moved_by_hand = rule_id is None
    work.session.add(made)
    await work.session.flush()
    await work.session.refresh(made)
    await _plan_account(work, made)
    return made


async def reschedule(work: UnitOfWork, one: ReceptionDay, day: date, at: TimeAndPlace, reason: str | None) -> None:
    """Put a reception day on another day, or at other hours; `reason` None: the calendar moves it."""
    before = Schedule(one.day, one.starts, one.ends)
    one.day, one.starts, one.ends, one.place = day, at.starts, at.ends, at.place
    one.sequence += 1
    one.reason = reason
    one.moved_by_hand = one.moved_by_hand or reason is not None
    await work.session.flush()
    await _plan_account(work, one)
    for seat in await kept.roster(work.session, one.id):
        await plan_reminders(work, one, seat.id)
    work.record(DayMoved(one, before))


async def plan_reminders(work: UnitOfWork, one: ReceptionDay, seat_id: int) -> None:
    """Plan what reminds somebody of their seat (`RosterPlace.id`) on a day, as long as the day stays as it is."""
    days = await calendar(work)
    mornings = {when: before for before, when in rules.reminder_instants(one.day, days).items()}
    for when, before in mornings.items():
        if when > work.now and when < beginning(one, work):
            once = f"{REMINDER}:{seat_id}:{one.sequence}:{before}"
            await due.plan(work.session, REMINDER, None, when, once, subject_id=seat_id)


async def _plan_account(work: UnitOfWork, one: ReceptionDay) -> None:
    """Let it be kept at the end who could be told, and staff learn on the next working morning who came."""
    end = f"{END}:{one.id}:{one.sequence}"
    await due.plan(work.session, END, None, ending(one, work), end, subject_id=one.id)
    days = await calendar(work)
    when = working_morning(instant_of(one.day + timedelta(days=1), rules.REMINDING, days.zone), days)
    await due.plan(work.session, AFTER, None, when, f"{AFTER}:{one.id}:{one.sequence}", subject_id=one.id)


def beginning(one: ReceptionDay, work: UnitOfWork) -> datetime:
    """Instant at which it begins, aware UTC."""
    return instant_of(one.day, one.starts, work.county.zone)


def ending(one: ReceptionDay, work: UnitOfWork) -> datetime:
    """Instant at which it ends, aware UTC."""
    return instant_of(one.day, one.ends, work.county.zone)


def sequence_of(once: str) -> int:
    """The sequence a planned thing was made for: `reception.after:7:2`, `reception.reminder:9:2:3`."""
    return int(once.split(":")[2])

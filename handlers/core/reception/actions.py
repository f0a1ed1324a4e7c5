"""Actions on reception days: staff plan those of their stations, representatives check in, anybody subscribes to one.

All of staff's raise `NotAllowed` for another station, and `ReceptionDayNotFound` where they take a day.
"""

from datetime import date

from handlers.core import audit
from handlers.core.actions import action
from handlers.core.actor import Actor
from handlers.core.errors import (
    CheckInClosed,
    DayIsOver,
    DayOff,
    NotAllowed,
    NotInOffice,
    ReceptionDayChanged,
    RosterClosed,
    TooEarlyToRecord,
    check_length,
)
from handlers.core.reception import access, planning, rosters, rules
from handlers.core.reception.events import DayCancelled, Seated, Unseated
from handlers.core.reception.rules import Rule, TimeAndPlace
from handlers.core.unit_of_work import UnitOfWork
from handlers.core.workdays.days import calendar
from storage.models.reception import ReceptionDay, ReceptionRule
from storage.queries import reception
from storage.vocabulary import Role


@action(Role.STAFF)
async def add_day(
    work: UnitOfWork,
    actor: Actor,
    station_id: int,
    day: date,
    time_and_place: TimeAndPlace,
    *,
    on_day_off: bool = False,
) -> ReceptionDay:
    """Plan a single reception day. Raises `DayIsOver`; `DayOff` unless `on_day_off` says that one is meant."""
    station = await access.supervised_station(work, actor, station_id)
    await _check_day(work, day, on_day_off=on_day_off)
    _check_length("" if time_and_place.place == access.own_place(station) else time_and_place.place)
    made = await planning.make(work, station.id, day, day, time_and_place, None)
    await audit.note(work, actor, "reception.add", f"reception:{made.id}")
    return made


@action(Role.STAFF)
async def set_rule(
    work: UnitOfWork, actor: Actor, station_id: int, rule: Rule, time_and_place: TimeAndPlace
) -> ReceptionRule:
    """Let reception days come back from now on, and plan those of the next two months.

    Raises `ValueError` for a rule that names no days.
    """
    station = await access.supervised_station(work, actor, station_id)
    if rule.every not in rules.steps_of(rule.recurrence) or rule.day not in rules.days_of(rule.recurrence):
        raise ValueError(f"{rule} names no days")
    _check_length("" if time_and_place.place == access.own_place(station) else time_and_place.place)
    kept = ReceptionRule(
        station_id=station.id,
        recurrence=rule.recurrence,
        day=rule.day,
        every=rule.every,
        since=rule.since,
        starts=time_and_place.starts,
        ends=time_and_place.ends,
        place=time_and_place.place,
    )
    work.session.add(kept)
    await work.session.flush()
    await planning.make_days(work, kept)
    await audit.note(work, actor, "reception.rule.set", f"rule:{kept.id}")
    return kept


@action(Role.STAFF)
async def end_rule(work: UnitOfWork, actor: Actor, rule_id: int) -> ReceptionRule:
    """Let a rule make no more days; those that are planned stay. Ended again, nothing changes."""
    rule = await access.supervised_rule(work, actor, rule_id)
    if rule.ended_at is None:
        rule.ended_at = work.now
        await audit.note(work, actor, "reception.rule.end", f"rule:{rule.id}")
    return rule


@action(Role.STAFF)
async def move(
    work: UnitOfWork,
    actor: Actor,
    day_id: int,
    sequence: int,
    day: date,
    time_and_place: TimeAndPlace,
    reason: str,
    *,
    on_day_off: bool = False,
) -> ReceptionDay:
    """Put a reception day on another day, or at other hours, with a reason that everybody concerned reads.

    Raises `ReceptionDayChanged`, `DayIsOver`; `DayOff` unless the day stays or `on_day_off` says that one is meant.
    """
    one = await access.supervised_day(work, actor, day_id, sequence)
    await _check_day(work, day, on_day_off=on_day_off or day == one.day)
    _check_length("" if time_and_place.place == one.place else time_and_place.place, reason)
    await planning.reschedule(work, one, day, time_and_place, reason)
    await audit.note(work, actor, "reception.move", f"reception:{one.id}")
    return one


@action(Role.STAFF)
async def cancel(work: UnitOfWork, actor: Actor, day_id: int, sequence: int, reason: str) -> ReceptionDay:
    """Let a reception day not take place; what was to be reminded of is void by its sequence.

    Raises `ReceptionDayChanged`.
    """
    one = await access.supervised_day(work, actor, day_id, sequence)
    _check_length(reason)
    one.cancelled_at, one.reason = work.now, reason
    one.sequence += 1
    await work.session.flush()
    work.record(DayCancelled(one))
    await audit.note(work, actor, "reception.cancel", f"reception:{one.id}")
    return one


@action(Role.STAFF)
async def seat(work: UnitOfWork, actor: Actor, day_id: int, representative_id: int) -> ReceptionDay:
    """Put a representative of the station on the roster; they are told and reminded. Done again, nothing changes.

    Raises `RosterClosed`, `NotInOffice`.
    """
    one = await _with_open_roster(work, actor, day_id)
    if representative_id not in {who.id for who in await reception.candidates(work.session, one)}:
        raise NotInOffice
    await _seat(work, actor, one, representative_id)
    return one


@action(Role.STAFF)
async def seat_proposed(work: UnitOfWork, actor: Actor, day_id: int) -> ReceptionDay:
    """Put on the roster, if nobody is on it yet, those who can be told and waited longest. Raises `RosterClosed`."""
    one = await _with_open_roster(work, actor, day_id)
    for who in rosters.proposed(await rosters.choices(work, one)):
        await _seat(work, actor, one, who.id)
    return one


@action(Role.STAFF)
async def unseat(work: UnitOfWork, actor: Actor, day_id: int, representative_id: int) -> ReceptionDay:
    """Take a representative off the roster; they are told. Done again, nothing changes. Raises `RosterClosed`."""
    one = await _with_open_roster(work, actor, day_id)
    if await reception.place_of(work.session, one.id, [representative_id]) is not None:
        await reception.unseat(work.session, one.id, representative_id)
        work.record(Unseated(one, representative_id))
        await audit.note(work, actor, "reception.unseat", f"reception:{one.id}", f"representative:{representative_id}")
    return one


@action(Role.REPRESENTATIVE)
async def check_in(work: UnitOfWork, actor: Actor, day_id: int) -> bool:
    """Write down that the representative has come; False if that was known: the first time counts.

    Raises `ReceptionDayNotFound`, `NotAllowed` for who is not on the roster, `CheckInClosed`.
    """
    one = await access.any_day(work, day_id)
    mine = await reception.place_of(work.session, one.id, [who.id for who in actor.representatives])
    if mine is None:
        raise NotAllowed
    if mine.came_at is not None:
        return False
    if not takes_check_in(work, one):
        raise CheckInClosed
    mine.came_at = work.now
    return True


@action(Role.STAFF)
async def record_coming(
    work: UnitOfWork, actor: Actor, day_id: int, representative_id: int, *, came: bool
) -> ReceptionDay:
    """Write down by hand that somebody on the roster came, or take that back; who checked in themselves stays so.

    Raises `TooEarlyToRecord`; `ReceptionDayChanged` where they are off the roster, or it was cancelled.
    """
    one = await access.supervised_day(work, actor, day_id)
    place = await reception.place_of(work.session, one.id, [representative_id])
    if place is None or one.cancelled_at is not None:
        raise ReceptionDayChanged
    if not takes_record(work, one):
        raise TooEarlyToRecord
    if came and place.came_at is None:
        place.came_at, place.recorded_by_id = work.now, actor.person.id
    elif not came and place.recorded_by_id is not None:
        place.came_at, place.recorded_by_id = None, None
    else:
        return one
    detail = f"representative:{representative_id}"
    name = "reception.came" if came else "reception.came.withdraw"
    await audit.note(work, actor, name, f"reception:{one.id}", detail)
    return one


@action(Role.CONSTITUENT)
async def subscribe(work: UnitOfWork, actor: Actor, day_id: int) -> ReceptionDay:
    """Let the actor, who puts the day into their calendar, hear when it is moved or cancelled.

    Raises `ReceptionDayNotFound`.
    """
    one = await access.any_day(work, day_id)
    await reception.remember_interest(work.session, one.id, actor.person.id)
    return one


def takes_check_in(work: UnitOfWork, one: ReceptionDay) -> bool:
    """True if the doors of the day are open now."""
    starts, ends = planning.beginning(one, work), planning.ending(one, work)
    return one.cancelled_at is None and rules.may_check_in(starts, ends, work.now)


def takes_record(work: UnitOfWork, one: ReceptionDay) -> bool:
    """True from when the doors of the day open."""
    return one.cancelled_at is None and rules.has_begun(planning.beginning(one, work), work.now)


async def is_questionable(work: UnitOfWork, day: date, before: date | None = None) -> bool:
    """True if staff are asked if they mean a day off; `before`: the day that is moved, None for a new one."""
    return day != before and not (await calendar(work)).is_working(day)


async def _check_day(work: UnitOfWork, day: date, *, on_day_off: bool) -> None:
    days = await calendar(work)
    if not rules.may_be_on(day, days.day_of(work.now)):
        raise DayIsOver
    if not on_day_off and not days.is_working(day):
        raise DayOff(day)


def _check_length(*texts: str) -> None:
    for text in texts:
        check_length(text, rules.LONGEST_TEXT)


async def _with_open_roster(work: UnitOfWork, actor: Actor, day_id: int) -> ReceptionDay:
    one = await access.supervised_day(work, actor, day_id)
    if not rules.takes_roster(one.cancelled_at, planning.ending(one, work), work.now):
        raise RosterClosed
    return one


async def _seat(work: UnitOfWork, actor: Actor, one: ReceptionDay, representative_id: int) -> None:
    if not await reception.seat(work.session, one.id, representative_id):
        return
    seated = await reception.place_of(work.session, one.id, [representative_id])
    if seated is not None:
        await planning.plan_reminders(work, one, seated.id)
    work.record(Seated(one, representative_id))
    await audit.note(work, actor, "reception.seat", f"reception:{one.id}", f"representative:{representative_id}")

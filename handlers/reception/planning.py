"""Reception days are made, moved, cancelled and manned; reminders follow, and who is concerned hears of it."""

from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from handlers.calendar.days import calendar
from handlers.calendar.rules import instant_of, working_morning
from handlers.conversation.outgoing import Post
from handlers.reception import news, rules
from handlers.reception.rules import Rule
from handlers.reminders.rules import is_time, next_morning
from storage.models import ReceptionDay, ReceptionRule
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


async def add(post: Post, station_id: int, day: date, hours: Hours) -> ReceptionDay:
    """A single day, as chosen: a day off is staff's own will."""
    return await _make(post, station_id, day, day, hours, None)


async def follow(post: Post, station_id: int, rule: Rule, hours: Hours) -> ReceptionRule:
    """A rule from now on, and its days of the next two months."""
    kept_rule = ReceptionRule(
        station_id=station_id,
        recurrence=rule.recurrence,
        day=rule.day,
        every=rule.every,
        since=rule.since,
        **hours._asdict(),
    )
    post.session.add(kept_rule)
    await post.session.flush()
    await _days_of(post, kept_rule)
    return kept_rule


async def plan_ahead(post: Post) -> None:
    """Make the days that rules name within the horizon; move, by day, those that another list of holidays made free."""
    for rule in await kept.all_rules(post.session):
        await _days_of(post, rule)
    days = await calendar(post)
    today = days.day_of(post.now)
    tomorrow = instant_of(today + timedelta(days=1), PLANNING, days.zone)
    await due.plan(post.session, AHEAD, None, tomorrow, f"{AHEAD}:{today + timedelta(days=1)}")
    misplaced = await _misplaced(post)
    morning = next_morning(post.now, days)
    if is_time(post.now, days) or any(one.day <= days.day_of(morning) for one, _ in misplaced):
        await follow_calendar(post)
    elif misplaced:
        await due.plan(post.session, AHEAD, None, morning, f"{AHEAD}:{morning.isoformat()}")


async def follow_calendar(post: Post) -> None:
    """Move the days that the calendar, as it is now, makes free, or worked again. Call it when staff changed it."""
    for one, held in await _misplaced(post):
        await move(post, one, held, Hours(one.starts, one.ends, one.place), None)


async def _misplaced(post: Post) -> list[tuple[ReceptionDay, date]]:
    """Days that a rule made and nobody moved, with the day on which they should be."""
    days = await calendar(post)
    coming = await kept.days_from(post.session, days.day_of(post.now) + timedelta(days=1), 500)
    by_rule = [one for one in coming if one.rule_id is not None and not one.moved_by_hand]
    return [(one, held) for one in by_rule if (held := days.next_working(one.planned)) != one.day]


async def _days_of(post: Post, rule: ReceptionRule) -> None:
    days = await calendar(post)
    today = days.day_of(post.now)
    named = rules.planned_days(Rule(rule.recurrence, rule.day, rule.every, rule.since), today, today + rules.HORIZON)
    known = await kept.planned_already(post.session, rule.id, today)
    hours = Hours(rule.starts, rule.ends, rule.place)
    for planned in named:
        if planned not in known:
            await _make(post, rule.station_id, planned, days.next_working(planned), hours, rule.id)


async def _make(
    post: Post, station_id: int, planned: date, day: date, hours: Hours, rule_id: int | None
) -> ReceptionDay:
    made = ReceptionDay(station_id=station_id, rule_id=rule_id, planned=planned, day=day, **hours._asdict())
    made.moved_by_hand = rule_id is None
    post.session.add(made)
    await post.session.flush()
    await post.session.refresh(made)
    await _plan_account(post, made)
    return made


async def move(post: Post, one: ReceptionDay, day: date, hours: Hours, reason: str | None) -> None:
    """Another day or other hours; `reason` None: the calendar moved it. Everybody concerned is told."""
    before = news.Told(one.day, one.starts, one.ends)
    one.day, one.starts, one.ends, one.place = day, hours.starts, hours.ends, hours.place
    one.sequence += 1
    one.reason = reason
    one.moved_by_hand = one.moved_by_hand or reason is not None
    await post.session.flush()
    await _plan_account(post, one)
    for place in await kept.roster(post.session, one.id):
        await _plan_reminders(post, one, place.id)
    await news.moved(post, one, before)


async def cancel(post: Post, one: ReceptionDay, reason: str) -> None:
    """It does not take place; everybody concerned is told. What was to be reminded of is void by its sequence."""
    one.cancelled_at, one.reason = post.now, reason
    one.sequence += 1
    await post.session.flush()
    await news.cancelled(post, one)


async def seat(post: Post, one: ReceptionDay, representative_id: int) -> bool:
    """Put somebody on the roster; they are told, and reminded. False if they are on it already."""
    if not await kept.seat(post.session, one.id, representative_id):
        return False
    place = await kept.place_of(post.session, one.id, [representative_id])
    if place is not None:
        await _plan_reminders(post, one, place.id)
    await news.seated(post, one, representative_id)
    return True


async def unseat(post: Post, one: ReceptionDay, representative_id: int) -> None:
    """Take somebody off the roster; they are told."""
    await kept.unseat(post.session, one.id, representative_id)
    await news.unseated(post, one, representative_id)


async def _plan_reminders(post: Post, one: ReceptionDay, place_id: int) -> None:
    days = await calendar(post)
    mornings = {when: before for before, when in rules.reminder_instants(one.day, days).items()}
    for when, before in mornings.items():
        if when > post.now and when < beginning(one, post):
            once = f"{REMINDER}:{place_id}:{one.sequence}:{before}"
            await due.plan(post.session, REMINDER, None, when, once, subject_id=place_id)


async def _plan_account(post: Post, one: ReceptionDay) -> None:
    """On the next working morning staff learn who came."""
    days = await calendar(post)
    when = working_morning(instant_of(one.day + timedelta(days=1), rules.REMINDING, days.zone), days)
    await due.plan(post.session, AFTER, None, when, f"{AFTER}:{one.id}:{one.sequence}", subject_id=one.id)


def beginning(one: ReceptionDay, post: Post) -> datetime:
    """When it begins, aware UTC."""
    return instant_of(one.day, one.starts, post.place.zone)


def ending(one: ReceptionDay, post: Post) -> datetime:
    """When it ends, aware UTC."""
    return instant_of(one.day, one.ends, post.place.zone)


def sequence_of(once: str) -> int:
    """The sequence a planned thing was made for: `reception.after:7:2`, `reception.reminder:9:2:3`."""
    return int(once.split(":")[2])

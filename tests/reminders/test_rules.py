"""When people are reminded, by examples and by properties."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import islice, pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.core.reminders import rules
from handlers.core.workdays.country import country_days
from handlers.core.workdays.rules import Calendar, due
from handlers.notifications.case_clock import ACTING
from storage.stages import REMINDED
from storage.vocabulary import Stage

SHANGHAI, LONDON = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/London")
CHINA = Calendar(country_days("CN"), SHANGHAI)
BRITAIN = Calendar(country_days("GB"), LONDON)
INSTANTS = st.datetimes(datetime(2024, 1, 1), datetime(2026, 10, 1), timezones=st.just(UTC))
CALENDARS = st.sampled_from([CHINA, BRITAIN])
CLOCKS = st.tuples(INSTANTS, st.integers(1, 20), CALENDARS).map(lambda c: (c[0], due(*c), c[2]))


def local(text: str, zone: ZoneInfo = SHANGHAI) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def first(since: str, working_days: int, n: int) -> list[str]:
    start = local(since)
    found = rules.occasions(start, due(start, working_days, CHINA), CHINA)
    return [f"{one.at.astimezone(SHANGHAI):%m-%d %H:%M} {one.name}" for one in islice(found, n)]


@pytest.mark.parametrize(
    ("since", "working_days", "expected"),
    [
        # Monday: due next Monday, the 9th.
        (
            "2026-03-02 09:00",
            5,
            ["03-05 half", "03-06 before", "03-09 day", "03-10 overdue:1", "03-13 overdue:4", "03-18 overdue:7"],
        ),
        # Screening: half-time is the day before.
        ("2026-03-02 09:00", 2, ["03-03 before", "03-04 day", "03-05 overdue:1", "03-10 overdue:4"]),
        # Due tomorrow: the day before is today, whose morning is over.
        ("2026-03-02 09:30", 1, ["03-03 day", "03-04 overdue:1"]),
        # The spring festival and the Saturday worked for it lie between.
        ("2026-02-11 10:00", 5, ["02-14 half", "02-24 before", "02-25 day", "02-26 overdue:1"]),
        ("2026-03-02 23:59", 10, ["03-09 half", "03-13 before", "03-16 day"]),
    ],
)
def test_the_occasions_of_a_clock(since: str, working_days: int, expected: list[str]) -> None:
    wanted = [f"{day} 09:00 {name}" for day, name in (one.split(" ") for one in expected)]
    assert first(since, working_days, len(wanted)) == wanted


def test_a_clock_that_starts_late_has_only_what_is_still_to_come() -> None:
    since, due_at = local("2026-03-12 15:00"), local("2026-03-09 23:59")
    found = [one.name for one in islice(rules.occasions(since, due_at, CHINA), 2)]
    assert found == ["overdue:4", "overdue:7"]


def test_due_on_what_became_a_day_off_it_is_said_on_the_working_day_before() -> None:
    moved = Calendar(CHINA.country, SHANGHAI, {date(2026, 3, 9): False})
    since = local("2026-03-02 09:00")
    found = islice(rules.occasions(since, due(since, 5, CHINA), moved), 4)
    assert [f"{one.at.astimezone(SHANGHAI):%m-%d} {one.name}" for one in found] == [
        "03-04 half",
        "03-05 before",
        "03-06 day",
        "03-10 overdue:1",
    ]


def test_of_what_was_missed_the_newest_is_left() -> None:
    since = local("2026-03-02 09:00")
    clock = since, due(since, 5, CHINA), CHINA
    assert rules.newest(*clock, local("2026-03-05 08:59")) is None
    for now, name in (("05 09:00", "half"), ("08 12:00", "before"), ("09 09:00", "day"), ("17 23:00", "overdue:4")):
        found = rules.newest(*clock, local(f"2026-03-{now}"))
        assert found is not None
        assert found.name == name


def test_very_late_is_the_morning_after_twice_the_time() -> None:
    since = local("2026-03-02 09:00")
    assert rules.very_late_from(since, due(since, 5, CHINA), CHINA) == local("2026-03-17 09:00")


@given(CLOCKS)
def test_never_at_night_never_on_a_day_off_in_order_each_once(clock: tuple[datetime, datetime, Calendar]) -> None:
    since, due_at, calendar = clock
    found = list(islice(rules.occasions(since, due_at, calendar), 12))
    for one in found:
        assert one.at > since
        assert rules.is_time(one.at, calendar)
        assert one.at.astimezone(calendar.zone).time() == time(9)
        late = rules.days_late(due_at, calendar, one.at)
        assert one.name == f"overdue:{late}" if one.name.startswith("overdue") else late == 0
    assert all(before.at < after.at for before, after in pairwise(found))
    assert len({one.name for one in found}) == len(found)
    assert sum(one.name == "day" for one in found) == 1


@given(CLOCKS, st.lists(st.integers(0, 60 * 24 * 40), min_size=1, max_size=30))
def test_however_often_one_looks_each_occasion_comes_up_once_and_none_is_passed_over(
    clock: tuple[datetime, datetime, Calendar], minutes: list[int]
) -> None:
    """As the sweep does it: look at the next look's instant, or later, if it was away."""
    since = clock[0]
    said: list[str] = []
    now = rules.next_look(*clock, since)
    for late in minutes:
        look = now + timedelta(minutes=late if late % 3 == 0 else 0)
        newest = rules.newest(*clock, look)
        if newest is not None and newest.name not in said:
            said.append(newest.name)
        between = [one for one in islice(rules.occasions(*clock), 60) if now <= one.at <= look]
        assert not between or between[-1].name == said[-1]
        now = rules.next_look(*clock, look)
        assert now > look
    assert len(set(said)) == len(said)


@given(INSTANTS, CALENDARS, st.sampled_from(rules.DIGEST_TIMES))
def test_the_next_morning_is_to_come_by_day_and_the_first_there_is(now: datetime, calendar: Calendar, at: time) -> None:
    found = rules.next_morning(now, calendar, at)
    assert found > now
    assert rules.is_time(found, calendar)
    assert found.astimezone(calendar.zone).time() == at
    day = calendar.day_of(now)
    while day < calendar.day_of(found):
        passed = day == calendar.day_of(now) and now.astimezone(calendar.zone).time() >= at
        assert passed or not calendar.is_working(day)
        day += timedelta(days=1)


def test_each_stage_that_is_reminded_has_a_way_to_do_it() -> None:
    assert set(REMINDED.values()) == set(ACTING)
    assert Stage.WAITING not in REMINDED

"""Counting working days: against what was announced, and by what must hold for any calendar and zone."""

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.core.workdays.country import country_days
from handlers.core.workdays.rules import Calendar, between, due, end_of, instant_of, resumed, very_late, working_morning

CHINA = Calendar(country_days("CN"), ZoneInfo("Asia/Shanghai"))
ZONES = [
    "Asia/Shanghai",
    "Europe/Berlin",
    "America/New_York",
    "America/Havana",  # falls back at one in the morning, to midnight
    "Asia/Beirut",  # springs forward at midnight
    "Africa/Cairo",  # falls back at midnight, to eleven in the evening of the day before
    "Australia/Lord_Howe",  # by half an hour
    "Pacific/Kiritimati",
    "Pacific/Pago_Pago",
]
INSTANTS = st.datetimes(datetime(2015, 1, 1), datetime(2026, 11, 1), timezones=st.just(UTC))


class Weekends:
    """A country without holidays."""

    def is_working(self, day: date) -> bool:
        return day.weekday() < 5

    def is_weekend(self, day: date) -> bool:
        return day.weekday() >= 5

    def is_official(self, year: int) -> bool:
        return True


def announced() -> list[tuple[date, bool]]:
    """Days that China's State Council announced as moved: holidays on weekdays, workdays on weekends."""
    lines = (Path(__file__).parent / "announced_cn.txt").read_text(encoding="utf-8").splitlines()
    facts = [line.split() for line in lines if line and not line.startswith("#")]
    return [(date.fromisoformat(day), word == "work") for day, word in facts]


@pytest.mark.parametrize(("day", "worked"), announced())
def test_the_announced_days_are_known(day: date, worked: bool) -> None:
    assert CHINA.is_working(day) is worked


def test_the_day_of_an_action_is_day_zero_and_a_day_off_does_not_count() -> None:
    friday = datetime(2026, 9, 25, 15, tzinfo=UTC)  # 23:00 in Shanghai, Mid-Autumn Festival
    assert due(friday, 1, CHINA) == datetime(2026, 9, 28, 15, 59, 59, tzinfo=UTC)
    before_the_week = datetime(2026, 9, 30, 2, tzinfo=UTC)
    assert CHINA.day_of(due(before_the_week, 1, CHINA)) == date(2026, 10, 8)
    assert CHINA.day_of(due(before_the_week, 3, CHINA)) == date(2026, 10, 10)  # a Saturday that is worked


def test_midnight_belongs_to_the_town() -> None:
    last_second = datetime(2026, 3, 2, 15, 59, 59, tzinfo=UTC)
    assert CHINA.day_of(due(last_second, 1, CHINA)) == date(2026, 3, 3)
    assert CHINA.day_of(due(last_second + timedelta(seconds=1), 1, CHINA)) == date(2026, 3, 4)


def test_a_start_needs_its_zone_and_a_day_to_count() -> None:
    with pytest.raises(ValueError, match="aware"):
        due(datetime(2026, 3, 2), 1, CHINA)
    with pytest.raises(ValueError, match="at least one"):
        due(datetime(2026, 3, 2, tzinfo=UTC), 0, CHINA)


def test_what_staff_entered_goes_before_the_country() -> None:
    local = Calendar(CHINA.country, CHINA.zone, {date(2026, 3, 3): False, date(2026, 3, 7): True})
    monday = datetime(2026, 3, 2, 2, tzinfo=UTC)
    assert local.day_of(due(monday, 1, local)) == date(2026, 3, 4)
    assert local.day_of(due(monday, 4, local)) == date(2026, 3, 7)


def test_a_year_without_a_list_is_uncertain_until_it_is_settled() -> None:
    assert CHINA.is_certain(2026)
    assert not CHINA.is_certain(2030)
    assert Calendar(CHINA.country, CHINA.zone, settled=frozenset({2030})).is_certain(2030)
    assert Calendar(country_days("DE"), CHINA.zone).is_certain(2030)  # its days follow from the law


def test_a_calendar_without_working_days_is_a_mistake() -> None:
    never = Calendar(Weekends(), CHINA.zone, {date(2026, 1, 1) + timedelta(days=n): False for n in range(800)})
    with pytest.raises(ValueError, match="without a working day"):
        due(datetime(2026, 1, 1, tzinfo=UTC), 1, never)


@given(start=INSTANTS, days=st.integers(1, 60), zone=st.sampled_from(ZONES))
def test_what_is_due_is_due_at_the_end_of_a_working_day(start: datetime, days: int, zone: str) -> None:
    calendar = Calendar(CHINA.country, ZoneInfo(zone))
    at = due(start, days, calendar)
    assert calendar.is_working(calendar.day_of(at))
    assert calendar.day_of(at + timedelta(seconds=1)) == calendar.day_of(at) + timedelta(days=1)
    assert between(start, at, calendar) == days
    assert due(start, days + 1, calendar) > at


@given(start=INSTANTS, later=st.timedeltas(timedelta(0), timedelta(days=40)), days=st.integers(1, 20))
def test_who_starts_later_is_never_due_earlier(start: datetime, later: timedelta, days: int) -> None:
    assert due(start + later, days, CHINA) >= due(start, days, CHINA)


@given(
    day=st.dates(date(2000, 1, 2), date(2037, 12, 30)),
    at=st.times(),
    zone=st.sampled_from(ZONES),
)
def test_a_local_time_is_an_instant_of_its_day(day: date, at: time, zone: str) -> None:
    where = ZoneInfo(zone)
    instant = instant_of(day, at, where)
    # Where summer time skips the hour, the hour after it; an hour at most, and only at the end of a day into the next.
    assert abs(instant.astimezone(where).replace(tzinfo=None) - datetime.combine(day, at)) <= timedelta(hours=1)
    assert instant < end_of(day, where) + timedelta(hours=1, seconds=1)


@given(day=st.dates(date(2000, 1, 2), date(2037, 12, 30)), zone=st.sampled_from(ZONES))
def test_the_end_of_a_day_is_its_last_second(day: date, zone: str) -> None:
    where = ZoneInfo(zone)
    assert end_of(day, where).astimezone(where).date() == day
    assert (end_of(day, where) + timedelta(seconds=1)).astimezone(where).date() == day + timedelta(days=1)


@given(start=INSTANTS, waited=st.integers(0, 40), days=st.integers(1, 20))
def test_a_clock_that_stood_still_gives_back_the_days(start: datetime, waited: int, days: int) -> None:
    at = due(start, days, CHINA)
    on = resumed(at, start, start + timedelta(days=waited), CHINA)
    assert between(start, on, CHINA) == days + between(start, start + timedelta(days=waited), CHINA)


@given(start=INSTANTS)
def test_people_are_reminded_on_working_mornings(start: datetime) -> None:
    morning = working_morning(start, CHINA).astimezone(CHINA.zone)
    assert morning.time() == time(9)
    assert CHINA.is_working(morning.date())
    assert morning.date() >= CHINA.day_of(start)


def test_very_late_is_twice_the_time() -> None:
    monday = datetime(2026, 3, 2, 2, tzinfo=UTC)
    at = due(monday, 5, CHINA)
    assert between(monday, very_late(monday, at, CHINA), CHINA) == 10

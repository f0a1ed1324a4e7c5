"""Which days a rule names, who came on time."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.core.reception.rules import (
    LAST,
    Attendance,
    Reach,
    Rule,
    attendance,
    by_waiting,
    may_check_in,
    planned_days,
    reminder_instants,
)
from handlers.core.workdays.country import country_days
from handlers.core.workdays.rules import Calendar
from storage.vocabulary import Recurrence

CHINA = Calendar(country_days("CN"), ZoneInfo("Asia/Shanghai"))
NEW_YEAR = date(2026, 1, 1)


def days(rule: Rule, months: int = 3) -> list[str]:
    """The days of the first months of 2026, as day.month."""
    return [
        f"{day.day}.{day.month}" for day in planned_days(rule, NEW_YEAR, date(2026, months + 1, 1) - timedelta(days=1))
    ]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (Rule(Recurrence.MONTHLY, 9, 1, NEW_YEAR), ["9.1", "9.2", "9.3"]),
        (Rule(Recurrence.MONTHLY, 31, 1, NEW_YEAR), ["31.1", "28.2", "31.3"]),
        (Rule(Recurrence.NTH_WEEKDAY, 3, 2, NEW_YEAR), ["8.1", "12.2", "12.3"]),
        (Rule(Recurrence.NTH_WEEKDAY, 0, LAST, NEW_YEAR), ["26.1", "23.2", "30.3"]),
        (Rule(Recurrence.WEEKLY, 4, 2, date(2026, 2, 20)), ["20.2", "6.3", "20.3"]),
        (Rule(Recurrence.WEEKLY, 0, 1, date(2026, 3, 10)), ["16.3", "23.3", "30.3"]),
        (Rule(Recurrence.MONTHLY, 9, 1, date(2026, 2, 10)), ["9.3"]),
    ],
)
def test_a_rule_names_its_days(rule: Rule, expected: list[str]) -> None:
    assert days(rule) == expected


@given(
    recurrence=st.sampled_from(Recurrence),
    day=st.integers(0, 31),
    every=st.integers(1, 5),
    first=st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    span=st.integers(0, 400),
)
def test_days_lie_in_the_span_in_order_and_come_again_the_same(
    recurrence: Recurrence, day: int, every: int, first: date, span: int
) -> None:
    rule = Rule(recurrence, max(1, day) if recurrence is Recurrence.MONTHLY else day % 7, every, date(2019, 6, 1))
    last = first + timedelta(days=span)
    named = planned_days(rule, first, last)
    assert named == sorted(set(named))
    assert all(first <= one <= last for one in named)
    middle = first + timedelta(days=span // 2)
    halves = planned_days(rule, first, middle) + planned_days(rule, middle + timedelta(days=1), last)
    assert named == halves


@given(day=st.dates(date(2016, 1, 1), date(2026, 12, 1)))
def test_the_roster_is_reminded_on_working_mornings_before_the_day(day: date) -> None:
    held = CHINA.next_working(day)
    found = reminder_instants(held, CHINA)
    for before, when in found.items():
        assert CHINA.is_working(CHINA.day_of(when))
        assert CHINA.day_of(when) <= held - timedelta(days=before)


def test_who_comes_late_and_who_does_not() -> None:
    starts = datetime(2026, 3, 9, 1, tzinfo=UTC)
    ends = starts + timedelta(hours=2)
    known = {"by_hand": False, "reached": True}
    assert attendance(None, starts, ends, starts, **known) is Attendance.AWAITED
    assert attendance(None, starts, ends, ends + timedelta(seconds=1), **known) is Attendance.ABSENT
    assert attendance(starts + timedelta(minutes=10), starts, ends, ends, **known) is Attendance.CAME
    assert attendance(starts + timedelta(minutes=11), starts, ends, ends, **known) is Attendance.LATE
    assert [may_check_in(starts, ends, starts + timedelta(minutes=n)) for n in (-61, -60, 0, 120, 121)] == [
        False,
        True,
        True,
        True,
        False,
    ]


def test_who_can_be_told_comes_first_then_who_never_sat_then_who_waited_longest() -> None:
    waited = [
        (1, Reach.TOLD, date(2026, 3, 1)),
        (2, Reach.NOT_JOINED, None),
        (3, Reach.TOLD, date(2026, 1, 1)),
        (4, Reach.TOLD, None),
        (5, Reach.SILENT, date(2025, 1, 1)),
    ]
    assert by_waiting(waited) == [4, 3, 1, 2, 5]


def test_who_could_not_be_told_was_not_absent_and_what_staff_record_is_never_late() -> None:
    starts = datetime(2026, 3, 9, 1, tzinfo=UTC)
    ends, after = starts + timedelta(hours=2), starts + timedelta(days=3)
    assert attendance(None, starts, ends, after, by_hand=False, reached=False) is Attendance.UNTOLD
    assert attendance(None, starts, ends, starts, by_hand=False, reached=False) is Attendance.AWAITED
    assert attendance(starts, starts, ends, after, by_hand=False, reached=False) is Attendance.CAME
    assert attendance(after, starts, ends, after, by_hand=True, reached=False) is Attendance.RECORDED

"""The league's periods, rates, the sample below which nothing is said, and its order."""

from datetime import date

import pytest

from handlers.core.league.rules import (
    Column,
    Line,
    commended,
    criticised,
    months_back,
    ordered,
    period,
    quarter_of,
)

TODAY = date(2026, 3, 2)
GOOD = Line(1, received=20, in_time=19, late=1, confirmed=9, unconfirmed=1, rated=10, satisfied=6, mostly=4, moves=1)
BAD = Line(2, received=20, in_time=10, late=8, returned=2, confirmed=2, refuted=4, unkept=4, rated=10, satisfied=5)
FEW = Line(3, received=9, in_time=9)
UNRATED = Line(4, received=10, in_time=10, rated=9, satisfied=9)


@pytest.mark.parametrize(
    ("code", "first", "last"),
    [
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("2025Q4", date(2025, 10, 1), date(2025, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2026-13", date(2026, 1, 1), date(2026, 12, 31)),
        ("0000", date(2026, 1, 1), date(2026, 12, 31)),
        ("soon", date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_a_period_is_a_year_a_quarter_or_a_month_and_this_year_if_it_is_none(
    code: str, first: date, last: date
) -> None:
    found = period(code, TODAY)
    assert (found.first, found.last) == (first, last)


def test_quarters_and_months_back() -> None:
    assert [quarter_of(date(2026, month, 1)) for month in (1, 3, 4, 12)] == ["2026Q1", "2026Q1", "2026Q2", "2026Q4"]
    assert months_back(date(2026, 3, 31), 4) == ["2026-03", "2026-02", "2026-01", "2025-12"]


def test_rates_are_apart_and_confirmed_only_counts() -> None:
    assert (GOOD.reply_rate, GOOD.implementation_rate, GOOD.satisfaction_rate) == (0.95, 0.9, 1.0)
    assert (BAD.reply_rate, BAD.implementation_rate, BAD.satisfaction_rate) == (10 / 18, 0.2, 0.5)


def test_half_done_is_rated_and_not_satisfied_yet() -> None:
    half = GOOD._replace(mostly=0, half=4)
    assert (half.satisfaction_rate, half.dissatisfied) == (0.6, 0)


def test_below_ten_nothing_is_said() -> None:
    assert not FEW.is_shown and UNRATED.is_shown
    assert (UNRATED.reply_rate, UNRATED.implementation_rate, UNRATED.satisfaction_rate) == (1.0, None, None)


@pytest.mark.parametrize(
    ("column", "best"),
    [
        (Column.REPLY, [4, 1, 2]),
        (Column.LATE, [4, 1, 2]),
        (Column.RETURNED, [1, 4, 2]),
        (Column.IMPLEMENTATION, [1, 2, 4]),
        (Column.SATISFACTION, [1, 2, 4]),
        (Column.MOVES, [2, 4, 1]),
        (Column.RECEIVED, [1, 2, 4]),
    ],
)
def test_the_best_are_first_or_the_worst_and_who_says_too_little_is_last(column: Column, best: list[int]) -> None:
    lines = [FEW, UNRATED, BAD, GOOD]
    assert [one.id for one in ordered(lines, column, worst_first=False)] == [*best, 3]
    worst = [one.id for one in ordered(lines, column, worst_first=True)]
    assert worst[-1] == 3 and set(worst) == {1, 2, 3, 4}
    if column is not Column.RECEIVED:
        assert worst[0] == next(one for one in reversed(best) if one != 4 or column in (Column.REPLY, Column.LATE))


def test_who_is_above_both_floors_is_commended_and_who_is_below_one_criticised() -> None:
    lines = [FEW, UNRATED, BAD, GOOD, GOOD._replace(id=5, confirmed=10, unconfirmed=0)]
    assert [one.id for one in commended(lines)] == [5, 1]
    assert [one.id for one in criticised(lines)] == [2]

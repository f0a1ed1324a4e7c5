"""How fast calls go out: evenly, never too many, answers before notices, and what a 429 holds up."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.rate_limit import ChatLimits, RateLimiter, Window
from storage.vocabulary import Lane


def times(limiter: RateLimiter, calls: int, start: float = 0.0, lane: Lane = Lane.ANSWER) -> list[float]:
    """When so many calls of a lane leave, each as early as it may."""
    now, left = start, []
    for _ in range(calls):
        now = max(now, limiter.ready_at(lane))
        limiter.take(lane, now)
        left.append(now)
    return left


@pytest.mark.parametrize("rate", [30, 300, 1000])
@pytest.mark.parametrize(("lane", "reached"), [(Lane.ANSWER, 0.98), (Lane.NOTICE, 0.97)])
def test_the_rate_is_reached_evenly_from_the_first_call(rate: int, lane: Lane, reached: float) -> None:
    left = times(RateLimiter(rate), rate * 5, lane=lane)
    assert reached < (len(left) - 1) / (left[-1] - left[0]) / rate < 1
    gaps = [later - earlier for earlier, later in itertools.pairwise(left)]
    assert max(gaps) == pytest.approx(min(gaps), rel=0.001)


@given(st.lists(st.floats(0, 0.5), max_size=200), st.integers(5, 50))
def test_no_second_ever_sees_more_than_the_rate(stalls: list[float], rate: int) -> None:
    limiter, now, left = RateLimiter(rate), 0.0, []
    for number, stall in enumerate(stalls):
        lane = Lane.NOTICE if number % 3 else Lane.ANSWER
        now = max(now + stall * (stall > 0.3), limiter.ready_at(lane))
        limiter.take(lane, now)
        left.append(now)
    assert all(later - earlier > 1 for earlier, later in zip(left, left[rate:], strict=False))


@pytest.mark.parametrize("rate", [30, 300, 1000])
def test_an_answer_leaves_at_the_next_slot_while_a_notice_takes_all_that_is_left(rate: int) -> None:
    limiter = RateLimiter(rate)
    now = times(limiter, rate * 3, lane=Lane.NOTICE)[-1]
    for _ in range(20):
        waits = limiter.ready_at(Lane.ANSWER) - now
        assert waits < 1.1 / rate
        now += waits
        limiter.take(Lane.ANSWER, now)
        for _ in range(rate // 5):
            now = max(now, limiter.ready_at(Lane.NOTICE))
            limiter.take(Lane.NOTICE, now)


def test_a_call_that_was_held_up_counts_from_when_it_must_have_arrived() -> None:
    window = Window(2)
    for number in range(20):
        window.answered(window.take(float(number)), number + 0.06)
    held_up, other = window.take(100.0), window.take(100.1)
    window.answered(held_up, 100.5)
    window.answered(other, 100.165)
    assert held_up.arrived_at == pytest.approx(100.44, abs=0.001)
    assert other.arrived_at == 100.1
    assert window.ready_at() > 101.439


def test_a_way_that_has_become_longer_is_soon_taken_for_granted() -> None:
    window = Window(1000)
    for number in range(500):
        window.answered(window.take(float(number)), number + (0.06 if number < 100 else 0.16))
    late = window.take(1000.0)
    window.answered(late, 1000.165)
    assert late.arrived_at == 1000


def test_a_standstill_on_the_way_is_not_followed_by_more_calls_than_the_rate() -> None:
    limiter, now, arrived = RateLimiter(30), 0.0, list[float]()
    for number in range(120):
        lane = Lane.ANSWER if number % 4 == 0 else Lane.NOTICE
        now = max(now, limiter.ready_at(lane))
        departure = limiter.take(lane, now)
        arrived.append(max(now + 0.03, 2.2) if 2.0 < now < 2.2 else now + 0.03)  # it stands still until 2.2
        limiter.window.answered(departure, arrived[-1] + 0.03)
    assert all(later - earlier > 1 for earlier, later in zip(arrived, arrived[30:], strict=False))


def test_a_chat_gets_three_at_once_and_then_one_a_second() -> None:
    chats, now, left = ChatLimits(), 100.0, []
    for _ in range(5):
        now = max(now, chats.ready_at(7))
        chats.take(7, now)
        left.append(now)
    assert left == [100, 100, 100, 101, 102]


def test_a_group_gets_twenty_a_minute() -> None:
    chats, now, left = ChatLimits(), 0.0, []
    for _ in range(41):
        now = max(now, chats.ready_at(-7))
        chats.take(-7, now)
        left.append(now)
    assert all(later - earlier >= 60 for earlier, later in zip(left, left[20:], strict=False))


def test_a_notice_s_429_holds_its_chat_and_notices_and_nobody_else() -> None:
    limiter = RateLimiter(100)
    for chat in range(1, 6):  # those that were under way meet it too
        limiter.too_many(chat, Lane.NOTICE, 3, 0.0)
    assert limiter.chats.ready_at(1) == limiter.ready_at(Lane.NOTICE) == 3
    assert limiter.ready_at(Lane.ANSWER) <= 0
    assert limiter.ready_at(Lane.REMINDER) <= 0
    assert limiter.chats.ready_at(9) <= 0


def test_notices_come_back_gently_and_answers_at_once() -> None:
    limiter = RateLimiter(100)
    times(limiter, 200, lane=Lane.NOTICE)
    limiter.too_many(1, Lane.NOTICE, 3, 2.0)
    left = times(limiter, 30, 5.0, Lane.NOTICE)
    assert left[-1] - left[0] > 1.7 * 29 / 100
    assert limiter.calls.rate == limiter.calls.full
    times(limiter, 2000, 6.0, Lane.NOTICE)
    assert limiter.notices.rate == limiter.notices.full


def test_an_answer_refused_while_notices_are_held_shows_that_it_is_the_bot_s_limit() -> None:
    limiter = RateLimiter(100)
    limiter.too_many(1, Lane.NOTICE, 3, 0.0)
    limiter.too_many(2, Lane.ANSWER, 3, 0.1)
    assert limiter.ready_at(Lane.ANSWER) == pytest.approx(3.1)


def test_an_answer_refused_long_after_a_notice_pauses_its_own_chat_alone() -> None:
    limiter = RateLimiter(100)
    limiter.too_many(1, Lane.NOTICE, 3, 0.0)
    limiter.too_many(2, Lane.ANSWER, 3, 4.0)
    assert limiter.chats.ready_at(2) == 7
    assert limiter.ready_at(Lane.ANSWER) <= 4


def test_a_second_429_from_another_chat_holds_the_bot_and_the_rate_comes_back() -> None:
    limiter = RateLimiter(100)
    full = limiter.calls.full
    limiter.too_many(1, Lane.ANSWER, 5, 0.0)
    limiter.too_many(1, Lane.ANSWER, 5, 0.5)
    assert limiter.ready_at(Lane.ANSWER) <= 0
    limiter.too_many(2, Lane.STAFF, 5, 1.0)
    assert limiter.ready_at(Lane.ANSWER) == limiter.ready_at(Lane.NOTICE) == 6
    assert limiter.calls.rate == full / 2
    times(limiter, 2000, 6.0)
    assert limiter.calls.rate == full


def test_a_server_that_is_away_is_asked_ever_more_rarely() -> None:
    limiter, now, waits = RateLimiter(100), 0.0, []
    for _ in range(6):
        limiter.failed(now)
        waits.append(max(0.0, limiter.ready_at(Lane.ANSWER) - now))
        now += waits[-1]
    assert waits == [0, 0, 0.25, 0.5, 1, 2]

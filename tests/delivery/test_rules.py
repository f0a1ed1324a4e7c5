"""What failures mean, how fast calls go, what edits do: pure rules."""

import asyncio
import itertools
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.api_client import ApiSilent, Disconnected, NotConnected, Reply
from bot.delivery.error_policy import (
    Ambiguous,
    Dead,
    Migrated,
    RateLimited,
    ResendAsNew,
    Retry,
    SendResult,
    Sent,
    Unreachable,
    classify,
)
from bot.delivery.merge import Dropped, Merged, anew, merged
from bot.delivery.rate_limit import Arrivals, Chats, Pace, RateLimiter
from bot.nursery import Nursery


def no(status: int, description: str, **parameters: int) -> Reply:
    return Reply(status, {"ok": False, "error_code": status, "description": description, "parameters": parameters})


@pytest.mark.parametrize(
    ("method", "reply", "expected"),
    [
        ("sendMessage", Reply(200, {"ok": True, "result": 1}), Sent(1)),
        ("sendMessage", no(429, "Too Many Requests", retry_after=7), RateLimited(7.0)),
        ("sendMessage", no(403, "Forbidden: bot was blocked by the user"), Unreachable),
        ("sendMessage", no(400, "Bad Request: chat not found"), Unreachable),
        ("sendMessage", no(400, "Bad Request: group upgraded", migrate_to_chat_id=-100), Migrated(-100)),
        ("sendMessage", no(400, "Bad Request: message is too long"), Dead("Bad Request: message is too long")),
        ("sendMessage", no(413, "Request Entity Too Large"), Dead),
        ("sendMessage", Reply(413, None), Dead("too large")),
        ("sendMessage", no(500, "Internal Server Error"), Retry),
        ("sendMessage", no(401, "Unauthorized"), Retry),
        ("sendMessage", Reply(502, None), Retry),
        ("sendMessage", Reply(504, None), Ambiguous),
        ("sendMessage", Reply(200, None), Ambiguous),
        ("sendMessage", NotConnected("ConnectionRefusedError"), Retry),
        ("sendMessage", Disconnected("no answer in time"), Ambiguous),
        ("editMessageText", no(400, "Bad Request: message is not modified: …"), Sent(None)),
        ("editMessageText", no(400, "Bad Request: message to edit not found"), ResendAsNew()),
        ("editMessageText", no(400, "Bad Request: message can't be edited"), ResendAsNew()),
        ("deleteMessage", no(400, "Bad Request: message to delete not found"), Sent(None)),
        ("sendMessage", no(400, 'Bad Request: unsupported tag "secret"'), Dead('Bad Request: unsupported tag "…"')),
    ],
)
def test_what_an_answer_means(method: str, reply: Reply | ApiSilent, expected: SendResult | type) -> None:
    found = classify(method, reply, 1)
    assert found == expected if not isinstance(expected, type) else isinstance(found, expected)


def test_a_call_the_server_fails_on_for_hours_is_given_up() -> None:
    assert isinstance(classify("sendMessage", no(500, "Internal Server Error"), 40), Dead)


def times(pace: Pace, calls: int, start: float = 0.0) -> list[float]:
    now, left = start, []
    for _ in range(calls):
        now = max(now, pace.turn_at())
        pace.take(now)
        left.append(now)
    return left


@pytest.mark.parametrize(("rate", "reached"), [(30, 0.99), (300, 0.99), (1000, 0.98)])
def test_the_rate_is_reached_evenly_from_the_first_call(rate: int, reached: float) -> None:
    left = times(Pace(rate), rate * 5)
    assert reached < (len(left) - 1) / (left[-1] - left[0]) / rate < 1
    gaps = [later - earlier for earlier, later in itertools.pairwise(left)]
    assert max(gaps) == pytest.approx(min(gaps), rel=0.001)


@pytest.mark.parametrize(("rate", "together"), [(30, 1), (300, 3), (1000, 10)])
def test_whoever_is_awake_sends_a_few_together_and_no_more_of_them(rate: int, together: int) -> None:
    pace, now, groups = Pace(rate), 0.0, list[int]()
    while len(groups) < 50:
        count = 0
        while pace.allowed_at() <= now:
            pace.take(now)
            count += 1
        groups.append(count)
        now = pace.turn_at()
    assert set(groups[1:-1]) <= {together, together - 1, 1}
    assert (sum(groups) - 1) / now == pytest.approx(rate, rel=0.03)


@given(st.lists(st.floats(0, 0.5), max_size=200), st.integers(5, 50))
def test_no_second_ever_sees_more_than_the_rate(stalls: list[float], rate: int) -> None:
    pace, now, left = Pace(rate), 0.0, []
    for stall in stalls:
        now = max(now + stall * (stall > 0.3), pace.allowed_at())
        pace.take(now)
        left.append(now)
    assert all(later - earlier > 1 for earlier, later in zip(left, left[rate:], strict=False))


def test_calls_that_opened_a_connection_count_from_when_they_must_have_arrived() -> None:
    pace, arrivals = Pace(2), Arrivals()
    first, second = pace.take(0.0), pace.take(0.5)
    assert arrivals.opens_line(1, 0.0)
    assert not arrivals.opens_line(1, 0.5)
    arrivals.answered(first, 0.3, opened=True)
    arrivals.answered(second, 0.6, opened=False)
    assert first.at == pytest.approx(0.2)
    assert pace.turn_at() > 1.2
    assert arrivals.opens_line(1, 100.0)


def test_a_chat_gets_three_at_once_and_then_one_a_second() -> None:
    chats, now, left = Chats(), 100.0, []
    for _ in range(5):
        now = max(now, chats.ready_at(7, now))
        chats.take(7, now)
        left.append(now)
    assert left == [100, 100, 100, 101, 102]


def test_a_group_gets_twenty_a_minute() -> None:
    chats, now, left = Chats(), 0.0, []
    for _ in range(41):
        now = max(now, chats.ready_at(-7, now))
        chats.take(-7, now)
        left.append(now)
    assert all(later - earlier >= 60 for earlier, later in zip(left, left[20:], strict=False))


def test_a_second_429_from_another_chat_holds_the_bot_and_the_rate_comes_back() -> None:
    limiter = RateLimiter(100)
    limiter.too_many(1, 5, 0.0)
    assert limiter.pace.turn_at() <= 0
    limiter.too_many(2, 5, 1.0)
    assert limiter.pace.turn_at() == limiter.pace.allowed_at() == 6
    assert limiter.pace.rate == 50
    times(limiter.pace, 2000, 6.0)
    assert limiter.pace.rate == 100


def test_a_server_that_is_away_is_asked_ever_more_rarely() -> None:
    limiter, now, waits = RateLimiter(100), 0.0, []
    for _ in range(6):
        limiter.failed(now)
        waits.append(max(0.0, limiter.pace.turn_at() - now))
        now += waits[-1]
    assert waits == [0, 0, 0.25, 0.5, 1, 2]


SEND = '{"chat_id":7,"text":"a","parse_mode":"HTML","reply_parameters":{"message_id":1},"reply_markup":{"k":1}}'


@pytest.mark.parametrize(
    ("method", "edit", "body", "expected"),
    [
        (
            "sendMessage",
            "editMessageText",
            {"text": "b"},
            ("sendMessage", {"chat_id": 7, "text": "b", "reply_parameters": {"message_id": 1}}),
        ),
        ("editMessageText", "editMessageText", {"text": "b"}, ("editMessageText", {"text": "b"})),
        ("editMessageText", "deleteMessage", {}, ("deleteMessage", {})),
        ("sendPhoto", "editMessageText", {"text": "b"}, None),
    ],
)
def test_what_an_edit_does_to_a_waiting_call(
    method: str, edit: str, body: dict[str, str], expected: tuple[str, object] | None
) -> None:
    found = merged(method, SEND, edit, json.dumps(body))
    assert ((isinstance(found, Merged) and (found.method, json.loads(found.payload))) or None) == expected


def test_deleting_a_waiting_message_drops_both() -> None:
    assert merged("sendMessage", SEND, "deleteMessage", "{}") == Dropped()


def test_a_changed_picture_whose_message_is_gone_is_sent_as_a_picture() -> None:
    fresh = anew("editMessageMedia", '{"chat_id":7,"message_id":3,"media":{"type":"photo","media":"f","caption":"c"}}')
    assert fresh is not None
    assert (fresh.method, json.loads(fresh.payload)) == ("sendPhoto", {"chat_id": 7, "photo": "f", "caption": "c"})


async def test_a_nursery_outlives_a_failing_task_and_ends_the_rest() -> None:
    nursery, never = Nursery(), asyncio.Event()

    async def fails() -> None:
        raise ValueError("once")

    waiting = nursery.start(never.wait(), name="waits")
    failing = nursery.start(fails(), name="fails")
    await asyncio.wait([failing])
    assert not waiting.done()
    await nursery.close()
    assert waiting.cancelled()

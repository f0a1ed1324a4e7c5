"""The town itself: one can talk in it, and what must not happen in it fails the test."""

from datetime import timedelta

import orjson
import pytest

from storage import inbox, outbox
from storage.models.traffic import OutboxCall
from storage.vocabulary import CallState, Lane
from tests.second_rules import AgainstTheRules
from tests.town import MONDAY, Actor, Town


async def promise(town: Town, actor: Actor, text: str, *, later: timedelta = timedelta(0)) -> int:
    """Promise a message; the number of the call."""
    body = {"chat_id": actor.id, "text": text, "parse_mode": "HTML"}
    number, now = outbox.next_id(), town.clock.now()
    call = outbox.Call(number, actor.id, Lane.ANSWER, "sendMessage", orjson.dumps(body).decode(), now, now + later)
    async with town.database.writing() as session:
        await outbox.promise(session, [call])
    return number


async def test_an_old_button_says_so(town: Town) -> None:
    li = town.person("Li")
    await li.says("hello")
    await li.forges("zz:1")
    assert "older screen" in li.toast


async def test_what_comes_at_once_is_handled_in_order_and_answered_without_waiting_for_the_limits(town: Town) -> None:
    li = town.person("Li")
    await li.says_all(*(f"part {number}" for number in range(20)))
    assert [f"part {number}" in li.screen for number in range(20)] == [True] * 20
    assert li.screen.index("part 3") < li.screen.index("part 17")


async def test_a_call_for_later_leaves_when_its_time_has_come(town: Town) -> None:
    li = town.person("Li")
    await li.says("hello")
    number = await promise(town, li, "good evening", later=timedelta(hours=9))
    await town.passes(hours=8)
    li.hears_nothing("good evening")
    await town.passes(hours=2)
    li.hears("good evening")
    async with town.database.reading() as session:
        call = await session.get(OutboxCall, number)
    assert call is not None
    assert (call.state, call.done_at) == (CallState.SENT, MONDAY + timedelta(hours=9))


async def test_a_call_against_teremoks_reading_of_the_rules_fails_the_test(town: Town) -> None:
    li = town.person("Li")
    await li.says("hello")
    await promise(town, li, "fish & chips")
    with pytest.raises(AgainstTheRules, match="escape it"):
        await town.settle()


async def test_a_call_that_is_refused_fails_the_test(town: Town) -> None:
    li = town.person("Li")
    await li.says("hello")
    await promise(town, li, "long " * 1_000)
    with pytest.raises(AssertionError, match="message is too long"):
        await town.settle()


async def test_a_handler_that_fails_fails_the_test(town: Town) -> None:
    li = town.person("Li")
    await li.says("hello")
    unreadable = orjson.dumps({"update_id": 7, "message": "no message"}).decode()
    async with town.database.writing() as session:
        await inbox.keep(session, [inbox.Kept(42, 7, li.id, unreadable)], town.clock.now())
    with pytest.raises(AssertionError, match="a handler failed"):
        await town.settle()
    town.failures_expected = True
    await town.settle()
    li.hears("something went wrong")

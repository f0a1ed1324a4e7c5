"""The sender against a Bot API that misbehaves, on both databases."""

import asyncio
from collections.abc import Callable
from datetime import timedelta

import aiohttp
import pytest
from sqlalchemy import func, select

from bot.delivery import result_writer
from bot.delivery.sender import Sender
from storage import outbox
from storage.engine import Database
from storage.models.people import Person
from storage.models.traffic import OutboxCall
from storage.vocabulary import CallState, Lane
from tests.delivery.server import Server, cut, refusal
from tests.delivery.town import case_messages, internal_updates, now, promise, row, settled, until

Start = Callable[..., Sender]
BLOCKED = refusal(403, "Forbidden: bot was blocked by the user")


async def test_a_promised_message_is_sent_once_and_stays_with_its_case(
    database: Database, server: Server, start: Start
) -> None:
    call = await promise(database, 7, "你好", opinion_id=5)
    start()
    done = await settled(database, call)
    assert server.texts(7) == ["你好"]
    assert done.payload == ""
    assert await case_messages(database) == [(7, done.message_id, 5)]


async def test_every_message_of_an_album_stays_with_its_case(database: Database, server: Server, start: Start) -> None:
    media = [{"type": "photo", "media": "a"}, {"type": "photo", "media": "b"}]
    call = await promise(database, 7, method="sendMediaGroup", opinion_id=5, body={"chat_id": 7, "media": media})
    start()
    done = await settled(database, call)
    assert await case_messages(database) == [(7, done.message_id, 5), (7, (done.message_id or 0) + 1, 5)]


async def test_a_chat_gets_its_messages_in_order_and_one_at_a_time(
    database: Database, server: Server, start: Start
) -> None:
    server.delay = 0.02
    calls = [await promise(database, 7, str(number)) for number in range(4)]
    start()
    await settled(database, calls[-1])
    assert server.texts() == ["0", "1", "2", "3"]
    assert server.most_under_way == 1


async def test_a_chat_s_next_message_is_not_forgotten_when_the_answer_comes_before_the_next_slot(
    database: Database, server: Server, start: Start
) -> None:
    sender = start(rate=30)
    await settled(database, await promise(database, 8))
    calls = [await promise(database, 7, str(number)) for number in range(3)]
    sender.wake()
    await settled(database, calls[-1])
    assert server.texts(7) == ["0", "1", "2"]


async def test_answers_go_before_staff_matters_before_reminders_before_notices(
    database: Database, server: Server, start: Start
) -> None:
    for lane in (Lane.NOTICE, Lane.REMINDER, Lane.STAFF, Lane.ANSWER):
        for chat in range(3):
            last = await promise(database, 10 * lane + chat + 1, lane.name, lane=lane)
    sender = start(rate=60)
    await server.heard(12)
    await settled(database, last)
    await sender.stop(1)
    lanes = [text for text in server.texts() if text != "NOTICE"]
    assert lanes == ["ANSWER"] * 3 + ["STAFF"] * 3 + ["REMINDER"] * 3
    assert server.texts()[-3:] == ["NOTICE"] * 3


async def test_a_message_promised_while_the_sender_sleeps_goes_out_when_it_is_woken(
    database: Database, server: Server, start: Start
) -> None:
    sender = start()
    await settled(database, await promise(database, 1))
    call = await promise(database, 2)
    sender.wake()
    await settled(database, call)


async def test_a_429_delays_its_chat_and_nothing_is_lost_or_reordered(
    database: Database, server: Server, start: Start
) -> None:
    server.script[7].append(refusal(429, "Too Many Requests: retry after 1", retry_after=1))
    calls = [
        await promise(database, 7, "first"),
        await promise(database, 7, "second"),
        await promise(database, 8, "other"),
    ]
    start()
    for call in calls:
        await settled(database, call)
    assert server.texts(7) == ["first", "first", "second"]
    assert server.texts().index("other") < 2


async def test_limits_touched_by_two_chats_hold_everybody_and_still_lose_nothing(
    database: Database, server: Server, start: Start
) -> None:
    for chat in (1, 2):
        server.script[chat].append(refusal(429, "Too Many Requests: retry after 1", retry_after=1))
    calls = [await promise(database, chat, str(chat)) for chat in range(1, 8)]
    start()
    for call in calls:
        await settled(database, call)
    assert sorted(server.texts()) == ["1", "1", "2", "2", "3", "4", "5", "6", "7"]


@pytest.mark.parametrize("answer", [refusal(500, "Internal Server Error"), (502, "<html>Bad Gateway</html>")])
async def test_a_server_in_trouble_is_asked_again(
    database: Database, server: Server, start: Start, answer: tuple[int, object]
) -> None:
    server.script[7].append(answer)
    call = await promise(database, 7)
    start()
    assert (await settled(database, call)).attempts == 1
    assert len(server.calls) == 2


async def test_a_server_that_is_not_there_yet_is_waited_for(database: Database, server: Server, start: Start) -> None:
    call = await promise(database, 7, lane=Lane.NOTICE)
    await server.close()
    port = int(server.url.rpartition(":")[2])
    start()
    await until(lambda: row(database, call), lambda seen: str(seen.error).startswith("no connection"))
    again = Server()
    await again._runner.setup()
    await aiohttp.web.TCPSite(again._runner, "127.0.0.1", port).start()
    await settled(database, call)
    assert len(again.calls) == 1
    await again.close()


@pytest.mark.parametrize("lane", [Lane.ANSWER, Lane.STAFF, Lane.REMINDER])
async def test_a_case_message_whose_line_broke_is_sent_again(
    database: Database, server: Server, start: Start, lane: Lane
) -> None:
    server.script[7].append(cut)
    call = await promise(database, 7, lane=lane)
    start()
    await settled(database, call)
    assert len(server.calls) == 2


async def test_a_notice_whose_line_broke_is_not_sent_again(database: Database, server: Server, start: Start) -> None:
    server.script[7].append(cut)
    broken = await promise(database, 7, lane=Lane.NOTICE)
    next_one = await promise(database, 7, "next", lane=Lane.NOTICE)
    start()
    await settled(database, next_one)
    done = await settled(database, broken, CallState.AMBIGUOUS)
    assert done.error == "closed by the server"
    assert server.texts() == ["hello", "next"]


async def test_after_a_crash_between_sending_and_marking_case_messages_go_again_and_notices_do_not(
    database: Database, server: Server, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    case, notice = await promise(database, 1, "case"), await promise(database, 2, "notice", lane=Lane.NOTICE)
    with monkeypatch.context() as broken:
        broken.setattr(outbox, "settle", lost)
        sender = start()
        await server.heard(2)
        await sender.stop(0.2)
    assert (await row(database, case)).state is CallState.PENDING
    assert (await row(database, notice)).state is CallState.AMBIGUOUS
    start()
    await settled(database, case)
    assert sorted(server.texts()) == ["case", "case", "notice"]


async def lost(_session: object, outcomes: list[object], _now: object) -> None:
    if outcomes:
        raise OSError("power cut")


async def test_a_blocked_chat_is_given_up_and_the_handlers_learn_whom_it_concerns(
    database: Database, server: Server, start: Start
) -> None:
    async with database.writing() as session:
        session.add(Person(**person(7)))
    server.script[7].append(BLOCKED)
    calls = [await promise(database, 7, opinion_id=case) for case in (3, 4, None, 4)]
    notice = await promise(database, 7, lane=Lane.NOTICE)
    told = asyncio.Event()
    start(on_inbox=told.set)
    for call in calls:
        await settled(database, call, CallState.UNREACHABLE)
    await asyncio.wait_for(told.wait(), 5)
    [(update_id, chat_id, said)] = await internal_updates(database)
    assert (update_id, chat_id) == (-calls[0], 7)
    assert said == {"unreachable": {"chat_id": 7, "opinion_ids": [3, 4]}}
    assert len([body for _, body in server.calls if body["text"] == "hello"]) <= 2
    assert (await row(database, notice)).state in (CallState.UNREACHABLE, CallState.PENDING, CallState.SENT)
    async with database.reading() as session:
        found = await session.get(Person, 1)
        assert found is not None
        assert not found.reachable


def person(chat_id: int) -> dict[str, object]:
    given: dict[str, object] = {"id": 1, "chat_id": chat_id, "reachable": True}
    for column in Person.__table__.columns:
        if column.name in given or column.nullable or column.default is not None:
            continue
        python_type = getattr(column.type, "python_type", str)
        given[column.name] = now() if "_at" in column.name else python_type()
    return given


async def test_a_refused_message_is_kept_with_the_reason_and_the_next_one_goes(
    database: Database, server: Server, start: Start
) -> None:
    server.script[7].append(refusal(400, 'Bad Request: can\'t parse entities: unsupported start tag "secret" at 5'))
    dead, good = await promise(database, 7, "<secret>"), await promise(database, 7, "good")
    start()
    await settled(database, good)
    assert "secret" not in str((await settled(database, dead, CallState.DEAD)).error)
    assert server.texts() == ["<secret>", "good"]


async def test_a_group_that_moved_is_followed(database: Database, server: Server, start: Start) -> None:
    server.script[-5].append(refusal(400, "Bad Request: group upgraded", migrate_to_chat_id=-1005))
    calls = [await promise(database, -5, text) for text in ("first", "second")]
    start()
    for call in calls:
        assert (await settled(database, call)).chat_id == -1005
    assert server.texts(-1005) == ["first", "second"]
    assert server.texts(-5) == ["first"]


async def test_a_chat_with_a_long_queue_does_not_keep_others_waiting(
    database: Database, server: Server, start: Start
) -> None:
    for number in range(80):
        await promise(database, 7, str(number))
    other = await promise(database, 8, "other")
    start()
    await settled(database, other)
    assert server.texts(7) == [str(number) for number in range(len(server.texts(7)))]
    assert len(server.texts(7)) < 10


async def test_a_quick_call_goes_out_once_whatever_comes_back(database: Database, server: Server, start: Start) -> None:
    server.script["answerCallbackQuery"].append(refusal(400, "Bad Request: query is too old"))
    sender = start()
    sender.quick("answerCallbackQuery", '{"callback_query_id": "1"}')
    sender.quick("sendChatAction", b'{"chat_id": 7, "action": "typing"}')
    await server.heard(2)
    await sender.stop(1)
    assert [method for method, _ in server.calls] == ["answerCallbackQuery", "sendChatAction"]


async def test_an_answer_leaves_before_the_spinner_is_stopped_and_that_before_all_else(
    database: Database, server: Server, start: Start
) -> None:
    await promise(database, 7, "staff", lane=Lane.STAFF)
    await promise(database, 8, "answer", lane=Lane.ANSWER)
    sender = start(rate=20)
    sender._limiter.calls.hold(asyncio.get_running_loop().time() + 0.5)
    sender.quick("answerCallbackQuery", '{"callback_query_id": "1"}')
    await server.heard(3)
    await sender.stop(1)
    assert [body.get("text", method) for method, body in server.calls] == ["answer", "answerCallbackQuery", "staff"]


async def test_a_spinner_is_stopped_in_time_however_many_answers_wait(
    database: Database, server: Server, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.delivery.sender.QUICK_PATIENCE", 0.3)
    for chat in range(1, 30):
        await promise(database, chat, lane=Lane.ANSWER)
    sender = start(rate=20)
    await server.heard(1)
    sender.quick("answerCallbackQuery", '{"callback_query_id": "1"}')
    await server.heard(29)
    await sender.stop(1)
    at = [method for method, _ in server.calls].index("answerCallbackQuery")
    assert 3 < at < 20


async def test_stopping_sends_what_waits_and_writes_it_down(database: Database, server: Server, start: Start) -> None:
    server.delay = 0.05
    calls = [await promise(database, chat) for chat in range(1, 20)]
    sender = start()
    await server.heard(1)
    await sender.stop(5)
    for call in calls:
        await settled(database, call)
    assert len(server.calls) == 19


async def test_notices_that_have_not_left_when_it_stops_are_sent_by_the_next_sender(
    database: Database, server: Server, start: Start
) -> None:
    calls = [await promise(database, chat, lane=Lane.NOTICE) for chat in range(1, 40)]
    sender = start(rate=20)
    await server.heard(3)
    await sender.stop(1)
    await asyncio.sleep(0.1)
    sent_before = len(server.calls)
    assert sent_before < 39
    start()
    for call in calls:
        await settled(database, call)
    assert len(server.calls) == 39


async def test_notices_that_are_called_back_stand_in_the_outbox_for_as_long_as_was_said(
    database: Database, server: Server, start: Start
) -> None:
    calls = [await promise(database, chat, lane=Lane.NOTICE) for chat in range(1, 5)]
    sender = start(rate=1)
    await server.heard(1)
    sender.recall_notices(60)
    await until(lambda: states(database), lambda found: found.get(CallState.PENDING, 0) >= 2)
    await asyncio.sleep(2.5)
    assert len(server.calls) <= 2
    kept = [await row(database, call) for call in calls]
    assert all(call.not_before > now() + timedelta(seconds=50) for call in kept if call.state is CallState.PENDING)


async def test_many_notices_all_arrive_once(database: Database, server: Server, start: Start) -> None:
    for chat in range(1, 301):
        last = await promise(database, chat, lane=Lane.NOTICE)
    start()
    await settled(database, last)
    await until(lambda: states(database), lambda found: found == {CallState.SENT: 300})
    assert sorted(body["chat_id"] for _, body in server.calls) == list(range(1, 301))


async def states(database: Database) -> dict[CallState, int]:
    async with database.reading() as session:
        rows = await session.execute(select(OutboxCall.state, func.count()).group_by(OutboxCall.state))
        return dict(tuple(found) for found in rows)  # type: ignore[misc]


async def test_nothing_new_leaves_while_outcomes_cannot_be_written_down(
    database: Database, server: Server, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not database.is_sqlite:
        return  # there writers do not wait for each other
    monkeypatch.setattr(result_writer, "LATE_SECONDS", 0)
    server.delay = 0.3
    calls = [await promise(database, 7, text) for text in "abc"]
    sender = start()
    await wait_for(lambda: server.texts() == ["a"])
    async with database.writing() as session:
        await session.execute(select(1))
        await wait_for(lambda: sender._writer.late and server.texts() == ["a", "b"])
        await asyncio.sleep(1)
        assert server.texts() == ["a", "b"]
    await settled(database, calls[-1])
    assert server.texts() == ["a", "b", "c"]


async def wait_for(good: Callable[[], bool]) -> None:
    """Until it is so."""
    async with asyncio.timeout(30):
        while not good():  # noqa: ASYNC110
            await asyncio.sleep(0.01)

"""A notice on its way through ledger and outbox: killed anywhere, on two processes, with a moved clock, on both
databases, nobody gets it twice and everybody is accounted for."""

import asyncio
import random
from datetime import timedelta

import pytest
from sqlalchemy import delete, select, update

import bot.notices
from bot.notices import LEAST_PIECE, MOST_PIECE, PIECE_SECONDS, next_piece
from storage import lease
from storage.engine import Database
from storage.lease import LeaseLost
from storage.models.notices import Notice, NoticeRecipient
from storage.models.people import Person
from storage.models.traffic import OutboxCall
from storage.queries import recipients
from storage.vocabulary import CallState, Lane, NoticeColumn, NoticeState, RecipientState
from tests.notices.crowd import CHATS, Crowd


async def test_everybody_gets_it_once_and_the_outbox_stays_small(database: Database) -> None:
    crowd = await Crowd(database).gathers(60)
    process = crowd.process()
    for _ in range(100):
        await process.step()
        assert await crowd.in_outbox() <= 10  # two seconds' worth at five a second
        await crowd.claims(4)
        await crowd.settles(count=4)
    assert crowd.sent == {CHATS + number: 1 for number in range(1, 61)}
    notice = await crowd.notice()
    assert (notice.state, notice.recipients, notice.sent) == (NoticeState.DONE, 60, 60)
    assert notice.ended_at is not None
    assert await crowd.ledger() == {RecipientState.SENT: 60}
    assert await crowd.in_outbox() == 0


async def test_writing_down_is_resumed_where_it_was_killed(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    crowd = await Crowd(database).gathers(40)
    fix, calls = recipients.fix, 0

    async def dies(*args: object) -> None:
        nonlocal calls
        calls += 1
        await fix(*args)  # type: ignore[arg-type]
        if calls in (1, 2, 4):
            raise SystemError("killed before the commit")

    monkeypatch.setattr(recipients, "fix", dies)
    for _ in range(4):
        await crowd.process().step()
    await crowd.runs_out(crowd.process())
    notice = await crowd.notice()
    assert (notice.recipients, notice.sent) == (40, 40)
    assert set(crowd.sent.values()) == {1}


async def test_one_that_slept_through_its_replacement_disturbs_nothing_the_next_one_sends(database: Database) -> None:
    crowd = await Crowd(database).gathers(20)
    async with database.writing() as session:
        lost = await lease.acquire(session, "bot:42", "a", timedelta(minutes=5))
        await lease.acquire(session, "bot:42", "b", timedelta(minutes=5), surely_free=True)
    process = crowd.process()
    while await crowd.in_outbox() == 0:
        await process.step()
    await crowd.claims(4)
    woken = crowd.process(lost)
    with pytest.raises(LeaseLost):
        await woken.prepare()
    with pytest.raises(LeaseLost):
        await woken.run()
    await crowd.settles(count=4)
    await crowd.runs_out(process)
    assert await crowd.ledger() == {RecipientState.SENT: 20}


async def test_two_notices_share_the_outbox(database: Database) -> None:
    crowd = await Crowd(database).gathers(40)
    await crowd.another()
    process = crowd.process()
    while NoticeState.FIXING in [(await crowd.notice(number)).state for number in (1, 2)]:
        await process.step()
    await process.step()
    async with database.reading() as session:
        assert [await recipients.in_the_outbox(session, number) for number in (1, 2)] == [5, 5]
    await crowd.runs_out(process)
    assert crowd.sent == {CHATS + number: 2 for number in range(1, 41)}


async def test_an_urgent_notice_overtakes_a_plain_one(database: Database) -> None:
    crowd = await Crowd(database).gathers(30)
    process = crowd.process()
    while not await crowd.in_outbox():
        await process.step()
    await crowd.claims(3)
    await crowd.another(NoticeColumn.URGENT)
    while (await crowd.notice(2)).state is NoticeState.FIXING:
        await process.step()
    while (await crowd.notice(2)).state is NoticeState.SENDING:
        async with database.reading() as session:
            assert await recipients.in_the_outbox(session, 1) <= 3, "only what the sender had claimed already"
        await crowd.claims(100)
        await crowd.settles(count=100)
        await process.step()
    assert (await crowd.notice(1)).sent == 3
    assert crowd.recalled == [], "calling back from the sender would put the urgent one off"
    await crowd.runs_out(process)
    assert crowd.sent == {CHATS + number: 2 for number in range(1, 31)}


@pytest.mark.parametrize("why", ["paused", "put off"])
async def test_an_urgent_notice_that_cannot_go_on_holds_no_other_up(database: Database, why: str) -> None:
    crowd = await Crowd(database).gathers(8)
    process = crowd.process()
    while not await crowd.in_outbox():
        await process.step()
    await crowd.another(NoticeColumn.URGENT)
    while (await crowd.notice(2)).state is NoticeState.FIXING:
        await process.step()
    while (await crowd.notice(2)).sent < 5:
        await crowd.claims(100)
        await crowd.settles(count=100)
        await process.step()
    async with database.reading() as session:
        assert [await recipients.in_the_outbox(session, number) for number in (1, 2)] == [0, 3]
    if why == "paused":
        async with database.writing() as session:
            await session.execute(update(Notice).where(Notice.id == 2).values(state=NoticeState.PAUSED))
    else:
        await crowd.claims(100)
        await crowd.puts_back()
    await process.step()
    async with database.reading() as session:
        assert await recipients.in_the_outbox(session, 1) > 0


async def test_who_comes_after_the_release_does_not_get_it(database: Database) -> None:
    crowd = await Crowd(database).gathers(10)
    async with database.writing() as session:
        session.add(Person(id=99, chat_id=CHATS + 99, language="en", created_at=crowd.clock.now()))
    await crowd.runs_out(crowd.process())
    assert set(crowd.sent) == {CHATS + number for number in range(1, 11)}


async def test_two_processes_side_by_side_send_nothing_twice(database: Database) -> None:
    crowd = await Crowd(database).gathers(50)
    one, other = crowd.process(), crowd.process()
    for _ in range(60):
        await asyncio.gather(one.step(), other.step())
        assert await crowd.in_outbox() <= 20
        await crowd.claims(10)
        await crowd.settles(count=10)
    assert crowd.sent == {CHATS + number: 1 for number in range(1, 51)}
    assert (await crowd.notice()).recipients == 50


async def test_what_was_being_sent_when_the_process_died_is_ambiguous_and_not_sent_again(database: Database) -> None:
    crowd = await Crowd(database).gathers(20)
    process = crowd.process()
    await process.step()
    await process.step()
    await crowd.claims(6)
    await crowd.settles(count=2)
    lost = {call.chat_id for call in crowd.held}
    crowd.held = []
    fresh = crowd.process()
    await fresh.prepare()
    await crowd.runs_out(fresh)
    notice = await crowd.notice()
    assert (notice.sent, notice.ambiguous) == (16, 4)
    assert lost.isdisjoint(crowd.sent)
    assert set(crowd.sent.values()) == {1}


async def test_a_call_the_outbox_lost_is_ambiguous(database: Database) -> None:
    crowd = await Crowd(database).gathers(4)
    process = crowd.process()
    await process.step()
    await process.step()
    async with database.writing() as session:
        found = select(OutboxCall.id).where(OutboxCall.lane == Lane.NOTICE).order_by(OutboxCall.id)
        first = await session.scalar(found.limit(1))
        await session.execute(delete(OutboxCall).where(OutboxCall.id == first))
    await crowd.runs_out(process)
    notice = await crowd.notice()
    assert (notice.sent, notice.ambiguous) == (3, 1)


@pytest.mark.parametrize("state", [NoticeState.PAUSED, NoticeState.CANCELLED])
async def test_stopping_reaches_what_the_sender_has_claimed(database: Database, state: NoticeState) -> None:
    crowd = await Crowd(database).gathers(20)
    process = crowd.process()
    await process.step()
    await process.step()
    await crowd.claims(5)
    await crowd.becomes(state)
    await process.step()
    assert crowd.recalled, "the sender is asked to put back what it holds"
    await crowd.puts_back()
    await process.step()
    await crowd.claims(100)
    assert crowd.held == []
    assert await crowd.in_outbox() == 0
    assert await crowd.ledger() == {RecipientState.WAITING: 20}


async def test_what_is_held_rests_and_says_so_once(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bot.notices, "SHOWN_SECONDS", 0.0)
    crowd = await Crowd(database).gathers(20)
    process = crowd.process()
    while not await crowd.in_outbox():
        assert await process.step()
    crowd.clock.instant += timedelta(hours=12)
    await process.step()
    told = await crowd.told()
    for _ in range(3):
        assert not await process.step()
    assert await crowd.told() == told


async def test_the_night_is_kept_whatever_the_clock_does(database: Database) -> None:
    crowd = await Crowd(database).gathers(30)
    process = crowd.process()
    await process.step()
    await process.step()
    await crowd.claims(3)
    await crowd.settles(count=3)
    for hours in (10, 2, -1, 3):
        crowd.clock.instant += timedelta(hours=hours)
        await process.step()
        await crowd.claims(100)
        assert crowd.held == []
    crowd.clock.instant += timedelta(hours=10)
    await crowd.runs_out(process)
    assert crowd.sent == {CHATS + number: 1 for number in range(1, 31)}


async def test_a_start_at_night_takes_back_what_was_left_in_the_outbox(database: Database) -> None:
    crowd = await Crowd(database).gathers(20)
    process = crowd.process()
    await process.step()
    await process.step()
    crowd.clock.instant += timedelta(hours=10)
    await crowd.process().prepare()
    await crowd.claims(100)
    assert crowd.held == []


async def test_an_urgent_notice_knows_no_night(database: Database) -> None:
    crowd = await Crowd(database).gathers(5, NoticeColumn.URGENT)
    crowd.clock.instant += timedelta(hours=11)
    await crowd.runs_out(crowd.process())
    assert len(crowd.sent) == 5


async def test_who_erased_or_blocked_meanwhile_is_accounted_for(database: Database) -> None:
    crowd = await Crowd(database).gathers(10)
    process = crowd.process()
    while (await crowd.notice()).state is NoticeState.FIXING:
        await process.step()
    async with database.writing() as session:
        await recipients.recall(session, 1)
        await session.execute(update(Person).where(Person.id == 3).values(chat_id=None, name=None))
        await session.execute(update(Person).where(Person.id == 4).values(reachable=False))
    await crowd.runs_out(process)
    notice = await crowd.notice()
    assert (notice.sent, notice.unreachable) == (8, 2)


async def test_a_notice_that_fails_is_left_alone_for_a_while_and_stops_no_other(database: Database) -> None:
    crowd = await Crowd(database).gathers(5)
    async with database.writing() as session:
        broken = Notice(
            author_id=1, state=NoticeState.SENDING, audience={}, created_at=crowd.clock.now(), fix_until=5, recipients=1
        )
        session.add(broken)
        await session.flush()
        session.add(NoticeRecipient(notice_id=broken.id, person_id=2, state=RecipientState.WAITING))
    process = crowd.process()
    for _ in range(10):
        await process.step()
        await crowd.claims(100)
        await crowd.settles(count=100)
    assert crowd.sent == {CHATS + number: 1 for number in range(1, 6)}


@pytest.mark.parametrize("seed", range(4))
async def test_whatever_happens_in_whatever_order(database: Database, seed: int) -> None:
    """Steps of two processes, claims, outcomes, kills, pauses and a moving clock, at random."""
    chance = random.Random(seed)
    crowd = await Crowd(database).gathers(40)
    processes = [crowd.process(), crowd.process()]
    lost: set[int] = set()
    for _ in range(80):
        match chance.randrange(8):
            case 0 | 1 | 2:
                await chance.choice(processes).step()
            case 3:
                await crowd.claims(chance.randrange(1, 6))
            case 4:
                ends = chance.choice([CallState.SENT, CallState.SENT, CallState.DEAD, CallState.AMBIGUOUS])
                await crowd.settles(ends, chance.randrange(1, 4))
            case 5:
                lost |= {call.chat_id for call in crowd.held}
                crowd.held = []
                processes = [crowd.process(), crowd.process()]
                await processes[0].prepare()
            case 6:
                state = (await crowd.notice()).state
                if state in (NoticeState.SENDING, NoticeState.PAUSED):
                    await crowd.becomes(NoticeState.PAUSED if state is NoticeState.SENDING else NoticeState.SENDING)
            case 7:
                crowd.clock.instant += timedelta(hours=chance.randrange(-3, 6))
    lost |= {call.chat_id for call in crowd.held}
    crowd.held = []
    process = crowd.process()
    await process.prepare()
    if (await crowd.notice()).state is NoticeState.PAUSED:
        await crowd.becomes(NoticeState.SENDING)
    crowd.clock.instant = crowd.clock.instant.replace(hour=4) + timedelta(days=2)
    await crowd.runs_out(process)
    notice, ledger = await crowd.notice(), await crowd.ledger()
    assert set(crowd.sent.values()) <= {1}
    assert lost.isdisjoint(crowd.sent)
    assert ledger.total() == notice.recipients == 40
    assert ledger[RecipientState.WAITING] == ledger[RecipientState.PROMISED] == 0
    assert (ledger[RecipientState.SENT], ledger[RecipientState.FAILED], ledger[RecipientState.AMBIGUOUS]) == (
        notice.sent,
        notice.failed,
        notice.ambiguous,
    )
    assert len(crowd.sent) + len(lost) == 40
    assert notice.ended_at is not None


def test_pieces_grow_and_shrink_towards_the_time_they_should_take() -> None:
    assert next_piece(1000, PIECE_SECONDS) == 1000
    assert next_piece(1000, PIECE_SECONDS / 10) == 2000
    assert next_piece(4000, PIECE_SECONDS * 4) == 1000
    assert next_piece(LEAST_PIECE, 1.0) == LEAST_PIECE
    assert next_piece(MOST_PIECE, 0.0) == MOST_PIECE


async def test_old_ledgers_are_forgotten_in_pieces(database: Database) -> None:
    crowd = await Crowd(database).gathers(12)
    await crowd.runs_out(crowd.process())
    async with database.writing() as session:
        before = crowd.clock.now() + timedelta(days=1)
        assert await recipients.prune(session, before, 5) == 5
        assert await recipients.prune(session, before, 50) == 7
        assert await recipients.prune(session, before, 50) == 0
    assert (await crowd.notice()).sent == 12

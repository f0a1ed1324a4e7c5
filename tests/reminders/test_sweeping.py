"""Outages, kills, two processes, moved clocks: nothing twice, nothing skipped."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import func, select

from bot.clock import Clock
from bot.sweep import sweep
from handlers import registry
from handlers.conversation.outgoing import Outgoing
from storage.models.opinions import Due
from storage.models.reminders import Reminder
from storage.models.traffic import OutboxCall
from storage.queries import due
from tests.databases import KINDS, Databases
from tests.reminders.conftest import WANGS, People
from tests.town import Town, open_town

OTHERS = ("The well tastes of iron", "The bus never comes")
"""With the first one as many as are still reminded of one by one."""


@pytest.fixture(params=KINDS)
async def either(request: pytest.FixtureRequest, databases: Databases) -> AsyncIterator[People]:
    """Everybody in place on each kind of database."""
    async with open_town(databases.migrated(request.param)) as town:
        yield await People(town, "en").settle()


async def rows(people: People) -> list[tuple[str, int, str, str]]:
    """The ledger: kind, person, subject, occasion."""
    async with people.town.database.reading() as session:
        found = await session.scalars(select(Reminder))
        return sorted((one.kind, one.person_id, one.subject, one.occasion) for one in found)


async def promised(people: People) -> int:
    """Reminders among the calls that were ever promised."""
    async with people.town.database.reading() as session:
        count = select(func.count()).where(OutboxCall.lane == 2, OutboxCall.method == "sendMessage")
        return (await session.execute(count)).scalar_one()


async def test_after_three_days_away_one_digest_and_the_newest_occasion(people: People) -> None:
    wang, say = people.wang, people.say
    await people.assigned()
    await people.until("03-04 12:00")
    assert people.got(wang, say("☀️ Good morning! What waits for you, {day}")) == 1
    await people.away_until("03-09 10:00")
    assert people.got(wang, say("☀️ Good morning! What waits for you, {day}")) == 2
    assert await people.ledger("case.clock") == [("case.clock", "day")]
    assert await people.ledger("digest") == [("digest", "2026-03-03"), ("digest", "2026-03-09")]
    assert await people.sweeps() == 0


async def test_back_at_night_or_on_a_day_off_it_waits_for_the_next_working_morning(people: People) -> None:
    wang, say = people.wang, people.say
    await people.assigned()
    await people.until("03-05 08:00")
    heard = len(wang.messages)
    await people.away_until("03-06 22:30")
    await people.away_until("03-07 10:00")
    assert len(wang.messages) == heard
    await people.until("03-09 08:30")
    assert len(wang.messages) == heard + 1
    wang.sees(say("☀️ Good morning! What waits for you, {day}"))
    await people.until("03-09 09:00")
    assert len(wang.messages) == heard + 2
    wang.sees(say("🟡 {reference} is due today, {day}.", reference=WANGS))


async def test_late_at_night_nobody_is_asked_to_rate_and_no_case_closes(english: People) -> None:
    await english.answered()
    await english.until("03-08 20:00")
    await english.away_until("03-16 23:00")
    english.li.hears_nothing("One tap is enough. .*One tap", "is closed now")
    await english.until("03-17 12:00")
    assert len(await english.ledger("rating.reminder")) == 1


async def test_a_sweep_killed_half_way_is_caught_up_with_nothing_twice(
    either: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    await either.assigned()
    for text in OTHERS:
        await either.assigned(text)
    await either.until("03-05 08:59")
    before = await promised(either)
    done = 0
    honest = registry.DUE["case.clock"]

    async def dies_at_the_third(post: Outgoing, thing: Due) -> None:
        nonlocal done
        done += 1
        await honest(post, thing)
        if done == 3:
            raise asyncio.CancelledError  # as a kill: nobody catches it, the transaction is lost

    monkeypatch.setattr(registry, "DUE", {**registry.DUE, "case.clock": dies_at_the_third})
    either.town.clock.instant = either._moment("03-05 09:00")
    with pytest.raises(asyncio.CancelledError):
        await sweep(either.town.database, either.town.place, either.town.clock, lambda post: None)
    assert await promised(either) == before
    monkeypatch.undo()
    await either.sweeps()
    assert await either.ledger("case.clock") == [("case.clock", "half")] * 3
    assert await promised(either) == before + 3


async def test_one_that_fails_stands_in_nobodys_way_and_is_not_lost(
    english: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    await english.assigned()
    for text in OTHERS:
        await english.assigned(text)
    honest, failures = registry.DUE["case.clock"], 0

    async def fails_once_for_the_second(post: Outgoing, thing: Due) -> None:
        nonlocal failures
        await honest(post, thing)
        if thing.opinion_id == 2 and failures < 2:
            failures += 1
            raise RuntimeError

    monkeypatch.setattr(registry, "DUE", {**registry.DUE, "case.clock": fails_once_for_the_second})
    await english.until("03-05 09:00")
    assert await english.ledger("case.clock") == [("case.clock", "half")] * 2
    await english.until("03-05 12:00")
    assert await english.ledger("case.clock") == [("case.clock", "half")] * 3


async def test_two_sweeps_at_once_share_the_work(either: People) -> None:
    await either.assigned()
    for text in OTHERS:
        await either.assigned(text)
    await either.until("03-05 08:20")
    before = await promised(either)
    either.town.clock.instant = either._moment("03-05 09:30")
    town = either.town

    async def one() -> int:
        done = 0
        while some := await sweep(town.database, town.place, town.clock, lambda post: None, limit=1):
            done += some
        return done

    await asyncio.gather(*(one() for _ in range(4)))
    await either.sweeps()
    found = await rows(either)
    assert len(found) == len(set(found))
    assert [kind for kind, *_ in found].count("case.clock") == 3
    assert await promised(either) == before + 3


async def test_the_ledger_holds_even_where_the_row_that_fell_due_is_there_twice(either: People) -> None:
    """As two processes would meet it that both believe it is theirs."""
    await either.assigned()
    await either.until("03-05 08:59")
    async with either.town.database.writing() as session:
        copy = await session.scalar(select(Due).where(Due.kind == "case.clock"))
        assert copy is not None
        clock = copy.once
    before = await promised(either)
    either.town.clock.instant = either._moment("03-05 09:00")

    async def by_hand() -> None:
        async with either.town.database.writing() as session:
            post = Outgoing(session, either.town.place, either.town.clock.now())
            thing = Due(kind="case.clock", opinion_id=1, due_at=post.now, once=clock, done_at=None)
            await registry.DUE["case.clock"](post, thing)
            await _promise(post)

    await asyncio.gather(*(by_hand() for _ in range(4)), either.sweeps())
    assert await either.ledger("case.clock") == [("case.clock", "half")]
    assert await promised(either) == before + 1


async def _promise(post: Outgoing) -> None:
    from storage import outbox

    await outbox.promise(post.session, post.calls)


async def test_a_clock_moved_back_and_forth_reminds_once_and_skips_nothing(either: People) -> None:
    await either.assigned()
    await either.until("03-05 10:00")
    for away in ("03-04 09:00", "03-05 09:00", "03-03 12:00", "03-05 11:00"):
        await either.away_until(away)
        await either.starts()
    await either.until("03-11 12:00")
    occasions = ["half", "before", "day", "overdue:1"]
    assert [occasion for _, occasion in await either.ledger("case.clock")] == occasions
    digests = [(person, day) for kind, person, _, day in await rows(either) if kind == "digest"]
    assert {day for _, day in digests} >= {"2026-03-06", "2026-03-09", "2026-03-10", "2026-03-11"}
    assert await promised(either) == len(await rows(either)) - len(await either.ledger("screening.due"))


async def test_what_a_clock_far_ahead_has_pushed_away_is_planned_anew_at_the_next_start(either: People) -> None:
    await either.assigned()
    await either.until("03-04 12:00")
    await either.away_until("06-15 10:00")
    assert len(await either.ledger("case.clock")) == 1
    either.town.clock.instant = either._moment("03-04 12:01")
    await either.starts()
    await either.until("03-10 12:00")
    occasions = [occasion for _, occasion in await either.ledger("case.clock")]
    assert occasions[1:] == ["half", "before", "day", "overdue:1"]
    days = [occasion for kind, occasion in await either.ledger("digest")]
    assert {"2026-03-06", "2026-03-09", "2026-03-10"} <= set(days)
    assert await promised(either) == len(await rows(either))


async def test_a_sweep_looks_for_what_is_due_by_its_index(town: Town) -> None:
    from sqlalchemy import text

    found = select(Due.id).where(Due.done_at.is_(None), Due.due_at <= Clock().now()).order_by(Due.due_at).limit(50)
    async with town.database.reading() as session:
        bind = session.get_bind()
        words = str(found.compile(bind, compile_kwargs={"literal_binds": True}))
        plan = (await session.execute(text(f"EXPLAIN QUERY PLAN {words}"))).all()
        assert await due.next_due(session) is None
    assert "ix_due_open" in str(plan)

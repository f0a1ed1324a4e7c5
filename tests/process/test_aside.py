"""Costly work in a process of its own, and updates that a process died of: each is given up, nobody else waits."""

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiogram import Dispatcher, F, Router
from aiogram.methods import SendMessage
from aiogram.types import Message

from bot.aside import outcome_of
from bot.clock import Clock
from bot.update_worker import UpdateWorker
from handlers import registry
from handlers.conversation.context import Context
from handlers.core.aside import TooCostly, Work
from storage import crypto, inbox
from storage.engine import Database
from storage.inbox import MAX_ATTEMPTS
from storage.vocabulary import InboxState
from tests.process.scripted import TOKEN
from tests.process.test_update_worker import KEY, PLACE, Bot
from tests.process.works import doubled, dying, endless, hungry, patient, refusing, refusing_without

APOLOGY = "Sorry, something went wrong"


class Death(BaseException):
    """As good as a kill: nothing after it is done, what was not committed is gone."""


class Lives:
    """One life of a process after the other, on one database."""

    def __init__(self, database: Database) -> None:
        self.bot = Bot(database)
        self.deadly = True
        self.begins()

    def begins(self) -> None:
        """The process begins anew."""
        self.bot.worker = UpdateWorker(
            self.bot.database,
            place=PLACE,
            clock=Clock(),
            token=TOKEN,
            on_commit=self.bot._committed,
            dispatcher=self._dispatcher(),
        )
        self.bot.worker.tries.wary = True

    def _dispatcher(self) -> Dispatcher:
        router = Router()

        @router.message(F.text == "deadly")
        async def is_deadly(message: Message, ctx: Context) -> None:
            if self.deadly:
                raise Death

        @router.message(F.text.startswith("double "))
        async def is_doubled(message: Message, ctx: Context) -> None:
            text = ctx.out.aside(doubled, (message.text or "").removeprefix("double "))
            ctx.out.send(ctx.chat_id, SendMessage(chat_id=ctx.chat_id, text=text))

        @router.message(F.text.startswith("wait for "))
        async def waits(message: Message, ctx: Context) -> None:
            text = ctx.out.aside(patient, (message.text or "").removeprefix("wait for "))
            ctx.out.send(ctx.chat_id, SendMessage(chat_id=ctx.chat_id, text=text))

        @router.message(F.text == "fail after it")
        async def fails(message: Message, ctx: Context) -> None:
            ctx.out.aside(doubled, "x")
            raise RuntimeError

        @router.message(F.text.startswith("unless there is "))
        async def refuses(message: Message, ctx: Context) -> None:
            text = ctx.out.aside(refusing_without, (message.text or "").removeprefix("unless there is "))
            ctx.out.send(ctx.chat_id, SendMessage(chat_id=ctx.chat_id, text=text))

        made = registry.dispatcher()
        made.sub_routers.insert(0, router)
        return made

    async def until_death(self) -> bool:
        """Handle what waits; True if the process died of it."""
        worker = self.bot.worker
        try:
            while await worker.drain() or worker.tries.under_way:
                for task in list(worker.tries.under_way.values()):
                    await task
        except Death:
            return True
        return False


@pytest.fixture(autouse=True)
def vault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crypto, "_vault", crypto.Vault([KEY]))


@pytest.fixture
async def lives(database: Database) -> AsyncIterator[Lives]:
    """A process that may die."""
    made = Lives(database)
    yield made
    await made.bot.worker.tries.close()


async def test_work_aside_returns_its_value_or_what_it_raised() -> None:
    assert (await outcome_of(Work(doubled, ("ab",)))).get() == "abab"
    with pytest.raises(LookupError, match="nothing there"):
        (await outcome_of(Work(refusing, ()))).get()


@pytest.mark.parametrize("run", [hungry, dying])
async def test_work_that_costs_too_much_harms_itself_alone(run: object) -> None:
    with pytest.raises(TooCostly):
        (await outcome_of(Work(run, ()))).get()  # type: ignore[arg-type]


async def test_work_for_which_no_process_begins_is_an_outcome_too(monkeypatch: pytest.MonkeyPatch) -> None:
    async def full(*_: object, **__: object) -> None:
        raise BlockingIOError("Resource temporarily unavailable")

    monkeypatch.setattr("asyncio.create_subprocess_exec", full)
    with pytest.raises(TooCostly):
        (await outcome_of(Work(doubled, ("ab",)))).get()


async def test_work_that_never_ends_is_ended() -> None:
    with pytest.raises(TooCostly):
        (await outcome_of(Work(endless, ()), cpu=1)).get()


async def test_work_aside_sees_neither_token_nor_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_TOKEN", "42:secret")
    assert (await outcome_of(Work(os.getenv, ("BOT_TOKEN",)))).get() is None


async def test_others_are_answered_while_work_is_done_and_the_chat_keeps_its_order(
    lives: Lives, tmp_path: Path
) -> None:
    bot, ends = lives.bot, tmp_path / "ends"
    await bot.hears((1, f"wait for {ends}"), (1, "/help"), (2, "/help"))
    bot.worker.tries.wary = False
    await bot.worker.drain()
    assert await bot.states() == [InboxState.PENDING, InboxState.PENDING, InboxState.DONE]
    assert len(bot.worker.tries.under_way) == 1
    assert [name for name, _ in bot.quick] == ["sendChatAction"]
    ends.touch()
    assert not await lives.until_death()
    assert await bot.states() == [InboxState.DONE] * 3
    assert (await bot.said_to(1))[0] == "at last"
    assert bot.worker.tries.outcomes == {}


async def test_an_update_that_fails_after_its_work_is_given_up(lives: Lives) -> None:
    await lives.bot.hears((1, "fail after it"))
    for _ in range(2 * MAX_ATTEMPTS):
        await lives.until_death()
        async with lives.bot.database.writing() as session:
            await inbox.hold(session, 1, Clock().now())
    assert await lives.bot.states() == [InboxState.QUARANTINED]
    assert any(APOLOGY in said for said in await lives.bot.said_to(1))


async def test_work_that_failed_is_done_anew_at_the_next_try(lives: Lives, tmp_path: Path) -> None:
    await lives.bot.hears((1, f"unless there is {tmp_path / 'room'}"))
    await lives.until_death()
    (tmp_path / "room").touch()
    async with lives.bot.database.writing() as session:
        await inbox.hold(session, 1, Clock().now())
    await lives.until_death()
    assert await lives.bot.said_to(1) == ["now there is"]


async def test_an_update_that_kills_the_process_is_given_up_and_its_neighbours_are_handled(lives: Lives) -> None:
    bot = lives.bot
    await bot.hears((1, "/help"), (2, "deadly"), (3, "/help"))
    deaths = 0
    while await lives.until_death():
        deaths += 1
        lives.begins()
    assert deaths == MAX_ATTEMPTS
    assert await bot.states() == [InboxState.DONE, InboxState.QUARANTINED, InboxState.DONE]
    assert any(APOLOGY in said for said in await bot.said_to(2))
    assert len(await bot.said_to(1)) == 1


async def test_one_death_costs_an_update_nothing(lives: Lives) -> None:
    await lives.bot.hears((2, "deadly"))
    assert await lives.until_death()
    lives.begins()
    lives.deadly = False
    assert not await lives.until_death()
    assert await lives.bot.states() == [InboxState.DONE]


async def test_work_aside_during_which_the_process_dies_counts_as_tried(lives: Lives, tmp_path: Path) -> None:
    bot = lives.bot
    await bot.hears((1, f"wait for {tmp_path / 'never'}"))
    for _ in range(MAX_ATTEMPTS):
        await bot.worker.drain()
        assert len(bot.worker.tries.under_way) == 1
        await bot.worker.tries.close()
        async with bot.database.writing() as session:
            await inbox.hold(session, 1, Clock().now())
        lives.begins()
    assert not await lives.until_death()
    assert await bot.states() == [InboxState.QUARANTINED]
    assert any(APOLOGY in said for said in await bot.said_to(1))


async def test_what_comes_first_after_a_start_is_kept_before_it_is_handled(lives: Lives) -> None:
    worker = lives.bot.worker
    worker.tries.wary = False
    worker._new = True
    assert not await worker.at_once([])
    assert not worker._new

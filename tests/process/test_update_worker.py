"""Handling what is kept: each chat in order, a failure harms itself alone, nothing happens half."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import orjson
import pytest
from aiogram import Dispatcher, F, Router
from aiogram.fsm.context import FSMContext
from aiogram.methods import SendMessage
from aiogram.types import Message
from sqlalchemy import select, text

from bot import update_worker as module
from bot.clock import Clock
from bot.intake.inbox_writer import InboxWriter, decode
from bot.nursery import Nursery
from bot.update_worker import UpdateWorker
from handlers import registry
from handlers.conversation.context import Context
from handlers.conversation.outgoing import Outgoing
from handlers.core.errors import NotAllowed
from handlers.core.unit_of_work import County
from storage import crypto, inbox, outbox
from storage.engine import Database
from storage.models.directory import Topic
from storage.models.opinions import DeclineTemplate
from storage.models.people import Person
from storage.models.traffic import Conversation, InboxUpdate, OutboxCall
from storage.vocabulary import InboxState
from tests.process.scripted import TOKEN, message

PLACE = County(ZoneInfo("Asia/Shanghai"), "CN", "en", "HY", 4200, "huiyin_test_bot")
KEY, OTHER_KEY = "A" * 43 + "=", "B" * 43 + "="
APOLOGY = "Sorry, something went wrong"


@pytest.fixture(autouse=True)
def vault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crypto, "_vault", crypto.Vault([KEY]))


def dispatcher() -> Dispatcher:
    """The bot's own, with a few handlers before all others that do what the message says."""
    router = Router()

    @router.message(F.text == "raise")
    async def fails(message: Message, ctx: Context, state: FSMContext) -> None:
        await state.update_data(half=True)
        ctx.session.add(Conversation(chat_id=-1, data="{}", heard="[]"))
        ctx.out.send(ctx.chat_id, SendMessage(chat_id=ctx.chat_id, text="half"))
        raise RuntimeError("what a person wrote")

    @router.message(F.text == "raise late")
    async def fails_late(message: Message, ctx: Context) -> None:
        ctx.session.add_all([Conversation(chat_id=-2, data="{}", heard="[]") for _ in range(2)])

    @router.message(F.text == "not allowed")
    async def refuses(message: Message, ctx: Context) -> None:
        raise NotAllowed

    @router.message(F.text == "slow")
    async def is_slow(message: Message, ctx: Context) -> None:
        await asyncio.sleep(0.4)
        ctx.out.send(ctx.chat_id, SendMessage(chat_id=ctx.chat_id, text="done slowly"))

    @router.message(F.text == "dawdle")
    async def dawdles(message: Message, ctx: Context) -> None:
        if ctx.session.get_bind().dialect.name == "postgresql":
            await ctx.session.execute(text("SET LOCAL idle_in_transaction_session_timeout = 50"))
            await asyncio.sleep(0.2)
            await ctx.session.execute(text("SELECT 1"))

    @router.message(F.text == "hang")
    async def hangs(message: Message, ctx: Context) -> None:
        await asyncio.Event().wait()

    made = registry.dispatcher()
    made.sub_routers.insert(0, router)
    return made


class Bot:
    """Keeping and handling on one database."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.quick: list[tuple[str, str]] = []
        self.worker = UpdateWorker(
            database, place=PLACE, clock=Clock(), token=TOKEN, on_commit=self._committed, dispatcher=dispatcher()
        )
        self._writer = InboxWriter(database, bot_id=4200, clock=Clock(), on_commit=self.worker.wake)
        self._last = 0

    def _committed(self, post: Outgoing) -> None:
        self.quick += post.quick

    async def hears(self, *said: tuple[int, str]) -> None:
        """Messages (chat, text) come in, all in one commit."""
        updates = []
        for chat, words in said:
            self._last += 1
            updates.append(message(self._last, chat=chat, text=words))
        await self._writer.write(updates)

    async def gets(self, update: Any) -> None:
        """An update as it comes."""
        await self._writer.write([update])

    async def states(self) -> list[InboxState]:
        async with self.database.reading() as session:
            return list(await session.scalars(select(InboxUpdate.state).order_by(InboxUpdate.id)))

    async def said_to(self, chat: int) -> list[str]:
        async with self.database.reading() as session:
            payloads = await session.scalars(
                select(OutboxCall.payload).where(OutboxCall.chat_id == chat).order_by(OutboxCall.id)
            )
            return [orjson.loads(payload).get("text", "") for payload in payloads]

    async def until(self, good: Callable[[list[InboxState]], bool], seconds: float = 60) -> None:
        """Wait until the inbox is so."""
        states: list[InboxState] = []
        try:
            async with asyncio.timeout(seconds):
                while not good(states := await self.states()):  # noqa: ASYNC110 (a database tells nobody)
                    await asyncio.sleep(0.02)
        except TimeoutError:
            raise AssertionError(f"the inbox stays at {states}") from None


@pytest.fixture
async def bot(database: Database) -> AsyncIterator[Bot]:
    """A bot that handles while the test runs."""
    async with running(Bot(database)) as made:
        yield made


@asynccontextmanager
async def running(bot: Bot) -> AsyncIterator[Bot]:
    nursery = Nursery()
    work = nursery.start(bot.worker.run(), name="update worker")
    try:
        yield bot
    finally:
        bot.worker.stop()
        await asyncio.wait_for(work, 20)


def finished(states: list[InboxState]) -> bool:
    return InboxState.PENDING not in states


async def test_a_failure_harms_its_own_update_alone(bot: Bot) -> None:
    await bot.hears((1, "/help"), (2, "raise"), (3, "/help"))
    await bot.until(finished)
    assert await bot.states() == [InboxState.DONE, InboxState.QUARANTINED, InboxState.DONE]
    assert len(await bot.said_to(1)) == len(await bot.said_to(3)) == 1


async def test_what_failed_leaves_nothing_but_an_apology_and_the_place_of_the_fault(bot: Bot) -> None:
    await bot.hears((2, "raise"))
    await bot.until(finished)
    (apology,) = await bot.said_to(2)
    assert APOLOGY in apology
    async with bot.database.reading() as session:
        assert await session.get(Conversation, -1) is None
        talk = await session.get(Conversation, 2)
        update = await session.scalar(select(InboxUpdate))
    assert talk is not None
    assert talk.data == "{}"
    assert update is not None
    assert update.attempts == inbox.MAX_ATTEMPTS
    assert str(update.error).startswith("RuntimeError at tests/process/test_update_worker.py:")


async def test_what_fails_only_when_it_is_written_down_is_as_harmless(bot: Bot) -> None:
    await bot.hears((1, "/help"), (2, "raise late"), (3, "/help"))
    await bot.until(finished)
    assert await bot.states() == [InboxState.DONE, InboxState.QUARANTINED, InboxState.DONE]


async def test_a_chat_s_later_messages_wait_for_the_one_that_fails(bot: Bot) -> None:
    await bot.hears((2, "/help"), (2, "raise"), (2, "/help"))
    await bot.until(finished)
    assert await bot.states() == [InboxState.DONE, InboxState.QUARANTINED, InboxState.DONE]
    answers = await bot.said_to(2)
    assert [APOLOGY in answer for answer in answers] == [False, True, False]


async def test_a_long_queue_that_waits_for_its_next_try_hides_nobody(bot: Bot) -> None:
    flood = [(2, "raise")] * (module.BATCH * 4 + 20)
    await bot.hears(*flood, (3, "/help"))
    await bot.until(lambda states: states[-1] is InboxState.DONE)
    assert InboxState.PENDING in await bot.states(), "the flood is still being tried"


async def test_a_refusal_is_told_at_once_and_is_no_failure(bot: Bot) -> None:
    await bot.hears((2, "not allowed"))
    await bot.until(finished)
    assert await bot.states() == [InboxState.DONE]
    (told,) = await bot.said_to(2)
    assert "another role" in told


async def test_what_nobody_can_read_is_quarantined_at_the_first_try(bot: Bot) -> None:
    await bot.gets({"update_id": 100, "message": {"chat": {"id": "2"}, "date": "never"}})
    await bot.gets(["no", "update"])
    await bot.hears((3, "/help"))
    await bot.until(finished)
    assert await bot.states() == [InboxState.QUARANTINED, InboxState.QUARANTINED, InboxState.DONE]
    async with bot.database.reading() as session:
        tries = await session.scalars(select(InboxUpdate.attempts).order_by(InboxUpdate.id))
        assert list(tries) == [1, 1, 0]


async def test_of_a_message_with_an_odd_date_the_words_are_read(bot: Bot) -> None:
    odd = message(100, text="/help")
    odd["message"]["date"] = "never"
    await bot.gets(odd)
    await bot.until(finished)
    assert await bot.states() == [InboxState.DONE]
    assert [APOLOGY in said for said in await bot.said_to(7)] == [False]


async def test_half_a_character_is_taken_in_like_any_other(bot: Bot) -> None:
    words = orjson.dumps(message(1, text="The lamp is broken HALF")).replace(b"HALF", rb"\ud83d")
    await bot.gets(decode(words))
    await bot.until(finished)
    assert await bot.states() == [InboxState.DONE]
    assert "The lamp is broken \N{REPLACEMENT CHARACTER}" in "".join(await bot.said_to(7))


async def test_a_handler_that_never_ends_is_broken_off(bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PATIENCE_SECONDS", 0.1)
    await bot.hears((2, "hang"), (3, "/help"))
    await bot.until(finished)
    assert await bot.states() == [InboxState.QUARANTINED, InboxState.DONE]


async def test_a_handler_that_lets_the_database_wait_too_long_has_failed(bot: Bot) -> None:
    if bot.database.is_sqlite:
        return
    await bot.hears((2, "dawdle"), (3, "/help"))
    await bot.until(finished)
    assert await bot.states() == [InboxState.QUARANTINED, InboxState.DONE]


async def test_many_slow_ones_are_too_much_together_and_not_one_by_one(
    bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PATIENCE_SECONDS", 1.0)
    await bot.hears(*((chat, "slow") for chat in range(2, 6)))
    await bot.until(finished)
    assert await bot.states() == [InboxState.DONE] * 4
    assert [await bot.said_to(chat) for chat in range(2, 6)] == [["done slowly"]] * 4


async def test_who_has_a_name_that_cannot_be_read_is_answered(bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    await bot.hears((2, "/help"))
    await bot.until(finished)
    monkeypatch.setattr(crypto, "_vault", crypto.Vault([OTHER_KEY]))
    await bot.hears((2, "/help"), (3, "/help"))
    await bot.until(finished)
    assert await bot.states() == [InboxState.DONE] * 3
    assert len(await bot.said_to(2)) == 2 and len(await bot.said_to(3)) == 1


async def test_a_replayed_update_is_handled_once_its_cause_is_mended(bot: Bot) -> None:
    async with bot.database.writing() as session:
        await session.execute(text("ALTER TABLE opinion RENAME TO broken"))
    await bot.hears((2, "/mine"))
    await bot.until(finished)
    assert await bot.states() == [InboxState.QUARANTINED]
    async with bot.database.writing() as session:
        await session.execute(text("ALTER TABLE broken RENAME TO opinion"))
        assert await inbox.replay(session, None, datetime.now(UTC)) == 1
    await bot.until(finished)
    assert await bot.states() == [InboxState.DONE]
    assert "You have not sent an opinion yet" in (await bot.said_to(2))[-1]


async def test_two_processes_answer_a_refusal_once(database: Database) -> None:
    if database.is_sqlite:
        return  # one process only
    first, second = Bot(database), Bot(database)
    await first.hears(*((chat, "not allowed") for chat in range(1, 41)))
    async with running(first), running(second):
        await first.until(finished)
    assert [len(await first.said_to(chat)) for chat in range(1, 41)] == [1] * 40


async def test_processes_side_by_side_keep_each_chat_s_order_and_make_each_person_once(database: Database) -> None:
    if database.is_sqlite:
        return
    bots = [Bot(database) for _ in range(3)]
    said = [(chat, f"part {number} of {chat}") for number in range(8) for chat in range(1, 11)]
    await bots[0].hears(*said)
    async with running(bots[0]), running(bots[1]), running(bots[2]):
        await bots[0].until(finished)
    assert set(await bots[0].states()) == {InboxState.DONE}
    async with database.reading() as session:
        assert len((await session.scalars(select(Person.id))).all()) == 10
        for chat in range(1, 11):
            talk = await session.get(Conversation, chat)
            assert talk is not None
            parts = [part["text"] for part in orjson.loads(talk.data)["draft"]["parts"]]
            assert parts == [f"part {number} of {chat}" for number in range(8)]


async def test_replicas_that_start_at_once_plant_what_a_new_town_needs_once(database: Database) -> None:
    async def starts() -> None:
        async with database.writing() as session:
            post = Outgoing(session, PLACE, Clock().now())
            await registry.plant(post)
            await outbox.promise(session, post.calls)

    await asyncio.gather(starts(), starts(), starts())
    async with database.reading() as session:
        codes = list(await session.scalars(select(Topic.code)))
        reasons = list(await session.scalars(select(DeclineTemplate.position)))
    assert codes
    assert len(codes) == len(set(codes))
    assert len(reasons) == len(set(reasons))

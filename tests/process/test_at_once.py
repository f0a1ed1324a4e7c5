"""What comes while nothing else is in hand is kept and handled in one commit; all else is kept first, as ever."""

import pytest
from sqlalchemy import event, select

from bot.clock import Clock
from bot.intake.inbox_writer import InboxWriter
from storage import crypto, inbox
from storage.engine import Database
from storage.models.traffic import Conversation, InboxUpdate
from storage.vocabulary import InboxState
from tests.process.scripted import message
from tests.process.test_update_worker import KEY, Bot, finished, running


@pytest.fixture(autouse=True)
def vault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crypto, "_vault", crypto.Vault([KEY]))


@pytest.fixture
def bot(database: Database) -> Bot:
    """A bot whose worker sleeps: what is handled is handled at once."""
    made = Bot(database)
    made._writer = InboxWriter(
        database, bot_id=4200, clock=Clock(), on_commit=made.worker.wake, handled_at_once=made.worker.at_once
    )
    return made


async def test_an_update_is_kept_and_handled_in_one_commit(bot: Bot) -> None:
    commits = 0

    def count(_connection: object) -> None:
        nonlocal commits
        commits += 1

    event.listen(bot.database.engine.sync_engine, "commit", count)
    await bot.hears((1, "/help"))
    event.remove(bot.database.engine.sync_engine, "commit", count)
    assert commits == 1
    assert await bot.states() == [InboxState.DONE]
    assert len(await bot.said_to(1)) == 1


async def test_what_people_wrote_is_not_left_in_the_inbox(bot: Bot) -> None:
    await bot.hears((1, "The lamp is broken"))
    async with bot.database.reading() as session:
        update = (await session.scalars(select(InboxUpdate))).one()
    assert (update.state, update.raw, update.chat_id, update.update_id) == (InboxState.DONE, "", 1, 1)
    assert update.done_at is not None


async def test_several_chats_and_several_messages_of_one_are_handled_in_order(bot: Bot) -> None:
    await bot.hears((1, "The lamp"), (2, "/help"), (1, "is broken"))
    assert await bot.states() == [InboxState.DONE] * 3
    async with bot.database.reading() as session:
        talk = await session.get(Conversation, 1)
    assert talk is not None
    assert talk.data.index("The lamp") < talk.data.index("is broken")


async def test_what_comes_twice_is_handled_once(bot: Bot) -> None:
    update = message(7, chat=1, text="/help")
    await bot.gets(update)
    await bot.gets(update)
    assert await bot.states() == [InboxState.DONE]
    assert len(await bot.said_to(1)) == 1


async def test_who_comes_while_an_earlier_message_waits_comes_after_it(bot: Bot) -> None:
    async with bot.database.writing() as session:
        now = Clock().now()
        await inbox.keep(session, [inbox.Kept(4200, -5, 1, '{"update_id": -5}')], now + inbox.RETRY_AFTER)
    await bot.hears((1, "/help"))
    assert await bot.states() == [InboxState.PENDING] * 2
    assert not await bot.said_to(1)
    await bot.hears((2, "/help"))
    assert len(await bot.said_to(2)) == 1


async def test_what_fails_is_kept_tried_again_and_given_up_like_everything(bot: Bot) -> None:
    await bot.hears((1, "/help"), (2, "raise"), (3, "not allowed"))
    assert await bot.states() == [InboxState.PENDING] * 3
    async with running(bot):
        await bot.until(finished)
    assert await bot.states() == [InboxState.DONE, InboxState.QUARANTINED, InboxState.DONE]
    assert [len(await bot.said_to(chat)) for chat in (1, 2, 3)] == [1, 1, 1]


async def test_more_than_a_few_are_kept_first(bot: Bot) -> None:
    await bot.hears(*((chat, "/help") for chat in range(1, 20)))
    assert await bot.states() == [InboxState.PENDING] * 19


async def test_at_the_end_nothing_new_is_begun(bot: Bot) -> None:
    bot.worker.stop()
    await bot.hears((1, "/help"))
    assert await bot.states() == [InboxState.PENDING]

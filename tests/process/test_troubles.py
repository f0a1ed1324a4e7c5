"""The whole process in trouble: a database that goes away, an end in the middle of work, a Bot API that hangs."""

import asyncio
import signal
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import psycopg
import pytest
from psycopg import sql
from sqlalchemy import select, text

from bot.intake.webhook import SECRET_HEADER
from bot.settings import Settings
from storage.engine import open_database
from storage.models.traffic import InboxUpdate, OutboxCall
from storage.vocabulary import CallState, InboxState
from tests.postgresql import ADDRESS, fresh_database
from tests.process import child
from tests.process.lives import Life, Lives
from tests.process.scripted import TOKEN, ScriptedApi, message


class Bots:
    """Real processes that talk to the scripted Bot API, all with the data of one folder."""

    def __init__(self, settings: Settings, lives: Lives, api: ScriptedApi) -> None:
        self.folder = settings.data_dir
        self.env = {"BOT_TOKEN": TOKEN, "BOT_API_URL": api.url}
        self._lives, self._api = lives, api

    @asynccontextmanager
    async def one(self, **env: str) -> AsyncIterator[Life]:
        """A process that works; it ends with the block, if not before."""
        method = "setWebhook" if "WEBHOOK_URL" in env else "getUpdates"
        before = len(self._api.of(method))
        async with self._lives.one(self.folder, self.env | env) as life:
            await life.lasts(self._api.until(method, before + 1))
            yield life


@pytest.fixture
def bots(settings: Settings, lives: Lives, api: ScriptedApi) -> Bots:
    return Bots(settings, lives, api)


async def states(bots: Bots) -> tuple[Counter[InboxState], Counter[CallState]]:
    """What became of updates and calls."""
    database = open_database(f"sqlite:///{bots.folder / 'huiyin.sqlite3'}")
    async with database.reading() as session:
        inbox, outbox = (
            await session.scalars(select(InboxUpdate.state)),
            await session.scalars(select(OutboxCall.state).where(OutboxCall.method == "sendMessage")),
        )
        found = Counter(inbox.all()), Counter(outbox.all())
    await database.close()
    return found


class Server:
    """A PostgreSQL database that can be out of reach."""

    def __init__(self, url: str) -> None:
        self._name = url.rpartition("/")[2]

    def goes_away(self) -> None:
        """Nobody gets in, and those who are in are thrown out."""
        self.lets_in(False)
        with psycopg.connect(ADDRESS, autocommit=True) as operator:
            thrown_out = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"
            operator.execute(thrown_out, [self._name])

    def comes_back(self) -> None:
        """As before."""
        self.lets_in(True)

    def lets_in(self, yes: bool) -> None:
        with psycopg.connect(ADDRESS, autocommit=True) as operator:
            operator.execute(
                sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS {}").format(sql.Identifier(self._name), sql.Literal(yes))
            )


async def test_while_the_database_is_away_nothing_is_acknowledged_and_then_everything_is_handled(
    bots: Bots, api: ScriptedApi
) -> None:
    with fresh_database() as url:
        server = Server(url)
        async with bots.one(DATABASE_URL=url):
            api.waiting = [message(5, text="/help")]
            await api.until("sendMessage", chat_id=7)
            server.goes_away()
            api.waiting = [message(6, chat=8, text="/help")]
            asked = len(api.of("getUpdates"))
            await api.until("getUpdates", asked + 2)
            assert api.waiting, "not acknowledged"
            server.comes_back()
            await api.until("sendMessage", chat_id=8)
            await api.until("getUpdates", offset=7)
            assert api.waiting == []


async def test_by_webhook_telegram_is_asked_to_come_again_while_the_database_is_away(
    bots: Bots, api: ScriptedApi
) -> None:
    port = child.free_port()
    hook = {"WEBHOOK_URL": f"http://127.0.0.1:{port}/hook", "WEBHOOK_SECRET": "word", "LISTEN_PORT": str(port)}
    with fresh_database() as url:
        server = Server(url)
        async with bots.one(DATABASE_URL=url, **hook), aiohttp.ClientSession() as telegram:

            async def post(number: int) -> int:
                update, headers = message(number, chat=number, text="/help"), {SECRET_HEADER: "word"}
                async with telegram.post(hook["WEBHOOK_URL"], json=update, headers=headers) as answer:
                    return answer.status

            assert await post(5) == 200
            server.goes_away()
            assert await post(6) == 503
            server.comes_back()
            async with asyncio.timeout(30):
                while await post(6) != 200:  # noqa: ASYNC110 (as Telegram does)
                    await asyncio.sleep(0.1)
            await api.until("sendMessage", chat_id=6)


async def test_who_is_told_to_stop_stops_though_the_database_has_gone_away() -> None:
    """What fails when the transaction is rolled back must not hide it: the task would go on for ever."""
    with fresh_database() as url:
        database = open_database(url)
        begun = asyncio.Event()

        async def works() -> None:
            async with database.writing() as session:
                pid = await session.scalar(text("SELECT pg_backend_pid()"))
                async with database.writing() as other:
                    await other.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": pid})
                begun.set()
                await asyncio.Event().wait()

        async with asyncio.TaskGroup() as group:
            task = group.create_task(works())
            await begun.wait()
            task.cancel()
        assert task.cancelled()
        await database.close()


async def test_a_writer_waits_for_a_lock_so_long_and_a_pooler_need_not_know_it() -> None:
    """PgBouncer refuses a client that makes settings while it connects."""
    with fresh_database() as url:
        database = open_database(url)
        async with database.writing() as session:
            assert await session.scalar(text("SHOW lock_timeout")) == "2s"
            assert await session.scalar(text("SHOW idle_in_transaction_session_timeout")) == "2500ms"
            assert await session.scalar(text("SHOW tcp_user_timeout")) == "4000"
            connection = await (await session.connection()).get_raw_connection()
            assert connection.driver_connection is not None
            assert "options" not in connection.driver_connection.info.get_parameters()
        await database.close()


async def test_an_order_to_end_finishes_what_is_in_hand_and_sends_it(bots: Bots, api: ScriptedApi) -> None:
    people = range(1, 21)
    async with bots.one(RATE_PER_SECOND="1000") as life:
        api.waiting = [message(number, chat=number, text="/help") for number in people]
        await api.until("getUpdates", offset=21)
        assert await life.ends(signal.SIGTERM) == 0
    assert {body["chat_id"] for body in api.of("sendMessage")} == set(people)
    inbox, outbox = await states(bots)
    assert (inbox, outbox) == ({InboxState.DONE: 20}, {CallState.SENT: 20})


async def test_a_bot_api_that_hangs_delays_the_end_by_five_seconds_and_loses_nothing(
    bots: Bots, api: ScriptedApi
) -> None:
    api.mute = {"sendMessage"}
    async with bots.one() as life:
        api.waiting = [message(1, text="/help")]
        await api.until("sendMessage")
        ordered = time.monotonic()
        assert await life.ends(signal.SIGTERM) == 0
        assert 4.5 < time.monotonic() - ordered < 15
    _, outbox = await states(bots)
    assert outbox == {CallState.PENDING: 1}
    api.mute.clear()
    async with bots.one():
        await api.until("sendMessage", 2, chat_id=7)


async def test_a_second_process_on_the_same_file_ends_with_a_line_that_says_so(bots: Bots, api: ScriptedApi) -> None:
    async with bots.one() as first:
        second = await child.start(bots.folder, bots.env, "run")
        _, said = await asyncio.wait_for(second.communicate(), 60)
        assert second.returncode == 1
        (line,) = said.decode().splitlines()
        assert f"is in use by another process ({first.pid})" in line
        assert "Stop that one first" in line


async def test_a_process_that_was_killed_leaves_no_lock(bots: Bots) -> None:
    async with bots.one() as first:
        await first.ends(signal.SIGKILL)
        async with bots.one():
            pass


async def test_connections_that_the_server_has_ended_are_replaced_before_they_are_used() -> None:
    with fresh_database() as url:
        server, database = Server(url), open_database(url)
        async with database.reading() as one, database.reading() as other:
            await one.execute(select(1))
            await other.execute(select(1))
        server.goes_away()
        server.comes_back()
        async with database.reading() as one, database.writing() as other:
            assert await one.scalar(select(1)) == await other.scalar(select(1)) == 1
        await database.close()

"""The whole process: starts in order, keeps before it acknowledges, stops in order."""

import asyncio
import gc
import signal
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime

import aiohttp
import orjson
import pytest
from sqlalchemy import func, select

from bot import startup
from bot.api_client import BotApi
from bot.app import Process
from bot.http import HttpServer
from bot.intake.webhook import SECRET_HEADER
from bot.settings import Settings
from bot.startup import StartFault, install_keys, open_ready
from storage.engine import open_database
from storage.models.directory import Representative
from storage.models.people import Person
from storage.models.traffic import InboxUpdate, Lease
from storage.vocabulary import InboxState
from tests.furniture import furnish
from tests.postgresql import fresh_database
from tests.process import child
from tests.process.scripted import TOKEN, ScriptedApi, message


class Running:
    """A process in this one, and the port it serves."""

    def __init__(self) -> None:
        self.port = 0
        self.stopping = asyncio.Event()
        self.code: asyncio.Task[int] | None = None

    async def ready(self) -> dict[str, object]:
        """What /readyz says once it says yes."""
        async with asyncio.timeout(20), aiohttp.ClientSession() as session:
            while True:
                if self.code and self.code.done():
                    self.code.result()
                async with session.get(f"http://127.0.0.1:{self.port}/readyz") as answer:
                    said: dict[str, object] = orjson.loads(await answer.read())
                if answer.status == 200 and said["lease"] == "held":
                    return said
                await asyncio.sleep(0.05)


@asynccontextmanager
async def running(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Running]:
    made = Running()
    listening = asyncio.Event()
    start = HttpServer.start

    async def noted(self: HttpServer, host: str, port: int) -> int:
        made.port = await start(self, host, port)
        listening.set()
        return made.port

    monkeypatch.setattr(HttpServer, "start", noted)
    async with AsyncExitStack() as closing:
        database = await open_ready(settings, closing, asyncio.Event())
        await install_keys(settings, database)
        api = await closing.enter_async_context(BotApi(settings.bot_token.get_secret_value(), settings.bot_api_url))
        made.code = asyncio.get_running_loop().create_task(Process(settings, database, api, made.stopping).run())
        try:
            await asyncio.wait_for(listening.wait(), 15)
            yield made
        finally:
            made.stopping.set()
            await asyncio.wait_for(asyncio.wait([made.code]), 20)
            gc.unfreeze()
    assert made.code.result() == 0


@pytest.mark.parametrize("what", ["a name", "a phone number"])
async def test_a_key_that_is_gone_is_not_replaced_where_names_are_kept(settings: Settings, what: str) -> None:
    async with AsyncExitStack() as closing:
        database = await open_ready(settings, closing, asyncio.Event())
        await install_keys(settings, database)
        async with database.writing() as session:
            if what == "a name":
                session.add(Person(chat_id=7, name="Li", language="en", created_at=datetime.now(UTC)))
            else:
                wang = (await furnish(session)).representatives["Wang"]
                (await session.get_one(Representative, wang)).phone = "13800000000"
        key = settings.data_dir / "encryption.key"
        kept = key.rename(key.with_name("backup"))
        with pytest.raises(StartFault, match="put your backup there"):
            await install_keys(settings, database)
        assert not key.exists()
        kept.rename(key)
        await install_keys(settings, database)


async def kept_in(url: str) -> list[tuple[int, InboxState]]:
    database = open_database(url)
    async with database.reading() as session:
        found = await session.execute(select(InboxUpdate.update_id, InboxUpdate.state).order_by(InboxUpdate.update_id))
        rows = [(row[0], row[1]) for row in found]
    await database.close()
    return rows


async def test_by_polling_it_withdraws_the_webhook_keeps_handles_and_acknowledges(
    settings: Settings, api: ScriptedApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    api.waiting = [message(5), {"update_id": 6, "message": "poison"}, message(7, chat=8)]
    async with running(settings, monkeypatch) as process:
        ready = await process.ready()
        await api.until("getUpdates", offset=8)
    assert ready["intake"] == "polling"
    called = [method for method, _ in api.calls if not method.startswith("setMy")]
    assert called[:3] == ["getMe", "deleteWebhook", "getUpdates"]
    rows = await kept_in(settings.database_url.get_secret_value())
    assert [number for number, _ in rows] == [5, 6, 7]
    assert api.waiting == []


async def test_by_webhook_it_announces_itself_and_takes_posts(
    settings: Settings, api: ScriptedApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    hooked = settings.model_copy(
        update={
            "webhook_url": "https://bot.example.org/hook",
            "webhook_secret": Settings(_env_file=None, bot_token=TOKEN, webhook_secret="word").webhook_secret,
        }
    )
    async with running(hooked, monkeypatch) as process:
        await process.ready()
        await api.until("setWebhook", secret_token="word")
        url = f"http://127.0.0.1:{process.port}/hook"
        headers = {SECRET_HEADER: "word"}
        async with aiohttp.ClientSession() as session, session.post(url, json=message(5), headers=headers) as answer:
            assert answer.status == 200
    assert api.of("getUpdates") == []
    assert [number for number, _ in await kept_in(settings.database_url.get_secret_value())] == [5]


async def test_it_says_once_what_it_is_and_which_commands_it_knows(
    settings: Settings, api: ScriptedApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = ("setMyCommands", "setMyDescription", "setMyShortDescription")
    for _ in range(2):
        async with running(settings, monkeypatch) as process:
            await process.ready()
            for method in said:
                await api.until(method, 2)
    assert [len(api.of(method)) for method in said] == [2, 2, 2]
    assert [body.get("language_code") for body in api.of("setMyCommands")] == [None, "zh"]


async def test_a_stopped_process_gives_the_lease_back(
    settings: Settings, api: ScriptedApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running(settings, monkeypatch) as process:
        await process.ready()
    database = open_database(settings.database_url.get_secret_value())
    async with database.reading() as session:
        assert await session.scalar(select(func.count()).where(Lease.expires_at < func.current_timestamp())) == 1
    await database.close()


async def test_a_wrong_token_stops_the_start_with_a_line(settings: Settings, api: ScriptedApi) -> None:
    async with BotApi("1:wrong", api.url) as calls:
        with pytest.raises(StartFault, match=r"^BOT_TOKEN: .*@BotFather"):
            await startup.identify(calls, asyncio.Event())


async def test_a_silent_bot_api_is_waited_for(
    settings: Settings, api: ScriptedApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(startup, "backoff", lambda failures: 0.01)
    api.refusals["getMe"] = [(502, "Bad Gateway")] * 3
    async with BotApi(TOKEN, api.url) as calls:
        assert (await startup.identify(calls, asyncio.Event())) == (4200, "huiyin_test_bot")


async def test_a_taken_port_is_named(settings: Settings, api: ScriptedApi, monkeypatch: pytest.MonkeyPatch) -> None:
    taken = int(api.url.rpartition(":")[2])
    with pytest.raises(StartFault, match="LISTEN_PORT"):
        async with AsyncExitStack() as closing:
            database = await open_ready(settings, closing, asyncio.Event())
            calls = await closing.enter_async_context(BotApi(TOKEN, api.url))
            await Process(settings.model_copy(update={"listen_port": taken}), database, calls, asyncio.Event()).run()


async def test_a_second_process_on_the_file_is_refused(settings: Settings) -> None:
    async with AsyncExitStack() as closing:
        await open_ready(settings, closing, asyncio.Event())
        with pytest.raises(StartFault, match="in use by another process"):
            async with AsyncExitStack() as other:
                await open_ready(settings, other, asyncio.Event())


async def start(settings: Settings, **more: str) -> asyncio.subprocess.Process:
    env = {"BOT_TOKEN": TOKEN, "BOT_API_URL": settings.bot_api_url, **more}
    return await child.start(settings.data_dir, env, "run")


async def test_sigterm_ends_it_well_and_its_logs_hold_no_token(settings: Settings, api: ScriptedApi) -> None:
    api.waiting = [message(5, text="my private words")]
    process = await start(settings, LOG_LEVEL="DEBUG", LOG_FORMAT="json")
    await api.until_or_dead(process, "getUpdates", offset=6)
    process.send_signal(signal.SIGTERM)
    _, said = await asyncio.wait_for(process.communicate(), 20)
    assert process.returncode == 0
    assert b"Stopped." in said
    assert TOKEN.encode() not in said
    assert b"my private words" not in said


async def test_a_standby_polls_within_seconds_when_the_holder_is_killed(settings: Settings, api: ScriptedApi) -> None:
    with fresh_database() as url:
        first = await start(settings, DATABASE_URL=url)
        await api.until_or_dead(first, "getUpdates")
        second = await start(settings, DATABASE_URL=url)
        await api.until_or_dead(second, "getMe", times=2)
        first.kill()
        await first.communicate()
        await api.until_or_dead(second, "getUpdates", times=len(api.of("getUpdates")) + 1)
        second.send_signal(signal.SIGTERM)
        await asyncio.wait_for(second.communicate(), 20)
        assert second.returncode == 0

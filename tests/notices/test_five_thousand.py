"""A notice to five thousand people, by the real process over HTTP, against enforced limits, faults and kill -9."""

import asyncio
import io
import os
import random
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest
from cryptography.fernet import Fernet
from sqlalchemy import select

from bot.sandbox.people import Person as Someone
from bot.sandbox.server import SandboxServer
from bot.sandbox.world import World
from storage import crypto
from storage.engine import Database, open_database
from storage.migrations import upgrade
from storage.models.notices import NoticeRecipient
from storage.models.people import Person
from storage.queries.people import newcomer
from storage.vocabulary import Channel, RecipientState

TOKEN = "42:sandbox"
READERS = 5_000
KILLS = 5
RATE = 1_000
TEXT = "The road to the school is closed on Monday"
PATIENCE = 180.0


class Bot:
    """`python -m bot run` in a process of its own."""

    def __init__(self, api_url: str, folder: Path, admins: list[int], key: str) -> None:
        self._environment = {
            **{name: value for name, value in os.environ.items() if name.isupper() and name in ("PATH", "HOME")},
            "BOT_TOKEN": TOKEN,
            "BOT_API_URL": api_url,
            "DATA_DIR": str(folder),
            "ADMIN_IDS": ",".join(map(str, admins)),
            "TIMEZONE": _where_it_is_noon(),
            "ENCRYPTION_KEYS": key,
            "LISTEN_PORT": "0",
            "RATE_PER_SECOND": str(RATE),
            "LOG_LEVEL": "ERROR",
        }
        self.process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Run it."""
        self.process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run", env=self._environment, stderr=asyncio.subprocess.DEVNULL
        )

    async def end(self, number: signal.Signals) -> None:
        """End it by this signal."""
        if self.process is not None and self.process.returncode is None:
            self.process.send_signal(number)
            await self.process.wait()


def _where_it_is_noon() -> str:
    """A zone without quiet hours for the next eight hours at least. `Etc/GMT+5` is five hours *behind*."""
    ahead = 12 - datetime.now(UTC).hour
    return f"Etc/GMT{-ahead:+d}" if ahead else "Etc/GMT"


class Phones:
    """What people do, and wait for."""

    def __init__(self, world: World) -> None:
        self.world = world

    async def says(self, someone: Someone, text: str, button: str) -> None:
        """Write, and wait for a button."""
        self.world.says(someone, text)
        await self.world.wait_until(lambda: self._find(someone, button) is not None, PATIENCE)

    async def presses(self, someone: Someone, label: str, then: str | None = None) -> None:
        """Press, and wait for another button."""
        await self.world.wait_until(lambda: self._find(someone, label) is not None, PATIENCE)
        found = self._find(someone, label)
        assert found is not None
        self.world.presses(someone, *found)
        if then is not None:
            await self.world.wait_until(lambda: self._find(someone, then) is not None, PATIENCE)

    def _find(self, someone: Someone, label: str) -> tuple[int, str] | None:
        for message in reversed(self.world.messages(someone)):
            for button in message.buttons if message.from_bot else ():
                if label in button["text"]:
                    return message.id, button["callback_data"]
        return None


def arrived(world: World, after: int = 0) -> Counter[int]:
    """How often the notice took effect in each chat, by the API's own record."""
    return Counter(
        call.chat_id or 0
        for call in list(world.calls)[after:]
        if call.method == "sendMessage" and call.params.get("text") == TEXT and call.result is not None
    )


async def ledger(database: Database) -> dict[int, RecipientState]:
    """What became of it by ours."""
    async with database.reading() as session:
        found = select(Person.chat_id, NoticeRecipient.state).join(
            NoticeRecipient, NoticeRecipient.person_id == Person.id
        )
        return {row[0] or 0: row[1] for row in await session.execute(found)}


def reported(world: World, staff: Someone) -> Counter[str]:
    """The outcomes in the newest workbook, a line each."""
    documents = [message.content["document"] for message in world.messages(staff) if "document" in message.content]
    content = world.files.by_id[documents[-1]["file_id"]].content
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
    rows = list(book["Recipients"].iter_rows(min_row=2, values_only=True))
    book.close()
    return Counter(str(row[1]) for row in rows)


def reports(world: World, staff: Someone) -> int:
    """How many workbooks came."""
    return sum("document" in message.content for message in world.messages(staff))


@asynccontextmanager
async def crowded(folder: Path) -> AsyncIterator[tuple[World, SandboxServer, Database, list[Someone], str]]:
    """A database and a sandbox with five thousand people; the first two are the office."""
    key = Fernet.generate_key().decode()
    crypto.install([key])
    folder.mkdir()
    url = f"sqlite:///{folder / 'huiyin.sqlite3'}"
    upgrade(url)
    database = open_database(url)
    world = World(bots={TOKEN: "sandbox_bot"}, calls_kept=200_000)
    people = [world.person(f"Reader {number}") for number in range(READERS)]
    now = datetime.now(UTC)
    async with database.writing() as session:
        facts = {"language": "en", "created_at": now}
        session.add_all(newcomer(Channel.TELEGRAM, str(one.id), one.id, name=one.name, **facts) for one in people)
    for one in people:
        world.opens(one)
    async with SandboxServer(world) as server:
        try:
            yield world, server, database, people, key
        finally:
            await database.close()


async def stopping(world: World, phones: Phones, author: Someone) -> None:
    """Pause acts at once, also on what the sender has at hand; then it goes on."""
    await world.wait_until(lambda: arrived(world).total() >= READERS // 50, PATIENCE)
    await phones.presses(author, "Pause", "Go on")
    await asyncio.sleep(1.0)
    before = arrived(world).total()
    await asyncio.sleep(1.5)
    assert arrived(world).total() == before < READERS // 2
    await phones.presses(author, "Go on")


async def trouble(world: World, bot: Bot) -> None:
    """Storms of 429, 5xx, pages of a gateway and cut lines all the way, and the process killed at random moments."""
    chance = random.Random(2026)
    # Each death leaves what was claimed ahead and under way unsent, up to a third of a second's worth.
    marks = sorted(chance.randrange(READERS // 20, READERS * 9 // 10 - KILLS * RATE // 3) for _ in range(KILLS))
    for number, mark in enumerate(marks):
        await world.wait_until(lambda mark=mark: arrived(world).total() >= mark, PATIENCE)  # type: ignore[misc]
        world.faults.too_many_requests(20, retry_after=1, method="sendMessage")
        world.faults.server_errors(15, status=500 + number, method="sendMessage")
        world.faults.bad_gateway(5, method="sendMessage")
        world.faults.drop_connections(4, carried_out=True, method="sendMessage")
        world.faults.drop_connections(4, carried_out=False, method="sendMessage")
        await asyncio.sleep(chance.random() * 0.5)
        await bot.end(signal.SIGKILL)
        world.faults.armed.clear()  # else one call after the other meets the rest of the storm, each waiting longer
        await bot.start()


@pytest.mark.timeout(900)
async def test_nobody_gets_it_twice_and_everybody_is_accounted_for(tmp_path: Path) -> None:
    async with crowded(tmp_path / "data") as (world, server, database, people, key):
        world.faults.enforce_limits(overall=RATE)
        chen, du = people[:2]
        bot = Bot(server.url, tmp_path / "data", [chen.id, du.id], key)
        await bot.start()
        try:
            phones = Phones(world)
            await phones.says(du, "/home", "Notices")
            await phones.says(chen, "/notice", "New notice")
            await phones.presses(chen, "New notice")
            await world.wait_until(lambda: "Send or forward" in world.last(chen).shown, PATIENCE)
            await phones.says(chen, TEXT, "Column")
            await phones.presses(chen, "Column", "News")
            await phones.presses(chen, "News", "Hand over")
            await phones.presses(chen, "Hand over", "Take it back")
            await phones.presses(du, "Look at it", "Release it")
            shown_before = len(world.calls)  # the preview is the notice too
            await phones.presses(du, "Release it")
            await stopping(world, phones, chen)
            await trouble(world, bot)
            await world.wait_until(lambda: reports(world, chen) == 1, PATIENCE)

            first, states = arrived(world, shown_before), await ledger(database)
            sent = {chat for chat, state in states.items() if state is RecipientState.SENT}
            unknown = {chat for chat, state in states.items() if state is RecipientState.AMBIGUOUS}
            assert set(first.values()) == {1}, "somebody got it twice"
            assert sent | unknown == set(states) == {one.id for one in people}, "somebody is not accounted for"
            assert sent <= set(first), "somebody is said to have it and has not"
            assert unknown, "kills in the middle leave some of which nobody knows"
            assert reported(world, chen) == {"sent": len(sent), "ambiguous": len(unknown)}

            before = len(world.calls)
            await phones.presses(chen, "ambiguous again")
            await world.wait_until(lambda: reports(world, chen) == 2, PATIENCE)
            again = arrived(world, before)
            assert set(again) == unknown
            assert set(again.values()) == {1}
            assert set(first) | set(again) == {one.id for one in people}, "somebody never got it"
            assert reported(world, chen) == {"sent": READERS}
        finally:
            await bot.end(signal.SIGTERM)

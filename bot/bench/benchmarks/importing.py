"""`import`: a county's list of representatives, and one that is nearly all borders, read while others are answered."""

import asyncio
import hashlib
import io
import itertools
import time
import zipfile
from dataclasses import replace
from datetime import UTC, datetime

import orjson

from bot.aside import MEMORY, outcome_of
from bot.bench import databases
from bot.bench.figures import Figure, compared, quantile
from bot.bench.in_process import CLOCK, PLACE
from bot.bench.launch import HUIYIN
from bot.bench.process import peak_memory
from bot.intake.inbox_writer import kept
from bot.nursery import Nursery
from bot.update_worker import UpdateWorker
from handlers.conversation.outgoing import Outgoing
from handlers.core.aside import Work
from handlers.core.directory import importing, workbook
from handlers.core.directory.book import Kind, Record
from handlers.core.directory.export import template, write
from handlers.directory.staff import FETCH_TOPIC
from storage import inbox
from storage.engine import Database
from storage.inbox import Kept
from storage.queries import files
from storage.vocabulary import Level

REPRESENTATIVES = 1147
"""Of the county this is made for, at four levels."""
HEAVY_ROWS = 200_000
CLERK, BYSTANDERS = 700, 800
"""Telegram ids; bystanders count up."""
EVERY_SECONDS = 0.1
LONGEST_SECONDS = 90.0


async def lists() -> list[Figure]:
    """Seconds and memory for the county's list; memory and others' answers for the heavy one."""
    county, heavy = county_file(), heavy_file(HEAVY_ROWS)
    seconds, memory = (await outcome_of(Work(measured, (county,)))).get()
    usual = (await outcome_of(Work(as_usual, (county,)))).get()
    _, heavy_memory = (await outcome_of(Work(measured, (heavy,)))).get()
    bound = MEMORY / (1 << 20)
    async with databases.sqlite() as url, databases.opened(url) as database:
        written = await _write(database, county)
        waits = await _Beside(database).waits(heavy)
    return [
        compared("import.read", "s", seconds, usual, "<=", 1.5),
        compared("import.write", "s", written, 1.0, "<=", 1),
        compared("import.memory", "MiB", memory, bound, "<=", 1),
        compared("import.heavy.memory", "MiB", heavy_memory, bound, "<=", 1),
        compared("import.heavy.others", "ms", 1000 * quantile(waits, 0.95), 1000, "<=", 1),
    ]


def county_file() -> bytes:
    """A workbook with that many representatives."""
    one: Record = {"station": "S", "areas": ("V",), "active": True}
    area: Record = {"code": "V", "kind": "county", "name": "通城县"}
    levels = itertools.cycle(Level)
    people: list[Record] = [
        {"code": f"R{number}", "name": f"陈静{number}", "level": next(levels), "phone": f"138{number:08}", **one}
        for number in range(REPRESENTATIVES)
    ]
    return write(
        {Kind.AREAS: [area], Kind.STATIONS: [{"code": "S", "name": "站", "area": "V"}], Kind.REPRESENTATIVES: people}
    )


def heavy_file(rows: int) -> bytes:
    """The template, with a merged cell and borders around nothing down to row `rows`."""
    cells = "".join(f'<c r="{letter}%d" s="0"/>' for letter in "ABCDEFGH")
    empty = "".join(f'<row r="{n}">{cells.replace("%d", str(n))}</row>' for n in range(100, rows))
    end = f'{empty}</sheetData><mergeCells count="1"><mergeCell ref="A99:H99"/></mergeCells>'.encode()
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(template())) as given,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for part in given.namelist():
            content = given.read(part)
            made.writestr(part, content.replace(b"</sheetData>", end) if part.endswith("sheet1.xml") else content)
    return stream.getvalue()


def measured(content: bytes) -> tuple[float, float]:
    """Seconds to read this file, and MiB that its process took at most. Runs aside."""
    started = time.perf_counter()
    workbook.read("list.xlsx", content)
    return time.perf_counter() - started, peak_memory()


def as_usual(content: bytes) -> float:
    """Seconds that openpyxl takes to load the same file and look at its cells. Runs aside."""
    import openpyxl

    started = time.perf_counter()
    for page in openpyxl.load_workbook(io.BytesIO(content)).worksheets:
        for row in page.iter_rows(values_only=True):
            tuple(row)
    return time.perf_counter() - started


async def _write(database: Database, content: bytes) -> float:
    """Seconds that the import holds the writer."""
    book = workbook.read("list.xlsx", content)
    started = time.perf_counter()
    async with database.writing() as session:
        await importing.apply(session, book, datetime.now(UTC))
    return time.perf_counter() - started


class _Beside:
    """People who press something while a clerk's file is read."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._answered: dict[int, float] = {}
        self._read = asyncio.Event()
        place = replace(PLACE, admin_ids=frozenset({CLERK}))
        self._worker = UpdateWorker(database, place=place, clock=CLOCK, token=HUIYIN, on_commit=self._committed)
        self._numbers = itertools.count(1)

    def _committed(self, post: Outgoing) -> None:
        for call in post.calls:
            self._answered.setdefault(call.chat_id, time.perf_counter())
            if call.chat_id == CLERK and call.edits is not None:
                self._read.set()

    async def waits(self, content: bytes) -> list[float]:
        """Seconds that each of them waited for an answer to be committed."""
        nursery = Nursery()
        running = nursery.start(self._worker.run(), name="update worker")
        await self._keep(self._says(CLERK))
        await self._hand_over(content)
        asked: dict[int, float] = {}
        async with asyncio.timeout(LONGEST_SECONDS):
            for who in itertools.count(BYSTANDERS):
                asked[who] = time.perf_counter()
                await self._keep(self._says(who))
                if self._read.is_set():
                    break
                await asyncio.sleep(EVERY_SECONDS)
        self._worker.stop()
        await running
        return [self._answered[who] - since for who, since in asked.items()]

    async def _hand_over(self, content: bytes) -> None:
        """As delivery does when the file is fetched."""
        sha256 = hashlib.sha256(content).hexdigest()
        async with self._database.writing() as session:
            await files.keep_blob(session, sha256, "list.xlsx", content, CLOCK.now())
        context = {"person": CLERK, "call": 1, "name": "list.xlsx"}
        fetched = {"topic": FETCH_TOPIC, "context": context, "sha256": sha256, "name": "list.xlsx", "error": None}
        raw = orjson.dumps({"update_id": -1, "huiyin": {"fetched": fetched}}).decode()
        await self._keep(Kept(PLACE.bot_id, -1, CLERK, raw))

    async def _keep(self, update: Kept) -> None:
        async with self._database.writing() as session:
            await inbox.keep(session, [update], CLOCK.now())
        self._worker.wake()

    def _says(self, who: int) -> Kept:
        number, date = next(self._numbers), int(time.time())
        person = {"id": who, "is_bot": False, "first_name": "Voter", "language_code": "en"}
        chat = {"id": who, "type": "private", "first_name": "Voter"}
        message = {"message_id": number, "date": date, "chat": chat, "from": person, "text": "/start"}
        return kept(PLACE.bot_id, {"update_id": number, "message": message})

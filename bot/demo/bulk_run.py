"""`demo --opinions`: sends the messages of a CSV file through the real bot and reports what became of them."""

import asyncio
import contextlib
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import quantiles

import typer
from sqlalchemy import select

from bot.demo import csv_messages
from bot.demo.runtime import CannotOpen, RunningDemo, opened, stop_signals
from bot.demo.virtual_users import Result, VirtualUsers
from bot.nursery import Nursery
from storage import inbox, outbox
from storage.models.directory import Area
from storage.vocabulary import AreaKind

AT_ONCE = 100
"""People who talk side by side: our own choice."""
TELL_EVERY = 5.0
"""Seconds between two lines about how far it is: our own choice."""
SHOWN = 60
"""Characters of a refusal in the report: the bot's words, never the author's."""


async def run(file: Path, named: Mapping[str, str | None], limit: int | None, data_dir: Path, port: int) -> int:
    """Send the messages of `file` to a fresh town; 0 if none was lost without a word."""
    try:
        written = csv_messages.read(file, named, limit)
    except csv_messages.Unreadable as error:
        typer.echo(str(error), err=True)
        return 1
    stopping = stop_signals()
    try:
        async with opened(data_dir, port, stopping, fresh=True) as there:
            if there is None:
                return 1
            typer.echo(there.url)
            return await _run(there, written, stopping)
    except CannotOpen as reason:
        typer.echo(str(reason), err=True)
        return 1


async def _run(there: RunningDemo, written: Sequence[csv_messages.CsvMessage], stopping: asyncio.Event) -> int:
    loop, nursery = asyncio.get_running_loop(), Nursery()
    async with there.database.reading() as session:
        places = list(await session.scalars(select(Area.name).where(Area.kind == AreaKind.VILLAGE)))
    users = VirtualUsers(there.world, places, AT_ONCE)
    memory: list[int] = []
    bot = nursery.start(there.bot.keep_going(), name="the bot")
    nursery.start(_watch(there, users, len(written), memory), name="tell how far it is")
    began = loop.time()
    work = nursery.start(users.chats(written), name="the users")
    stopped = nursery.start(stopping.wait(), name="wait for the end")
    await asyncio.wait({work, stopped}, return_when=asyncio.FIRST_COMPLETED)
    seconds = loop.time() - began
    for line in [*report(users.results, len(written), seconds, max(memory, default=0)), *await _left(there)]:
        typer.echo(line)
    stopping.set()
    await bot
    await nursery.close()
    return 0 if len(users.results) == len(written) else 1


async def _watch(there: RunningDemo, users: VirtualUsers, count: int, memory: list[int]) -> None:
    """Say how far it is, and how much the bot's process holds (MiB)."""
    while True:
        if there.bot.process is not None:
            memory.append(await resident(there.bot.process.pid))
        received = sum(1 for result in users.results if result.reference)
        typer.echo(f"{len(users.results)} of {count} said, {received} received", err=True)
        await asyncio.sleep(TELL_EVERY)


async def resident(pid: int) -> int:
    """MiB of memory a process holds; 0 where `ps` cannot tell."""
    with contextlib.suppress(OSError, ValueError):
        asked = await asyncio.create_subprocess_exec(
            "ps", "-o", "rss=", "-p", str(pid), stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL
        )
        return int((await asked.communicate())[0]) // 1024
    return 0


def report(results: Sequence[Result], count: int, seconds: float, memory: int) -> list[str]:
    """The report on `count` messages, in lines; refusals that differ in numbers and quotations count as one."""
    received = [result for result in results if result.reference]
    references = {result.reference for result in received}
    refused = Counter(_kind(result.refused) for result in results if result.refused is not None)
    lines = [
        f"messages: {count}",
        f"sent: {len(results)}",
        f"received, with a reference: {len(received)} ({len(references)} different ones)",
        f"refused: {sum(refused.values())}",
        *(f"  {number} × {why}" for why, number in refused.most_common()),
        f"seconds: {seconds:.1f} ({len(results) / max(seconds, 0.001):.1f} a second)",
        f"memory of the bot's process, at most: {memory} MiB",
    ]
    times = [result.seconds for result in received]
    if len(times) > 1:
        cuts = quantiles(times, n=20)
        lines.append(f"seconds from the first message to the reference: half within {cuts[9]:.1f}, 95 % {cuts[18]:.1f}")
    if slowest := sorted(received, key=lambda result: -result.seconds)[:5]:
        lines.append("slowest: " + ", ".join(f"row {result.line} {result.seconds:.1f} s" for result in slowest))
    return lines


def _kind(why: str) -> str:
    return re.sub(r"\d+", "n", re.sub(r"[“\"].*?[”\"]", "“…”", " ".join(why.split())))[:SHOWN]


async def _left(there: RunningDemo) -> list[str]:
    """The lines about what the bot still has to do, or could not do."""
    async with there.database.reading() as session:
        backlog = await inbox.backlog(session)
        waiting = sum(depth.calls for depth in await outbox.depths(session))
    return [f"updates in quarantine: {backlog.quarantined}", f"messages to staff still on their way: {waiting}"]

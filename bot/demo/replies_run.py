"""`demo --replies`: real messages with their real replies, through the whole of a case, on their own dates.

Each is written, assigned and referred on the day it was sent, and the unit replies on the day the real reply came. What
was late by the town's clocks is counted beside what a plain count of the file's dates says.
"""

import asyncio
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import cycle
from pathlib import Path
from statistics import median
from typing import NamedTuple
from zoneinfo import ZoneInfo

import holidays
import typer
from sqlalchemy import select

from bot.api_client import BotApi
from bot.demo import csv_messages, town
from bot.demo.bot_process import TOKEN
from bot.demo.csv_messages import CsvMessage, parts
from bot.demo.history import History
from bot.demo.script import Step
from bot.demo.seeding import COUNTRY, county, furnish
from bot.demo.simulation import ManualClock, Simulation
from bot.sandbox.server import SandboxServer
from bot.sandbox.world import World
from bot.settings import Settings
from bot.startup import install_keys
from handlers.core.casework import policy
from storage.engine import Database, open_database
from storage.migrations import make_current
from storage.models.opinions import Referral
from storage.vocabulary import CaseKind

CLERK, UNIT, OFFICER = "吴秋生", "U01", "高建平"
WAYS = (("LS11", "R01", "林秀兰"), ("LS13", "R02", "周怀远"), ("LS23", "R06", "邓雨晴"), ("LS32", "R10", "罗素琴"))
"""Villages in turn, with the representative of each."""
PARK = 20
"""Opinions between two lines about how far it is: our own choice."""


class Late(NamedTuple):
    """Rows of the file whose reply came after its clock."""

    rows: frozenset[str]
    days: Sequence[int]
    """Working days that each reply took."""


def run(file: Path, named: Mapping[str, str | None], limit: int | None) -> int:
    """Live through the messages of `file` in a town that is thrown away; 0 if all went their way and both agree."""
    try:
        written = [one for one in csv_messages.read(file, named, None) if one.text and one.reply and one.reply_time]
        if not written:
            raise csv_messages.Unreadable("No row has a text, a reply and the reply's time.")
        by_dates = counted_from_dates(written[:limit])
    except csv_messages.Unreadable as error:
        typer.echo(str(error), err=True)
        return 1
    return asyncio.run(_run(written[:limit], by_dates))


async def _run(written: Sequence[CsvMessage], by_dates: Late) -> int:
    zone = ZoneInfo(Settings.model_fields["timezone"].default)
    steps = list(history_of(written, zone))
    clock = ManualClock(steps[0].at - timedelta(hours=1))
    world = World(clock.now, {TOKEN: town.USERNAME})
    for member in town.cast():
        world.person(member.name, id=member.id, language=member.language)
    for number in range(len(written)):
        world.person(_author(number), language="zh-hans")
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/huiyin.sqlite3"
        database = open_database(url)
        try:
            await make_current(database, url)
            settings = Settings(_env_file=None, bot_token=TOKEN, data_dir=Path(folder))
            await install_keys(settings, database)
            async with database.writing() as session:
                await furnish(session, world, clock)
            async with SandboxServer(world, 0) as server, BotApi(TOKEN, server.url) as api:
                simulation = Simulation(world, database, api, county(world, zone), clock, TOKEN)
                played = History(simulation, clock.now())
                await _play(played, steps, len(written))
            by_clocks = await late_by_clocks(database, played.opinions)
        finally:
            await database.close()
    for line in report(by_clocks, by_dates, len(written), played):
        typer.echo(line)
    return 0 if by_clocks == by_dates.rows and not played.stuck else 1


async def _play(played: History, steps: Sequence[Step], count: int) -> None:
    done = 0
    for at in range(0, len(steps), PARK):
        await played.play(list(steps[at : at + PARK]))
        done += sum(step.verb == "passes on" for step in steps[at : at + PARK])
        typer.echo(f"{steps[min(at + PARK, len(steps)) - 1].at:%Y-%m-%d}: {done} of {count} answered", err=True)


def history_of(written: Sequence[CsvMessage], zone: ZoneInfo) -> Iterator[Step]:
    """What everybody does, in order of time: what the file does not tell is done in the minute of what it tells."""
    found = []
    for number, (one, (area, representative, name)) in enumerate(zip(written, cycle(WAYS), strict=False)):
        thread, author = str(one.line), _author(number)
        sent, replied = _instant(one.time, zone), _instant(one.reply_time, zone)
        found += [
            Step(sent, thread, author, "settles", f"in {area}", ()),
            Step(sent, thread, author, "writes", f"to {representative}", tuple(parts(one.text))),
            Step(sent, thread, CLERK, "assigns", f"to {representative}", ()),
            Step(sent, thread, name, "refers", f"to {UNIT}", ()),
            Step(max(sent, replied), thread, OFFICER, "reports", "A", tuple(parts(one.reply))),
            Step(max(sent, replied), thread, name, "passes on", "", ()),
        ]
    yield from sorted(found, key=lambda step: step.at)


def _author(number: int) -> str:
    return f"选民{number + 1}"


def _instant(text: str, zone: ZoneInfo) -> datetime:
    return _read(text).replace(tzinfo=zone).astimezone(UTC)


def _read(text: str) -> datetime:
    return datetime.fromisoformat(text.strip().replace("/", "-"))


def counted_from_dates(written: Sequence[CsvMessage]) -> Late:
    """The same from the file's dates alone: each day after the message is looked up in the country's list of days off.

    Raises `csv_messages.Unreadable` for a time that is none.
    """
    off = holidays.country_holidays(COUNTRY)
    allowed = policy.table()[policy.Interval.UNIT_REPLY].default(CaseKind.OPINION).days
    took = [(one, _day(one, one.time), _day(one, one.reply_time)) for one in written]
    late = frozenset(str(one.line) for one, sent, replied in took if replied > _last_day(off, sent, allowed))
    return Late(late, [_working_days(off, sent, replied) for _, sent, replied in took])


def _day(one: CsvMessage, text: str) -> date:
    try:
        return _read(text).date()
    except ValueError:
        raise csv_messages.Unreadable(f"Row {one.line}: “{text}” is no date like 2020-12-31T08:30.") from None


def _last_day(off: holidays.HolidayBase, sent: date, allowed: int) -> date:
    """The last of so many working days after a day."""
    day, left = sent, allowed
    while left:
        day += timedelta(days=1)
        left -= off.is_working_day(day)
    return day


def _working_days(off: holidays.HolidayBase, sent: date, replied: date) -> int:
    return sum(off.is_working_day(sent + timedelta(days=n)) for n in range(1, (replied - sent).days + 1))


async def late_by_clocks(database: Database, opinions: Mapping[str, int]) -> frozenset[str]:
    """Rows whose unit replied after its clock, by opinion."""
    async with database.reading() as session:
        found = await session.scalars(select(Referral.opinion_id).where(Referral.replied_at > Referral.reply_due_at))
        late = set(found)
    return frozenset(row for row, opinion in opinions.items() if opinion in late)


def report(by_clocks: frozenset[str], by_dates: Late, count: int, played: History) -> list[str]:
    """The report on `count` messages, in lines."""
    apart = sorted(by_clocks ^ by_dates.rows, key=int)
    lines = [
        f"messages with a reply: {count}, the whole way through: {count - len(played.stuck)}",
        f"replies too long for a message, sent as a document: {len(played.attached)}",
        f"working days from message to reply: half within {median(by_dates.days):.0f}",
        f"late by the town's clocks: {len(by_clocks)} ({len(by_clocks) / count:.1%})",
        f"late as counted from the file's dates: {len(by_dates.rows)} ({len(by_dates.rows) / count:.1%})",
        f"rows on which they differ: {', '.join(apart) or 'none'}",
    ]
    return lines + [f"row {row} was left at “{at}”" for row, at in played.stuck.items()]

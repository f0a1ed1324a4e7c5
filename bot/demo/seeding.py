"""Seeds a new town: imports its directory, gives its people their offices and plays the weeks before today."""

import asyncio
from collections.abc import Coroutine
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import typer
from rich.console import Console
from rich.progress import track
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.api_client import BotApi
from bot.demo import script, town
from bot.demo.bot_process import TOKEN
from bot.demo.clock import DemoClock
from bot.demo.history import History
from bot.demo.portrait import portrait
from bot.demo.simulation import ManualClock, Simulation
from bot.demo.suggestions import plant_last_year
from bot.nursery import Nursery
from bot.sandbox.world import World
from handlers.core.casework.starting_reasons import plant_reasons
from handlers.core.directory import importing, workbook
from handlers.core.directory.topics import plant_topics
from handlers.core.unit_of_work import County
from storage.engine import Database
from storage.models.directory import HandlingUnit, Representative, Station, Topic
from storage.models.people import Grant
from storage.queries import people
from storage.vocabulary import Channel

COUNTRY = "CN"


async def seed(world: World, database: Database, api_url: str, clock: DemoClock, stopping: asyncio.Event) -> bool:
    """Fill the database and play the history up to now; False if `stopping` came first."""
    typer.echo("A new town: its first weeks are lived through; this takes up to a minute.", err=True)
    zone = ZoneInfo(clock.zone)
    steps = script.read(town.history(), clock.now(), COUNTRY, zone)
    standing = ManualClock(steps[0].at - timedelta(hours=1))
    world.clock = standing.now
    async with database.writing() as session:
        await furnish(session, world, standing)
    async with BotApi(TOKEN, api_url) as api:
        simulation = Simulation(world, database, api, county(world, zone), standing, TOKEN)
        if not await _unless(stopping, _play(simulation, steps, clock)):
            return False
    world.clock = clock.now
    return True


def county(world: World, zone: ZoneInfo) -> County:
    """The town's settings, as its bot has them."""
    return County(
        zone=zone,
        country=COUNTRY,
        default_language="en",
        reference_prefix=town.REFERENCE_PREFIX,
        bot_id=world.bot.id,
        bot_username=town.USERNAME,
        admin_ids=frozenset({town.COUNTY_CLERK}),
        board_url="http://127.0.0.1/board",  # its port is another one each time the town opens
    )


async def _unless(stopping: asyncio.Event, work: Coroutine[Any, Any, None]) -> bool:
    """Do `work`, but break it off when `stopping` is set. Whether it came to its end."""
    nursery = Nursery()
    working = nursery.start(work, name="seed the town")
    stopped = nursery.start(stopping.wait(), name="wait for the end")
    try:
        await asyncio.wait({working, stopped}, return_when=asyncio.FIRST_COMPLETED)
        if working.done():
            working.result()
        return working.done()
    finally:
        await nursery.close()


async def _play(simulation: Simulation, steps: list[script.Step], clock: DemoClock) -> None:
    lived = track(steps, "Weeks of a town", console=Console(stderr=True), transient=True)
    await History(simulation, clock.now()).play(lived)
    await simulation.moves_to(clock.now())


async def furnish(session: AsyncSession, world: World, clock: ManualClock) -> None:
    """The directory, portraits and who holds which office."""
    await plant_topics(session)
    await plant_reasons(session)
    for name, sheet in town.sheets():
        await importing.apply(session, workbook.read(name, sheet), clock.now())
    representatives = {one.code: one for one in await session.scalars(select(Representative))}
    for one in representatives.values():
        one.picture = world.files.add("photo", portrait(one.name)).file_id
    units = {one.code: one for one in await session.scalars(select(HandlingUnit))}
    for topic in await session.scalars(select(Topic).where(Topic.code.in_(town.TOPICS_OF_UNITS))):
        topic.unit_id = units[town.TOPICS_OF_UNITS[topic.code]].id
    await plant_last_year(session, representatives["R15"], units["U06"], clock.now(), clock.now().date())
    stations = {one.code: one for one in await session.scalars(select(Station))}
    for account, office in town.OFFICES.items():
        someone = world.people.by_id[account]
        world.opens(someone)
        person = people.newcomer(
            Channel.TELEGRAM,
            str(account),
            account,
            name=someone.name,
            language="zh_Hans" if someone.language.startswith("zh") else "en",
            created_at=clock.now(),
        )
        session.add(person)
        await session.flush()
        if office.chief:
            units[office.code or ""].needs_release = True
        representative, station = representatives.get(office.code or ""), stations.get(office.code or "")
        session.add(
            Grant(
                person_id=person.id,
                role=office.role,
                representative_id=representative.id if representative else None,
                station_id=station.id if station else None,
                unit_id=units[office.code].id if office.code in units else None,
                chief=office.chief,
                granted_at=clock.now(),
            )
        )

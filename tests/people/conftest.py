"""A county with its office, two stations with a clerk each, and people who are invited."""

import re
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from sqlalchemy import select

from storage.models.people import Audit, Grant
from storage.queries import people
from storage.vocabulary import Role
from tests.checkpoints import beginning
from tests.databases import KINDS, Databases
from tests.people.words import SAYS
from tests.town import Actor, Furniture, Town, open_town

LINK = re.compile(r"https://t\.me/sandbox_bot\?start=(i_[\w-]+)")


class Offices:
    """Chen of the county office, Ma of Maishi station, Tao of Tanghu station, and Li, who holds no role."""

    def __init__(self, town: Town, language: str) -> None:
        self.town, self.language, self.say = town, language, SAYS[language]
        self.chen, self.ma, self.tao = (self.person(name) for name in ("Chen", "Ma", "Tao"))
        self.li, self.wang = self.person("Li"), self.person("Wang Wu")
        self.furniture = Furniture({}, {}, {}, {}, {})

    def person(self, name: str) -> Actor:
        """Somebody with a phone in this language."""
        return self.town.person(name, self.language)

    @beginning
    async def settle(self) -> "Offices":
        """Give everybody their role."""
        self.furniture = await self.town.furnish()
        stations = self.furniture.stations
        await self.town.grant(self.chen, Role.STAFF)
        await self.town.grant(self.ma, Role.STAFF, station_id=stations["Maishi"])
        await self.town.grant(self.tao, Role.STAFF, station_id=stations["Tanghu"])
        return self

    @beginning
    async def letter(self, by: Actor, *way: str) -> str:
        """Somebody invites, pressing these; the payload of the link they get."""
        await by.says("/invite")
        await by.presses(*(self.say.get(step, step) for step in way))
        return link(by)

    @beginning
    async def for_wang(self, by: Actor | None = None) -> str:
        """An invitation to act for representative Wang of Maishi station."""
        return await self.letter(by or self.chen, "a representative", "Wang", "make")

    @beginning
    async def joins(self, who: Actor, payload: str) -> Actor:
        """Somebody opens a link and says yes."""
        await who.says(f"/start {payload}")
        await who.presses(self.say["yes, join"])
        return who

    @beginning
    async def case_for_wang(self) -> None:
        """Li writes to representative Wang, and the county office gives it to him."""
        await self.li.says("/start")
        await self.li.says("jiufang")
        await self.li.presses(self.say["village"])
        await self.li.says("The lamp on East Street has been dark for a week")
        await self.li.presses(self.say["done"], "Wang", self.say["with name"])
        await self.chen.says("/screen")
        await self.chen.presses(self.say["assign"])

    async def roles(self, who: Actor) -> list[tuple[Role, int | None, int | None]]:
        """What somebody holds: role, representative, station."""
        async with self.town.database.reading() as session:
            person = await people.by_chat(session, who.id)
            grants = person.grants if person is not None else []
            return [(grant.role, grant.representative_id, grant.station_id) for grant in grants]

    async def grant_of(self, who: Actor) -> int:
        """The number of somebody's only role."""
        async with self.town.database.reading() as session:
            person = await people.by_chat(session, who.id)
            assert person is not None
            (grant,) = person.grants
            return grant.id

    async def noted(self, beginning: str) -> list[tuple[str, str]]:
        """What the audit log says of actions that begin so: action and detail."""
        async with self.town.database.reading() as session:
            rows = await session.scalars(select(Audit).order_by(Audit.id))
            return [(row.action, row.detail) for row in rows if row.action.startswith(beginning)]

    async def held_ever(self, who: Actor) -> int:
        """How many roles somebody holds or held."""
        async with self.town.database.reading() as session:
            person = await people.by_chat(session, who.id)
            assert person is not None
            return len((await session.scalars(select(Grant).where(Grant.person_id == person.id))).all())

    async def forges(self, who: Actor, data: str) -> None:
        """Somebody presses a button that they were never shown."""
        message = next(message for message in reversed(who.messages) if message.from_bot)
        await who.does(lambda world, me: world.presses(me, message.id, data))


def let_in_by_settings(town: Town, actor: Actor) -> None:
    """The operator puts somebody's number into ADMIN_IDS and starts the bot again."""
    town.worker._place = town.place = replace(town.place, admin_ids=frozenset({actor.id}))


def link(actor: Actor) -> str:
    """The payload of the newest link somebody was shown."""
    found: list[str] = LINK.findall(actor.heard)
    return found[-1]


@pytest.fixture(params=["en", "zh-hans"])
def language(request: pytest.FixtureRequest) -> str:
    """Telegram's code of everybody's language."""
    return str(request.param)


@pytest.fixture
async def offices(town: Town, language: str) -> Offices:
    """Everybody in place."""
    return await Offices(town, language).settle()


@pytest.fixture(params=KINDS)
async def anywhere(request: pytest.FixtureRequest, databases: Databases) -> AsyncIterator[Town]:
    """The town on each database."""
    async with open_town(databases.migrated(request.param)) as opened:
        yield opened

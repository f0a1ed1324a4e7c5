"""A station with representatives, and constituents whose opinions are theirs to answer."""

from collections.abc import Sequence
from typing import Any

import pytest
from sqlalchemy import select

from handlers.conversation.outgoing import Outgoing
from handlers.core.casework import transitions
from handlers.core.casework.content import NewOpinion, Said
from handlers.core.casework.events import Step
from handlers.core.workdays.days import calendar
from handlers.notifications import digest
from handlers.notifications.dispatch import notify
from storage import outbox
from storage.models.directory import Representative
from storage.models.opinions import Event, Opinion
from storage.models.people import Person
from storage.queries import people
from storage.queries.files import Attached
from storage.vocabulary import Action, Role
from tests.checkpoints import beginning
from tests.town import Actor, Furniture, Town

LAMP = "The lamp on East Street has been dark for a week"
FIRST = "TC-2026-000001"


@pytest.fixture(params=["en", "zh-hans"])
def language(request: pytest.FixtureRequest) -> str:
    """Telegram's code of everybody's language."""
    return str(request.param)


class House:
    """Li and Zhang write; Wang answers, helped by an aide; Zhao and Sun are colleagues, Zhou has not joined yet."""

    def __init__(self, town: Town, language: str, furniture: Furniture) -> None:
        self.town, self.language, self.furniture = town, language, furniture
        self.li, self.zhang = town.person("Li Lei", language), town.person("Zhang San", language)
        self.wang, self.aide = town.person("Wang", language), town.person("Aide", language)
        self.zhao, self.sun = town.person("Zhao", language), town.person("Sun", language)
        self.clerk = town.person("Chen", language)

    def says(self, english: str, chinese: str) -> str:
        """What everybody reads, in their language."""
        return english if self.language == "en" else chinese

    @beginning
    async def settle(self) -> "House":
        """Give everybody their role."""
        for actor, name in ((self.wang, "Wang"), (self.aide, "Wang"), (self.zhao, "Zhao"), (self.sun, "Sun")):
            one = self.furniture.representatives[name]
            await self.town.grant(actor, Role.REPRESENTATIVE, representative_id=one)
        await self.town.grant(self.clerk, Role.STAFF)
        for actor in (self.li, self.zhang):
            await self.town.grant(actor, Role.CONSTITUENT)
        return self

    @beginning
    async def case(
        self,
        text: str = LAMP,
        *,
        by: Actor | None = None,
        to: str = "Wang",
        anonymous: bool = False,
        files: Sequence[Attached] = (),
    ) -> int:
        """An opinion of Li's that staff have given to Wang: its number."""
        async with self.town.database.writing() as session:
            post = Outgoing(session, self.town.place, self.town.clock.now())
            author, clerk = await self._person(session, by or self.li), await self._person(session, self.clerk)
            said = Said(text, files)
            area = self.furniture.areas["Jiufang"]
            station = self.furniture.stations["Maishi"]
            new = NewOpinion(f"{author.id}:{text}", [said], None, area, station, None, anonymous)
            opinion, _ = await transitions.submit(post, author, new)
            representative = await session.get_one(Representative, self.furniture.representatives[to])
            step = Step(clerk, Role.STAFF, representative=representative)
            await transitions.move(post, opinion, Action.ASSIGN, step)
            await notify(post)
            await outbox.promise(session, post.calls)
            number = opinion.id
        await self.town.settle()
        return number

    @beginning
    async def assigned_to(self, name: str, opinion_id: int = 1) -> None:
        """Staff give a case to somebody else."""
        async with self.town.database.writing() as session:
            post = Outgoing(session, self.town.place, self.town.clock.now())
            opinion = await session.get_one(Opinion, opinion_id)
            clerk = await self._person(session, self.clerk)
            chosen = await session.get_one(Representative, self.furniture.representatives[name])
            await transitions.move(post, opinion, Action.ASSIGN, Step(clerk, Role.STAFF, representative=chosen))

    @beginning
    async def opens(self, actor: Actor | None = None) -> Actor:
        """Wang opens the first case from his inbox."""
        actor = actor or self.wang
        await actor.says("/inbox")
        await actor.presses(FIRST)
        return actor

    async def opinion(self, opinion_id: int = 1) -> Opinion:
        """A case as it is kept."""
        async with self.town.database.reading() as session:
            return await session.get_one(Opinion, opinion_id)

    async def happened(self, opinion_id: int = 1) -> list[str]:
        """What happened to a case, in order."""
        async with self.town.database.reading() as session:
            found = select(Event.action).where(Event.opinion_id == opinion_id).order_by(Event.id)
            return [action.value for action in await session.scalars(found)]

    def file(self, kind: str, content: bytes = b"a file") -> str:
        """A file that Telegram has: its id."""
        return self.town.world.files.add(kind, content).file_id

    async def digest(self, actor: Actor) -> str:
        """What somebody's morning digest would say now."""
        async with self.town.database.writing() as session:
            post = Outgoing(session, self.town.place, self.town.clock.now())
            screen = await digest.compose(post, await self._person(session, actor), await calendar(post))
        return screen.text.plain if screen is not None else ""

    async def _person(self, session: Any, actor: Actor) -> Person:
        found = await people.by_chat(session, actor.id)
        assert found is not None
        return found


@pytest.fixture
async def house(town: Town, language: str) -> House:
    """Everybody in place; no opinion yet."""
    return await House(town, language, await town.furnish()).settle()

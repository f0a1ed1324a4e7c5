"""A station whose reception days are planned, in both languages."""

from datetime import date, datetime

import pytest
from sqlalchemy import select

from handlers import registry
from handlers.conversation.outgoing import Outgoing
from storage.models.reception import ReceptionDay
from storage.vocabulary import Role
from tests.checkpoints import beginning
from tests.reception.words import SAYS
from tests.town import ZONE, Furniture, Town


@pytest.fixture(params=["en", "zh-hans"])
def say(request: pytest.FixtureRequest) -> dict[str, str]:
    """What stands on the screens, in one language."""
    return {**SAYS[str(request.param)], "language": str(request.param)}


class Station:
    """Maishi's clerk, its representatives Wang and Sun, and Li who lives there."""

    def __init__(self, town: Town, say: dict[str, str]) -> None:
        self.town, self.say = town, say
        names = ("Chen", "Wang", "Sun", "Li")
        self.furniture = Furniture({}, {}, {}, {}, {})
        self.clerk, self.wang, self.sun, self.li = (town.person(name, say["language"]) for name in names)

    @beginning
    async def settle(self, *joined: str) -> "Station":
        """Give everybody their role and place; of the representatives those who have joined."""
        furniture = self.furniture = await self.town.furnish()
        await self.town.grant(self.clerk, Role.STAFF, station_id=furniture.stations["Maishi"])
        for actor, name in ((self.wang, "Wang"), (self.sun, "Sun")):
            if name in joined:
                await self.town.grant(actor, Role.REPRESENTATIVE, representative_id=furniture.representatives[name])
        await self.li.says("/start")
        await self.li.says("jiufang")
        await self.li.presses("Jiufang" if self.say["language"] == "en" else "九房村")
        async with self.town.database.writing() as session:
            await registry.plant(Outgoing(session, self.town.place, self.town.clock.now()))
        return self

    @beginning
    async def sets_the_ninth(self) -> None:
        """The clerk sets the rule of the 9th of each month, nine to eleven."""
        await self.clerk.says("/reception")
        await self.clerk.presses(self.say["plan"], self.say["rules"], self.say["monthly"], "9", "09:00-11:00")
        await self.clerk.says("Village hall")
        await self.clerk.presses(self.say["set rule"])

    @beginning
    async def with_a_roster(self) -> None:
        """... and Wang and Sun sit on the first of them."""
        await self.sets_the_ninth()
        await self.clerk.presses(self.say["maishi"], self.say["9 mar"], self.say["roster"], self.say["propose"])

    @beginning
    async def opens(self, *labels: str) -> None:
        """The clerk opens the day on the ninth and goes on from there."""
        await self.clerk.says("/reception")
        await self.clerk.presses(self.say["plan"], self.say["9 mar"], *labels)

    async def the_day(self, day: date) -> ReceptionDay:
        """The reception day of a date."""
        async with self.town.database.reading() as session:
            found = await session.scalar(select(ReceptionDay).where(ReceptionDay.day == day))
            assert found is not None
            return found

    def goes_to(self, *moment: int) -> None:
        """The clock is set to a local time, without what lies between."""
        self.town.clock.instant = datetime(*moment, tzinfo=ZONE)  # type: ignore[misc, arg-type]


@pytest.fixture
async def station(town: Town, say: dict[str, str]) -> Station:
    """Everybody at their place."""
    return await Station(town, say).settle("Wang", "Sun")


@pytest.fixture
async def half(town: Town, say: dict[str, str]) -> Station:
    """The same, but Wang has not joined."""
    return await Station(town, say).settle("Sun")

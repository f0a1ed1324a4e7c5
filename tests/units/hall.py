"""A unit with its officers, and all with whom it has to do."""

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models.opinions import Entry, Event, Opinion, Rating, Referral
from storage.models.people import Grant
from storage.queries import opinions, people
from storage.vocabulary import Role
from tests.checkpoints import beginning
from tests.representatives.conftest import FIRST, House
from tests.town import Actor, Furniture, Town


class Hall(House):
    """Gao and He are officers of the Power Bureau, to which lamps belong; Luo of the Water Bureau."""

    def __init__(self, town: Town, language: str, furniture: Furniture) -> None:
        super().__init__(town, language, furniture)
        self.gao, self.he = town.person("Gao", language), town.person("He", language)
        self.luo = town.person("Luo", language)

    @beginning
    async def settle(self) -> "Hall":
        """Give everybody their role."""
        await super().settle()
        for actor, unit in ((self.gao, "Power"), (self.he, "Power"), (self.luo, "Water")):
            await self.town.grant(actor, Role.UNIT, unit_id=self.furniture.units[unit])
        return self

    @beginning
    async def lamp(self, *, anonymous: bool = False, topic: str | None = "roads") -> None:
        """Li's opinion about the lamp is with Wang."""
        number = await self.case(anonymous=anonymous)
        if topic is not None:
            async with self.town.database.writing() as session:
                (await session.get_one(Opinion, number)).topic_id = self.furniture.topics[topic]

    @beginning
    async def refers(self, *remark: str, unit: str | None = None, by: Actor | None = None) -> None:
        """Wang refers it to the unit that is suggested, or to another one."""
        wang = await self.opens(by)
        await wang.presses(self.says("Refer to a unit", "转交承办单位"))
        if unit is None:
            await wang.presses("⭐")
        elif "⭐" in wang.screen:
            await wang.presses(self.says("Another unit", "其他单位"), unit)
        else:
            await wang.presses(unit)
        for words in remark:
            await wang.says(words)
        await wang.presses(self.says("🏢 Refer it", "🏢 转交"))

    @beginning
    async def referred(self, *, anonymous: bool = False) -> Actor:
        """It is with the Power Bureau, and Gao has it open."""
        await self.lamp(anonymous=anonymous)
        await self.refers("The third lamp from the bridge")
        return await self.opened_by(self.gao)

    @beginning
    async def opened_by(self, officer: Actor) -> Actor:
        """An officer opens it from their inbox."""
        await officer.says("/inbox")
        await officer.presses(FIRST)
        return officer

    @beginning
    async def replies(self, officer: Actor | None = None, words: str = "A new lamp is up since Monday") -> None:
        """An officer who has it open replies: it is resolved."""
        officer = officer or self.gao
        await officer.presses(self.says("💬 Reply", "💬 答复"), self.says("Resolved", "已解决"))
        await officer.says(words)
        await officer.presses(self.says("Send the reply", "发送答复"))

    @beginning
    async def replied(self, *, anonymous: bool = False) -> Actor:
        """It is replied to, and Wang has it open."""
        await self.referred(anonymous=anonymous)
        await self.replies()
        return await self.opens()

    async def exported(self, actor: Actor) -> list[str]:
        """What somebody who holds no role gets as all that is kept about them."""
        async with self.town.database.writing() as session:
            person = await people.by_chat(session, actor.id)
            assert person is not None
            await session.execute(delete(Grant).where(Grant.person_id == person.id))
        await actor.says("/privacy")
        await actor.presses("💾")
        files = [message.content["document"]["file_id"] for message in actor.messages if "document" in message.content]
        return [self.town.world.files.by_id[file_id].content.decode() for file_id in files]

    async def referrals(self) -> list[Referral]:
        """All that were made, in order."""
        async with self.town.database.reading() as session:
            return list(await session.scalars(select(Referral).order_by(Referral.id)))

    async def ratings(self) -> list[Rating]:
        """All that were asked for, oldest first."""
        async with self.town.database.reading() as session:
            return list(await session.scalars(select(Rating).order_by(Rating.id)))

    async def said(self, session: AsyncSession) -> list[Entry]:
        """All that was said in the first case."""
        return await opinions.entries(session, 1)

    async def same_matter(self, session: AsyncSession, number: int) -> None:
        """Another opinion is of the first one's topic and place."""
        first, other = await session.get_one(Opinion, 1), await session.get_one(Opinion, number)
        other.topic_id, other.area_id = first.topic_id, first.area_id

    async def last_event(self) -> Event:
        """What happened last."""
        async with self.town.database.reading() as session:
            found = await session.scalar(select(Event).order_by(Event.id.desc()).limit(1))
            assert found is not None
            return found

"""Those who ask for more time and those who decide it."""

from datetime import date

from sqlalchemy import select

from storage.models.opinions import Due, Extension
from storage.models.people import Audit
from tests.checkpoints import beginning
from tests.town import ZONE, Actor
from tests.units.hall import Hall

WHY = "The contractor comes on Thursday"
NO = "The contractor says Tuesday"


class Office(Hall):
    """The same people, with words for asking and deciding."""

    @beginning
    async def asks(self, asker: Actor, day: str = "", why: str = WHY) -> None:
        """Somebody who has the case open asks for time: until the last day that has a key, or another."""
        await asker.presses(self.says("⏳ Ask for time", "⏳ 申请延期"))
        await asker.presses(day or self.monday)
        await asker.says(why)
        await asker.presses(self.says("Send the request", "提交申请"))

    @property
    def monday(self) -> str:
        """Ten working days after Wang's first response is due."""
        return self.says("Mon 23 Mar 2026", "2026年3月23日 周一")

    @beginning
    async def asked(self) -> Actor:
        """Wang asks for two weeks more to answer; he is given."""
        await self.lamp()
        await self.asks(await self.opens())
        return self.wang

    def may_ask(self, actor: Actor) -> bool:
        """Whether the newest screen has the key."""
        return self.says("[⏳ Ask for time]", "[⏳ 申请延期]") in actor.screen

    @beginning
    async def grants(self) -> None:
        """The clerk agrees."""
        await self.clerk.presses(self.says("✅ Give more time", "✅ 同意延期"))

    @beginning
    async def refuses(self, why: str = NO) -> None:
        """The clerk does not agree."""
        await self.clerk.presses(self.says("✋ No more time", "✋ 不予延期"))
        await self.clerk.says(why)
        await self.clerk.presses(self.says("Refuse and tell", "不予延期并告知"))

    async def due(self) -> date:
        """The day on which the first case is due."""
        due_at = (await self.opinion()).due_at
        assert due_at is not None
        return due_at.astimezone(ZONE).date()

    async def requests(self) -> list[Extension]:
        """All that were made, in order."""
        async with self.town.database.reading() as session:
            return list(await session.scalars(select(Extension).order_by(Extension.id)))

    async def planned(self, kind: str) -> list[Due]:
        """What is still to fall due of a kind."""
        async with self.town.database.reading() as session:
            return list(await session.scalars(select(Due).where(Due.kind == kind, Due.done_at.is_(None))))

    async def noted(self) -> list[str]:
        """What staff did, by the audit log."""
        async with self.town.database.reading() as session:
            return list(await session.scalars(select(Audit.action).order_by(Audit.id)))

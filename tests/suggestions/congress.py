"""Representatives who raise things formally, the office that assigns them, and the units that reply."""

from typing import Any

from sqlalchemy import select

from storage.models.suggestions import Suggestion, SuggestionEvent
from storage.suggestion_vocabulary import SuggestionAction
from tests.checkpoints import beginning
from tests.representatives.conftest import FIRST
from tests.town import Actor
from tests.units.hall import Hall

TITLE = "Street lamps for the school road in Jiufang"
MATTER = "On the school road in Jiufang eleven of fourteen lamps have been dark since March; 120 children walk there."
REASONS = "The village has no budget for lamps, and two accidents happened this winter after five o'clock."
PROPOSAL = "The Power Bureau replaces the eleven lamps between the bridge and the school by the end of September."
SAID = (TITLE, MATTER, REASONS, PROPOSAL)
REPLY = "All eleven lamps were replaced on 12 May; the village keeps two spare ones."
REFERENCE = "TC-S-2026-0001"


class Congress(Hall):
    """Wang and Zhao sit in the township's congress; Chen is the county office; Power and Water have officers."""

    @beginning
    async def drafted(self, *said: str) -> Actor:
        """Wang writes a suggestion, part by part, and has it open."""
        await self.wang.says("/suggestions")
        await self.wang.presses(self.says("Begin one", "起草建议"))
        for number, words in enumerate(said or SAID):
            if number:
                await self.wang.presses(self.says("➡️ On to", "➡️ 下一项"))
            await self.wang.says(words)
        await self.wang.presses(self.says("📜 To the suggestion", "📜 查看建议"))
        return self.wang

    @beginning
    async def asked(self) -> Actor:
        """Zhao is asked to sign, and has it open."""
        await self.wang.presses(self.says("Co-signers", "联名代表"))
        await self.wang.presses("Zhao")
        await self.zhao.presses(self.says("📖 Read it", "📖 阅读"))
        return self.zhao

    @beginning
    async def hands_in(self) -> None:
        """Wang looks it over and hands it in."""
        await self.opens_suggestion(self.wang)
        await self.wang.presses(self.says("Look it over", "检查并提交"), self.says("📮 Hand it in", "📮 正式提交"))

    @beginning
    async def opens_suggestion(self, actor: Actor) -> Actor:
        """Somebody opens it from their list."""
        await actor.says("/suggestions")
        await actor.presses(self.says("📜 All", "📜 全部"), TITLE[:30])
        return actor

    @beginning
    async def assigned(self, *, supporting: bool = False) -> None:
        """It was drafted, signed by Zhao, handed in, accepted, and is with the Power Bureau."""
        await self.drafted()
        await self.asked()
        await self.zhao.presses(self.says("✍️ Sign it", "✍️ 签名"))
        await self.hands_in()
        await self.clerk.presses(self.says("Open", "打开"), self.says("✅ Accept it", "✅ 受理"))
        await self.assigns(supporting=supporting)

    @beginning
    async def assigns(self, *, supporting: bool = False) -> None:
        """The clerk assigns it to the Power Bureau, the Water Bureau supporting it perhaps."""
        await self.clerk.presses(self.says("🏢 Assign it", "🏢 交办"), self.says("Power Bureau", "供电局"))
        if supporting:
            await self.clerk.presses(self.says("Water Bureau", "水利局"))
        await self.clerk.presses(self.says("Assign it and tell", "交办并通知"))

    @beginning
    async def replied(self, words: str = REPLY) -> None:  # type: ignore[override]
        """The Power Bureau replies: resolved."""
        await self.opens_suggestion(self.gao)
        await self.gao.presses(self.says("💬 Reply", "💬 答复"))
        await self.gao.presses(self.says("Resolved", "已解决"))
        await self.gao.says(words)
        await self.gao.presses(self.says("💬 Send the reply", "💬 发出答复"))

    async def suggestion(self, number: int = 1) -> Suggestion:
        """A suggestion as it is kept."""
        async with self.town.database.reading() as session:
            return await session.get_one(Suggestion, number)

    async def done(self) -> list[SuggestionAction]:
        """All that was done with suggestions, in order."""
        async with self.town.database.reading() as session:
            return list(await session.scalars(select(SuggestionEvent.action).order_by(SuggestionEvent.id)))

    async def rows(self, *columns: Any) -> list[Any]:
        """Rows of some columns."""
        async with self.town.database.reading() as session:
            return [tuple(row) for row in await session.execute(select(*columns))]


__all__ = ["FIRST"]

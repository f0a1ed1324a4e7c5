"""A unit that promises something, and all with whom it then has to do."""

from sqlalchemy import select

from handlers.conversation.outgoing import Outgoing
from handlers.core.casework import transitions
from handlers.core.casework.events import Step
from handlers.notifications.dispatch import notify
from handlers.presentation.callbacks import OpenReferred
from storage import outbox
from storage.models.commitments import Commitment, Concern
from storage.models.opinions import Opinion
from storage.vocabulary import Action, Role
from tests.checkpoints import beginning
from tests.town import Actor
from tests.units.hall import Hall

WORDS = "The new lamp is ordered"


class Promises(Hall):
    """The same people, and what the Power Bureau promised."""

    @beginning
    async def promised(self, day: str = "") -> Actor:
        """Wang has passed on that Gao promised it, by the last day that has a key; Li has not rated it yet."""
        await self.referred()
        await self.replies_with_promise(day)
        return self.li

    @beginning
    async def replies_with_promise(self, day: str = "") -> None:
        """Gao, who has it open, replies with a promise, and Wang passes it on."""
        await self.gao.presses(self.says("💬 Reply", "💬 答复"), self.says("Planned", "计划解决"))
        if day:
            await self.gao.says(day)
        else:
            await self.gao.presses(self.says("2 Jun 2026", "2026年6月2日"))
        await self.gao.says(WORDS)
        await self.gao.presses(self.says("Send the reply", "发送答复"))
        wang = await self.opens()
        await wang.presses(self.says("Pass the reply on", "转给选民"), self.says("📨 Pass it on", "📨 转给选民"))

    @beginning
    async def held_to(self, day: str = "") -> Actor:
        """The same, and Li is satisfied with the answer as far as it goes; Gao has the promise open."""
        li = await self.promised(day)
        await li.presses(self.says("😀 Satisfied", "😀 满意"))
        return await self.promise_opened()

    @beginning
    async def promise_opened(self, officer: Actor | None = None) -> Actor:
        """An officer opens the promise."""
        officer = officer or self.gao
        await officer.forges(OpenReferred(opinion=1))
        return officer

    @beginning
    async def finished(self, words: str = "It shines") -> Actor:
        """Gao reports it done; Li is asked."""
        gao = await self.held_to()
        await self.reports_done(gao, words)
        return self.li

    @beginning
    async def reports_done(self, officer: Actor, words: str = "It shines") -> None:
        """An officer who has it open reports it done."""
        await officer.presses(self.says("🏁 Report it done", "🏁 报告已办结"))
        await officer.says(words)
        await officer.presses(self.says("🏁 Report it done", "🏁 报告已办结"))

    async def commitment(self) -> Commitment:
        """The newest that was made."""
        async with self.town.database.reading() as session:
            found = await session.scalar(select(Commitment).order_by(Commitment.id.desc()).limit(1))
            assert found is not None
            return found

    async def concerns(self) -> list[Concern]:
        """Who waits, or waited, for any."""
        async with self.town.database.reading() as session:
            return list(await session.scalars(select(Concern).order_by(Concern.id)))

    @beginning
    async def merged(self) -> Actor:
        """Zhang's opinion about the same lamp is handled together with Li's, which is with the unit."""
        number = await self.case("The lamp by the bridge is dark", by=self.zhang)
        async with self.town.database.writing() as session:
            post = Outgoing(session, self.town.place, self.town.clock.now())
            first, second = await session.get_one(Opinion, 1), await session.get_one(Opinion, number)
            await transitions.move(post, second, Action.MERGE, Step(None, Role.STAFF, merged_into=first))
            await notify(post)
            await outbox.promise(session, post.calls)
        await self.town.settle()
        return self.zhang

"""A small office whose people are reminded, in both languages."""

import re
from collections.abc import AsyncIterator
from datetime import datetime

import pytest
from sqlalchemy import select

from bot.sweep import sweep
from handlers import registry
from handlers.conversation.outgoing import Outgoing
from storage import outbox
from storage.models.reminders import Reminder
from tests.checkpoints import beginning
from tests.constituents.conftest import LAMP, Say
from tests.constituents.conftest import People as Constituents
from tests.town import ZONE, Actor, Town

WANGS = "TC-2026-000001"


class People(Constituents):
    """Li, Wang and the clerk; and the time that passes."""

    @beginning
    async def settle(self) -> "People":
        """Everybody in their place and role, digests planned as at a start."""
        await super().settle()
        await self.starts()
        return self

    @beginning
    async def starts(self) -> None:
        """The process starts: what must be there is planted."""
        async with self.town.database.writing() as session:
            post = Outgoing(session, self.town.place, self.town.clock.now())
            await registry.plant(post)
            await outbox.promise(session, [call for call in post.calls if call.chat_id])
        await self.town.settle()

    @beginning
    async def until(self, text: str) -> None:
        """Time passes until this local moment, `03-05 09:00`; what falls due on the way is done at its instant."""
        await self.town.passes(seconds=(self._moment(text) - self.town.clock.now()).total_seconds())

    async def away_until(self, text: str) -> None:
        """Nothing runs until this local moment; then the sweep does what it finds."""
        self.town.clock.instant = self._moment(text)
        await self.sweeps()

    async def sweeps(self) -> int:
        """The sweep runs until nothing is due; how much it did."""
        done = 0
        while some := await sweep(self.town.database, self.town.place, self.town.clock, lambda post: None):
            done += some
        await self.town.settle()
        return done

    async def ledger(self, *kinds: str) -> list[tuple[str, str]]:
        """What was promised, oldest first: kind and occasion without the clock's number."""
        async with self.town.database.reading() as session:
            found = await session.scalars(select(Reminder).order_by(Reminder.id))
            rows = [(one.kind, one.occasion.split(":", 1)[-1]) for one in found]
        return [row for row in rows if not kinds or row[0] in kinds]

    def got(self, actor: Actor, pattern: str) -> int:
        """How many messages of the bot show these words."""
        return sum(bool(re.search(pattern, one.shown, re.DOTALL)) for one in actor.messages if one.from_bot)

    @staticmethod
    def _moment(text: str) -> datetime:
        return datetime.strptime(f"2026-{text}", "%Y-%m-%d %H:%M").replace(tzinfo=ZONE)


@pytest.fixture(params=["en", "zh-hans"])
def language(request: pytest.FixtureRequest) -> str:
    """Telegram's code of everybody's language."""
    return str(request.param)


@pytest.fixture
async def people(town: Town, language: str) -> AsyncIterator[People]:
    """Everybody in place, Monday the 2nd of March 2026, nine in the morning."""
    yield await People(town, language).settle()


@pytest.fixture
async def english(town: Town) -> AsyncIterator[People]:
    """The same in English only."""
    yield await People(town, "en").settle()


__all__ = ["LAMP", "WANGS", "People", "Say"]

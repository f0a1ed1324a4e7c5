"""Li in Jiufang, her representative Wang, the county's clerk, and what they read in each language."""

import re
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import select

from handlers.conversation.texts import translator
from storage.models.opinions import Entry, Event, Opinion, Rating
from storage.vocabulary import Role
from tests.checkpoints import beginning
from tests.town import ZONE, Actor, Furniture, Town

LAMP = "The lamp on East Street has been dark for a week"
ROUND_BEGINS = "🔁 {reference}: its author is not satisfied; the {handling} begins."
ANYTHING = "ANYTHING"
PLACEHOLDER = re.compile(r"\{(\w+)\}")
CHINESE = re.compile(r"[\u4e00-\u9fff]")


class Say:
    """A text of ours as people of this language read it, as a pattern."""

    def __init__(self, code: str) -> None:
        self.code = code
        self._t = translator("en" if code == "en" else "zh_Hans", ZONE)

    def __call__(self, text: str, **values: object) -> str:
        """What is not given may be anything."""
        anything = {name: ANYTHING for name in PLACEHOLDER.findall(text) if name not in values}
        words = self._t(text, **values, **anything).plain if values or anything else self._t(text).plain
        assert self.code == "en" or CHINESE.search(words), f"not in the catalogue: {text}"
        return re.escape(words).replace(ANYTHING, ".*")

    def key(self, text: str, **values: object) -> str:
        """The same as a label, to be pressed."""
        return self._t(text, **values).plain

    def day(self, instant: datetime) -> str:
        """A day as they read it."""
        return str(self._t.day(instant))


class People:
    """Everybody in their place and role."""

    def __init__(self, town: Town, code: str) -> None:
        self.town, self.say = town, Say(code)
        self.li = town.person("Li Lei", code)
        self.wang, self.clerk = town.person("Wang", code), town.person("Chen", code)
        self.furniture: Furniture

    @property
    def jiufang(self) -> str:
        """The village's name, as they read it."""
        return "Jiufang" if self.say.code == "en" else "九房村"

    async def names_village(self, actor: Actor) -> None:
        """Who is asked for their place lives in Jiufang."""
        await actor.says("jiufang")
        await actor.presses(self.jiufang)

    @beginning
    async def declines(self, why: str = "Not ours, call 95598") -> None:
        """The clerk declines what waits first, with these words."""
        await self.clerk.says("/screen")
        await self.clerk.presses(self.say.key("🚫 Decline"))
        await self.clerk.says(why)
        await self.clerk.presses(self.say.key("🚫 Decline and tell them"))

    @beginning
    async def settle(self) -> "People":
        """Give everybody their place and role."""
        self.furniture = await self.town.furnish()
        await self.town.grant(self.wang, Role.REPRESENTATIVE, representative_id=self.furniture.representatives["Wang"])
        await self.town.grant(self.clerk, Role.STAFF)
        await self.li.says("/start")
        await self.names_village(self.li)
        return self

    def limits(self, opinions_per_day: int) -> None:
        """From now on one person can send so many a day."""
        self.town.restarts(opinions_per_day=opinions_per_day)

    def restarts(self) -> None:
        """The process ends and begins anew: only what is in the database is still there."""
        self.town.restarts()

    @beginning
    async def done(self) -> None:
        """Li says that she has written all."""
        await self.li.presses(self.say.key("✅ Done"))

    @beginning
    async def sends(self, text: str = LAMP, how: str = "📨 Send with my name") -> Actor:
        """Li sends an opinion to Wang."""
        await self.looks_over(text)
        await self.li.presses(self.say.key(how))
        return self.li

    @beginning
    async def looks_over(self, text: str = LAMP) -> Actor:
        """Li has written an opinion to Wang, and looks it over."""
        await self.li.says("/opinion")
        await self.li.says(text)
        await self.done()
        await self.li.presses("Wang")
        return self.li

    @beginning
    async def assigned(self, text: str = LAMP) -> Actor:
        """... and the clerk gives it to him."""
        await self.sends(text)
        await self.clerk.says("/screen")
        await self.clerk.presses(self.say.key("✅ Assign to {name}", name="Wang"))
        return self.li

    @beginning
    async def asked(self, question: str = "Which lamp exactly?", text: str = LAMP) -> Actor:
        """... and he asks her something."""
        await self.assigned(text)
        await self.asks(question)
        return self.li

    @beginning
    async def asks(self, question: str = "Which lamp exactly?") -> None:
        """Wang asks about Li's newest opinion."""
        reference = (await self.opinions())[-1].reference
        await self._writes(reference, "❓ Ask back", question)

    @beginning
    async def answered(self, reply: str = "The lamp was replaced this morning") -> Actor:
        """... and he answers."""
        await self.assigned()
        await self.answers(reply)
        return self.li

    @beginning
    async def answers(self, reply: str) -> None:
        """Wang answers Li's first opinion."""
        await self._writes("TC-2026-000001", "💬 Answer", reply)

    @beginning
    async def tells_result(self, words: str) -> None:
        """The clerk tells Li what supervision of her first opinion has brought about."""
        await self.clerk.says("/screen")
        await self.clerk.presses(self.say.key("💬 Tell the result"))
        await self.clerk.says(words)
        await self.clerk.presses(self.say.key("📨 Send"))

    async def _writes(self, reference: str, key: str, words: str) -> None:
        await self.wang.says("/inbox")
        await self.wang.presses(reference, self.say.key(key))
        await self.wang.says(words)
        await self.wang.presses(self.say.key("📨 Send"))

    async def opinions(self) -> list[Opinion]:
        """All opinions, oldest first."""
        return await self._all(Opinion)

    async def entries(self) -> list[Entry]:
        """All that was said, oldest first."""
        return await self._all(Entry)

    async def actions(self) -> list[str]:
        """What happened, oldest first."""
        return [event.action.value for event in await self._all(Event)]

    async def ratings(self) -> list[Rating]:
        """All ratings, oldest first."""
        return await self._all(Rating)

    async def _all(self, table: Any) -> list[Any]:
        async with self.town.database.reading() as session:
            return list((await session.scalars(select(table).order_by(table.id))).all())


@pytest.fixture(params=["en", "zh-hans"])
def language(request: pytest.FixtureRequest) -> str:
    """Telegram's code of everybody's language."""
    return str(request.param)


@pytest.fixture
async def people(town: Town, language: str) -> AsyncIterator[People]:
    """Everybody in place."""
    yield await People(town, language).settle()


@pytest.fixture
async def english(town: Town) -> AsyncIterator[People]:
    """The same in English only, for what does not depend on the language."""
    yield await People(town, "en").settle()

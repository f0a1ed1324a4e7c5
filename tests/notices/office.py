"""The office that sends notices, in a town with people to send them to."""

from datetime import timedelta
from typing import Any

import orjson
from PIL import Image
from sqlalchemy import select

from bot.notices import Notices
from bot.sandbox.world import Call
from bot.sweep import sweep
from handlers.conversation import drawing
from storage import outbox
from storage.models.notices import Notice, NoticeRecipient
from storage.models.people import Person
from storage.models.traffic import OutboxCall
from storage.queries.people import newcomer
from storage.vocabulary import CallState, Channel, Lane, RecipientState, Role
from tests.town import Actor, Furniture, Town

SAYS = {
    "en": {
        "new": "New notice",
        "column": "Column",
        "news": "News",
        "urgent": "Urgent",
        "who": "Who gets it",
        "when": "When",
        "back": "Back",
        "preview": "Preview",
        "hand over": "Hand over",
        "release": "Release it",
        "send back": "Send it back",
        "take back": "Take it back",
        "pause": "Pause",
        "go on": "Go on",
        "cancel": "Cancel the rest",
        "do not send": "Do not send it",
        "again": "ambiguous again",
        "drop": "Throw away",
        "add": "Add the version in",
        "this is": "This text is in",
        "open": "Open",
        "look": "Look at it",
        "now": "Send it now",
        "another time": "Choose another time",
        "no more": "No more: News",
    },
    "zh-hans": {
        "new": "新公告",
        "column": "栏目",
        "news": "工作动态",
        "urgent": "紧急",
        "who": "发给谁",
        "when": "时间",
        "back": "返回",
        "preview": "预览",
        "hand over": "提交放行",
        "release": "放行",
        "send back": "退回",
        "take back": "收回",
        "pause": "暂停",
        "go on": "继续",
        "cancel": "取消其余",
        "do not send": "不发送了",
        "again": "结果不明的",
        "drop": "丢弃",
        "add": "添加",
        "this is": "这是",
        "open": "打开",
        "look": "查看",
        "now": "现在发出",
        "another time": "另选时间",
        "no more": "不再接收：工作动态",
    },
}


def picture(shade: int = 0) -> bytes:
    """A small PNG, another for each shade."""
    return drawing.png(Image.new("RGB", (40, 30), (shade, 90, 90)))


class Office:
    """Chen writes notices, Du releases them; both are county staff. Notices go out whenever the town settles."""

    def __init__(self, town: Town, language: str) -> None:
        self.town, self.say = town, SAYS[language]
        self.chen, self.du = town.person("Chen", language), town.person("Du", language)
        self.notices = self.process()
        self.furniture: Furniture
        town.beside.append(self.works)

    def process(self) -> Notices:
        """The part of the process that feeds notices, as after a start."""
        town = self.town
        return Notices(town.database, town.place, town.clock, recall=lambda seconds: None, on_commit=town.committed)

    def set(self, **settings: Any) -> None:
        """The process starts again with other settings."""
        self.town.restarts(**settings)
        self.notices = self.process()

    async def settle(self) -> "Office":
        """Give both their role."""
        self.furniture = await self.town.furnish()
        await self.town.grant(self.chen, Role.STAFF)
        await self.town.grant(self.du, Role.STAFF)
        return self

    async def people(self, **languages: str) -> list[Actor]:
        """Constituents by name, who have talked with the bot before; all in Jiufang."""
        return [await self.lives(name, "Jiufang", language) for name, language in languages.items()]

    async def lives(self, name: str, area: str | None, language: str = "en") -> Actor:
        """A constituent who lives there."""
        actor = self.town.person(name, language)
        async with self.town.database.writing() as session:
            session.add(
                newcomer(
                    Channel.TELEGRAM,
                    str(actor.id),
                    actor.id,
                    name=name,
                    language="zh_Hans" if language.startswith("zh") else "en",
                    area_id=self.furniture.areas[area] if area else None,
                    created_at=self.town.clock.now(),
                )
            )
        self.town.world.opens(actor.someone)
        return actor

    async def works(self) -> bool:
        """One round of what the process does beside handling; whether anything changed."""
        before = await self._state()
        await sweep(self.town.database, self.town.place, self.town.clock, self.town.committed)
        await self.notices.step()
        return await self._state() != before

    async def sends(self) -> None:
        """What stands in the outbox leaves, and nothing that comes into it after."""
        self.town.messenger.holds_notices = False
        await self.town.messenger.deliver()
        self.town.messenger.holds_notices = True

    async def ends(self, state: CallState, reason: str, count: int) -> list[int]:
        """So many notices are claimed and end like this without being sent; their chats."""
        async with self.town.database.writing() as session:
            claimed = await outbox.claim_notices(session, self.town.clock.now(), count)
            outcomes = [outbox.CallResult(call.id, state, None, reason) for call in claimed]
            await outbox.settle(session, outcomes, self.town.clock.now())
        return [call.chat_id for call in claimed]

    async def _state(self) -> list[Any]:
        async with self.town.database.reading() as session:
            found = await session.execute(select(*Notice.__table__.c).order_by(Notice.id))
            return [tuple(row) for row in found]

    async def drafts(self, text: str = "The road will be mended next week", column: str = "news") -> None:
        """Chen has a notice on the card, its column chosen."""
        await self.chen.says("/notice")
        await self.chen.presses(self.say["new"])
        await self.chen.says(text)
        await self.chen.presses(self.say["column"], self.say[column])

    async def releases(self, number: int = 1) -> None:
        """Chen hands it over, Du releases it."""
        await self.chen.presses(self.say["hand over"])
        await self.du.presses(self.say["look"], self.say["release"])

    async def sends_out(self, text: str = "The road will be mended next week", column: str = "news") -> None:
        """Both."""
        await self.drafts(text, column)
        await self.releases()

    async def notice(self, number: int = 1) -> Notice:
        """As it is kept."""
        async with self.town.database.reading() as session:
            found = await session.get(Notice, number)
            assert found is not None
            return found

    async def ledger(self, number: int = 1) -> dict[int | None, RecipientState]:
        """What became of it for each person, by Telegram id."""
        async with self.town.database.reading() as session:
            rows = await session.execute(
                select(Person.chat_id, NoticeRecipient.state)
                .join(NoticeRecipient, NoticeRecipient.person_id == Person.id)
                .where(NoticeRecipient.notice_id == number)
            )
            return {row[0]: row[1] for row in rows}

    async def pending(self) -> list[dict[str, Any]]:
        """The notices that stand in the outbox, claimed or not."""
        async with self.town.database.reading() as session:
            found = await session.scalars(select(OutboxCall.payload).where(OutboxCall.lane == Lane.NOTICE))
            return [orjson.loads(payload) for payload in found if payload]

    def calls(self, actor: Actor, *methods: str) -> list[Call]:
        """What the bot called with these methods for somebody."""
        return [call for call in self.town.world.calls if call.chat_id == actor.id and call.method in methods]

    async def night(self, hour: int = 22) -> None:
        """It is that hour, the same day, in the town."""
        local = self.town.clock.instant.astimezone(self.town.place.zone)
        self.town.clock.instant += timedelta(hours=hour - local.hour)

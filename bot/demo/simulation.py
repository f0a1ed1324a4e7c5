"""A simulation of weeks in seconds: people act, the bot's own handling answers, time passes when it is told to.

Telegram's pace for a chat (a call a second) would make weeks of a town take minutes, so calls are sent from the outbox
here, without the sender and its limits; everything else is the bot's own.
"""

from datetime import datetime
from typing import Any

import orjson
from sqlalchemy.ext.asyncio import AsyncSession

from bot.api_client import ApiRefusal, BotApi, Reply
from bot.delivery.error_policy import SendResult, Sent, classify
from bot.delivery.files import PREFIX
from bot.delivery.result_handler import message_ids
from bot.demo.buttons import Data, find_button
from bot.intake.inbox_writer import ALLOWED_UPDATES, kept
from bot.notices import Notices
from bot.sandbox.messages import Message
from bot.sandbox.people import Person
from bot.sandbox.world import World
from bot.sweep import sweep
from bot.update_worker import UpdateWorker
from handlers.conversation.outgoing import Outgoing
from handlers.core.unit_of_work import County
from storage import inbox, outbox
from storage.engine import Database
from storage.queries import due
from storage.queries import files as kept_files
from storage.vocabulary import CallState

AT_ONCE = 100
"""Updates or calls taken in one go: our own choice."""
MOST_ROUNDS = 60
"""More rounds of question and answer than any deed sets off."""


class Stuck(Exception):
    """The conversation went another way than was expected."""


class ManualClock:
    """A clock that stands until it is moved."""

    def __init__(self, instant: datetime) -> None:
        self.instant = instant

    def now(self) -> datetime:
        """The town's time, aware UTC."""
        return self.instant


class Simulation:
    """The town's people with their phones, and the bot that answers them."""

    def __init__(
        self, world: World, database: Database, api: BotApi, place: County, clock: ManualClock, token: str
    ) -> None:
        self.world, self.database, self.place, self.clock = world, database, place, clock
        self._api = api
        self._quick: list[tuple[str, str]] = []
        self._handling = UpdateWorker(
            database, place=place, clock=clock, token=token, on_commit=self._committed, workers=1
        )
        self._notices = Notices(database, place, clock, recall=lambda _seconds: None, on_commit=self._committed)
        self._offset = 0
        self.notices_left: int | None = None
        """Of notices under way only so many messages are sent from now on; None: all."""

    def _committed(self, post: Outgoing) -> None:
        self._quick += post.quick

    async def says(self, person: Person, text: str, *, reply_to: Message | None = None) -> Message:
        """Write a message; the answers are on the phone when this returns."""
        said = self.world.says(person, text, reply_to=reply_to)
        await self.settle()
        return said

    async def edits(self, person: Person, message: Message, text: str) -> None:
        """Change the words of a message of theirs."""
        self.world.edits(person, message, text)
        await self.settle()

    async def sends_document(self, person: Person, content: bytes, name: str) -> None:
        """Send a file."""
        self.world.sends_document(person, content, name)
        await self.settle()

    async def presses(self, person: Person, kind: type[Data], /, **fields: object) -> Data:
        """Press the newest button of this kind that carries these fields. Raises `Stuck` if there is none."""
        message, data = self.button(person, kind, **fields)
        self.world.presses(person, message.id, data.pack())
        await self.settle()
        return data

    def button(self, person: Person, kind: type[Data], /, **fields: object) -> tuple[Message, Data]:
        """The newest button of this kind that carries these fields, and its message. Raises `Stuck`."""
        found = find_button(self.world.messages(person), kind, **fields)
        if found is None:
            raise Stuck(f"no button {kind.__name__} {fields}")
        return found

    async def moves_to(self, instant: datetime) -> None:
        """Time goes on; what falls due on the way happens when it is due."""
        while True:
            async with self.database.reading() as session:
                upcoming = await due.next_due(session)
            if upcoming is None or upcoming[0] > instant:
                break
            self.clock.instant = max(self.clock.instant, upcoming[0])
            await sweep(self.database, self.place, self.clock, self._committed)
            await self.settle()
        self.clock.instant = max(self.clock.instant, instant)

    async def settle(self) -> None:
        """Everything that came is handled, everything that was promised is sent. Raises `Stuck` if it never ends."""
        for _ in range(MOST_ROUNDS):
            busy = await self._take_in()
            while handled := await self._handling.drain():
                busy += handled
            busy += await self._send()
            if not busy and (not await self._beside() or self.notices_left == 0):
                return
        raise Stuck("the town does not come to rest")

    async def _beside(self) -> bool:
        """Sweep what falls due now and take notices a step on; True if anything happened."""
        async with self.database.reading() as session:
            upcoming = await due.next_due(session)
        fallen = upcoming is not None and upcoming[0] <= self.clock.now()
        if fallen:
            await sweep(self.database, self.place, self.clock, self._committed)
        return await self._notices.step() or fallen

    async def _take_in(self) -> int:
        if not self.world.pending():
            return 0
        updates = await self._updates(AT_ONCE)
        async with self.database.writing() as session:
            await inbox.keep(session, [kept(self.place.bot_id, update) for update in updates], self.clock.now())
        self._offset = updates[-1]["update_id"] + 1
        await self._updates(1)
        return len(updates)

    async def _updates(self, limit: int) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = await self._api.call(
            "getUpdates", offset=self._offset, limit=limit, timeout=0, allowed_updates=ALLOWED_UPDATES
        )
        return found

    async def _send(self) -> int:
        quick = list(self._quick)
        self._quick.clear()
        for method, payload in quick:
            await self._call(method, orjson.loads(payload))
        async with self.database.reading() as session:
            calls = await outbox.waiting(session, self.clock.now(), AT_ONCE)
            notices = self.notices_left != 0 and await outbox.notices_wait(session, self.clock.now())
        if not calls and not notices:
            return len(quick)
        async with self.database.writing() as session:
            if notices:
                calls += await self._claim_notices(session)
            for call in calls:
                await self._send_one(session, call)
        return len(quick) + len(calls)

    async def _claim_notices(self, session: AsyncSession) -> list[outbox.Promised]:
        if self.notices_left is None:
            return await outbox.claim_notices(session, self.clock.now(), AT_ONCE)
        claimed = await outbox.claim_notices(session, self.clock.now(), self.notices_left)
        self.notices_left -= len(claimed)
        return claimed

    async def _send_one(self, session: AsyncSession, call: outbox.Promised) -> None:
        payload = orjson.loads(call.payload)
        if call.edits is not None:
            payload["message_id"] = await outbox.message_of(session, call.edits)
        await self._upload(session, payload)
        outcome = await self._call(call.method, payload)
        if not isinstance(outcome, Sent):
            refused = outbox.CallResult(call.id, CallState.DEAD, error=str(outcome))
            await outbox.settle(session, [refused], self.clock.now())
            return
        numbers = message_ids(outcome.result)
        sent = outbox.CallResult(call.id, CallState.SENT, numbers[0] if numbers else None)
        await outbox.settle(session, [sent], self.clock.now())
        if call.opinion_id is not None:
            spoken_of = [(call.chat_id, number, call.opinion_id) for number in numbers]
            await outbox.remember_messages(session, spoken_of)

    async def _upload(self, session: AsyncSession, payload: dict[str, Any]) -> None:
        """A file of ours is put where the Bot API has it, and named as it names it."""
        for kind in ("photo", "document"):
            name = payload.get(kind)
            if isinstance(name, str) and name.startswith(PREFIX):
                blob = await kept_files.blob(session, name.removeprefix(PREFIX))
                if blob is not None:
                    payload[kind] = self.world.files.add(kind, blob.content, blob.name).file_id

    async def _call(self, method: str, params: dict[str, Any]) -> SendResult:
        """Make a call; its result is read from the Bot API's answer as the sender reads it."""
        try:
            return Sent(await self._api.call(method, **params))
        except ApiRefusal as refusal:
            body = {"ok": False, "error_code": refusal.code, "description": refusal.description}
            return classify(method, Reply(refusal.code, body), 1)

"""Doing something as somebody, looking at what would come of it, and undoing it."""

import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import orjson
import pytest
from aiogram import Bot
from aiogram.dispatcher.event.handler import HandlerObject
from aiogram.types import Update

from bot.raw_updates import NoNetwork
from handlers import registry
from handlers.conversation.outgoing import Outgoing
from handlers.conversation.state import talks
from handlers.core.errors import Refusal
from storage.inbox import Talk
from storage.outbox import Call
from tests.guards.rows import Kept, Rows, own_opinions, written, wrongs
from tests.guards.somebody import RIGHTFUL, Somebody
from tests.town import TOKEN, Town

Json = dict[str, Any]
Pocket = tuple[str | None, str]
"""Where a talk stands: its state and its data, JSON."""
LAST = 900
"""The number of the message that is sent or under the button."""
EMPTY: Pocket = (None, "{}")


@dataclass(frozen=True)
class Deed:
    """A button pressed or something sent."""

    kind: str
    """As in an update: `message`, `edited_message`, `callback_query`."""
    body: str
    """JSON: `data` of a button, or a message's own fields."""

    def update(self, who: Somebody, number: int) -> Json:
        """The update that Telegram would send."""
        user = {"id": who.chat, "is_bot": False, "first_name": who.name, "language_code": "en"}
        chat = {"id": who.chat, "type": "private", "first_name": who.name}
        message = {"message_id": LAST, "date": 1_770_000_000, "chat": chat, "from": user}
        content = orjson.loads(self.body)
        if self.kind == "callback_query":
            pressed = {**message, "text": "an old screen"}
            return {
                "update_id": number,
                self.kind: {"id": "1", "chat_instance": "1", "from": user, "message": pressed, "data": content},
            }
        if answered := content.pop("reply_to", None):
            content["reply_to_message"] = {**message, "message_id": answered, "text": "an old message"}
        return {"update_id": number, self.kind: {**message, **content}}


def press(data: str) -> Deed:
    """A button that carries this."""
    return Deed("callback_query", orjson.dumps(data).decode())


def message(*, kind: str = "message", **content: Any) -> Deed:
    """A message; `reply_to` is the number of the one it answers."""
    return Deed(kind, orjson.dumps(content).decode())


@dataclass
class Outcome:
    """What would have come of a deed."""

    calls: list[Call] = field(default_factory=list)
    quick: list[tuple[str, str]] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)
    """Whatever it would have done to rows that are somebody else's."""
    pocket: Pocket = EMPTY
    own: set[int] = field(default_factory=set)
    """Opinions that it would have made for who did it."""
    refused: bool = False
    failed: str = ""

    def shown(self) -> str:
        """All that would have been sent to anybody."""
        return "\n".join([*(call.payload for call in self.calls), *(payload for _, payload in self.quick)])

    def buttons(self) -> Iterator[str]:
        """The data of the buttons that would have been shown."""
        for call in self.calls:
            markup = orjson.loads(call.payload).get("reply_markup") or {}
            for row in markup.get("inline_keyboard", ()):
                yield from (button["callback_data"] for button in row if "callback_data" in button)


class _Undo(Exception):
    """Nothing of the transaction is to be kept."""


class Undisturbed(Outgoing):
    """Does what is costly where it stands: here nobody waits."""

    def aside(self, run: Callable[..., Any], *args: Any, **none: Any) -> Any:
        """The value of a costly function."""
        return run(*args, **none)


class House:
    """The built house, and what may be tried in it. Nothing that is tried lasts."""

    def __init__(self, town: Town, kept: Kept | None = None, rows: Rows | None = None) -> None:
        self.town, self.rows = town, rows or {}
        """The rows before anything is tried; without them nobody looks at what would have been changed."""
        self._kept = kept
        self.entered: set[Any] = set()
        """The handlers that were called so far."""
        self._dispatcher = registry.dispatcher()
        self._bot = Bot(TOKEN, session=NoNetwork())
        self._numbers = itertools.count(1)

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Handlers that are called are remembered."""
        call = HandlerObject.call

        async def remembering(entered: HandlerObject, /, *args: Any, **kwargs: Any) -> Any:
            self.entered.add(entered.callback)
            return await call(entered, *args, **kwargs)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(HandlerObject, "call", remembering)
            yield

    async def tries(self, who: Somebody, deed: Deed, pocket: Pocket = EMPTY) -> Outcome:
        """What comes of the deed, if the talk with who does it stands like this."""
        update = Update.model_validate(deed.update(who, next(self._numbers)), context={"bot": self._bot})
        outcome, refusal = await self._tries(who, update, pocket, None)
        if refusal is not None:
            outcome, _ = await self._tries(who, update, pocket, refusal)
            outcome.refused = True
        return outcome

    async def _tries(
        self, who: Somebody, update: Update, pocket: Pocket, refusal: Refusal | None
    ) -> tuple[Outcome, Refusal | None]:
        outcome, raised = Outcome(), None
        talk = Talk(who.chat, pocket[0], pocket[1], None, "[]")
        talks.set({who.chat: talk})
        try:
            async with self.town.database.writing() as session:
                post = Undisturbed(
                    session, self.town.place, self.town.clock.now(), calls=outcome.calls, quick=outcome.quick
                )
                before = await written(session)
                if refusal is None:
                    await self._dispatcher.feed_update(self._bot, update, out=post)
                else:
                    await registry.refused(post, update, refusal)
                await session.flush()
                if self._kept is not None and who not in RIGHTFUL and await written(session) != before:
                    after = await self._kept.rows(session)
                    outcome.changes = [*wrongs(self.rows, after, who.chat)]
                    outcome.own = own_opinions(self.rows, after, who.chat)
                raise _Undo
        except _Undo:
            pass
        except Refusal as error:
            raised = error
        except Exception as error:
            outcome.failed = f"{type(error).__name__}: {error}"
        outcome.pocket = talk.state, talk.data
        return outcome, raised

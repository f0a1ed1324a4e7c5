"""Outgoing calls of a transaction: collected while it works, kept with its other changes, sent after the commit."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import orjson
from aiogram.methods import (
    EditMessageReplyMarkup,
    SendChatAction,
    TelegramMethod,
)

from handlers.conversation.screen import Screen
from handlers.conversation.serialization import freeze
from handlers.conversation.split import Piece, split, split_caption
from handlers.conversation.texts import Translator, translator
from handlers.core.unit_of_work import UnitOfWork
from storage import outbox
from storage.addresses import channel_of
from storage.models.people import Person
from storage.queries import files, standing
from storage.vocabulary import Lane

NO_PREVIEW = {"is_disabled": True}
STANDS_FOR = timedelta(hours=40)
"""After this a standing message is sent anew: it has scrolled away, and bots edit for 48 hours only."""


@dataclass(slots=True)
class Outgoing(UnitOfWork):
    """A unit of work that also promises messages. Handlers have no other way to reach a person."""

    calls: list[outbox.Call] = field(default_factory=list)
    quick: list[tuple[str, str]] = field(default_factory=list)
    """(method, JSON) that go out once right after the commit and may be lost."""

    def send(
        self,
        chat_id: int,
        method: TelegramMethod[Any],
        *,
        lane: Lane = Lane.ANSWER,
        opinion_id: int | None = None,
        edits: int | None = None,
        once: str | None = None,
        not_before: datetime | None = None,
    ) -> int:
        """Promise a call; its number, by which a later one can edit its message (`edits`)."""
        name, payload = freeze(method)
        return self._promise(chat_id, name, payload, lane, opinion_id, once, edits=edits, not_before=not_before)

    def _promise(
        self,
        chat_id: int,
        method: str,
        payload: str,
        lane: Lane,
        opinion_id: int | None = None,
        once: str | None = None,
        *,
        edits: int | None = None,
        not_before: datetime | None = None,
    ) -> int:
        call = outbox.Call(
            outbox.next_id(),
            chat_id,
            lane,
            method,
            payload,
            self.now,
            not_before or self.now,
            opinion_id,
            edits,
            once,
            channel_of(chat_id),
        )
        self.calls.append(call)
        return call.id

    def frozen(self, chat_id: int, method: str, payload: str, *, lane: Lane = Lane.ANSWER) -> int:
        """Promise a call in its wire form: `payload` is its JSON body, the chat included; its number."""
        return self._promise(chat_id, method, payload, lane)

    def message(
        self,
        chat_id: int,
        screen: Screen,
        *,
        lane: Lane = Lane.ANSWER,
        opinion_id: int | None = None,
        once: str | None = None,
    ) -> int:
        """Promise a screen as a new message (several, if it is long; the keys under the last); its number."""
        pieces = split(screen.text)
        messages: list[tuple[str, dict[str, Any]]] = []
        if screen.photo is not None:
            caption, pieces = split_caption(screen.text)
            messages.append(("sendPhoto", {"photo": screen.photo, **_worded(caption, "caption")}))
        messages += [("sendMessage", {**_worded(piece), "link_preview_options": NO_PREVIEW}) for piece in pieces]
        messages[-1][1]["reply_markup"] = screen.markup()
        number = 0
        for index, (method, body) in enumerate(messages):
            key = once if once is None or index == 0 else f"{once}/{index}"
            number = self._promise(chat_id, method, _wire({"chat_id": chat_id, **body}), lane, opinion_id, key)
        return number

    def edit(
        self,
        chat_id: int,
        screen: Screen,
        *,
        message_id: int | None = None,
        call: int | None = None,
        lane: Lane = Lane.ANSWER,
        opinion_id: int | None = None,
    ) -> int:
        """Promise to change a message of ours: by its id, or by the number of the call that makes it.

        A text too long for one message is sent as new ones. With a picture, the message must have had one before.
        With `opinion_id` it is about that opinion from now on.
        """
        if screen.photo is not None:
            return self._edit_picture(chat_id, screen, message_id, call, lane)
        pieces = split(screen.text)
        if len(pieces) > 1 or screen.keyboard is not None:
            return self.message(chat_id, screen, lane=lane, opinion_id=opinion_id)
        body = {"chat_id": chat_id, "message_id": message_id, **_worded(pieces[0]), "reply_markup": screen.markup()}
        payload = _wire({**body, "link_preview_options": NO_PREVIEW})
        return self._promise(chat_id, "editMessageText", payload, lane, opinion_id, edits=call)

    def _edit_picture(self, chat_id: int, screen: Screen, message_id: int | None, call: int | None, lane: Lane) -> int:
        caption, rest = split_caption(screen.text)
        if rest or screen.keyboard is not None:
            return self.message(chat_id, screen, lane=lane)
        media = {"type": "photo", "media": screen.photo, **_worded(caption, "caption")}
        body = {"chat_id": chat_id, "message_id": message_id, "media": media, "reply_markup": screen.markup()}
        return self._promise(chat_id, "editMessageMedia", _wire(body), lane, edits=call)

    def withdraw(self, chat_id: int, call: int) -> None:
        """Promise that the message of `call` goes away, or never comes."""
        payload = _wire({"chat_id": chat_id, "message_id": 0})
        self._promise(chat_id, "deleteMessage", payload, Lane.ANSWER, edits=call)

    def unkey(self, chat_id: int, message_id: int) -> None:
        """Promise to take the keys off a message."""
        self.send(chat_id, EditMessageReplyMarkup(chat_id=chat_id, message_id=message_id))

    def tell(
        self,
        person: Person,
        screen: Screen,
        *,
        lane: Lane = Lane.STAFF,
        opinion_id: int | None = None,
        once: str | None = None,
    ) -> None:
        """Promise a screen to somebody else than the one who speaks. An erased or unreachable person gets nothing."""
        if person.chat_id is not None and person.reachable:
            self.message(person.chat_id, screen, lane=lane, opinion_id=opinion_id, once=once)

    async def stand(
        self, person: Person, kind: str, screen: Screen, *, lane: Lane = Lane.STAFF, opinion_id: int | None = None
    ) -> None:
        """Promise that one message of this `kind` stands in the person's chat and says this.

        One that stands already is changed in place, without a sound; after `standing.forget` the next one is new.
        """
        if person.chat_id is None or not person.reachable:
            return
        chat_id, since = person.chat_id, self.now - STANDS_FOR
        call = await standing.call_of(self.session, chat_id, kind, since)
        if call is not None:
            self.edit(chat_id, screen, call=call, lane=lane)
            return
        call = self.message(chat_id, screen, lane=lane, opinion_id=opinion_id)
        await standing.remember(self.session, chat_id, kind, call, self.now)

    async def file(self, name: str, content: bytes) -> str:
        """Keep a file of ours; the value that stands for it in `photo` or `document`."""
        sha256 = hashlib.sha256(content).hexdigest()
        await files.keep_blob(self.session, sha256, name, content, self.now)
        return f"blob:{sha256}"

    def fetch(self, chat_id: int, file_id: str, topic: str, context: dict[str, Any], *, name: str = "") -> None:
        """Promise to download a file; what is registered for `topic` in `handlers.registry` gets it.

        It is kept as `name`, or as what Telegram calls it.
        """
        asked = {"file_id": file_id, "topic": topic, "context": context, "name": name}
        self._promise(chat_id, "fetchFile", orjson.dumps(asked).decode(), Lane.ANSWER)

    def keep_content(self, file: files.NotKept, *, at_most: int, opinion_id: int | None = None) -> None:
        """Promise to download a file of ours of at most so many bytes, and to keep its content from then on."""
        asked = {"file_id": file.external_id, "keep": file.id, "name": file.name or "", "at_most": at_most}
        payload, once = orjson.dumps(asked).decode(), f"keep:{file.id}"
        self._promise(0, "fetchFile", payload, Lane.REMINDER, opinion_id, once)

    def answer(self, query_id: str, text: str | None, *, alert: bool) -> None:
        """Stop the spinner on a pressed button, with a toast or an alert."""
        body = {"callback_query_id": query_id, "text": text, "show_alert": alert or None}
        self.quick.append(("answerCallbackQuery", _wire(body)))

    def typing(self, chat_id: int) -> None:
        """Show that something is being done."""
        self.quick.append(freeze(SendChatAction(chat_id=chat_id, action="typing")))

    def t(self, person: Person) -> Translator:
        """The words for this person."""
        return translator(person.language, self.county.zone)


def _worded(piece: Piece, name: str = "text") -> dict[str, Any]:
    """A piece of text as parameters: with entities, or as HTML."""
    text, entities = piece
    if entities is None:
        return {name: text, "parse_mode": "HTML"}
    field = "entities" if name == "text" else "caption_entities"
    return {name: text, field: [entity.model_dump(exclude_none=True) for entity in entities]}


def _wire(body: dict[str, Any]) -> str:
    """The JSON body of a call that is made often: aiogram's models would cost five times as much."""
    return orjson.dumps({name: value for name, value in body.items() if value is not None}).decode()

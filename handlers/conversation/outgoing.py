"""What a handler promises to send: collected while it works, kept with its other changes, sent after the commit."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import orjson
from aiogram.methods import (
    AnswerCallbackQuery,
    DeleteMessage,
    EditMessageReplyMarkup,
    EditMessageText,
    SendChatAction,
    SendMessage,
    SendPhoto,
    TelegramMethod,
)
from aiogram.types import LinkPreviewOptions
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.conversation.freeze import freeze
from handlers.conversation.screen import Screen
from handlers.conversation.split import split, split_caption
from handlers.conversation.texts import Translator, translator
from storage import outbox
from storage.models import Person
from storage.vocabulary import Lane

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


@dataclass(frozen=True, slots=True)
class Place:
    """The settings that handlers need: one town, one bot."""

    zone: ZoneInfo
    country: str
    """ISO 3166 code; whose working days count."""
    default_language: str
    reference_prefix: str
    bot_id: int
    bot_username: str
    admin_ids: frozenset[int] = frozenset()

    def start_link(self, payload: str) -> str:
        """A link that opens the bot with `payload` (1-64 of A-Z a-z 0-9 _ -)."""
        return f"https://t.me/{self.bot_username}?start={payload}"


@dataclass(slots=True)
class Post:
    """The promises of one transaction. Handlers have no other way to reach a person."""

    session: AsyncSession
    place: Place
    now: datetime
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
        call = outbox.Call(
            outbox.next_id(), chat_id, lane, name, payload, self.now, not_before or self.now, opinion_id, edits, once
        )
        self.calls.append(call)
        return call.id

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
        if screen.photo is not None:
            return self._photo(chat_id, screen, lane, opinion_id, once)
        pieces = split(screen.text)
        for text, entities in pieces[:-1]:
            first = SendMessage(
                chat_id=chat_id,
                text=text,
                entities=entities,
                parse_mode=None if entities is not None else "HTML",
                link_preview_options=NO_PREVIEW,
            )
            self.send(chat_id, first, lane=lane, opinion_id=opinion_id, once=once and f"{once}/{len(self.calls)}")
        text, entities = pieces[-1]
        last = SendMessage(
            chat_id=chat_id,
            text=text,
            entities=entities,
            parse_mode=None if entities is not None else "HTML",
            reply_markup=screen.markup(),
            link_preview_options=NO_PREVIEW,
        )
        return self.send(chat_id, last, lane=lane, opinion_id=opinion_id, once=once)

    def _photo(self, chat_id: int, screen: Screen, lane: Lane, opinion_id: int | None, once: str | None) -> int:
        caption, rest = split_caption(screen.text)
        text, entities = caption
        photo = SendPhoto(
            chat_id=chat_id,
            photo=screen.photo or "",
            caption=text,
            caption_entities=entities,
            parse_mode=None if entities is not None else "HTML",
            reply_markup=None if rest else screen.markup(),
        )
        number = self.send(chat_id, photo, lane=lane, opinion_id=opinion_id, once=once)
        for index, (text, entities) in enumerate(rest):
            more = SendMessage(
                chat_id=chat_id,
                text=text,
                entities=entities,
                parse_mode=None if entities is not None else "HTML",
                reply_markup=screen.markup() if index == len(rest) - 1 else None,
                link_preview_options=NO_PREVIEW,
            )
            number = self.send(chat_id, more, lane=lane, opinion_id=opinion_id, once=once and f"{once}/{index}")
        return number

    def edit(self, chat_id: int, screen: Screen, *, message_id: int | None = None, call: int | None = None) -> int:
        """Promise to change a message of ours: by its id, or by the number of the call that makes it.

        A text too long for one message is sent as new ones.
        """
        pieces = split(screen.text)
        if len(pieces) > 1 or screen.photo is not None or screen.keyboard is not None:
            return self.message(chat_id, screen)
        text, entities = pieces[0]
        edit = EditMessageText(
            chat_id=chat_id,
            message_id=message_id,
            text=text,
            entities=entities,
            parse_mode=None if entities is not None else "HTML",
            reply_markup=screen.markup(),  # type: ignore[arg-type]
            link_preview_options=NO_PREVIEW,
        )
        return self.send(chat_id, edit, edits=call)

    def withdraw(self, chat_id: int, call: int) -> None:
        """Promise that the message of `call` goes away, or never comes."""
        self.send(chat_id, DeleteMessage(chat_id=chat_id, message_id=0), edits=call)

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
        if person.telegram_id is not None and person.reachable:
            self.message(person.telegram_id, screen, lane=lane, opinion_id=opinion_id, once=once)

    async def file(self, name: str, content: bytes) -> str:
        """Keep a file of ours; the value that stands for it in `photo` or `document`."""
        sha256 = hashlib.sha256(content).hexdigest()
        await outbox.keep_blob(self.session, sha256, name, content, self.now)
        return f"blob:{sha256}"

    def fetch(self, chat_id: int, file_id: str, topic: str, context: dict[str, Any]) -> None:
        """Promise to download a file; what is registered for `topic` in `handlers.registry` gets it."""
        payload = orjson.dumps({"file_id": file_id, "topic": topic, "context": context}).decode()
        self.calls.append(outbox.Call(outbox.next_id(), chat_id, Lane.ANSWER, "fetchFile", payload, self.now, self.now))

    def answer(self, query_id: str, text: str | None, *, alert: bool) -> None:
        """Stop the spinner on a pressed button, with a toast or an alert."""
        self.quick.append(freeze(AnswerCallbackQuery(callback_query_id=query_id, text=text, show_alert=alert or None)))

    def typing(self, chat_id: int) -> None:
        """Show that something is being done."""
        self.quick.append(freeze(SendChatAction(chat_id=chat_id, action="typing")))

    def t(self, person: Person) -> Translator:
        """The words for this person."""
        return translator(person.language, self.place.zone)

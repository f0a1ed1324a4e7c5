"""Actions of people: each shows in their chat at once and queues an update for the bot."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from bot.sandbox.auto_entities import found_entities
from bot.sandbox.chats import BotAccount, Chat, Query
from bot.sandbox.files import FileStore
from bot.sandbox.messages import Json, Message
from bot.sandbox.people import Group, Person

if TYPE_CHECKING:
    from bot.sandbox.change_feed import ChangeFeed

QUERIES_KEPT = 10_000
"""Presses that can still be answered, the latest: our own choice."""


class UserActions:
    """The actions of people. `chat` is a group they act in; without it they act in their private chat with the bot."""

    files: FileStore
    changes: "ChangeFeed"
    counters: dict[str, int]

    if TYPE_CHECKING:

        @property
        def bot(self) -> BotAccount: ...
        def now(self) -> int: ...
        def chat(self, peer: Person | Group, bot: BotAccount | None = None) -> Chat: ...
        def json(self, message: Message, bot: BotAccount | None = None) -> Json: ...

    def says(
        self,
        person: Person,
        text: str,
        *,
        reply_to: Message | int | None = None,
        chat: Group | None = None,
        bot: BotAccount | None = None,
    ) -> Message:
        """Write a text; commands, links and the like become entities."""
        content: Json = {"text": text}
        if entities := found_entities(text):
            content["entities"] = entities
        return self._writes(person, content, reply_to, chat, bot)

    def starts(self, person: Person, payload: str = "", *, bot: BotAccount | None = None) -> Message:
        """Press Start, or follow a deep link with its payload (at most 64 of A-Z a-z 0-9 _ -)."""
        return self.says(person, f"/start {payload}".rstrip(), bot=bot)

    def sends_photo(
        self,
        person: Person,
        content: bytes,
        caption: str | None = None,
        media_group_id: str | None = None,
        *,
        reply_to: Message | int | None = None,
        chat: Group | None = None,
        bot: BotAccount | None = None,
    ) -> Message:
        """Send a picture; those sharing a media_group_id form an album."""
        held = self.files.add("photo", content).described()
        message: Json = {"photo": [held]} | _captioned(caption)
        if media_group_id:
            message["media_group_id"] = media_group_id
        return self._writes(person, message, reply_to, chat, bot)

    def sends_album(
        self, person: Person, contents: Sequence[bytes], caption: str | None = None, *, bot: BotAccount | None = None
    ) -> list[Message]:
        """Send several pictures as one album: one message and one update each; the caption is on the first."""
        group_id = self.next_album()
        return [
            self.sends_photo(person, content, None if number else caption, group_id, bot=bot)
            for number, content in enumerate(contents)
        ]

    def sends_voice(
        self,
        person: Person,
        content: bytes = b"OggS voice",
        caption: str | None = None,
        *,
        reply_to: Message | int | None = None,
    ) -> Message:
        """Send a voice note."""
        return self._sends_file(person, "voice", content, None, "audio/ogg", caption, reply_to)

    def sends_video(self, person: Person, content: bytes = b"video", caption: str | None = None) -> Message:
        """Send a video."""
        return self._sends_file(person, "video", content, "video.mp4", "video/mp4", caption)

    def sends_audio(self, person: Person, content: bytes = b"audio", caption: str | None = None) -> Message:
        """Send a piece of music."""
        return self._sends_file(person, "audio", content, "audio.mp3", "audio/mpeg", caption)

    def sends_video_note(self, person: Person, content: bytes = b"video") -> Message:
        """Send a round video."""
        held = self.files.add("video_note", content, None, None).described() | {"length": 240, "duration": 3}
        return self._writes(person, {"video_note": held})

    def sends_document(
        self,
        person: Person,
        content: bytes,
        name: str = "file.bin",
        mime: str = "application/octet-stream",
        caption: str | None = None,
        *,
        reply_to: Message | int | None = None,
    ) -> Message:
        """Send a file as it is."""
        return self._sends_file(person, "document", content, name, mime, caption, reply_to)

    def sends_sticker(self, person: Person, content: bytes = b"sticker") -> Message:
        """Send a sticker."""
        return self._sends_file(person, "sticker", content, None, None, None)

    def sends_location(self, person: Person, lat: float, lon: float) -> Message:
        """Share a place, in degrees."""
        return self._writes(person, {"location": {"latitude": lat, "longitude": lon}})

    def sends_contact(self, person: Person, phone: str, name: str | None = None, *, own: bool = True) -> Message:
        """Share a phone number: their own (as the request button does), or somebody else's."""
        contact: Json = {"phone_number": phone, "first_name": name or person.name}
        if own:
            contact["user_id"] = person.id
        return self._writes(person, {"contact": contact})

    def sends_poll(
        self, person: Person, question: str = "Which one?", options: Sequence[str] = ("This", "That")
    ) -> Message:
        """Send a poll."""
        poll = poll_content(str(900_000 + self._count("query")), question, [{"text": text} for text in options])
        return self._writes(person, {"poll": poll})

    def forwards(self, person: Person, text: str, from_name: str) -> Message:
        """Forward a text that somebody who hides their account wrote."""
        origin = {"type": "hidden_user", "sender_user_name": from_name, "date": self.now()}
        content: Json = {"text": text, "forward_origin": origin}
        if entities := found_entities(text):
            content["entities"] = entities
        return self._writes(person, content)

    def edits(self, person: Person, message: Message | int, text: str, *, bot: BotAccount | None = None) -> Message:
        """Change the text (or the caption) of their own message; raises LookupError when it is not theirs."""
        bot = bot or self.bot
        chat = self.chat(person, bot)
        edited = chat.messages[_number(message)]
        if edited.from_bot:
            raise LookupError(f"message {edited.id} is the bot's")
        field, entities_field = ("text", "entities") if "text" in edited.content else ("caption", "caption_entities")
        edited.content = {**edited.content, field: text}
        edited.content.pop(entities_field, None)
        if entities := found_entities(text):
            edited.content[entities_field] = entities
        edited.edited = self.now()
        bot.updates.put("edited_message", self.json(edited, bot), ("chat", chat.id))
        self.changes.tell("edited", chat.id, edited.id)
        return edited

    def presses(
        self,
        person: Person,
        message: Message | int,
        data: str,
        *,
        chat: Group | None = None,
        bot: BotAccount | None = None,
    ) -> str:
        """Press a button that carries `data`, returning the query's id; raises LookupError for a deleted message.

        The data is not compared with the message's buttons: whoever builds a client can send anything.
        """
        bot = bot or self.bot
        place = self.chat(chat or person, bot)
        pressed = place.messages[_number(message)]
        query_id = str((person.id << 32) + self._count("query"))
        bot.queries[query_id] = Query(query_id, person.id, place.id, self.now())
        if len(bot.queries) > QUERIES_KEPT:
            bot.queries.popitem(last=False)
        payload = {
            "id": query_id,
            "from": person.user(),
            "message": self.json(pressed, bot),
            "chat_instance": place.instance,
            "data": data,
        }
        bot.updates.put("callback_query", payload, ("query", person.id))
        self.changes.tell("pressed", place.id, pressed.id)
        return query_id

    def blocks(self, person: Person, bot: BotAccount | None = None) -> None:
        """Block the bot: it is told, and refused from now on."""
        self._membership(person, bot or self.bot, blocked=True)

    def unblocks(self, person: Person, bot: BotAccount | None = None) -> None:
        """Let the bot write again."""
        self._membership(person, bot or self.bot, blocked=False)

    def next_album(self) -> str:
        """A fresh media_group_id."""
        return str(13_000_000_000_000_000 + self._count("album"))

    def _membership(self, person: Person, bot: BotAccount, *, blocked: bool) -> None:
        if (bot.id in person.blocked_bots) == blocked:
            return
        chat = self.chat(person, bot)
        member = {"user": bot.user(), "status": "member"}
        kicked = {"user": bot.user(), "status": "kicked", "until_date": 0}
        if blocked:
            person.blocked_bots.add(bot.id)
        else:
            person.blocked_bots.discard(bot.id)
        payload = {
            "chat": chat.json(),
            "from": person.user(),
            "date": self.now(),
            "old_chat_member": member if blocked else kicked,
            "new_chat_member": kicked if blocked else member,
        }
        bot.updates.put("my_chat_member", payload, ("chat", chat.id))
        self.changes.tell("blocked", chat.id)

    def _sends_file(
        self,
        person: Person,
        kind: str,
        content: bytes,
        name: str | None,
        mime: str | None,
        caption: str | None,
        reply_to: Message | int | None = None,
    ) -> Message:
        held = self.files.add(kind, content, name, mime).described()
        return self._writes(person, {kind: held} | _captioned(caption), reply_to)

    def _writes(
        self,
        person: Person,
        content: Json,
        reply_to: Message | int | None = None,
        group: Group | None = None,
        bot: BotAccount | None = None,
    ) -> Message:
        bot = bot or self.bot
        if group is None and bot.id in person.blocked_bots:
            raise RuntimeError(f"{person.name} has blocked the bot")
        chat = self.chat(group or person, bot)
        target = None if reply_to is None else _number(reply_to)
        message = Message(chat.next_id, chat.id, False, person.id, self.now(), content, reply_to=target)
        chat.add(message)
        bot.updates.put("message", self.json(message, bot), ("chat", chat.id))
        self.changes.tell("message", chat.id, message.id)
        return message

    def _count(self, counter: str) -> int:
        number = self.counters[counter]
        self.counters[counter] = number + 1
        return number


def poll_content(poll_id: str, question: str, options: Sequence[Json], **settings: Any) -> Json:
    """A fresh Poll in the Bot API's form."""
    return {
        "id": poll_id,
        "question": question,
        "options": [
            {"text": option["text"], "voter_count": 0, "persistent_id": str(number)}
            for number, option in enumerate(options)
        ],
        "total_voter_count": 0,
        "is_closed": False,
        "is_anonymous": True,
        "type": "regular",
        "allows_multiple_answers": False,
        "allows_revoting": True,
        "members_only": False,
    } | settings


def _captioned(caption: str | None) -> Json:
    if not caption:
        return {}
    content: Json = {"caption": caption}
    if entities := found_entities(caption):
        content["caption_entities"] = entities
    return content


def _number(message: Message | int) -> int:
    return message.id if isinstance(message, Message) else message

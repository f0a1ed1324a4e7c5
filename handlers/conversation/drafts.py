"""Drafts: what somebody writes over several messages, kept in the conversation until it is sent or left.

They are plain JSON in the conversation's data, so that they are there after a restart and in an export. What is shown
of a draft, and what becomes of it, is the business of the folder that keeps it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, fields, replace
from typing import Any, Generic, NamedTuple, Self, TypeVar

from aiogram.types import Message

from handlers.conversation.contents import said_of
from handlers.conversation.context import Context
from handlers.conversation.screen import Screen
from handlers.conversation.state import data_of, remember
from handlers.conversation.texts import Html, Translator
from handlers.conversation.visible import seen
from handlers.core.casework.content import MAX_CHARACTERS, MAX_FILES, Said, summary_of, words_of
from storage.addresses import channel_of
from storage.inbox import Talk
from storage.queries.files import Attached
from storage.vocabulary import AttachmentKind

Part = dict[str, Any]
"""One message as JSON: `text`, `files`, the `chat` and `message` it came from, the `album` it is of."""

KEPT = {
    "kind": "kind",
    "file_id": "external_id",
    "name": "name",
    "size": "size",
    "latitude": "latitude",
    "longitude": "longitude",
}
"""Keys under which a part keeps a file, each with its field of `Attached`."""
LEAST_CHARACTERS = 4
LONGEST_NAME, LONGEST_CHINESE_NAME = 30, 8
"""Characters; what is longer is more than a slip in a name."""
_IN_NAMES = str.maketrans("", "", " -'·")
SPEAKING = frozenset(
    {
        AttachmentKind.VOICE,
        AttachmentKind.AUDIO,
        AttachmentKind.VIDEO,
        AttachmentKind.VIDEO_NOTE,
        AttachmentKind.DOCUMENT,
    }
)
"""Kinds that say something without a written word. A picture or a place alone leaves open what is wanted."""


class Rewritten(NamedTuple):
    """Outcome of an edit of a message that is part of a draft."""

    changed: bool
    """True if the draft reads otherwise now."""
    trouble: Html | None = None
    """Reason why the edit is not in."""


@dataclass(kw_only=True)
class Draft:
    """Messages of one person that belong together, in the order in which they were written."""

    parts: list[Part] = field(default_factory=list)
    shown: int | None = None
    """The outbox call whose message shows it."""

    @classmethod
    def read(cls, raw: dict[str, Any]) -> Self:
        """A draft from its JSON; what an older or newer release kept besides is left out."""
        known = {one.name for one in fields(cls)}
        return cls(**{name: value for name, value in raw.items() if name in known})

    def take(self, said: Said) -> None:
        """Take a message in. Updates may come in another order than they were written."""
        self.parts.append(_packed(said))
        self.parts.sort(key=lambda part: part["message"] or 0)

    def rewrite(self, message: Message, refusing: Callable[[Self, Said], Html | None]) -> Rewritten | None:
        """Take in an edited message; None if it is none of these. A place that moves on reads as before.

        `refusing`: why something said does not fit beside the other messages. What became shorter always does.
        """
        said, part = said_of(message), self._part(message.message_id)
        if said is None or part is None:
            return None
        before = _readable(part)
        others = replace(self, parts=[one for one in self.parts if one is not part])
        grows = len(said.text) > len(part["text"]) or len(said.attachments) > len(part["files"])
        if grows and (trouble := refusing(others, said)):
            return Rewritten(changed=False, trouble=trouble)
        part.update(_packed(said))
        return Rewritten(changed=_readable(part) != before)

    def holds(self, message_id: int) -> bool:
        """True if this message of the person is part of it."""
        return self._part(message_id) is not None

    def _part(self, message_id: int) -> Part | None:
        return next((part for part in self.parts if part["message"] == message_id), None)

    def goes_on_with(self, said: Said) -> bool:
        """True if the message belongs to an album of which something is in already."""
        return said.album is not None and any(part.get("album") == said.album for part in self.parts)

    @property
    def said(self) -> list[Said]:
        """Its messages as a case takes them."""
        return [_unpacked(part) for part in self.parts]

    @property
    def words(self) -> str:
        """All that was written, a line a message."""
        return words_of(self.said)

    @property
    def files(self) -> list[Attached]:
        """All that was attached."""
        return [file for said in self.said for file in said.attachments]

    @property
    def summary(self) -> str:
        """Its first words; empty if nothing is in."""
        return summary_of(self.said)

    @property
    def only_names(self) -> bool:
        """True if it may be nothing but tries to name a place; so is an empty one."""
        return all(not part["files"] and may_be_name(part["text"]) for part in self.parts)

    @property
    def says_something(self) -> bool:
        """True if somebody could act on it: a few words, or something spoken or written that is attached."""
        return any(file.kind in SPEAKING for file in self.files) or self._seen_length >= LEAST_CHARACTERS

    @property
    def _length(self) -> int:
        return sum(len(part["text"]) for part in self.parts)

    @property
    def _seen_length(self) -> int:
        return sum(len("".join(seen(part["text"]).split())) for part in self.parts)

    def too_much(self, t: Translator, said: Said) -> Html | None:
        """Reason why a further message, or one as it is edited now, does not fit, and what to do; None if it does."""
        if self._length + len(said.text) > MAX_CHARACTERS:
            return t(
                "⚠️ Your last message is not in: that would be more than {n} characters. Send the rest as a document.",
                n=MAX_CHARACTERS,
            )
        if said.attachments and len(self.files) >= MAX_FILES:
            return t("⚠️ No more than {n} attachments fit; the last ones are not in.", n=MAX_FILES)
        return None


D = TypeVar("D", bound=Draft)


class Drafts(Generic[D]):
    """The drafts of one kind in a conversation's data, by key."""

    def __init__(self, kind: type[D], within: str | None = None, most: int | None = None) -> None:
        """`within`: the entry of the data that holds them, None: the data itself.

        `most`: so many are kept; the one longest untouched goes first. The messages stay in the chat anyway.
        """
        self._kind, self._within, self._most = kind, within, most

    def find(self, talk: Talk, key: str) -> D | None:
        """The draft with this key; None if there is none."""
        raw = self._held(data_of(talk)).get(key)
        return self._kind.read(raw) if raw is not None else None

    def keep(self, talk: Talk, key: str, draft: D) -> None:
        """Keep it as it is now."""
        self._write(talk, key, draft)

    def drop(self, talk: Talk, key: str) -> None:
        """It is sent or thrown away."""
        self._write(talk, key, None)

    def all(self, talk: Talk) -> list[D]:
        """All of them, the one longest untouched first. Only of those that lie within an entry of their own."""
        return [self._kind.read(raw) for raw in self._held(data_of(talk)).values()] if self._within else []

    def _held(self, data: dict[str, Any]) -> dict[str, Any]:
        return data if self._within is None else data.get(self._within) or {}

    def _write(self, talk: Talk, key: str, draft: D | None) -> None:
        if self._within is None:
            remember(talk, **{key: draft})
            return
        held: dict[str, Any] = {name: raw for name, raw in self._held(data_of(talk)).items() if name != key}
        if draft is not None:
            held = {**dict(list(held.items())[-(self._most - 1) :] if self._most else held), key: draft}
        remember(talk, **{self._within: held})


def present(
    ctx: Context, draft: Draft, screen: Screen, *, further: bool = False, opinion_id: int | None = None
) -> None:
    """Show a draft as the newest message, once: the one before goes away. `further`: of an album, in its place."""
    if further and draft.shown is not None:
        ctx.out.edit(ctx.chat_id, screen, call=draft.shown)
        return
    ctx.conversation.screen_call = draft.shown
    draft.shown = ctx.replace(screen, opinion_id=opinion_id)


def may_be_name(text: str) -> bool:
    """True if it may be meant as the name of a place: a few words, without a sign between them."""
    plain = text.translate(_IN_NAMES)
    return not plain or (plain.isalnum() and len(text) <= (LONGEST_NAME if text.isascii() else LONGEST_CHINESE_NAME))


def _packed(said: Said) -> Part:
    """A message on its way into the conversation's data."""
    files = [{key: getattr(one, name) for key, name in KEPT.items()} for one in said.attachments]
    return {"text": said.text, "files": files, "chat": said.chat_id, "message": said.message_id, "album": said.album}


def _unpacked(part: Part) -> Said:
    """The message as a case takes it."""
    channel = channel_of(part["chat"] or 0)
    files = []
    for file in part["files"]:
        facts = {name: file[key] for key, name in KEPT.items()}
        files.append(Attached(**{**facts, "kind": AttachmentKind(file["kind"])}, channel=channel))
    return Said(part["text"], files, part["chat"], part["message"], part.get("album"))


def _readable(part: Part) -> tuple[str, list[tuple[str, str]]]:
    return part["text"], [(file["kind"], file["file_id"]) for file in part["files"]]

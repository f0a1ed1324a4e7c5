"""A draft in the conversation's data: there after a restart, gone once it is sent or thrown away."""

import secrets
from dataclasses import dataclass, field
from typing import Any, Literal

import orjson
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import Message

from handlers.conversation.callbacks import Go
from handlers.conversation.context import Context
from handlers.conversation.screen import Button, Screen
from handlers.conversation.texts import Translator
from handlers.core.casework.content import Said, summary_of
from handlers.writing import parts as messages
from handlers.writing.parts import Part
from storage.inbox import Talk

Where = Literal["draft", "held", "stray", "dropped"]
"""Which one: the opinion being written; what was said without saying where it belongs; what was sent where a place was
asked; what was thrown away last."""
PLACES: tuple[Where, ...] = ("draft", "held", "stray", "dropped")
ASIDE: tuple[Where, ...] = ("held", "stray")
"""Kept aside until it is said what shall become of it."""


class Drafting(StatesGroup):
    """Writing an opinion."""

    writing = State()
    looking_over = State()
    choosing = State()
    """A list of representatives is open: a name that is typed is looked for in it."""


@dataclass(slots=True)
class Draft:
    """What was written so far, and what was chosen for it."""

    id: str = field(default_factory=lambda: secrets.token_hex(6))
    parts: list[Part] = field(default_factory=list)
    revision: int = 0
    """Counts changes; the buttons of a preview carry it, so an old preview is known as old."""
    topic: int | None = None
    """None: the one that the text suggests; 0: none."""
    wanted: int | None = None
    """The representative it is for; 0: whoever is responsible; None: not chosen yet."""
    about: int | None = None
    """The opinion it was meant for, where that could not take it in as it stands."""
    shown: int | None = None
    """The outbox call whose message shows it."""
    written_on: str | None = None
    """The last day on which something was written, ISO, in the town's zone."""

    def take(self, said: Said) -> None:
        """A further message."""
        messages.put(self.parts, said)
        self.revision += 1

    def rewrite(self, message: Message) -> bool | None:
        """An edited message: whether it reads otherwise now; None if it is none of these."""
        changed = messages.rewritten(self.parts, message)
        self.revision += bool(changed)
        return changed

    @property
    def said(self) -> list[Said]:
        """Its messages as a case takes them."""
        return [messages.unpacked(part) for part in self.parts]

    @property
    def only_names(self) -> bool:
        """True if it may be nothing but tries to name a place; so is an empty one."""
        return all(not said.attachments and messages.may_be_name(said.text) for said in self.said)

    @property
    def summary(self) -> str:
        """Its first words; empty if nothing is in."""
        return summary_of(self.said)


def of(talk: Talk, where: Where = "draft") -> Draft:
    """The draft of a talk; an empty one if there is none."""
    found = _data(talk).get(where) or {}
    return Draft(**{name: value for name, value in found.items() if name in Draft.__dataclass_fields__})


def keep(talk: Talk, draft: Draft | None, where: Where = "draft") -> None:
    """From now on it is this; None: there is none."""
    data = _data(talk)
    data[where] = draft
    talk.data = orjson.dumps(data).decode()


def find(talk: Talk, draft_id: str) -> tuple[Where, Draft] | None:
    """The draft with this number, and where it is; None if it is gone."""
    for where in PLACES[:2]:
        draft = of(talk, where)
        if draft.parts and draft.id == draft_id:
            return where, draft
    return None


def adopt(ctx: Context, where: Where) -> Draft:
    """The opinion being written, with what was kept elsewhere in it."""
    talk = ctx.conversation
    draft, other = of(talk), of(talk, where)
    for said in other.said:
        draft.take(said)
    if other.shown is not None and where == "held":
        ctx.out.withdraw(ctx.chat_id, other.shown)
    keep(talk, None, where)
    keep(talk, draft)
    return draft


def gone(t: Translator) -> Screen:
    """A key of a draft that was sent or thrown away was pressed."""
    return Screen(t("This draft is gone. Just write again."), [[Button(t("🏠 Home"), Go(to="home"))]])


def present(ctx: Context, draft: Draft, screen: Screen, *, further: bool = False) -> None:
    """Show a draft as the newest message, once: the one before goes away. `further`: of an album, in its place."""
    if further and draft.shown is not None:
        ctx.out.edit(ctx.chat_id, screen, call=draft.shown)
        return
    ctx.conversation.screen_call = draft.shown
    ctx.replace(screen)
    draft.shown = ctx.conversation.screen_call


def _data(talk: Talk) -> dict[str, Any]:
    data: dict[str, Any] = orjson.loads(talk.data)
    return data

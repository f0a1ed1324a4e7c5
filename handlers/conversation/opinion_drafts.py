"""A constituent's drafts: the opinion that is written, and what was kept aside until it is said where it belongs.

Who writes them are the constituents' screens; home, the place search, privacy and the reminder look at them too.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, Self

from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import Message

from handlers.conversation.callbacks import Go
from handlers.conversation.context import Context
from handlers.conversation.drafts import Draft, Drafts, Rewritten
from handlers.conversation.screen import Button, Screen
from handlers.conversation.texts import Html, Translator
from handlers.core.casework.content import Said
from handlers.core.reminders import planning
from storage.inbox import Talk

Where = Literal["draft", "held", "stray", "dropped"]
"""One of: the opinion being written; what was said without saying where it belongs; what was sent where a place was
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


class BringBack(CallbackData, prefix="bb"):
    """It was thrown away by mistake, or is to be sent though it became something else."""

    draft: str


@dataclass(kw_only=True)
class OpinionDraft(Draft):
    """Opinion as written so far, and what was chosen for it."""

    id: str = field(default_factory=lambda: secrets.token_hex(6))
    revision: int = 0
    """Counts changes; the buttons of a preview carry it, so an old preview is known as old."""
    topic: int | None = None
    """None: the one that the text suggests; 0: none."""
    wanted: int | None = None
    """The representative it is for; 0: whoever is responsible; None: not chosen yet."""
    about: int | None = None
    """The opinion it was meant for, where that could not take it in as it stands."""
    looked: int | None = None
    """Revision for which it was looked what is known about it already."""
    told: list[str] = field(default_factory=list)
    """What of that was shown: `o7` an opinion of theirs, `m3` a matter. It is not shown again."""
    written_on: str | None = None
    """The last day on which something was written, ISO, in the town's zone."""

    def take(self, said: Said) -> None:
        """Take a message in."""
        super().take(said)
        self.revision += 1

    def rewrite(self, message: Message, refusing: Callable[[Self, Said], Html | None]) -> Rewritten | None:
        """Take in an edited message; None if it is none of these."""
        found = super().rewrite(message, refusing)
        self.revision += found is not None and found.changed
        return found


_DRAFTS = Drafts(OpinionDraft)


def of(talk: Talk, where: Where = "draft") -> OpinionDraft:
    """The draft of a talk; an empty one if there is none."""
    return _DRAFTS.find(talk, where) or OpinionDraft()


def keep(talk: Talk, draft: OpinionDraft, where: Where = "draft") -> None:
    """From now on it is this."""
    _DRAFTS.keep(talk, where, draft)


def drop(talk: Talk, where: Where = "draft") -> None:
    """There is none any more."""
    _DRAFTS.drop(talk, where)


def find(talk: Talk, draft_id: str) -> tuple[Where, OpinionDraft] | None:
    """The draft with this number, and where it is; None if it is gone."""
    for where in PLACES[:2]:
        draft = of(talk, where)
        if draft.parts and draft.id == draft_id:
            return where, draft
    return None


def adopt(ctx: Context, where: Where) -> OpinionDraft:
    """The opinion being written, with what was kept elsewhere in it."""
    talk = ctx.conversation
    draft, other = of(talk), of(talk, where)
    for said in other.said:
        draft.take(said)
    draft.told = list(dict.fromkeys([*draft.told, *other.told]))
    if other.shown is not None and where == "held":
        ctx.out.withdraw(ctx.chat_id, other.shown)
    drop(talk, where)
    keep(talk, draft)
    return draft


async def plan_reminder(ctx: Context, draft: OpinionDraft) -> None:
    """Plan a reminder of it, put off by each day on which more is written."""
    today = ctx.now.astimezone(ctx.out.county.zone).date().isoformat()
    if draft.parts and draft.written_on != today:
        await planning.plan_draft(ctx.out, ctx.me, draft.id)
        draft.written_on = today


def gone(t: Translator) -> Screen:
    """A key of a draft that was sent or thrown away was pressed."""
    return Screen(t("This draft is gone. Just write again."), [[Button(t("🏠 Home"), Go(to="home"))]])

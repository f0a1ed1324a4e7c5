"""Drafts about a case, by those who handle it: of several kinds, each with its form."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from hashlib import blake2s
from typing import Any, NamedTuple, Self

import orjson
from aiogram.fsm.state import State, StatesGroup

from handlers.conversation.drafts import Draft, Drafts
from handlers.conversation.split import units
from handlers.conversation.state import data_of, remember
from storage.inbox import Talk
from storage.vocabulary import Action, Outcome, Role


class Writing(StatesGroup):
    """Writing about a case."""

    words = State()


class Kind(StrEnum):
    """Kind of something written about a case. A case may have one of each begun."""

    LETTER = "letter"
    """To the constituent: an answer or a question."""
    PROPOSAL = "proposal"
    """To staff: why they should decline it."""
    HANDING = "handing"
    """To a colleague: a remark, or nothing."""
    REFERRAL = "referral"
    """To a handling unit: a remark, or nothing."""
    PASSING = "passing"
    """To the constituent, above the unit's reply: own words, or nothing."""
    SENDING_BACK = "back"
    """To the unit: why its reply does not do."""
    TAKING_BACK = "taking"
    """To the unit: why the case is taken back."""
    STAFF_REFERRAL = "staff_ref"
    """A referral by staff."""
    RESULT = "result"
    """By staff, to the constituent: what supervision has brought about."""
    UNIT_REPLY = "unit_reply"
    """By the unit, to the representative, who passes it on."""
    SUPPORT = "support"
    """To another unit: what it should contribute, or nothing. By the representative."""
    STAFF_SUPPORT = "staff_support"
    UNIT_SUPPORT = "unit_support"
    """The same by staff, and by the lead."""
    UNIT_QUESTION = "unit_question"
    """By the unit, to the representative: what the author should be asked."""
    GIVING_BACK = "giving_back"
    """By a unit's chief, to the officer: why the reply does not do."""
    PART = "part"
    """By a supporting unit, to the lead."""
    RETURNING = "returning"
    """By the unit, to the representative: why it is not theirs."""
    REQUEST = "request"
    """To staff: why more time is needed."""
    UNIT_REQUEST = "unit_request"
    """The same by a unit."""
    STEPS = "steps"
    """By a unit: the steps to what it promises with a reply, or promised, a line each."""
    MOVING = "moving"
    """By a unit, to all who wait for what it promised: why it will be done by another day."""
    PROGRESS = "progress"
    """By the unit, to those who wait for what it promised: how far it is."""
    FINISHED = "finished"
    """The same: that it is done."""
    ENTRUSTING = "entrusting"
    """By staff, to all concerned: why another unit keeps what was promised."""
    REFUSAL = "refusal"
    """By staff, to whoever asked: why there is no more time."""
    GIFT = "gift"
    """By staff, to all concerned: why there is more time that nobody asked for."""


class Form(NamedTuple):
    """Form of a kind: who writes it, what it can be meant as, how much it holds."""

    by: Role
    actions: tuple[Action, ...]
    """Actions it can be meant as."""
    longest: int
    """UTF-16 units. What a constituent reads at once is one message, of Telegram's 4,096 units, previewed whole."""
    files: int
    """So many photos and files go with it at most."""
    needs_words: bool = True


FORMS: Mapping[Kind, Form] = {
    Kind.LETTER: Form(Role.REPRESENTATIVE, (Action.REPLY, Action.ASK), 3_400, 30),
    Kind.PROPOSAL: Form(Role.REPRESENTATIVE, (Action.PROPOSE_DECLINE,), 1_000, 0),
    Kind.HANDING: Form(Role.REPRESENTATIVE, (Action.HAND_OVER,), 500, 0, needs_words=False),
    Kind.REFERRAL: Form(Role.REPRESENTATIVE, (Action.REFER,), 1_000, 10, needs_words=False),
    Kind.PASSING: Form(Role.REPRESENTATIVE, (Action.PASS_ON,), 900, 10, needs_words=False),
    Kind.SENDING_BACK: Form(Role.REPRESENTATIVE, (Action.SEND_BACK,), 1_000, 0),
    Kind.TAKING_BACK: Form(Role.REPRESENTATIVE, (Action.TAKE_BACK,), 500, 0),
    Kind.STAFF_REFERRAL: Form(Role.STAFF, (Action.REFER,), 1_000, 10, needs_words=False),
    Kind.RESULT: Form(Role.STAFF, (Action.REPLY,), 3_400, 30),
    Kind.UNIT_REPLY: Form(Role.UNIT, (Action.REPLY,), 2_300, 30),
    Kind.SUPPORT: Form(Role.REPRESENTATIVE, (Action.ASK_SUPPORT,), 500, 0, needs_words=False),
    Kind.STAFF_SUPPORT: Form(Role.STAFF, (Action.ASK_SUPPORT,), 500, 0, needs_words=False),
    Kind.UNIT_SUPPORT: Form(Role.UNIT, (Action.ASK_SUPPORT,), 500, 0, needs_words=False),
    Kind.UNIT_QUESTION: Form(Role.UNIT, (Action.ASK,), 1_000, 0),
    Kind.GIVING_BACK: Form(Role.UNIT, (Action.GIVE_BACK,), 500, 0),
    Kind.PART: Form(Role.UNIT, (Action.SUPPORT,), 700, 10),
    Kind.RETURNING: Form(Role.UNIT, (Action.RETURN,), 1_000, 0),
    Kind.REQUEST: Form(Role.REPRESENTATIVE, (Action.ASK_EXTENSION,), 500, 0),
    Kind.UNIT_REQUEST: Form(Role.UNIT, (Action.ASK_EXTENSION,), 500, 0),
    Kind.STEPS: Form(Role.UNIT, (Action.PLAN, Action.REPLY), 1_000, 0),
    Kind.MOVING: Form(Role.UNIT, (Action.MOVE_DATE,), 500, 0),
    Kind.PROGRESS: Form(Role.UNIT, (Action.REPORT,), 1_000, 10),
    Kind.FINISHED: Form(Role.UNIT, (Action.REPORT_DONE,), 1_000, 10),
    Kind.ENTRUSTING: Form(Role.STAFF, (Action.ENTRUST,), 500, 0),
    Kind.REFUSAL: Form(Role.STAFF, (Action.REFUSE_EXTENSION,), 500, 0),
    Kind.GIFT: Form(Role.STAFF, (Action.EXTEND,), 500, 0),
}


def kind_of(action: Action, by: Role) -> Kind:
    """The kind in which a role writes for an action. Raises `StopIteration` if it writes nothing for it."""
    return next(kind for kind, form in FORMS.items() if form.by is by and action in form.actions)


def only_action(kind: Kind) -> Action | None:
    """The one action that a kind can be meant as; None if there are several."""
    actions = FORMS[kind].actions
    return actions[0] if len(actions) == 1 else None


@dataclass
class CaseDraft(Draft):
    """Something that is being written about a case."""

    opinion: int
    kind: Kind
    action: Action | None
    """None: a letter of which is not said yet whether it answers or asks."""
    whom: int | None = None
    """The representative it is to be handed to, or the unit it is referred to or belongs to."""
    outcome: Outcome | None = None
    """Of a unit's reply."""
    planned_for: str | None = None
    """The day that its outcome promises, or until which more time is asked for or given, ISO."""
    percent: int | None = None
    """So much of what was promised is done, of a report on it."""
    step: int | None = None
    """The step that is done with it."""
    steps: list[list[str]] = field(default_factory=list)
    """Steps to what a reply promises: what, and the day, ISO."""

    @classmethod
    def read(cls, raw: dict[str, Any]) -> Self:
        """A draft from its JSON. Before they were read alike, what showed it was kept as `card`."""
        found = super().read({"shown": raw.get("card"), **raw})
        action = Action(raw["action"]) if raw["action"] else None
        outcome = Outcome(raw["outcome"]) if raw.get("outcome") else None
        return replace(found, kind=Kind(raw["kind"]), action=action, outcome=outcome)

    @property
    def form(self) -> Form:
        """Form of its kind."""
        return FORMS[self.kind]

    @property
    def day(self) -> date | None:
        """The day that its outcome promises, or until which more time is asked for or given."""
        return date.fromisoformat(self.planned_for) if self.planned_for else None

    @property
    def key(self) -> str:
        """Its name among the person's drafts."""
        return _key(self.opinion, self.kind)

    @property
    def mark(self) -> str:
        """Changes with whatever a preview shows of it."""
        shown = orjson.dumps(
            [self.action, self.parts, self.whom, self.outcome, self.planned_for, self.percent, self.step, self.steps]
        )
        return blake2s(shown, digest_size=6).hexdigest()

    @property
    def over(self) -> bool:
        """True if it is too long to be sent."""
        return units(self.words) > self.form.longest

    @property
    def ready(self) -> bool:
        """True if it can be sent: said what it is, not too long, and not empty where words are needed."""
        if self.kind is Kind.UNIT_REPLY and self.outcome is None:
            return False
        return self.action is not None and not self.over and bool(self.parts or not self.form.needs_words)


KEPT = 20
"""So many are kept for a person."""
_DRAFTS = Drafts(CaseDraft, within="begun", most=KEPT)


def _key(opinion_id: int, kind: Kind) -> str:
    return f"{opinion_id}:{kind}"


def find(talk: Talk, opinion_id: int, kind: Kind) -> CaseDraft | None:
    """The draft of this kind about this case."""
    return _DRAFTS.find(talk, _key(opinion_id, kind))


def of(talk: Talk, opinion_id: int, kind: Kind) -> CaseDraft:
    """The same; an empty one if there is none. What it is meant as is said where it can only be one thing."""
    return find(talk, opinion_id, kind) or CaseDraft(opinion_id, kind, only_action(kind))


def of_case(talk: Talk, opinion_id: int) -> list[CaseDraft]:
    """The drafts about this case that have words already."""
    found = [find(talk, opinion_id, kind) for kind in Kind]
    return [one for one in found if one is not None and one.parts]


def cases_of(talk: Talk) -> set[int]:
    """The cases about which there is a draft with words."""
    return {one.opinion for one in _DRAFTS.all(talk) if one.parts}


def current(talk: Talk) -> CaseDraft | None:
    """Draft that is being written now; None if the person does something else."""
    key = data_of(talk).get("writing") if talk.state == Writing.words.state else None
    return _DRAFTS.find(talk, key) if key is not None else None


def of_message(talk: Talk, message_id: int) -> CaseDraft | None:
    """The draft that this message of theirs is part of."""
    return next((one for one in _DRAFTS.all(talk) if one.holds(message_id)), None)


def keep(talk: Talk, draft: CaseDraft) -> None:
    """Keep it as it is now."""
    _DRAFTS.keep(talk, draft.key, draft)


def go_on(talk: Talk, draft: CaseDraft) -> None:
    """Keep it; what the person writes next belongs to it."""
    keep(talk, draft)
    remember(talk, writing=draft.key)
    talk.state = Writing.words.state


_THROWN = Drafts(CaseDraft, within="thrown")


def throw_away(talk: Talk, draft: CaseDraft) -> None:
    """Drop it; until another one is thrown away it can be brought back."""
    drop(talk, draft)
    remember(talk, thrown=None)
    _THROWN.keep(talk, draft.key, draft)


def bring_back(talk: Talk, opinion_id: int, kind: Kind) -> CaseDraft | None:
    """The one that was thrown away last, below whatever was begun since; None if it is not this one."""
    thrown = _THROWN.find(talk, _key(opinion_id, kind))
    if thrown is None:
        return None
    _THROWN.drop(talk, thrown.key)
    since = find(talk, opinion_id, kind)
    thrown.parts += since.parts if since is not None else []
    thrown.shown = None
    return thrown


def drop(talk: Talk, draft: CaseDraft) -> None:
    """It is sent or thrown away; the person does something else now."""
    _DRAFTS.drop(talk, draft.key)
    remember(talk, writing=None)
    talk.state = None

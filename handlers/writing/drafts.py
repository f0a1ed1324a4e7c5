"""What somebody has begun to write about a case: kept in the conversation until it is sent or thrown away."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from enum import StrEnum
from hashlib import blake2s
from typing import Any, NamedTuple

import orjson
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup

from handlers.conversation.split import units
from handlers.core.casework.content import Said
from handlers.writing import parts
from handlers.writing.parts import Part
from storage.queries.files import Attached
from storage.vocabulary import Action, Outcome, Role


class Writing(StatesGroup):
    """Writing about a case."""

    words = State()


class Kind(StrEnum):
    """What is written. A case may have one of each begun."""

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
    STAFF_REFERRAL = "staff_ref"
    """A referral by staff."""
    UNIT_REPLY = "unit_reply"
    """By the unit, to the representative, who passes it on."""
    RETURNING = "returning"
    """By the unit, to the representative: why it is not theirs."""
    REQUEST = "request"
    """To staff: why more time is needed."""
    UNIT_REQUEST = "unit_request"
    """The same by a unit."""
    REFUSAL = "refusal"
    """By staff, to whoever asked: why there is no more time."""


class Form(NamedTuple):
    """What is written in a kind."""

    by: Role
    actions: tuple[Action, ...]
    """What it can be meant as."""
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
    Kind.STAFF_REFERRAL: Form(Role.STAFF, (Action.REFER,), 1_000, 10, needs_words=False),
    Kind.UNIT_REPLY: Form(Role.UNIT, (Action.REPLY,), 2_300, 30),
    Kind.RETURNING: Form(Role.UNIT, (Action.RETURN,), 1_000, 0),
    Kind.REQUEST: Form(Role.REPRESENTATIVE, (Action.ASK_EXTENSION,), 500, 0),
    Kind.UNIT_REQUEST: Form(Role.UNIT, (Action.ASK_EXTENSION,), 500, 0),
    Kind.REFUSAL: Form(Role.STAFF, (Action.REFUSE_EXTENSION,), 500, 0),
}


def kind_of(action: Action, by: Role) -> Kind:
    """The kind in which a role writes for an action. Raises `StopIteration` if it writes nothing for it."""
    return next(kind for kind, form in FORMS.items() if form.by is by and action in form.actions)


KEPT = 20
"""So many are kept for a person; the one longest untouched goes first. The messages stay in the chat anyway."""


def only_action(kind: Kind) -> Action | None:
    """What a kind is meant as, where it can only be one thing."""
    actions = FORMS[kind].actions
    return actions[0] if len(actions) == 1 else None


@dataclass
class Begun:
    """Something begun."""

    opinion: int
    kind: Kind
    action: Action | None
    """None: a letter of which is not said yet whether it answers or asks."""
    parts: list[Part] = field(default_factory=list)
    whom: int | None = None
    """The representative it is to be handed to, or the unit it is referred to or belongs to."""
    outcome: Outcome | None = None
    """Of a unit's reply."""
    planned_for: str | None = None
    """The day that its outcome promises, or until which more time is asked for, ISO."""
    card: int | None = None
    """The call that shows it."""

    def add(self, said: Said) -> None:
        """Another message, in the order in which they were written: updates may come in another."""
        self.parts.append(parts.packed(said))
        self.parts.sort(key=lambda part: part["message"] or 0)

    @property
    def form(self) -> Form:
        """What is written in its kind."""
        return FORMS[self.kind]

    @property
    def day(self) -> date | None:
        """The day that its outcome promises, or until which more time is asked for."""
        return date.fromisoformat(self.planned_for) if self.planned_for else None

    @property
    def key(self) -> str:
        """Its name among what the person has begun."""
        return f"{self.opinion}:{self.kind}"

    @property
    def mark(self) -> str:
        """Changes with whatever a preview shows of it."""
        shown = orjson.dumps([self.action, self.parts, self.whom, self.outcome, self.planned_for])
        return blake2s(shown, digest_size=6).hexdigest()

    @property
    def reading(self) -> list[tuple[str, list[str | None]]]:
        """What a reader would notice; where a shared place has moved on to meanwhile is no news."""
        return [(part["text"], [file["file_id"] for file in part["files"]]) for part in self.parts]

    @property
    def said(self) -> list[Said]:
        """What was written, as a case takes it."""
        return [parts.unpacked(part) for part in self.parts]

    @property
    def words(self) -> str:
        """What was written, a line a message."""
        return parts.words(self.parts)

    @property
    def files(self) -> list[Attached]:
        """What was attached."""
        return [file for said in self.said for file in said.attachments]

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


async def find(state: FSMContext, opinion_id: int, kind: Kind) -> Begun | None:
    """What was begun of this kind about this case."""
    return _read(await state.get_data(), f"{opinion_id}:{kind}")


async def of_case(state: FSMContext, opinion_id: int) -> list[Begun]:
    """All that was begun about this case and has words already."""
    found = [await find(state, opinion_id, kind) for kind in Kind]
    return [one for one in found if one is not None and one.parts]


async def cases_of(state: FSMContext) -> set[int]:
    """The cases about which something with words was begun."""
    begun = (await state.get_data()).get("begun") or {}
    return {raw["opinion"] for raw in begun.values() if raw["parts"]}


async def current(state: FSMContext) -> Begun | None:
    """What is being written now; None if the person does something else."""
    if await state.get_state() != Writing.words.state:
        return None
    data = await state.get_data()
    return _read(data, data.get("writing"))


async def of_message(state: FSMContext, message_id: int) -> Begun | None:
    """What was begun with this message of theirs."""
    data = await state.get_data()
    found = (_read(data, key) for key in data.get("begun") or {})
    return next((one for one in found if one and any(part["message"] == message_id for part in one.parts)), None)


def _read(data: dict[str, Any], key: str | None) -> Begun | None:
    raw = (data.get("begun") or {}).get(key)
    if raw is None:
        return None
    action = Action(raw["action"]) if raw["action"] else None
    outcome = Outcome(raw["outcome"]) if raw.get("outcome") else None
    return replace(Begun(**raw), kind=Kind(raw["kind"]), action=action, outcome=outcome)


async def keep(state: FSMContext, begun: Begun) -> None:
    """Keep it as it is now."""
    others = {key: raw for key, raw in ((await state.get_data()).get("begun") or {}).items() if key != begun.key}
    kept = list(others.items())[-(KEPT - 1) :]
    await state.update_data(begun={**dict(kept), begun.key: asdict(begun)})


async def go_on(state: FSMContext, begun: Begun) -> None:
    """Keep it; what the person writes next belongs to it."""
    await keep(state, begun)
    await state.update_data(writing=begun.key)
    await state.set_state(Writing.words)


async def drop(state: FSMContext, begun: Begun) -> None:
    """It is sent or thrown away; the person does something else now."""
    others = {key: raw for key, raw in ((await state.get_data()).get("begun") or {}).items() if key != begun.key}
    await state.update_data(begun=others, writing=None)
    await state.set_state(None)

"""A case as its events alone tell it. Written apart from what makes the moves, and from the tables that keep it."""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, field

from handlers.core.casework import rules
from storage.vocabulary import OF_SUPERVISION, Action, Role, Stage

WITH_UNIT = (Stage.REFERRED, Stage.REPLIED)
AWAITS = (Stage.ANSWERED, Stage.IMPLEMENTING)


@dataclass
class Case:
    """Where a case stands, who has it, what is promised, who else is at it."""

    stage: Stage | None = None
    round: int = 1
    representative: int | None = None
    unit: int | None = None
    promised_for: str | None = None
    """The day, ISO; None: it waits for no promise."""
    moves: int = 0
    """Times the unit needed longer."""
    supporting: dict[int, int] = field(default_factory=dict)
    """How many parts each unit still owes."""
    supported: int = 0
    """Parts that were written."""
    supervised: bool = False
    """Somebody supervises it."""
    supervisions: int = 0
    after_last: bool = False
    """The last round did not satisfy."""


def rebuilt(events: Iterable[sqlite3.Row]) -> Case:
    """The case after these events."""
    case = Case()
    for event in events:
        _move(case, event)
        _promise(case, event)
        _support(case, event)
        case.representative = event["representative_id"]
        _supervise(case, event)
    return case


def _move(case: Case, event: sqlite3.Row) -> None:
    """Go on by the table of moves, from where the event before it left off."""
    assert event["stage_before"] == case.stage, "no step is missing"
    if event["action"] == Action.SUBMIT:
        case.stage = Stage.SUBMITTED
    elif event["action"] not in OF_SUPERVISION:
        assert case.stage is not None
        move = rules.find(case.stage, Action(event["action"]), Role(event["actor_role"]))
        assert move is not None, "a way of the table"
        case.stage, case.round = move.to, case.round + move.opens_round
    assert (event["stage_after"], event["round"]) == (case.stage, case.round)


def _promise(case: Case, event: sqlite3.Row) -> None:
    """Time itself moves a day for two reasons: staff granted it, who say why, or were slow to refuse."""
    if case.stage not in AWAITS:
        case.promised_for, case.moves = None, 0
    elif event["promised_for"] is not None:
        longer = case.promised_for is not None and event["why"] is not None
        case.promised_for, case.moves = event["promised_for"], case.moves + longer


def _support(case: Case, event: sqlite3.Row) -> None:
    if event["action"] == Action.ASK_SUPPORT:
        case.supporting[event["unit_id"]] = case.supporting.get(event["unit_id"], 0) + 1
    elif event["action"] == Action.SUPPORT:
        case.supporting[event["unit_id"]] -= 1
        case.supported += 1
    elif case.stage in WITH_UNIT or case.promised_for is not None:
        case.unit = event["unit_id"]
    else:
        case.unit = None
    if case.stage not in WITH_UNIT:
        case.supporting, case.supported = {}, 0


def _supervise(case: Case, event: sqlite3.Row) -> None:
    match event["action"]:
        case Action.BEGIN_SUPERVISION:
            assert not case.supervised, "begun once"
            case.supervised, case.supervisions = True, case.supervisions + 1
        case Action.END_SUPERVISION:
            assert case.supervised, "ended once"
            case.supervised = False
        case Action.SUPERVISE:
            case.after_last = True

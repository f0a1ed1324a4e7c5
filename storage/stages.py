"""The table of stages: whose turn it is at each, and what else follows from it.

Sets of stages are derived here, so that a new stage is a row of this table; what moves a case from one stage to another
is the table of moves, `handlers.core.casework.rules`; how long it may take, `handlers.core.casework.policy`.
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from storage.vocabulary import Role, Stage


class StageFacts(NamedTuple):
    """A row of the table."""

    turn: Role | None
    """Role that should move the case on; None: nobody."""
    to_come: bool = False
    """Its answer is still to come."""
    with_unit: bool = False
    """A handling unit has it."""
    answered: bool = False
    """It has an answer, and that a rating."""
    promised: bool = False
    """A unit is held to what it promised. Its clock is the promised day, and its reminders are the promise's."""
    along: bool = False
    """It moves along with another opinion that it is merged into."""


STAGES: Mapping[Stage, StageFacts] = {
    Stage.SUBMITTED: StageFacts(Role.STAFF, to_come=True),
    Stage.ASSIGNED: StageFacts(Role.REPRESENTATIVE, to_come=True),
    Stage.WAITING: StageFacts(Role.CONSTITUENT, to_come=True),
    Stage.REFERRED: StageFacts(Role.UNIT, to_come=True, with_unit=True),
    Stage.REPLIED: StageFacts(Role.REPRESENTATIVE, to_come=True, with_unit=True),
    Stage.ANSWERED: StageFacts(Role.CONSTITUENT, answered=True),
    Stage.SUPERVISED: StageFacts(Role.STAFF, to_come=True),
    Stage.IMPLEMENTING: StageFacts(Role.UNIT, answered=True, promised=True),
    Stage.CLOSED: StageFacts(None, answered=True),
    Stage.DECLINED: StageFacts(None),
    Stage.MERGED: StageFacts(None, along=True),
    Stage.WITHDRAWN: StageFacts(None),
}


def _where(which: Callable[[StageFacts], bool]) -> tuple[Stage, ...]:
    return tuple(stage for stage, facts in STAGES.items() if which(facts))


IN_OFFICE = (Role.STAFF, Role.REPRESENTATIVE, Role.UNIT)
REMINDED: Mapping[Stage, Role] = {
    stage: facts.turn
    for stage, facts in STAGES.items()
    if facts.turn is not None and facts.turn in IN_OFFICE and not facts.promised
}
"""Stages at which somebody in office must act, with who; they are reminded by the clock of the case."""
TO_COME = _where(lambda stage: stage.to_come)
"""Stages at which an answer is still to come."""
OPEN = _where(lambda stage: stage.to_come or stage.along or stage.promised)
"""Stages at which an opinion is under way for its author."""
OTHERS_TURN = _where(
    lambda stage: (stage.to_come or stage.along or stage.promised) and stage.turn is not Role.CONSTITUENT
)
"""Stages at which its author waits for others."""
OWN_TURN = _where(lambda stage: stage.turn is Role.CONSTITUENT)
"""Stages at which others wait for its author."""
ANSWERED = _where(lambda stage: stage.answered)
"""Stages at which there is an answer to rate."""
WITH_UNIT = _where(lambda stage: stage.with_unit)
"""Stages at which an opinion is a unit's case; at every other one no unit has it."""
TO_DO = _where(lambda stage: stage.turn is Role.REPRESENTATIVE)
"""Stages at which it is the representative's turn."""
IN_HAND = tuple(stage for stage in TO_COME if stage is not Stage.SUBMITTED)
"""Stages at which a representative has something to do, or waits for somebody; before, none has it."""
WITH_STAFF = _where(lambda stage: stage.turn is Role.STAFF)
"""Stages at which it is the turn of staff."""
OVER = _where(lambda stage: not stage.to_come)
"""Stages at which a representative has nothing more to do."""
CAN_BE_LATE = _where(lambda stage: stage.turn in (Role.REPRESENTATIVE, Role.UNIT) and not stage.promised)
"""Stages at which a representative or a unit can be late with an answer."""
PROMISED = _where(lambda stage: stage.promised)
"""Stages at which a unit is held to what it promised."""
AWAITS_PROMISE = _where(lambda stage: stage.promised or (stage.answered and stage.turn is Role.CONSTITUENT))
"""Stages at which an opinion waits for what was promised with its answer, if something was."""

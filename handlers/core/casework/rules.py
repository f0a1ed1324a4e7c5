"""The life of an opinion, as one table. Keyboards, guards, refusals and the drawing in docs/ come from it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from storage.stages import TO_COME
from storage.vocabulary import Action, CommitmentState, Role, Satisfaction, Stage

REOPEN_DAYS = 90
"""Calendar days after which nobody reopens a closed opinion: design default."""

CONSTITUENT, REPRESENTATIVE, UNIT, STAFF = Role.CONSTITUENT, Role.REPRESENTATIVE, Role.UNIT, Role.STAFF
TIME = Role.SYSTEM


@dataclass(frozen=True, slots=True)
class Move:
    """From `at`, `by` a role, an `action` leads `to` a stage. `to` equal to `at`: noted, nothing moves on."""

    at: Stage
    action: Action
    by: Role
    to: Stage
    needs_reason: bool = False
    restarts_clock: bool = True
    opens_round: bool = False

    @property
    def moves_on(self) -> bool:
        """True if the case is at another point afterwards: what was pending then is over."""
        return self.to is not self.at or self.restarts_clock


S, A = Stage, Action
MOVES: tuple[Move, ...] = (
    Move(S.SUBMITTED, A.ASSIGN, STAFF, S.ASSIGNED),
    Move(S.SUBMITTED, A.DECLINE, STAFF, S.DECLINED, needs_reason=True),
    Move(S.SUBMITTED, A.MERGE, STAFF, S.MERGED),
    Move(S.SUBMITTED, A.CLASSIFY, STAFF, S.SUBMITTED, restarts_clock=False),
    Move(S.SUBMITTED, A.WITHDRAW, CONSTITUENT, S.WITHDRAWN),
    Move(S.SUBMITTED, A.ADD, CONSTITUENT, S.SUBMITTED, restarts_clock=False),
    Move(S.SUBMITTED, A.EDIT, CONSTITUENT, S.SUBMITTED, restarts_clock=False),
    Move(S.ASSIGNED, A.REPLY, REPRESENTATIVE, S.ANSWERED),
    Move(S.ASSIGNED, A.ASK, REPRESENTATIVE, S.WAITING),
    Move(S.ASSIGNED, A.REFER, REPRESENTATIVE, S.REFERRED),
    Move(S.ASSIGNED, A.ASK_EXTENSION, REPRESENTATIVE, S.ASSIGNED, needs_reason=True, restarts_clock=False),
    Move(S.ASSIGNED, A.HAND_OVER, REPRESENTATIVE, S.ASSIGNED),
    Move(S.ASSIGNED, A.PROPOSE_DECLINE, REPRESENTATIVE, S.ASSIGNED, needs_reason=True, restarts_clock=False),
    Move(S.ASSIGNED, A.GRANT_EXTENSION, STAFF, S.ASSIGNED),
    Move(S.ASSIGNED, A.REFUSE_EXTENSION, STAFF, S.ASSIGNED, needs_reason=True, restarts_clock=False),
    Move(S.ASSIGNED, A.EXTEND, STAFF, S.ASSIGNED, needs_reason=True),
    Move(S.ASSIGNED, A.ASSIGN, STAFF, S.ASSIGNED),
    Move(S.ASSIGNED, A.REFER, STAFF, S.REFERRED),
    Move(S.ASSIGNED, A.DECLINE, STAFF, S.DECLINED, needs_reason=True),
    Move(S.ASSIGNED, A.KEEP, STAFF, S.ASSIGNED, restarts_clock=False),
    Move(S.ASSIGNED, A.MERGE, STAFF, S.MERGED),
    Move(S.ASSIGNED, A.CLASSIFY, STAFF, S.ASSIGNED, restarts_clock=False),
    Move(S.ASSIGNED, A.ADD, CONSTITUENT, S.ASSIGNED, restarts_clock=False),
    Move(S.ASSIGNED, A.WITHDRAW, CONSTITUENT, S.WITHDRAWN),
    Move(S.ASSIGNED, A.RETRACT, CONSTITUENT, S.WAITING),
    Move(S.WAITING, A.RESUME, CONSTITUENT, S.ASSIGNED),
    Move(S.WAITING, A.ADD, CONSTITUENT, S.WAITING, restarts_clock=False),
    Move(S.WAITING, A.RESUME, TIME, S.ASSIGNED),
    Move(S.WAITING, A.REPLY, REPRESENTATIVE, S.ANSWERED),
    Move(S.WAITING, A.WITHDRAW, CONSTITUENT, S.WITHDRAWN),
    Move(S.WAITING, A.CLASSIFY, STAFF, S.WAITING, restarts_clock=False),
    Move(S.REFERRED, A.ACCEPT, UNIT, S.REFERRED),
    Move(S.REFERRED, A.REPLY, UNIT, S.REPLIED),
    Move(S.REFERRED, A.ASK, UNIT, S.REFERRED, restarts_clock=False),
    Move(S.REFERRED, A.ASK, REPRESENTATIVE, S.REFERRED, restarts_clock=False),
    Move(S.REFERRED, A.ASK_SUPPORT, UNIT, S.REFERRED, restarts_clock=False),
    Move(S.REFERRED, A.ASK_SUPPORT, REPRESENTATIVE, S.REFERRED, restarts_clock=False),
    Move(S.REFERRED, A.ASK_SUPPORT, STAFF, S.REFERRED, restarts_clock=False),
    Move(S.REFERRED, A.SUPPORT, UNIT, S.REFERRED, restarts_clock=False),
    Move(S.REFERRED, A.HOLD, UNIT, S.REFERRED, restarts_clock=False),
    Move(S.REFERRED, A.GIVE_BACK, UNIT, S.REFERRED, needs_reason=True, restarts_clock=False),
    Move(S.REFERRED, A.REASSIGN, UNIT, S.REFERRED, restarts_clock=False),
    Move(S.REFERRED, A.RETURN, UNIT, S.ASSIGNED, needs_reason=True),
    Move(S.REFERRED, A.ASK_EXTENSION, UNIT, S.REFERRED, needs_reason=True, restarts_clock=False),
    Move(S.REFERRED, A.TAKE_BACK, REPRESENTATIVE, S.ASSIGNED, needs_reason=True),
    Move(S.REFERRED, A.GRANT_EXTENSION, STAFF, S.REFERRED),
    Move(S.REFERRED, A.REFUSE_EXTENSION, STAFF, S.REFERRED, needs_reason=True, restarts_clock=False),
    Move(S.REFERRED, A.EXTEND, STAFF, S.REFERRED, needs_reason=True),
    Move(S.REFERRED, A.ASSIGN, STAFF, S.ASSIGNED),
    Move(S.REFERRED, A.CLASSIFY, STAFF, S.REFERRED, restarts_clock=False),
    Move(S.REFERRED, A.ADD, CONSTITUENT, S.REFERRED, restarts_clock=False),
    Move(S.REFERRED, A.WITHDRAW, CONSTITUENT, S.WITHDRAWN),
    Move(S.REPLIED, A.PASS_ON, REPRESENTATIVE, S.ANSWERED),
    Move(S.REPLIED, A.SEND_BACK, REPRESENTATIVE, S.REFERRED, needs_reason=True),
    Move(S.REPLIED, A.ASK_EXTENSION, REPRESENTATIVE, S.REPLIED, needs_reason=True, restarts_clock=False),
    Move(S.REPLIED, A.GRANT_EXTENSION, STAFF, S.REPLIED),
    Move(S.REPLIED, A.REFUSE_EXTENSION, STAFF, S.REPLIED, needs_reason=True, restarts_clock=False),
    Move(S.REPLIED, A.EXTEND, STAFF, S.REPLIED, needs_reason=True),
    Move(S.REPLIED, A.ASSIGN, STAFF, S.ASSIGNED),
    Move(S.REPLIED, A.CLASSIFY, STAFF, S.REPLIED, restarts_clock=False),
    Move(S.REPLIED, A.ADD, CONSTITUENT, S.REPLIED, restarts_clock=False),
    Move(S.REPLIED, A.WITHDRAW, CONSTITUENT, S.WITHDRAWN),
    Move(S.ANSWERED, A.RATE, CONSTITUENT, S.CLOSED),
    Move(S.ANSWERED, A.REOPEN, CONSTITUENT, S.ASSIGNED, needs_reason=True, opens_round=True),
    Move(S.ANSWERED, A.REOPEN, TIME, S.ASSIGNED, opens_round=True),
    Move(S.ANSWERED, A.SUPERVISE, CONSTITUENT, S.SUPERVISED, needs_reason=True),
    Move(S.ANSWERED, A.SUPERVISE, TIME, S.SUPERVISED),
    Move(S.ANSWERED, A.CLOSE, TIME, S.CLOSED),
    Move(S.ANSWERED, A.ADD, CONSTITUENT, S.ANSWERED, restarts_clock=False),
    Move(S.ANSWERED, A.HOLD_TO, CONSTITUENT, S.IMPLEMENTING),
    Move(S.ANSWERED, A.HOLD_TO, TIME, S.IMPLEMENTING),
    Move(S.ANSWERED, A.REPORT, UNIT, S.ANSWERED, restarts_clock=False),
    Move(S.ANSWERED, A.PLAN, UNIT, S.ANSWERED, restarts_clock=False),
    Move(S.ANSWERED, A.MOVE_DATE, UNIT, S.ANSWERED, needs_reason=True, restarts_clock=False),
    Move(S.ANSWERED, A.MOVE_DATE, TIME, S.ANSWERED, restarts_clock=False),
    Move(S.ANSWERED, A.REPORT_DONE, UNIT, S.IMPLEMENTING),
    Move(S.ANSWERED, A.ENTRUST, STAFF, S.ANSWERED, needs_reason=True, restarts_clock=False),
    Move(S.IMPLEMENTING, A.REPORT, UNIT, S.IMPLEMENTING, restarts_clock=False),
    Move(S.IMPLEMENTING, A.REPORT_DONE, UNIT, S.IMPLEMENTING),
    Move(S.IMPLEMENTING, A.PLAN, UNIT, S.IMPLEMENTING, restarts_clock=False),
    Move(S.IMPLEMENTING, A.MOVE_DATE, UNIT, S.IMPLEMENTING, needs_reason=True, restarts_clock=False),
    Move(S.IMPLEMENTING, A.MOVE_DATE, TIME, S.IMPLEMENTING, restarts_clock=False),
    Move(S.IMPLEMENTING, A.ASK_EXTENSION, UNIT, S.IMPLEMENTING, needs_reason=True, restarts_clock=False),
    Move(S.IMPLEMENTING, A.ENTRUST, STAFF, S.IMPLEMENTING, needs_reason=True),
    Move(S.IMPLEMENTING, A.GRANT_EXTENSION, STAFF, S.IMPLEMENTING, restarts_clock=False),
    Move(S.IMPLEMENTING, A.REFUSE_EXTENSION, STAFF, S.IMPLEMENTING, needs_reason=True, restarts_clock=False),
    Move(S.IMPLEMENTING, A.CONFIRM, CONSTITUENT, S.CLOSED),
    Move(S.IMPLEMENTING, A.PARTLY, CONSTITUENT, S.IMPLEMENTING),
    Move(S.IMPLEMENTING, A.REFUTE, CONSTITUENT, S.REFERRED, opens_round=True),
    Move(S.IMPLEMENTING, A.HOLD_TO, TIME, S.IMPLEMENTING),
    Move(S.IMPLEMENTING, A.CLOSE, TIME, S.CLOSED),
    Move(S.IMPLEMENTING, A.ASSIGN, STAFF, S.ASSIGNED, opens_round=True),
    Move(S.IMPLEMENTING, A.ASK, STAFF, S.IMPLEMENTING, restarts_clock=False),
    Move(S.IMPLEMENTING, A.REOPEN, STAFF, S.ASSIGNED, needs_reason=True, opens_round=True),
    Move(S.IMPLEMENTING, A.CLASSIFY, STAFF, S.IMPLEMENTING, restarts_clock=False),
    Move(S.IMPLEMENTING, A.ADD, CONSTITUENT, S.IMPLEMENTING, restarts_clock=False),
    Move(S.IMPLEMENTING, A.WITHDRAW, CONSTITUENT, S.WITHDRAWN),
    Move(S.IMPLEMENTING, A.SUPERVISE, CONSTITUENT, S.SUPERVISED),
    Move(S.SUPERVISED, A.REPLY, STAFF, S.ANSWERED),
    Move(S.SUPERVISED, A.ASSIGN, STAFF, S.ASSIGNED),
    Move(S.SUPERVISED, A.REFER, STAFF, S.REFERRED),
    Move(S.SUPERVISED, A.CLASSIFY, STAFF, S.SUPERVISED, restarts_clock=False),
    Move(S.SUPERVISED, A.ADD, CONSTITUENT, S.SUPERVISED, restarts_clock=False),
    Move(S.SUPERVISED, A.WITHDRAW, CONSTITUENT, S.WITHDRAWN),
    Move(S.CLOSED, A.REOPEN, CONSTITUENT, S.ASSIGNED, needs_reason=True, opens_round=True),
    Move(S.CLOSED, A.SUPERVISE, CONSTITUENT, S.SUPERVISED, needs_reason=True),
    Move(S.CLOSED, A.ASK, STAFF, S.CLOSED, restarts_clock=False),
    Move(S.CLOSED, A.REOPEN, STAFF, S.ASSIGNED, needs_reason=True, opens_round=True),
    Move(S.CLOSED, A.SUPERVISE, STAFF, S.SUPERVISED, needs_reason=True),
    Move(S.CLOSED, A.ADD, CONSTITUENT, S.CLOSED, restarts_clock=False),
    Move(S.MERGED, A.ADD, CONSTITUENT, S.MERGED, restarts_clock=False),
    Move(S.MERGED, A.WITHDRAW, CONSTITUENT, S.WITHDRAWN),
    Move(S.MERGED, A.REPLY, REPRESENTATIVE, S.ANSWERED),
    Move(S.MERGED, A.SEPARATE, STAFF, S.SUBMITTED),
    Move(S.MERGED, A.SEPARATE, TIME, S.SUBMITTED),
    Move(S.MERGED, A.MERGE, TIME, S.MERGED, restarts_clock=False),
    Move(S.DECLINED, A.APPEAL, CONSTITUENT, S.SUBMITTED, needs_reason=True),
)

TAKES_IN = frozenset(TO_COME) - {S.SUPERVISED}
"""Stages at which an opinion takes others in: its answer is still to come. What was answered before they wrote is no
answer to them: who writes afterwards says that it is not done, and gets an answer and a clock of their own; all the
more where all rounds of the other one are over."""
MAX_MERGED = 100
"""So many at most are merged into one: its answer moves, tells and asks all of them in one transaction, which takes
under a second."""
ALONG: Mapping[Stage, Action] = {
    S.ANSWERED: A.REPLY,
    S.MERGED: A.MERGE,
    S.DECLINED: A.SEPARATE,
    S.WITHDRAWN: A.SEPARATE,
}
"""Action on those merged into an opinion, as it comes to a stage. All ways on from `TAKES_IN` are here: nobody is left
without an answer, and nothing is merged into what is merged itself."""


OF_SOME = frozenset({A.SUPPORT, A.HOLD, A.GIVE_BACK, A.REASSIGN})
"""Actions of some of a unit's officers only, which no key offers to all: supporters', the chief's."""
DECIDES = frozenset({A.GRANT_EXTENSION, A.REFUSE_EXTENSION})
"""Actions by which staff decide on a request for more time."""


TO_KEEP = frozenset({A.HOLD_TO, A.REPORT, A.PLAN, A.MOVE_DATE, A.REPORT_DONE, A.ENTRUST})
"""Actions on a promise that is still to be kept."""
VERDICTS = frozenset({A.CONFIRM, A.PARTLY, A.REFUTE})
"""Actions on a promise that is reported done."""
ONLY_PROMISED = frozenset({A.CLOSE, A.ASK_EXTENSION, A.GRANT_EXTENSION, A.REFUSE_EXTENSION})
"""Actions that, where an opinion waits for a promise, are about that."""


def is_verdict(stage: Stage, action: Action) -> bool:
    """True if it is an author's word on what was reported done; "no" after the last round is supervised."""
    return action in VERDICTS or (stage is S.IMPLEMENTING and action is A.SUPERVISE)


def is_on_promise(stage: Stage, action: Action) -> bool:
    """True if it is done about a promise, so that there must be one."""
    return action in TO_KEEP or is_verdict(stage, action) or (stage is S.IMPLEMENTING and action in ONLY_PROMISED)


def is_promise_at(stage: Stage, action: Action, state: CommitmentState) -> bool:
    """True unless it is done about a promise in another state."""
    if action in TO_KEEP or (stage is S.IMPLEMENTING and action in (A.ASK_EXTENSION, A.GRANT_EXTENSION)):
        return state is CommitmentState.OPEN
    if is_verdict(stage, action) or (stage is S.IMPLEMENTING and action is A.CLOSE):
        return state is CommitmentState.REPORTED
    return True


def fits_promise(move: Move, state: CommitmentState | None) -> bool:
    """True unless the move is one about a promise, and the opinion waits for none in that state (None: for none)."""
    if state is None:
        return not is_on_promise(move.at, move.action)
    return is_promise_at(move.at, move.action, state)


KEPT_BY_UNIT = tuple(
    state
    for state in CommitmentState
    if any(one.by is UNIT and one.action in TO_KEEP and is_promise_at(one.at, one.action, state) for one in MOVES)
)
"""States of a promise in which its unit still has something to do about it."""


def possible(stage: Stage, by: Role) -> list[Move]:
    """Moves of a role at a stage; keyboards are drawn from this, in this order."""
    return [move for move in MOVES if move.at is stage and move.by is by]


def find(stage: Stage, action: Action, by: Role) -> Move | None:
    """The move, or None if it is illegal."""
    return next((move for move in MOVES if (move.at, move.action, move.by) == (stage, action, by)), None)


def actions(moves: Sequence[Move]) -> list[Action]:
    """Their actions."""
    return [move.action for move in moves]


def taken_as(stage: Stage, *, asked_back: bool) -> Action | None:
    """Action that words said about an opinion are: the answer to a question, else an addition; None: it takes neither.

    What is closed takes only the answer to what staff asked since, and why its last answer was found wanting
    (`owes_why`), where that is asked for.
    """
    ways = actions(possible(stage, CONSTITUENT)) if stage is not S.CLOSED or asked_back else []
    return next((action for action in (A.RESUME, A.ADD) if action in ways), None)


def is_used_up(action: Action, *, dissatisfied: Action, appealed: bool, since: datetime, now: datetime) -> bool:
    """True if an opinion has had what the table would allow: all rounds and supervision, the one appeal, the 90 days.

    `dissatisfied`: what follows from dissatisfaction (`after_rating`).
    """
    if action is A.APPEAL:
        return appealed
    return action in AGAIN and (action is not dissatisfied or (now - since).days >= REOPEN_DAYS)


def owes_why(satisfaction: Satisfaction | None, why: str | None, *, supervised: bool) -> bool:
    """True if its author was not satisfied after supervision either and has not said why; before, that does more."""
    return supervised and satisfaction is Satisfaction.DISSATISFIED and why is None


def along(move: Move) -> Action | None:
    """Action on those merged into the opinion that makes a move; None: nothing."""
    return None if move.at in (move.to, S.MERGED) else ALONG.get(move.to)


def is_settled(action: Action, *, accepted: bool) -> bool:
    """True if the unit has said already that an opinion is theirs: then it neither takes it anew nor returns it."""
    return accepted and action in (A.ACCEPT, A.RETURN)


def is_idle(action: Action, *, asked: bool) -> bool:
    """True if nothing comes of it: more time is asked for or given while it is `asked`, or decided while it is not."""
    return asked if action in (A.ASK_EXTENSION, A.EXTEND) else action in DECIDES and not asked


AGAIN = frozenset({A.REOPEN, A.SUPERVISE})
"""Actions by which what did not satisfy is handled again."""


def after_rating(
    satisfaction: Satisfaction, round_: int, most: int, *, supervised: bool, promised: bool = False
) -> Action:
    """Action that one tap means, where `most` rounds are allowed: dissatisfied opens a round while there is one left.

    After the last one staff supervise it, once. All else closes, unless something is promised: then that is awaited.
    """
    if satisfaction is not Satisfaction.DISSATISFIED or supervised:
        return Action.HOLD_TO if promised else Action.RATE
    return Action.REOPEN if round_ < most else Action.SUPERVISE


def after_refuting(round_: int, most: int, *, supervised: bool) -> Action:
    """Action that "it was not done" means: another round, or after the last one supervision, once."""
    return Action.SUPERVISE if round_ >= most and not supervised else Action.REFUTE

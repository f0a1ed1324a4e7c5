"""How moves are made: by the action that does more than the move, or refuses more than the table does; else as such."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st

from handlers.conversation.outgoing import Outgoing
from handlers.core.actor import Actor
from handlers.core.casework import transitions
from handlers.core.casework.actions import commitments, staff, supporting
from handlers.core.casework.content import Said
from handlers.core.casework.events import CaseMoved, Step
from storage.models.directory import HandlingUnit, Representative
from storage.models.opinions import Opinion
from storage.models.people import Person
from storage.vocabulary import Action, Done, EntryKind, Outcome, Role
from tests.properties.house import House

SAID = {
    Action.ADD: EntryKind.ADDITION,
    Action.ASK: EntryKind.QUESTION,
    Action.RESUME: EntryKind.ANSWER,
    Action.REPLY: EntryKind.REPLY,
    Action.REFER: EntryKind.REFERRAL,
    Action.SUPPORT: EntryKind.PART,
    Action.REPORT: EntryKind.PROGRESS,
    Action.REPORT_DONE: EntryKind.PROGRESS,
    Action.REOPEN: EntryKind.REOPENING,
    Action.APPEAL: EntryKind.APPEAL,
    Action.SUPERVISE: EntryKind.REOPENING,
}
UNITS = {
    Action.REFER: ("Power", "Water"),
    Action.ENTRUST: ("Roads", "Gas", "Post"),
    Action.ASK_SUPPORT: ("Power", "Water", "Roads", "Gas", "Post", "Parks", "Bus"),
}
"""Units among which is chosen; nothing is entrusted to those it is referred to."""
Rest = Callable[[Step], tuple[Any, ...]]
ASKED: Rest = lambda step: (step.unit.id if step.unit is not None else 0, "")  # noqa: E731
DONE_BY: Mapping[tuple[Role, Action], tuple[Callable[..., Any], Rest]] = {
    (Role.UNIT, Action.REPORT): (commitments.report, lambda step: (step.said, 40, None)),
    (Role.UNIT, Action.REPORT_DONE): (commitments.report_done, lambda step: (step.said,)),
    (Role.UNIT, Action.PLAN): (commitments.plan, lambda step: ([],)),
    (Role.UNIT, Action.MOVE_DATE): (commitments.move_date, lambda step: (step.planned_for, step.why)),
    (Role.STAFF, Action.ENTRUST): (commitments.entrust, lambda step: (step.unit and step.unit.id, step.why)),
    (Role.CONSTITUENT, Action.PARTLY): (commitments.judge, lambda step: (Done.PARTLY,)),
    (Role.STAFF, Action.GRANT_EXTENSION): (staff.grant_extension, lambda step: ()),
    (Role.STAFF, Action.REFUSE_EXTENSION): (staff.refuse_extension, lambda step: (step.why,)),
    (Role.UNIT, Action.ASK_SUPPORT): (supporting.ask_as_lead, ASKED),
    (Role.REPRESENTATIVE, Action.ASK_SUPPORT): (supporting.ask_as_representative, ASKED),
    (Role.STAFF, Action.ASK_SUPPORT): (supporting.ask_as_staff, ASKED),
    (Role.UNIT, Action.SUPPORT): (supporting.contribute, lambda step: (step.said,)),
}
"""Actions, with what they take besides the opinion."""


async def do(post: Outgoing, opinion: Opinion, action: Action, step: Step) -> CaseMoved:
    """Make the move as it is made where people press keys, or just the move."""
    run, rest = DONE_BY.get((step.role, action), (None, None))
    if run is None or rest is None:
        return await transitions.move(post, opinion, action, step)
    moved: CaseMoved = await run(post, Actor(step.by), opinion.id, opinion.version, *rest(step))
    return moved


async def step_of(
    house: House,
    post: Outgoing,
    role: Role,
    action: Action,
    main: int | None,
    draw: Callable[..., Any],
    unit: str | None,
) -> Step:
    """Circumstances of a move; `unit`: this one, if one is chosen."""
    session, now = post.session, post.now
    by = None if role is Role.SYSTEM else await session.get_one(Person, house.people[role])
    step = Step(by, role, why="because")
    if action in SAID and role is not Role.SYSTEM:
        step.kind = EntryKind.UNIT_REPLY if (role, action) == (Role.UNIT, Action.REPLY) else SAID[action]
        step.said = [Said("words")]
    if action in (Action.ASSIGN, Action.HAND_OVER):
        who = draw(st.sampled_from(("Wang", "Zhao")))
        step.representative = await session.get_one(Representative, house.furniture.representatives[who])
    if action in (Action.ASK_EXTENSION, Action.EXTEND):
        step.until = now + timedelta(days=9)
    if action in UNITS:
        which = unit or draw(st.sampled_from(UNITS[action]))
        step.unit = await session.get_one(HandlingUnit, house.furniture.units[which])
    if action is Action.REASSIGN:
        step.officer = by
    if action is Action.REPLY and role is Role.UNIT:
        step.outcome = draw(st.sampled_from([Outcome.B, Outcome.A]))
    if step.outcome is Outcome.B or action is Action.MOVE_DATE:
        step.planned_for = (now + timedelta(days=draw(st.integers(5, 60)))).date()
    if main is not None:
        step.merged_into = await session.get_one(Opinion, main)
    return step

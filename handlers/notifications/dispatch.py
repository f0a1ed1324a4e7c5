"""Table of who is told what after what happened in a transaction: by domain event, action and reader."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from handlers.conversation.outgoing import Outgoing
from handlers.core.casework.events import CaseMoved, PromiseTold, RatedDissatisfied
from handlers.core.events import DomainEvent
from handlers.core.people.events import RoleGranted
from handlers.notifications import (
    board,
    calendar,
    desk,
    matters,
    notices,
    people,
    promises,
    reception,
    suggestions,
    supervision,
    to_author,
    to_former,
    to_representative,
    to_staff,
    to_unit,
    urged,
)
from handlers.notifications.file_keeping import keep_attachments

READERS = (to_unit.TOLD, to_author.TOLD, to_representative.TOLD, to_staff.TOLD, promises.TOLD)
"""Ways to tell each reader of a case, by the action."""


async def case_moved(out: Outgoing, moved: CaseMoved) -> None:
    """Everybody whom a move of a case concerns."""
    await to_former.tell_former(out, moved)
    for told in READERS:
        tell = told.get(moved.action)
        if tell is not None:
            await tell(out, moved)
    await to_unit.released(out, moved)
    await matters.could_be_told(out, moved)
    await keep_attachments(out, moved)


async def role_granted(out: Outgoing, event: RoleGranted) -> None:
    """The inviter hears of it; the newcomer hears on which days they sit."""
    await people.role_granted(out, event)
    await reception.joined(out, event)


TOLD: Mapping[type[DomainEvent], Callable[[Outgoing, Any], Awaitable[None]]] = {
    CaseMoved: case_moved,
    RatedDissatisfied: to_staff.dissatisfied_after_supervision,
    PromiseTold: promises.told,
    **people.TOLD,
    **reception.TOLD,
    **calendar.TOLD,
    **desk.TOLD,
    **notices.TOLD,
    **supervision.TOLD,
    **urged.TOLD,
    **matters.TOLD,
    **suggestions.TOLD,
    **board.TOLD,
    RoleGranted: role_granted,
}


async def notify(out: Outgoing) -> None:
    """Promise what follows from everything that was recorded and not told yet; call it before the commit."""
    while out.events:
        event = out.events.pop(0)
        await TOLD[type(event)](out, event)

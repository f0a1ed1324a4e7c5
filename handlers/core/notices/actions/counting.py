"""Actions that say who looks at a notice before it goes out: whom it would reach is counted while somebody waits.

The count runs beside (`bot.notices`) and ends in the author's card, which must show the notice then.
"""

from handlers.core.actions import action
from handlers.core.actor import Actor
from handlers.core.notices import access, rules
from handlers.core.unit_of_work import UnitOfWork
from storage.models.notices import Notice
from storage.vocabulary import NoticeState, Role


@action(Role.STAFF)
async def open_notice(work: UnitOfWork, actor: Actor, notice_id: int, *, anew: bool = False) -> Notice:
    """Look at a notice; one that has not gone out is counted, a draft once more if `anew`."""
    notice = await access.seen(work, actor, notice_id)
    if anew and notice.state is NoticeState.DRAFT:
        notice.counts = None
    _count(notice)
    return notice


@action(Role.STAFF)
async def look_over(work: UnitOfWork, actor: Actor, notice_id: int, version: int) -> Notice:
    """Look at one's own draft as a whole: it is counted, if it was not."""
    notice = await access.own_draft(work, actor, notice_id, version)
    _count(notice)
    return notice


@action(Role.STAFF)
async def turn_to_part(work: UnitOfWork, actor: Actor, notice_id: int, version: int) -> Notice:
    """Turn to a part of one's own draft: the card is not shown meanwhile, so nobody waits for the count."""
    notice = await access.own_draft(work, actor, notice_id, version)
    notice.counting = False
    return notice


def _count(notice: Notice) -> None:
    if rules.is_counted(notice.state) and notice.counts is None:
        notice.counting = True

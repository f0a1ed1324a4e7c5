"""Actions on a notice under way: its author, or a colleague, stops it and lets it go on, at any moment."""

from handlers.core.actions import action
from handlers.core.actor import Actor
from handlers.core.notices import access
from handlers.core.notices.rules import NoticeAction
from handlers.core.notices.transitions import move
from handlers.core.unit_of_work import UnitOfWork
from storage.models.notices import Notice
from storage.queries import recipients
from storage.vocabulary import Role


@action(Role.STAFF)
async def pause(work: UnitOfWork, actor: Actor, notice_id: int, version: int) -> Notice:
    """Stop it: what stands in the outbox and has not left comes back."""
    return await _stop(work, actor, notice_id, version, NoticeAction.PAUSE)


@action(Role.STAFF)
async def cancel(work: UnitOfWork, actor: Actor, notice_id: int, version: int) -> Notice:
    """Stop it for good: what stands in the outbox and has not left never goes out."""
    return await _stop(work, actor, notice_id, version, NoticeAction.CANCEL)


async def _stop(work: UnitOfWork, actor: Actor, notice_id: int, version: int, action: NoticeAction) -> Notice:
    notice = await access.seen(work, actor, notice_id, version)
    notice.remark = None
    await move(work, notice, action, access.whose(actor, notice), actor.person)
    await recipients.recall(work.session, notice.id)
    return notice


@action(Role.STAFF)
async def resume(work: UnitOfWork, actor: Actor, notice_id: int, version: int) -> Notice:
    """Let it go on; what was refused so far was seen."""
    notice = await access.seen(work, actor, notice_id, version)
    await move(work, notice, NoticeAction.RESUME, access.whose(actor, notice), actor.person)
    notice.remark, notice.tolerated, notice.rate = None, notice.failed, 0.0
    return notice


@action(Role.STAFF)
async def again(work: UnitOfWork, actor: Actor, notice_id: int, version: int) -> Notice:
    """Send it once more to those whose fate is unknown, and to nobody else; some of them get it twice."""
    notice = await access.seen(work, actor, notice_id, version)
    await move(work, notice, NoticeAction.AGAIN, access.whose(actor, notice), actor.person)
    notice.ambiguous -= await recipients.again(work.session, notice.id)
    notice.ended_at, notice.rate = None, 0.0
    return notice

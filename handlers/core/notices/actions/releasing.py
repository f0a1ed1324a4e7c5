"""Actions on the way of a draft to its release by a second person."""

from datetime import datetime

from handlers.core.actions import action
from handlers.core.actor import Actor
from handlers.core.notices import access, rules
from handlers.core.notices.actions.time import BEGIN
from handlers.core.notices.errors import Incomplete, NobodyElse, OwnTimePassed, RemarkMissing
from handlers.core.notices.rules import NoticeAction
from handlers.core.notices.transitions import move
from handlers.core.unit_of_work import UnitOfWork
from storage.models.notices import Notice
from storage.queries import due, notices
from storage.vocabulary import Role

LONGEST_REMARK = 500
"""Characters kept of a remark: our own choice."""


@action(Role.STAFF)
async def hand_over(work: UnitOfWork, actor: Actor, notice_id: int, version: int) -> Notice:
    """Ask whoever may release it to do so. Raises `Incomplete`, `OwnTimePassed`, `NobodyElse`."""
    notice = await _ready(work, actor, notice_id, version)
    _in_time(notice, work.now)
    if not await notices.releasers(work.session, notice):
        raise NobodyElse
    await move(work, notice, NoticeAction.HAND_OVER, access.whose(actor, notice), actor.person)
    return notice


@action(Role.STAFF)
async def take_back(work: UnitOfWork, actor: Actor, notice_id: int, version: int) -> Notice:
    """Make it one's draft again."""
    notice = await access.seen(work, actor, notice_id, version)
    await move(work, notice, NoticeAction.TAKE_BACK, access.whose(actor, notice), actor.person)
    return notice


@action(Role.STAFF)
async def release(work: UnitOfWork, actor: Actor, notice_id: int, version: int, *, at_once: bool = False) -> Notice:
    """Let it go out at its hour, or now: at `at_once` though its own time has passed.

    Its texts are frozen by what follows from the event; whom it reaches is fixed when it begins. Raises `Incomplete`,
    `OwnTimePassed`, `SecondPersonNeeded`.
    """
    notice = await _ready(work, actor, notice_id, version)
    if at_once:
        notice.send_at = None
    _in_time(notice, work.now)
    await move(work, notice, NoticeAction.RELEASE, access.whose(actor, notice), actor.person)
    notice.released_at, notice.released_by_id = work.now, actor.person.id
    notice.remark = None
    at = max(notice.send_at or work.now, work.now)
    await due.plan(work.session, BEGIN, None, at, f"{BEGIN}:{notice.id}:{notice.version}")
    return notice


@action(Role.STAFF)
async def send_back(work: UnitOfWork, actor: Actor, notice_id: int, version: int, remark: str) -> Notice:
    """Make it its author's draft again, and say what should be changed. Raises `RemarkMissing`."""
    notice = await access.seen(work, actor, notice_id, version)
    words = " ".join(remark.split())
    if not words:
        raise RemarkMissing
    notice.remark = words[:LONGEST_REMARK]
    await move(work, notice, NoticeAction.SEND_BACK, access.whose(actor, notice), actor.person)
    return notice


async def _ready(work: UnitOfWork, actor: Actor, notice_id: int, version: int) -> Notice:
    """The notice, if nothing is missing."""
    notice = await access.seen(work, actor, notice_id, version)
    missing = rules.missing(notice.column, [text.language for text in notice.texts], notice.reason)
    if missing:
        raise Incomplete(missing)
    return notice


def _in_time(notice: Notice, now: datetime) -> None:
    if notice.send_at is not None and rules.too_late(notice.state, notice.send_at, now):
        raise OwnTimePassed(notice.send_at)

"""Moves of notices: made by the table, audited, recorded for the notifications."""

from handlers.core.notices import rules
from handlers.core.notices.errors import NoticeMoveRefused, SecondPersonNeeded
from handlers.core.notices.events import NoticeMoved
from handlers.core.notices.rules import By, NoticeAction
from handlers.core.unit_of_work import UnitOfWork
from storage import audit
from storage.models.notices import Notice
from storage.models.people import Person

WITH_REASON = frozenset({NoticeAction.HAND_OVER, NoticeAction.RELEASE})
"""The audit log keeps with these why a notice is urgent, with all others the remark."""


async def move(work: UnitOfWork, notice: Notice, action: NoticeAction, whose: By, by: Person | None = None) -> None:
    """Make a move. Raises `SecondPersonNeeded`, `NoticeMoveRefused`.

    The caller holds the notice locked and has checked whose it is.
    """
    found = rules.find(notice.state, action, whose, needs_second=work.county.notice_needs_second)
    if found is None:
        if action is NoticeAction.RELEASE and whose is By.AUTHOR:
            raise SecondPersonNeeded
        raise NoticeMoveRefused(notice.state, action)
    notice.state = found.to
    notice.version += 1
    notice.counting = notice.counts is None and rules.is_counted(found.to)
    await audit.note(
        work.session,
        at=work.now,
        actor_id=by.id if by is not None else None,
        action=f"notice.{action}",
        subject=f"notice:{notice.id}",
        detail=(notice.reason if action in WITH_REASON else notice.remark) or "",
    )
    work.record(NoticeMoved(notice, action, by))

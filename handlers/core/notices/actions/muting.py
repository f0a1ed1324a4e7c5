"""Actions by which anybody says which notices they want."""

from handlers.core.actions import action
from handlers.core.actor import Actor
from handlers.core.notices import rules
from handlers.core.notices.errors import ColumnNotMutable
from handlers.core.unit_of_work import UnitOfWork
from storage.queries import notices
from storage.vocabulary import NoticeColumn, Role


@action(Role.CONSTITUENT)
async def mute(work: UnitOfWork, actor: Actor, column: NoticeColumn) -> None:
    """Get no more notices of a column. Raises `ColumnNotMutable`."""
    if column not in rules.MUTABLE:
        raise ColumnNotMutable
    await notices.mute(work.session, actor.person.id, column)


@action(Role.CONSTITUENT)
async def unmute(work: UnitOfWork, actor: Actor, column: NoticeColumn) -> None:
    """Get notices of a column again."""
    await notices.unmute(work.session, actor.person.id, [column])

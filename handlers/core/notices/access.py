"""Finding a notice for the staff who act: only what is theirs to see, locked, at the version they saw."""

from handlers.core.actor import Actor
from handlers.core.errors import NotAllowed
from handlers.core.notices.errors import NotADraft, NoticeMovedOn, NoticeNotFound
from handlers.core.notices.rules import By
from handlers.core.unit_of_work import UnitOfWork
from storage.models.notices import Notice
from storage.queries import notices
from storage.vocabulary import NoticeState, Role


async def seen(work: UnitOfWork, actor: Actor, notice_id: int, version: int | None = None) -> Notice:
    """A notice these staff may see, locked. Raises `NotAllowed`, `NoticeNotFound`, `NoticeMovedOn`."""
    actor.require(Role.STAFF)
    notice = await notices.of_staff(work.session, notice_id, actor.stations, actor.person.id)
    if notice is None:
        raise NoticeNotFound
    if version is not None and notice.version != version:
        raise NoticeMovedOn(notice.id)
    return notice


async def own_draft(work: UnitOfWork, actor: Actor, notice_id: int, version: int | None = None) -> Notice:
    """The actor's own draft, locked. Raises `NotADraft`, and as `seen` does."""
    notice = await seen(work, actor, notice_id, version)
    if notice.state is not NoticeState.DRAFT or notice.author_id != actor.person.id:
        raise NotADraft(notice.id)
    return notice


def whose(actor: Actor, notice: Notice) -> By:
    """The part an actor has in a notice that is theirs to see."""
    return By.AUTHOR if notice.author_id == actor.person.id else By.COLLEAGUE


def require_station(actor: Actor, station_id: int | None) -> None:
    """County staff address everybody (None), station staff the people of their own. Raises `NotAllowed`."""
    stations = actor.stations
    if stations is not None and station_id not in stations:
        raise NotAllowed

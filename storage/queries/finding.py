"""Finding opinions, by reference or by words."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, false, func, or_, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models import Entry, Opinion, ReferenceCounter
from storage.queries.opinions import Listed, listed
from storage.vocabulary import Stage

WINDOW = 5_000
"""So many of the newest opinions are searched at once: about 30 ms on either database, however many there are. Who
wants to look further back asks for it. See docs/adr/0007."""
OPEN = (Stage.SUBMITTED, Stage.ASSIGNED, Stage.WAITING, Stage.REFERRED, Stage.REPLIED, Stage.MERGED)
"""Stages at which an answer is still to come."""


class Scope(NamedTuple):
    """Among which opinions somebody may search: the staff's stations (None: all), or a representative's own cases."""

    stations: Sequence[int] | None = None
    representatives: Sequence[int] | None = None

    def covers(self) -> list[ColumnElement[bool]]:
        """A condition for each part of it, or for nothing at all; each has an index that ends in `Opinion.id`."""
        if self.representatives is not None:
            parts = [Opinion.representative_id == one for one in self.representatives]
        else:
            parts = [Opinion.station_id == one for one in self.stations or ()]
        return parts or [false()]

    @property
    def everything(self) -> bool:
        """Nothing is left out of it."""
        return self.representatives is None and self.stations is None


class Window(NamedTuple):
    """How far a search looks at once."""

    lowest: int | None
    """The oldest opinion in it; None if it is empty."""
    full: bool
    """There may be older ones beyond it."""


async def years(session: AsyncSession) -> Sequence[int]:
    """The years in which references were given out."""
    return (await session.scalars(select(ReferenceCounter.year))).all()


async def by_references(session: AsyncSession, scope: Scope, references: Sequence[str]) -> list[Listed]:
    """Those of these references that lie in the scope, the newest first."""
    found = select(Opinion).where(Opinion.reference.in_(references)).order_by(Opinion.id.desc())
    if not scope.everything:
        found = found.where(or_(*scope.covers()))
    return [Listed(*row) for row in await session.execute(listed(found))]


def _newest(scope: Scope, before: int | None) -> Select[int]:
    """Numbers of the newest opinions of a scope, older than `before`: at most `WINDOW`, by index."""

    def newest(found: Select[int]) -> Select[int]:
        if before is not None:
            found = found.where(Opinion.id < before)
        return found.order_by(Opinion.id.desc()).limit(WINDOW)

    if scope.everything:
        return newest(select(Opinion.id))
    # Each part ends by itself: no database reads several in order from one index.
    parts = [select(newest(select(Opinion.id).where(part)).subquery().c.id) for part in scope.covers()]
    together = union_all(*parts).subquery()
    return select(together.c.id).order_by(together.c.id.desc()).limit(WINDOW)


async def window(session: AsyncSession, scope: Scope, before: int | None) -> Window:
    """What a search of this scope that begins below `before` looks at."""
    newest = _newest(scope, before).subquery()
    lowest, count = (await session.execute(select(func.min(newest.c.id), func.count()).select_from(newest))).one()
    return Window(lowest, count == WINDOW)


async def with_words(
    session: AsyncSession,
    scope: Scope,
    words: Mapping[str, Sequence[int]],
    *,
    open_only: bool,
    before: int | None,
    limit: int,
) -> list[Listed]:
    """Opinions in the window that hold each word, in what was said or as one of its topics (by id); newest first."""
    newest = _newest(scope, before).subquery()
    found = select(Opinion).join(newest, newest.c.id == Opinion.id).order_by(Opinion.id.desc()).limit(limit)
    if open_only:
        found = found.where(Opinion.stage.in_(OPEN))
    for word, topics in words.items():
        said = select(Entry.id).where(Entry.opinion_id == Opinion.id, Entry.text.icontains(word, autoescape=True))
        found = found.where(or_(said.exists(), Opinion.topic_id.in_(topics)) if topics else said.exists())
    return [Listed(*row) for row in await session.execute(listed(found))]

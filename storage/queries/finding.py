"""Finding opinions, by reference or by words.

Words are looked for in the texts themselves, a stretch of the newest opinions at a time. The databases' own word
indexes do not serve here: they know Chinese by three characters at least, and most words (路灯, 停电) have two. An
index of our own over pairs of characters would be written two hundred times for each opinion that comes in.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, false, or_, select, true, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models.opinions import Entry, Opinion, ReferenceCounter
from storage.queries.opinions import Listed, listed
from storage.stages import OPEN

WINDOW = 3_000
"""So many of the newest opinions are searched at once. Where none of them holds the words that is about 10 ms of work
on SQLite and 30 ms on PostgreSQL, among ten thousand as among a million. Who wants to look further back asks for it."""


class Scope(NamedTuple):
    """Among which opinions somebody may search: the staff's stations (None: all), or a representative's own cases."""

    stations: Sequence[int] | None = None
    representatives: Sequence[int] | None = None

    @property
    def everything(self) -> bool:
        """Nothing is left out of it."""
        return self.representatives is None and self.stations is None

    @property
    def parts(self) -> list[ColumnElement[bool]]:
        """A condition for each part of it; each has an index that ends in `Opinion.id`."""
        if self.representatives is not None:
            return [Opinion.representative_id == one for one in self.representatives]
        return [Opinion.station_id == one for one in self.stations or ()] if self.stations is not None else [true()]

    def within(self, found: Select[Any]) -> Select[Any]:
        """Only what lies in it."""
        return found if self.everything else found.where(or_(false(), *self.parts))


async def years(session: AsyncSession) -> Sequence[int]:
    """The years in which references were given out."""
    return (await session.scalars(select(ReferenceCounter.year))).all()


async def by_references(session: AsyncSession, scope: Scope, references: Sequence[str]) -> list[Listed]:
    """Those of these references that lie in the scope, the newest first."""
    found = scope.within(select(Opinion).where(Opinion.reference.in_(references))).order_by(Opinion.id.desc())
    return [Listed(*row) for row in await session.execute(listed(found))]


class Horizon(NamedTuple):
    """The oldest end of what a search looks at in one go."""

    opinion_id: int
    """The oldest opinion it looks at; there are older ones."""
    submitted_at: datetime


async def horizon(session: AsyncSession, scope: Scope, before: int | None) -> Horizon | None:
    """The end of a search of a scope that begins below `before`; None if it reaches the oldest opinion of all."""

    def newest(part: ColumnElement[bool]) -> Select[int]:
        found = select(Opinion.id).where(part)
        if before is not None:
            found = found.where(Opinion.id < before)
        # Each part by itself: no database reads several in order from one index.
        return select(found.order_by(Opinion.id.desc()).limit(WINDOW + 1).subquery().c.id)

    if not scope.parts:
        return None
    together = union_all(*map(newest, scope.parts)).subquery()
    end = select(together.c.id).order_by(together.c.id.desc()).offset(WINDOW - 1).limit(2)
    ids = (await session.scalars(end)).all()
    if len(ids) < 2:
        return None
    found = select(Opinion.id, Opinion.submitted_at).where(Opinion.id == ids[0])
    return Horizon(*(await session.execute(found)).one())


async def with_words(
    session: AsyncSession,
    scope: Scope,
    words: Mapping[str, Sequence[int]],
    *,
    open_only: bool,
    before: int | None,
    horizon: Horizon | None,
    limit: int,
) -> list[Listed]:
    """Opinions down to the horizon that hold each word, in what was said or as one of its topics (by id).

    The newest first. Only what lies between `before` and the horizon is read, through an index, and no more than is
    needed to fill `limit`.
    """
    found = scope.within(select(Opinion)).order_by(Opinion.id.desc()).limit(limit)
    if before is not None:
        found = found.where(Opinion.id < before)
    if horizon is not None:
        found = found.where(Opinion.id >= horizon.opinion_id)
    if open_only:
        found = found.where(Opinion.stage.in_(OPEN))
    for word, topics in words.items():
        said = select(Entry.id).where(Entry.opinion_id == Opinion.id, _holds(word))
        found = found.where(or_(said.exists(), Opinion.topic_id.in_(topics)) if topics else said.exists())
    return [Listed(*row) for row in await session.execute(listed(found))]


def _holds(word: str) -> ColumnElement[bool]:
    """Chinese has no small letters: looking for it as it is takes half the time."""
    if word.lower() == word.upper():
        return Entry.text.contains(word, autoescape=True)
    return Entry.text.icontains(word, autoescape=True)

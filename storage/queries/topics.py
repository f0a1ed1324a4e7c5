"""Questions about topics: which are offered, and with which unit."""

from collections.abc import Sequence
from typing import NamedTuple, cast

from sqlalchemy import Table, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models.directory import Topic
from storage.queries.directory import known_in


class Offered(NamedTuple):
    """A topic to choose. Asked for with every draft, and two dozen models take longer to make than all else there."""

    id: int
    code: str
    name: str
    name_en: str | None
    keywords: list[str]


_TOPIC = cast("Table", Topic.__table__)
_TOPICS = (
    select(*(_TOPIC.c[name] for name in Offered._fields))
    .where(_TOPIC.c.active)
    .order_by(_TOPIC.c.position, _TOPIC.c.id)
)


async def active_topics(session: AsyncSession) -> Sequence[Offered]:
    """Topics to choose from, in their order."""
    known = known_in(session)
    if "topics" not in known:
        known["topics"] = [Offered(*row) for row in await session.execute(_TOPICS)]
    topics: Sequence[Offered] = known["topics"]
    return topics


async def topics_with_units(session: AsyncSession) -> Sequence[Topic]:
    """Topics to choose from, in their order, with the number of the unit that leads in each."""
    found = select(Topic).where(Topic.active).order_by(Topic.position, Topic.id)
    return (await session.scalars(found)).all()


async def any_topic(session: AsyncSession) -> bool:
    """True if there is a topic at all, active or not."""
    return (await session.execute(select(Topic.id).limit(1))).first() is not None


async def topic_by_code(session: AsyncSession, code: str) -> Topic | None:
    """The topic with this code, offered or not."""
    return await session.scalar(select(Topic).where(Topic.code == code))

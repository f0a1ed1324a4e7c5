"""Questions about models of topics, and about the opinions that they learn from."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models.directory import Topic
from storage.models.opinions import Entry, Event, Opinion
from storage.models.topic_models import TopicModel
from storage.vocabulary import Action, EntryKind, Role, Stage


def examples(most: int, longest: int) -> Select[Any]:
    """The newest opinions whose topic staff set, or left as it was when they gave them on: number, code, text.

    A row for each message that the opinion was written in, of at most `longest` characters.
    """
    seen = (Action.CLASSIFY, Action.ASSIGN, Action.REFER)
    looked_at = (
        select(Event.id)
        .where(Event.opinion_id == Opinion.id, Event.actor_role == Role.STAFF, Event.action.in_(seen))
        .exists()
    )
    newest = (
        select(Opinion.id, Topic.code)
        .join(Topic, Topic.id == Opinion.topic_id)
        .where(Topic.active, Opinion.stage != Stage.WITHDRAWN, looked_at)
        .order_by(Opinion.id.desc())
        .limit(most)
        .subquery()
    )
    written = (Entry.opinion_id == newest.c.id) & (Entry.kind == EntryKind.OPINION)
    text = func.substr(Entry.text, 1, longest)
    return select(newest.c.id, newest.c.code, text).join(Entry, written).order_by(newest.c.id, Entry.id)


async def used(session: AsyncSession) -> TopicModel | None:
    """The model that is used, its coefficients not loaded; None: none was ever taken. Asked again, it costs nothing."""
    known: dict[str, TopicModel | None] = session.info.setdefault("topic_model", {})
    if "used" not in known:
        known["used"] = await session.scalar(
            select(TopicModel).where(TopicModel.taken).order_by(TopicModel.id.desc()).limit(1)
        )
    return known["used"]


async def coefficients(session: AsyncSession, model_id: int) -> bytes | None:
    """The coefficients of a model, as they are kept."""
    return await session.scalar(select(TopicModel.coefficients).where(TopicModel.id == model_id))


async def newest(session: AsyncSession, limit: int = 1) -> Sequence[TopicModel]:
    """The models that were trained last, taken or not, the newest first."""
    return (await session.scalars(select(TopicModel).order_by(TopicModel.id.desc()).limit(limit))).all()


async def put(session: AsyncSession, model: TopicModel) -> None:
    """Keep a model; if it was taken, what the ones before need to be used goes."""
    if model.taken:
        await session.execute(update(TopicModel).values(coefficients=None))
    session.add(model)
    await session.flush()
    session.info.pop("topic_model", None)

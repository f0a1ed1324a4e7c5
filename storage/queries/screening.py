"""Questions staff ask while they screen."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, or_, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models import Entry, Event, Grant, Opinion, Person, Representative
from storage.queries.directory import LEVEL_ORDER
from storage.queries.opinions import Listed, to_screen
from storage.vocabulary import EntryKind, Stage

OPEN = (Stage.SUBMITTED, Stage.ASSIGNED, Stage.WAITING)
"""Stages at which an answer is still to come."""


async def place_in_queue(session: AsyncSession, stations: Sequence[int] | None, opinion: Opinion) -> int:
    """How many wait before this one, and it: its number in the queue, from 1."""
    before = to_screen(stations).where(tuple_(Opinion.due_at, Opinion.id) < (opinion.due_at, opinion.id))
    return (await session.execute(before.with_only_columns(func.count()))).scalar_one() + 1


async def first_in_queue(session: AsyncSession, stations: Sequence[int] | None) -> int | None:
    """What falls due first; None if nothing waits."""
    found = to_screen(stations).with_only_columns(Opinion.id).order_by(Opinion.due_at, Opinion.id).limit(1)
    return await session.scalar(found)


async def next_in_queue(
    session: AsyncSession, stations: Sequence[int] | None, due_at: datetime | None, opinion_id: int
) -> int | None:
    """What comes after a place in the queue; None at its end."""
    after = to_screen(stations).where(tuple_(Opinion.due_at, Opinion.id) > (due_at, opinion_id))
    return await session.scalar(after.with_only_columns(Opinion.id).order_by(Opinion.due_at, Opinion.id).limit(1))


async def loads(session: AsyncSession, representatives: Sequence[int]) -> dict[int, int]:
    """How many open cases each of these representatives has; who has none is not in it."""
    counted = (
        select(Opinion.representative_id, func.count())
        .where(Opinion.representative_id.in_(representatives), Opinion.stage.in_((Stage.ASSIGNED, Stage.WAITING)))
        .group_by(Opinion.representative_id)
    )
    return {row[0]: row[1] for row in await session.execute(counted) if row[0] is not None}


async def joined(session: AsyncSession, representatives: Sequence[int]) -> set[int]:
    """For which of these representatives somebody reads along and can be reached."""
    found = (
        select(Grant.representative_id)
        .join(Person, Person.id == Grant.person_id)
        .where(Grant.representative_id.in_(representatives), Grant.revoked_at.is_(None), Person.reachable)
    )
    return {one for one in await session.scalars(found) if one is not None}


async def representatives_of_station(session: AsyncSession, station_id: int, limit: int) -> Sequence[Representative]:
    """Who in office belongs to a station, township first."""
    found = select(Representative).where(Representative.station_id == station_id, Representative.active)
    return (await session.scalars(found.order_by(LEVEL_ORDER, Representative.sound).limit(limit))).all()


async def representatives_named(
    session: AsyncSession, name: str, sound: str, stations: Sequence[int] | None, limit: int
) -> Sequence[Representative]:
    """Who in office (of these stations; None: of all) has this in the name, or a name that sounds so."""
    alike = [Representative.name.icontains(name, autoescape=True)]
    if sound:
        alike.append(Representative.sound.startswith(sound, autoescape=True))
    found = select(Representative).where(Representative.active, or_(*alike))
    if stations is not None:
        found = found.where(Representative.station_id.in_(stations))
    ordered = found.order_by(func.length(Representative.name), LEVEL_ORDER, Representative.id)
    return (await session.scalars(ordered.limit(limit))).all()


async def last_event(session: AsyncSession, opinion_id: int) -> Event | None:
    """What happened to an opinion last."""
    found = select(Event).where(Event.opinion_id == opinion_id).order_by(Event.id.desc()).limit(1)
    return await session.scalar(found)


class Worded(NamedTuple):
    """An opinion and its own words."""

    id: int
    reference: str
    summary: str
    stage: Stage
    text: str


async def words_of(session: AsyncSession, opinion_id: int) -> str:
    """What the constituent wrote when it was sent."""
    found = select(Entry.text).where(Entry.opinion_id == opinion_id, Entry.kind == EntryKind.OPINION)
    return " ".join((await session.scalars(found.order_by(Entry.id))).all())


async def open_neighbours(session: AsyncSession, opinion: Opinion, since: datetime, limit: int) -> list[Worded]:
    """At most `limit` other open opinions of the same station sent since then, the newest first, with first words."""
    here = Opinion.station_id.is_(None) if opinion.station_id is None else Opinion.station_id == opinion.station_id
    newest = (
        select(Opinion.id, Opinion.reference, Opinion.summary, Opinion.stage)
        .where(here, Opinion.stage.in_(OPEN), Opinion.submitted_at >= since, Opinion.id != opinion.id)
        .order_by(Opinion.id.desc())
        .limit(limit)
    )
    rows = (await session.execute(newest)).all()
    said = select(Entry.opinion_id, Entry.text).where(
        Entry.opinion_id.in_([row.id for row in rows]), Entry.kind == EntryKind.OPINION
    )
    texts: dict[int, str] = {}
    for opinion_id, text in (await session.execute(said.order_by(Entry.id))).tuples():
        texts[opinion_id] = f"{texts.get(opinion_id, '')} {text}"
    return [Worded(row.id, row.reference, row.summary, row.stage, texts.get(row.id, "")) for row in rows]


async def repoint(session: AsyncSession, from_id: int, to_id: int) -> None:
    """What was merged into one opinion is merged into another from now on."""
    await session.execute(
        update(Opinion)
        .where(Opinion.merged_into_id == from_id, Opinion.stage == Stage.MERGED)
        .values(merged_into_id=to_id)
        .execution_options(synchronize_session=False)
    )


async def open_of_representative(session: AsyncSession, representative_id: int, limit: int) -> list[Listed]:
    """What a representative still owes, earliest due first."""
    found = (
        select(
            Opinion.id,
            Opinion.reference,
            Opinion.summary,
            Opinion.stage,
            Opinion.due_at,
            Opinion.submitted_at,
            Opinion.round,
        )
        .where(Opinion.representative_id == representative_id, Opinion.stage.in_((Stage.ASSIGNED, Stage.WAITING)))
        .order_by(Opinion.due_at, Opinion.id)
        .limit(limit)
    )
    return [Listed(*row) for row in await session.execute(found)]

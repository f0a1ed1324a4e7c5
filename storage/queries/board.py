"""Questions about the public board."""

from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Select, case, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.matter_vocabulary import MatterState
from storage.models.board import SHOWN, BoardConsent, BoardEntry
from storage.models.directory import Area, HandlingUnit, Representative, Station, Topic
from storage.models.matters import Matter, MatterNews, MatterOpinion
from storage.models.opinions import Event, Opinion, Rating
from storage.models.people import Person
from storage.queries.opinions import COUNTED
from storage.vocabulary import Action, AreaKind, Satisfaction


async def of_matter(session: AsyncSession, matter_id: int) -> BoardEntry | None:
    """The entry of a matter, locked; None if nobody was asked about it yet."""
    found = select(BoardEntry).where(BoardEntry.matter_id == matter_id).with_for_update(of=BoardEntry)
    return await session.scalar(found.execution_options(populate_existing=True))


async def by_number(session: AsyncSession, number: int) -> BoardEntry | None:
    """The entry of this public number, whatever its state."""
    return await session.get(BoardEntry, number)


def _authors(matter_id: Any) -> Select[int]:
    wrote = select(Opinion.constituent_id).join(MatterOpinion, MatterOpinion.opinion_id == Opinion.id)
    return wrote.where(MatterOpinion.matter_id == matter_id)


async def unasked(session: AsyncSession, entry: BoardEntry) -> list[Person]:
    """Authors of the matter's opinions that were not asked yet."""
    asked = select(BoardConsent.person_id).where(BoardConsent.entry_id == entry.id, BoardConsent.person_id.is_not(None))
    found = select(Person).where(Person.id.in_(_authors(entry.matter_id)), Person.id.not_in(asked)).order_by(Person.id)
    return list((await session.scalars(found)).unique().all())


class Consents(NamedTuple):
    """Numbers of authors, by what they say."""

    yes: int
    no: int
    silent: int


async def consents(session: AsyncSession, entry_id: int) -> Consents:
    """Count what the authors that were asked say."""
    said = [
        func.coalesce(func.sum(case((condition, 1), else_=0)), 0)
        for condition in (BoardConsent.consents.is_(True), BoardConsent.consents.is_(False),
                          BoardConsent.consents.is_(None))
    ]  # fmt: skip
    found = select(*said).join(BoardEntry, BoardEntry.id == BoardConsent.entry_id).where(BoardEntry.id == entry_id)
    # Who has no opinion in the matter any more is not asked for.
    row = (await session.execute(found.where(BoardConsent.person_id.in_(_authors(BoardEntry.matter_id))))).one()
    return Consents(*map(int, row))


async def consent_of(session: AsyncSession, entry_id: int, person_id: int) -> BoardConsent | None:
    """What somebody said to an entry; None if they were not asked."""
    found = select(BoardConsent).where(BoardConsent.entry_id == entry_id, BoardConsent.person_id == person_id)
    return await session.scalar(found.with_for_update(of=BoardConsent))


async def consents_of(session: AsyncSession, person_id: int) -> Sequence[BoardConsent]:
    """All that somebody was asked. Index: `ix_board_consent_person_id`."""
    found = select(BoardConsent).where(BoardConsent.person_id == person_id)
    return (await session.scalars(found.order_by(BoardConsent.id))).all()


class Wanted(NamedTuple):
    """A part of the board: of a topic, a place with all that lies in it, a station; None: of any."""

    topic: int | None = None
    area: int | None = None
    station: int | None = None


async def shown(session: AsyncSession, wanted: Wanted, limit: int, before: int | None = None) -> Sequence[BoardEntry]:
    """Entries on the board, those put there last first; `before`: older than that number.

    Index: `ix_board_entry_shown`.
    """
    found = select(BoardEntry).join(Matter, Matter.id == BoardEntry.matter_id)
    found = found.where(SHOWN, Matter.state == MatterState.RELEASED)
    if before is not None:
        found = found.where(BoardEntry.id < before)
    if wanted.topic is not None:
        found = found.where(Matter.topic_id == wanted.topic)
    if wanted.station is not None:
        found = found.where(Matter.station_id == wanted.station)
    if wanted.area is not None:
        within = select(Area.id).where(or_(Area.id == wanted.area, Area.parent_id == wanted.area))
        found = found.where(Matter.area_id.in_(within))
    return (await session.scalars(found.order_by(BoardEntry.id.desc()).limit(limit))).unique().all()


class Choices(NamedTuple):
    """Topics, towns and stations that something on the board is of."""

    topic: Sequence[Topic]
    area: Sequence[Area]
    station: Sequence[Station]


async def choices(session: AsyncSession) -> Choices:
    """What the board can be narrowed by."""
    on_board = select(Matter.topic_id, Matter.area_id, Matter.station_id)
    on_board = on_board.join(BoardEntry, BoardEntry.matter_id == Matter.id)
    rows = [*await session.execute(on_board.where(SHOWN, Matter.state == MatterState.RELEASED).distinct())]
    numbers = [{row[at] for row in rows} - {None} for at in range(3)]
    within = select(Area.id, Area.parent_id, Area.kind).where(Area.id.in_(numbers[1]))
    towns = {row.id if row.kind is AreaKind.TOWN else row.parent_id for row in await session.execute(within)}
    return Choices(
        (await session.scalars(select(Topic).where(Topic.id.in_(numbers[0])).order_by(Topic.id))).all(),
        (await session.scalars(select(Area).where(Area.id.in_(towns)).order_by(Area.id))).all(),
        (await session.scalars(select(Station).where(Station.id.in_(numbers[2])).order_by(Station.id))).all(),
    )


async def news(session: AsyncSession, matter_ids: Collection[int]) -> dict[int, list[MatterNews]]:
    """All that was told of each of the matters, in order."""
    found: dict[int, list[MatterNews]] = {one: [] for one in matter_ids}
    asked = MatterNews.matter_id.in_(matter_ids)
    for one in (await session.scalars(select(MatterNews).where(asked).order_by(MatterNews.id))).unique():
        found[one.matter_id].append(one)
    return found


async def answered_by(
    session: AsyncSession, matter_ids: Collection[int]
) -> dict[int, list[Representative | HandlingUnit]]:
    """Representatives and units that answered the opinions of each of the matters, by their numbers."""
    by = select(MatterOpinion.matter_id, Event.representative_id, Event.unit_id)
    by = by.join(Event, Event.opinion_id == MatterOpinion.opinion_id)
    by = by.where(MatterOpinion.matter_id.in_(matter_ids), Event.action.in_((Action.REPLY, Action.PASS_ON)))
    rows = [*await session.execute(by.distinct())]
    people, offices = {row[1] for row in rows} - {None}, {row[2] for row in rows} - {None}
    named = select(Representative).where(Representative.id.in_(people)).order_by(Representative.id)
    units = select(HandlingUnit).where(HandlingUnit.id.in_(offices)).order_by(HandlingUnit.id)
    found: dict[int, list[Representative | HandlingUnit]] = {one: [] for one in matter_ids}
    for person in (await session.scalars(named)).unique():
        for matter_id in {row[0] for row in rows if row[1] == person.id}:
            found[matter_id].append(person)
    for unit in await session.scalars(units):
        for matter_id in {row[0] for row in rows if row[2] == unit.id}:
            found[matter_id].append(unit)
    return found


class Figures(NamedTuple):
    """Figures of the newest opinions, `COUNTED` of them at the most."""

    opinions: int
    rated: int
    satisfied: int
    """Satisfied or mostly."""


async def figures(session: AsyncSession, *, representative: int | None = None, station: int | None = None) -> Figures:
    """Figures of a representative, or of a station.

    Indexes: `ix_opinion_representative_id_id`, `ix_opinion_station_id_id`.
    """
    of = Opinion.representative_id == representative if station is None else Opinion.station_id == station
    newest = select(Opinion.id).where(of).order_by(Opinion.id.desc()).limit(COUNTED).subquery()
    opinions = (await session.execute(select(func.count()).select_from(newest))).scalar_one()
    good = case((Rating.satisfaction.in_((Satisfaction.SATISFIED, Satisfaction.MOSTLY)), 1), else_=0)
    found = select(func.count(Rating.id), func.coalesce(func.sum(good), 0)).join(
        newest, newest.c.id == Rating.opinion_id
    )
    found = found.where(Rating.satisfaction.is_not(None))
    if station is None:
        found = found.where(Rating.representative_id == representative)
    rated, satisfied = (await session.execute(found)).one()
    return Figures(opinions, rated, int(satisfied))

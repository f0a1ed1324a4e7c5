"""Cases as the desk lists them: narrowed in many ways, in one of two orders, page after page.

However much there is, a page reads no more than a stretch of it, through an index; who wants to look further asks.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, false, func, null, or_, select, true, tuple_, union_all
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import lazyload

from storage.models.directory import Area, HandlingUnit, Representative, Station, Topic
from storage.models.opinions import HAS_DUE, Entry, Event, Opinion, Referral
from storage.models.people import Address, Person
from storage.models.supervision import OPEN as SUPERVISED
from storage.models.supervision import Supervision
from storage.models.traffic import PENDING, CaseMessage, OutboxCall
from storage.vocabulary import Role, Stage

STRETCH, STRETCH_OF_WORDS = 10_000, 3_000
"""So many cases are looked at for a page, and where words are looked for in all that was said: about 10 ms of work."""
LEAST = 500
"""So many at least, of however many stations or villages they are."""


class Reach(NamedTuple):
    """Cases somebody may list: of stations (None: of all), of representatives, or with units."""

    stations: Sequence[int] | None = None
    representatives: Sequence[int] | None = None
    units: Sequence[int] | None = None

    @property
    def parts(self) -> list[ColumnElement[bool]]:
        """A condition for each part of it, by an index."""
        if self.representatives is not None:
            return [Opinion.representative_id == one for one in self.representatives]
        if self.units is not None:
            return [Opinion.unit_id == one for one in self.units]
        return [true()] if self.stations is None else [Opinion.station_id == one for one in self.stations]


class Narrowed(NamedTuple):
    """What of them is wanted; empty parts leave nothing out."""

    stages: Sequence[Stage] = ()
    topic_id: int = 0
    areas: Sequence[int] = ()
    station_id: int = 0
    representatives: Sequence[int] | None = None
    unit_id: int = 0
    due_before: datetime | None = None
    supervised: bool = False
    words: str = ""
    officer_id: int | None = None
    """Officer who has taken it; 0: nobody has; None: whoever did."""
    by_due: bool = False
    """The earliest due first, without those where nothing is due; else the newest first."""


class Place(NamedTuple):
    """A place in the order: what comes after it is on the next page."""

    opinion_id: int
    due_at: datetime | None = None


class Case(NamedTuple):
    """A line of the list."""

    id: int
    version: int
    reference: str
    summary: str
    stage: Stage
    round: int
    due_at: datetime | None
    submitted_at: datetime
    since: datetime
    topic: Topic | None
    area: Area | None
    station: Station | None
    representative: Representative | None
    unit: HandlingUnit | None


class Listing(NamedTuple):
    """A page of the list."""

    cases: list[Case]
    after: Place | None
    """Where the next page begins; None: this was the last."""
    is_cut: bool
    """True if the stretch ended before the page was full: there may be more further on."""


async def page(session: AsyncSession, reach: Reach, wanted: Narrowed, after: Place | None, limit: int) -> Listing:
    """A page of cases. Indexes: those of `Opinion` that end in `id`, `ix_opinion_due`, `ix_opinion_due_of_station`."""
    parts = driving(reach, wanted)
    if not parts:
        return Listing([], None, is_cut=False)
    edge = await _edge(session, parts, wanted, after)
    found = select(Opinion).where(or_(*parts), *conditions(reach, wanted), *beyond(wanted, after))
    if edge is not None:
        found = found.where(_upto(wanted, edge))
    rows = [Case(*row) for row in await session.execute(_columns(ordered(found, wanted)).limit(limit + 1))]
    if len(rows) > limit:
        return Listing(rows[:limit], Place(rows[limit - 1].id, rows[limit - 1].due_at), is_cut=False)
    return Listing(rows, edge, is_cut=edge is not None)


async def counted(session: AsyncSession, reach: Reach, wanted: Narrowed, most: int) -> int:
    """Number of cases on all pages of a stretch, counted no further than to `most`."""
    parts = driving(reach, wanted)
    if not parts:
        return 0
    edge = await _edge(session, parts, wanted, None)
    found = select(Opinion.id).where(or_(*parts), *conditions(reach, wanted), *beyond(wanted, None))
    if edge is not None:
        found = found.where(_upto(wanted, edge))
    some = found.limit(most).subquery()
    return (await session.execute(select(func.count()).select_from(some))).scalar_one()


def driving(reach: Reach, wanted: Narrowed) -> list[ColumnElement[bool]]:
    """The conditions by which an index is walked: the narrowest that has one."""
    if wanted.representatives is not None:
        return [Opinion.representative_id == one for one in wanted.representatives]
    if wanted.areas:
        return [Opinion.area_id == one for one in wanted.areas]
    if wanted.unit_id:
        return [Opinion.unit_id == wanted.unit_id]
    if wanted.station_id:
        return [Opinion.station_id == wanted.station_id]
    return reach.parts


def conditions(reach: Reach, wanted: Narrowed) -> list[ColumnElement[bool]]:
    """Only what they reach, and of that what is wanted."""
    found: list[ColumnElement[bool]] = [or_(false(), *reach.parts)]
    if wanted.stages:
        found.append(Opinion.stage.in_(wanted.stages))
    if wanted.topic_id:
        found.append(Opinion.topic_id == wanted.topic_id)
    if wanted.areas:
        found.append(Opinion.area_id.in_(wanted.areas))
    if wanted.station_id:
        found.append(Opinion.station_id == wanted.station_id)
    if wanted.representatives is not None:
        found.append(Opinion.representative_id.in_(wanted.representatives))
    if wanted.unit_id:
        found.append(Opinion.unit_id == wanted.unit_id)
    if wanted.officer_id is not None:
        found.append(_taken_by(wanted.officer_id))
    if wanted.due_before is not None:
        found.append(Opinion.due_at < wanted.due_before)
    if wanted.supervised:
        found.append(Opinion.id.in_(select(Supervision.opinion_id).where(SUPERVISED)))
    if wanted.words:
        said = [_says(word) for word in wanted.words.split()]
        found.append(or_(Opinion.reference.icontains(wanted.words, autoescape=True), and_(*said)))
    if wanted.by_due or wanted.due_before is not None:
        found.append(and_(HAS_DUE))
    return found


def _newest_at_unit() -> Any:
    """The number of the newest referral of a case to the unit that has it. Index: `ix_referral_opinion_id`."""
    newest = select(func.max(Referral.id)).where(Referral.opinion_id == Opinion.id, Referral.unit_id == Opinion.unit_id)
    return newest.correlate(Opinion).scalar_subquery()


def _taken_by(officer_id: int) -> ColumnElement[bool]:
    """True of a case that this officer has taken; 0: that nobody has."""
    by = select(Referral.accepted_by_id).where(Referral.id == _newest_at_unit()).correlate(Opinion).scalar_subquery()
    return by == officer_id if officer_id else by.is_(None)


async def officers_of(session: AsyncSession, opinion_ids: Sequence[int]) -> dict[int, Person]:
    """Who has taken these cases at the units that have them, by case."""
    found = select(Opinion.id, Person).join(Referral, Referral.id == _newest_at_unit())
    found = found.join(Person, Person.id == Referral.accepted_by_id).where(Opinion.id.in_(opinion_ids))
    return {row[0]: row[1] for row in (await session.execute(found)).unique()}


def _says(word: str) -> ColumnElement[bool]:
    """True of a case in which this was said."""
    said = select(Entry.id).where(Entry.opinion_id == Opinion.id, Entry.text.icontains(word, autoescape=True))
    return or_(Opinion.summary.icontains(word, autoescape=True), said.exists())


def beyond(wanted: Narrowed, after: Place | None) -> list[ColumnElement[bool]]:
    """Only what comes after a place in the order."""
    if after is None:
        return []
    if wanted.by_due:
        return [tuple_(Opinion.due_at, Opinion.id) > (after.due_at, after.opinion_id)]
    return [Opinion.id < after.opinion_id]


def _upto(wanted: Narrowed, edge: Place) -> ColumnElement[bool]:
    if wanted.by_due:
        return tuple_(Opinion.due_at, Opinion.id) <= (edge.due_at, edge.opinion_id)
    return Opinion.id >= edge.opinion_id


def ordered(found: Any, wanted: Narrowed) -> Any:
    """In the order that is wanted."""
    order: Any = (Opinion.due_at, Opinion.id) if wanted.by_due else (Opinion.id.desc(),)
    return found.order_by(*order)


async def _edge(
    session: AsyncSession, parts: Sequence[ColumnElement[bool]], wanted: Narrowed, after: Place | None
) -> Place | None:
    """The last case of the stretch that begins after a place; None if it reaches the end."""
    # Each part is walked so far.
    stretch = max(LEAST, (STRETCH_OF_WORDS if wanted.words else STRETCH) // len(parts))

    def walked(part: ColumnElement[bool]) -> Any:
        # In the order of numbers, the index that is walked does not know when something is due.
        found: Any = select(Opinion.id, Opinion.due_at if wanted.by_due else null().label("due_at"))
        found = found.where(part, *beyond(wanted, after))
        if wanted.by_due:
            found = found.where(HAS_DUE)
        # Each part by itself: no database reads several in order from one index.
        some = ordered(found, wanted).limit(stretch + 1).subquery()
        return select(some.c.id, some.c.due_at)

    together = union_all(*map(walked, parts)).subquery()
    order = (together.c.due_at, together.c.id) if wanted.by_due else (together.c.id.desc(),)
    end = select(together.c.id, together.c.due_at).order_by(*order).offset(stretch - 1).limit(2)
    rows = (await session.execute(end)).all()
    return Place(rows[0][0], rows[0][1]) if len(rows) == 2 else None


def _columns(found: Select[Any]) -> Any:
    return (
        found.with_only_columns(
            Opinion.id,
            Opinion.version,
            Opinion.reference,
            Opinion.summary,
            Opinion.stage,
            Opinion.round,
            Opinion.due_at,
            Opinion.submitted_at,
            Opinion.stage_since,
            Topic,
            Area,
            Station,
            Representative,
            HandlingUnit,
        )
        .outerjoin(Topic, Topic.id == Opinion.topic_id)
        .outerjoin(Area, Area.id == Opinion.area_id)
        .outerjoin(Station, Station.id == Opinion.station_id)
        .outerjoin(Representative, Representative.id == Opinion.representative_id)
        .outerjoin(HandlingUnit, HandlingUnit.id == Opinion.unit_id)
        .options(lazyload(Representative.station))  # joined inside, it would leave out who has none
    )


class Told(NamedTuple):
    """Somebody who was told of a case in their chat."""

    person: Person
    arrived: int
    """Messages that are there."""
    waiting: int
    """Messages that are on their way."""


async def told(session: AsyncSession, opinion_id: int) -> list[Told]:
    """Who was told of a case, and whether it arrived. Indexes: `ix_case_message_opinion_id`, `ix_outbox_pending`."""
    came = select(CaseMessage.chat_id, func.count()).where(CaseMessage.opinion_id == opinion_id)
    waits = select(OutboxCall.chat_id, func.count()).where(PENDING, OutboxCall.opinion_id == opinion_id)
    arrived = {row[0]: row[1] for row in await session.execute(came.group_by(CaseMessage.chat_id))}
    waiting = {row[0]: row[1] for row in await session.execute(waits.group_by(OutboxCall.chat_id))}
    chats = select(Address.chat_id, Person).join(Person).where(Address.chat_id.in_({*arrived, *waiting}))
    rows = (await session.execute(chats.order_by(Person.id))).unique().all()
    return [Told(person, arrived.get(chat, 0), waiting.get(chat, 0)) for chat, person in rows]


async def actors(session: AsyncSession, events: Sequence[Event]) -> dict[int, Person]:
    """The people in office who did what happened, by their ids."""
    ids = {event.actor_id for event in events if event.actor_role is not Role.CONSTITUENT and event.actor_id}
    found = await session.scalars(select(Person).where(Person.id.in_(ids)))
    return {person.id: person for person in found}


async def areas_within(session: AsyncSession, area_id: int) -> list[int]:
    """An area and all below it."""
    below = select(Area.id).where(Area.id == area_id).cte("below", recursive=True)
    below = below.union_all(select(Area.id).where(Area.parent_id == below.c.id))
    return list(await session.scalars(select(below.c.id)))


async def towns_and_villages(session: AsyncSession) -> list[Area]:
    """All areas, each behind the one it lies in."""
    found = list(await session.scalars(select(Area).order_by(Area.id)))
    children: dict[int | None, list[Area]] = {}
    for one in found:
        children.setdefault(one.parent_id, []).append(one)
    ordered: list[Area] = []
    waiting = list(reversed(children.get(None, [])))
    while waiting:
        one = waiting.pop()
        ordered.append(one)
        waiting += reversed(children.get(one.id, []))
    return ordered


async def representatives_called(
    session: AsyncSession, said: str, stations: Sequence[int] | None, most: int
) -> list[Representative]:
    """Representatives, in office or not, with this code, or this in the name or the sound of it."""
    alike = [one.icontains(said, autoescape=True) for one in (Representative.name, Representative.name_en)]
    sound = Representative.sound.startswith(said.lower().replace(" ", ""), autoescape=True)
    found = select(Representative).where(or_(Representative.code == said, sound, *alike))
    if stations is not None:
        found = found.where(Representative.station_id.in_(stations))
    return list(await session.scalars(found.order_by(Representative.id).limit(most)))

"""Questions about matters and the opinions in them."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple, TypeVar, TypeVarTuple, cast

from sqlalchemy import ColumnElement, Select, Table, and_, bindparam, func, or_, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from storage.matter_vocabulary import MatterState
from storage.models.directory import Area
from storage.models.matters import RELEASED, Endorsement, EndorsementWord, Matter, MatterNews, MatterOpinion
from storage.models.opinions import Event, Opinion
from storage.models.people import Grant, Person
from storage.vocabulary import Action, Done, Role, Stage

T = TypeVar("T")
Columns = TypeVarTuple("Columns")
_MATTER = cast("Table", Matter.__table__)


def _seen_by(found: Select[Matter], stations: Sequence[int] | None) -> Select[Matter]:
    return found if stations is None else found.where(Matter.station_id.in_(stations))


async def of_staff(session: AsyncSession, matter_id: int, stations: Sequence[int] | None) -> Matter | None:
    """A matter that these stations keep (None: any), locked."""
    found = _seen_by(select(Matter).where(Matter.id == matter_id), stations)
    return await session.scalar(found.with_for_update(of=Matter).execution_options(populate_existing=True))


async def released(session: AsyncSession, matter_id: int, *, lock: bool = False) -> Matter | None:
    """A matter that constituents see; `lock`: to be changed."""
    found = select(Matter).where(Matter.id == matter_id, RELEASED)
    if lock:
        found = found.with_for_update(of=Matter).execution_options(populate_existing=True)
    return await session.scalar(found)


async def of_opinion(session: AsyncSession, opinion_id: int) -> Matter | None:
    """The matter that an opinion is in; None if it is in none."""
    found = select(Matter).join(MatterOpinion, MatterOpinion.matter_id == Matter.id)
    return await session.scalar(found.where(MatterOpinion.opinion_id == opinion_id))


async def of_opinions(session: AsyncSession, opinion_ids: Collection[int]) -> dict[int, int]:
    """The matter of each of these opinions that is in one."""
    found = select(MatterOpinion.opinion_id, MatterOpinion.matter_id).where(MatterOpinion.opinion_id.in_(opinion_ids))
    return {row[0]: row[1] for row in await session.execute(found)}


async def listed(
    session: AsyncSession, stations: Sequence[int] | None, words: str, limit: int, skip: int = 0
) -> Sequence[Matter]:
    """Matters of these stations (None: all) that say these words, the newest first.

    Index: `ix_matter_station_id_id`.
    """
    found = _saying(_seen_by(select(Matter), stations), words)
    return (await session.scalars(found.order_by(Matter.id.desc()).limit(limit).offset(skip))).all()


async def count(session: AsyncSession, stations: Sequence[int] | None, words: str = "") -> int:
    """Count what `listed` finds."""
    found = _saying(_seen_by(select(Matter), stations), words)
    return (await session.execute(found.with_only_columns(func.count(Matter.id)))).scalar_one()


def _saying(found: Select[T], words: str) -> Select[T]:
    if not words:
        return found
    return found.where(or_(*(one.icontains(words, autoescape=True) for one in (Matter.title, Matter.summary))))


class Within(NamedTuple):
    """An opinion in a matter."""

    id: int
    reference: str
    summary: str
    stage: Stage
    submitted_at: datetime
    constituent_id: int


_WITHIN = select(
    Opinion.id, Opinion.reference, Opinion.summary, Opinion.stage, Opinion.submitted_at, Opinion.constituent_id
).join(MatterOpinion, MatterOpinion.opinion_id == Opinion.id)


def _within(found: Select[*Columns], matter_id: int, words: str) -> Select[*Columns]:
    found = found.where(MatterOpinion.matter_id == matter_id)
    said = (Opinion.reference, Opinion.summary)
    return found.where(or_(*(one.icontains(words, autoescape=True) for one in said))) if words else found


async def count_opinions(session: AsyncSession, matter_id: int, words: str = "") -> int:
    """Count what `opinions` finds."""
    found = _within(_WITHIN, matter_id, words).with_only_columns(func.count(Opinion.id))
    return (await session.execute(found)).scalar_one()


async def facts(session: AsyncSession, opinion_ids: Collection[int]) -> dict[int, Within]:
    """These opinions, by number."""
    found = select(*(getattr(Opinion, name) for name in Within._fields)).where(Opinion.id.in_(opinion_ids))
    return {row.id: Within(*row) for row in await session.execute(found)}


async def opinions(session: AsyncSession, matter_id: int, words: str, limit: int, skip: int = 0) -> list[Within]:
    """Opinions in a matter that say these words, the newest first. Index: `ix_matter_opinion_matter_id`."""
    found = _within(_WITHIN, matter_id, words).order_by(Opinion.id.desc())
    return [Within(*row) for row in await session.execute(found.limit(limit).offset(skip))]


async def own_in(session: AsyncSession, matter_id: int, person_id: int) -> str | None:
    """The reference of a person's own opinion in a matter; None if none of theirs is in it."""
    found = select(Opinion.reference).join(MatterOpinion, MatterOpinion.opinion_id == Opinion.id)
    found = found.where(MatterOpinion.matter_id == matter_id, Opinion.constituent_id == person_id)
    return await session.scalar(found.order_by(Opinion.id).limit(1))


async def places(session: AsyncSession, matter_id: int) -> list[tuple[Area | None, int]]:
    """Areas that the opinions in a matter come from (None: unknown), and how many from each, most first."""
    each = select(Opinion.area_id, func.count().label("n")).join(MatterOpinion, MatterOpinion.opinion_id == Opinion.id)
    counted = each.where(MatterOpinion.matter_id == matter_id).group_by(Opinion.area_id).subquery()
    found = select(Area, counted.c.n).select_from(counted).outerjoin(Area, Area.id == counted.c.area_id)
    return [(row[0], row[1]) for row in await session.execute(found.order_by(counted.c.n.desc(), Area.id))]


async def open_authors(session: AsyncSession, matter_id: int, limit: int) -> list[str]:
    """Names of those who wrote the newest opinions in a matter and gave their name."""
    newest = select(Opinion.constituent_id).join(MatterOpinion, MatterOpinion.opinion_id == Opinion.id)
    newest = newest.where(MatterOpinion.matter_id == matter_id, ~Opinion.anonymous).order_by(Opinion.id.desc())
    found = select(Person.name).where(Person.id.in_(newest.limit(limit)))
    return [name for name in await session.scalars(found) if name]


async def checkers(session: AsyncSession, matter: Matter, but: int | None) -> list[Person]:
    """People who may check a matter: county staff and the staff of its station, but for one of them."""
    offices: list[ColumnElement[bool]] = [Grant.station_id.is_(None)]
    if matter.station_id is not None:
        offices.append(Grant.station_id == matter.station_id)
    granted = select(Grant.person_id).where(Grant.role == Role.STAFF, Grant.revoked_at.is_(None), or_(*offices))
    found = select(Person).where(Person.id.in_(granted), Person.reachable, Person.id != (but or 0))
    return list((await session.scalars(found.order_by(Person.id))).all())


CAME = (Action.REPLY, Action.PASS_ON, Action.MOVE_DATE, Action.REPORT_DONE)
"""Steps of an opinion that those who follow its matter may be told of."""


async def came(session: AsyncSession, matter_id: int, limit: int) -> list[tuple[Event, str]]:
    """The newest steps of its opinions that could be told, each with the reference; not a reply not yet passed on."""
    by_unit = and_(Event.action == Action.REPLY, Event.actor_role == Role.UNIT)
    found = (
        select(Event, Opinion.reference)
        .join(MatterOpinion, MatterOpinion.opinion_id == Event.opinion_id)
        .join(Opinion, Opinion.id == Event.opinion_id)
        .where(MatterOpinion.matter_id == matter_id, Event.action.in_(CAME), ~by_unit)
    )
    rows = await session.execute(found.order_by(Event.at.desc(), Event.id.desc()).limit(limit))
    return [(row[0], row[1]) for row in rows]


async def news(session: AsyncSession, matter_id: int, limit: int) -> Sequence[MatterNews]:
    """What was told of a matter, the newest first."""
    found = select(MatterNews).where(MatterNews.matter_id == matter_id)
    return (await session.scalars(found.order_by(MatterNews.id.desc()).limit(limit))).all()


async def told(session: AsyncSession, news_id: int) -> MatterNews | None:
    """A piece of news, locked."""
    return await session.scalar(select(MatterNews).where(MatterNews.id == news_id).with_for_update(of=MatterNews))


class Near(NamedTuple):
    """A released matter, as it is compared with what somebody writes."""

    id: int
    topic_id: int | None
    area_id: int | None
    words: str


def _newest(place: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """The newest released ones of a place. Index: `ix_matter_released`."""
    found = select(_MATTER.c.id).where(RELEASED, place).order_by(_MATTER.c.id.desc()).limit(bindparam("at_most"))
    return select(found.subquery().c.id)


# Put together once, of the table: it is asked for everybody who writes. Each place is looked up by itself,
# for with all of them in one condition SQLite reads every matter there is.
_NEAR = select(*(_MATTER.c[name] for name in Near._fields)).where(
    _MATTER.c.id.in_(
        union_all(
            _newest(_MATTER.c.area_id == bindparam("village")),
            _newest(_MATTER.c.area_id == bindparam("town")),
            _newest(_MATTER.c.area_id.is_(None)),
        )
    )
)


async def near(session: AsyncSession, village: int | None, town: int | None, limit: int) -> Sequence[Near]:
    """The newest released matters of a village, of its town, and of the whole county.

    Of each place they are looked up once in a transaction, however many write there.
    """
    known: dict[tuple[int | None, int | None], Sequence[Near]] = session.info.setdefault("near matters", {})
    if (village, town) not in known:
        given = {"village": village, "town": town, "at_most": limit}
        found = [Near(*row) for row in await session.execute(_NEAR, given)]
        known[village, town] = sorted(found, key=lambda one: -one.id)[:limit]
    return known[village, town]


async def public(session: AsyncSession, matter_ids: Collection[int]) -> dict[int, Matter]:
    """Those of these matters that are released, by number."""
    found = select(Matter).where(Matter.id.in_(matter_ids), Matter.state == MatterState.RELEASED)
    return {one.id: one for one in await session.scalars(found)}


async def endorsement(session: AsyncSession, matter_id: int, person_id: int) -> Endorsement | None:
    """A person's voice in a matter, locked."""
    found = select(Endorsement).where(Endorsement.matter_id == matter_id, Endorsement.person_id == person_id)
    return await session.scalar(found.with_for_update(of=Endorsement))


async def followed(
    session: AsyncSession, person_id: int, words: str, limit: int, skip: int = 0
) -> Sequence[Endorsement]:
    """Public matters a person follows, the newest voice first. Index: `ix_endorsement_person_id_id`."""
    found = _followed(person_id, words).order_by(Endorsement.id.desc()).limit(limit).offset(skip)
    return (await session.scalars(found)).all()


async def count_followed(session: AsyncSession, person_id: int, words: str = "") -> int:
    """Count what `followed` finds."""
    return (
        await session.execute(_followed(person_id, words).with_only_columns(func.count(Endorsement.id)))
    ).scalar_one()


def _followed(person_id: int, words: str) -> Select[Endorsement]:
    found = select(Endorsement).join(Matter, Matter.id == Endorsement.matter_id)
    found = found.where(Endorsement.person_id == person_id, Endorsement.follows)
    found = found.where(Matter.state == MatterState.RELEASED)
    return _saying(found, words)


async def followers(session: AsyncSession, matter_id: int, after: int, limit: int) -> Sequence[Endorsement]:
    """Voices of those who follow a matter and can be reached, by number beyond `after`.

    Index: `ix_endorsement_matter_id_id`.
    """
    found = (
        select(Endorsement)
        .join(Person, Person.id == Endorsement.person_id)
        .where(Endorsement.matter_id == matter_id, Endorsement.id > after, Endorsement.follows, Person.reachable)
    )
    return (await session.scalars(found.order_by(Endorsement.id).limit(limit))).all()


async def count_followers(session: AsyncSession, matter_id: int) -> int:
    """Number of those who follow a matter."""
    found = select(func.count(Endorsement.id)).where(Endorsement.matter_id == matter_id, Endorsement.follows)
    return (await session.execute(found)).scalar_one()


async def askable(session: AsyncSession, matter_id: int, limit: int) -> tuple[list[int], list[int]]:
    """Voices of followers who said something with it, and of others, the earliest first, each at most `limit`."""
    said = select(EndorsementWord.id).where(EndorsementWord.endorsement_id == Endorsement.id)
    said_something = said.correlate(Endorsement).exists()
    whose = select(Endorsement.id).join(Person, Person.id == Endorsement.person_id)
    whose = whose.where(Endorsement.matter_id == matter_id, Endorsement.follows, Person.reachable)
    whose = whose.order_by(Endorsement.id).limit(limit)
    spoken = (await session.scalars(whose.where(said_something))).all()
    silent = (await session.scalars(whose.where(~said_something))).all()
    return list(spoken), list(silent)


async def ask(session: AsyncSession, endorsements: Sequence[int], now: datetime) -> None:
    """These are asked now whether it was really done."""
    for one in (await session.scalars(select(Endorsement).where(Endorsement.id.in_(endorsements)))).all():
        one.asked_at, one.done = now, None
    await session.flush()


async def judged(session: AsyncSession, matter_id: int) -> dict[Done | None, int]:
    """Answers to whether it was really done, counted; under None those who have not answered."""
    found = select(Endorsement.done, func.count()).where(
        Endorsement.matter_id == matter_id, Endorsement.asked_at.is_not(None)
    )
    return {row[0]: row[1] for row in await session.execute(found.group_by(Endorsement.done))}


async def said(session: AsyncSession, matter_id: int, limit: int, skip: int = 0) -> Sequence[EndorsementWord]:
    """What was said with the voices of a matter, the newest first."""
    found = select(EndorsementWord).join(Endorsement, Endorsement.id == EndorsementWord.endorsement_id)
    found = found.where(Endorsement.matter_id == matter_id).order_by(EndorsementWord.id.desc())
    return (await session.scalars(found.limit(limit).offset(skip))).all()


async def count_said(session: AsyncSession, matter_id: int) -> int:
    """Number of messages said with the voices of a matter."""
    found = select(func.count(EndorsementWord.id)).join(Endorsement, Endorsement.id == EndorsementWord.endorsement_id)
    return (await session.execute(found.where(Endorsement.matter_id == matter_id))).scalar_one()


async def words_of(session: AsyncSession, endorsement_id: int) -> Sequence[EndorsementWord]:
    """What was said with one voice, in order. Index: `ix_endorsement_word_endorsement_id`."""
    found = select(EndorsementWord).where(EndorsementWord.endorsement_id == endorsement_id)
    return (await session.scalars(found.order_by(EndorsementWord.id))).all()


async def voices_of(session: AsyncSession, person_id: int) -> Sequence[Endorsement]:
    """Every voice of a person, in order. Index: `ix_endorsement_person_id_id`."""
    found = select(Endorsement).where(Endorsement.person_id == person_id).order_by(Endorsement.id)
    return (await session.scalars(found)).all()


async def to_check(session: AsyncSession, stations: Sequence[int] | None, person_id: int) -> int:
    """Number of matters of these stations that others wrote and that wait for a second person's look."""
    found = select(func.count(Matter.id)).where(Matter.state == MatterState.TO_CHECK)
    found = found.where(or_(Matter.written_by_id.is_(None), Matter.written_by_id != person_id))
    if stations is not None:
        found = found.where(Matter.station_id.in_(stations))
    return (await session.execute(found)).scalar_one()

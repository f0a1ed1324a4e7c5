"""Questions about people."""

from collections.abc import Sequence, Set
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, Text, bindparam, func, or_, select, true, type_coerce, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import lazyload
from sqlalchemy.orm.attributes import set_committed_value

from storage.in_list import in_list
from storage.models.directory import HandlingUnit, Representative, Station
from storage.models.opinions import Opinion
from storage.models.people import Address, Grant, Invitation, Person
from storage.queries.directory import LEVEL_ORDER
from storage.vocabulary import Channel, Role

Found = TypeVar("Found", bound=Select[*tuple[object, ...]])

# Most people hold no role, and to ask for roles with all that belongs to them takes longer than to ask for a person.
_HOLDS_A_ROLE = select(Grant.id).where(Grant.person_id == Person.id, Grant.revoked_at.is_(None)).exists()
_FOUND = (
    select(Person, _HOLDS_A_ROLE, Address.chat_id, Address.channel, Address.external_id)
    .join(Address, Address.person_id == Person.id)
    .options(lazyload(Person.grants))
)
_AT_CHATS = _FOUND.where(in_list(Address.chat_id, "chats"))
_AT_ADDRESS = _FOUND.where(Address.channel == bindparam("in_channel"), Address.external_id == bindparam("called"))
_GRANTS = select(Grant).where(in_list(Grant.person_id, "people"), Grant.revoked_at.is_(None)).order_by(Grant.id)


async def at_address(session: AsyncSession, channel: Channel, external_id: str) -> Person | None:
    """The person with this account, grants and area loaded. Asked again in a transaction, it costs nothing."""
    known = _known(session)
    if (channel, external_id) not in known:
        await _take_in(session, _AT_ADDRESS, {"in_channel": channel, "called": external_id})
    return known.get((channel, external_id))


async def by_chat(session: AsyncSession, chat_id: int) -> Person | None:
    """The person behind a chat number, grants and area loaded. Asked again in a transaction, it costs nothing."""
    known = _known(session)
    if chat_id not in known:
        await foresee(session, [chat_id])
    return known.get(chat_id)


async def foresee(session: AsyncSession, chats: Sequence[int]) -> list[int]:
    """Load the people behind these chat numbers at once, for `by_chat` and `at_address` in the same session; who."""
    return await _take_in(session, _AT_CHATS, {"chats": chats})


def _known(session: AsyncSession) -> dict[int | tuple[Channel, str], Person]:
    """People looked for before in this transaction, by chat number and by address."""
    known: dict[int | tuple[Channel, str], Person] = session.info.setdefault("people", {})
    return known


async def _take_in(session: AsyncSession, asked: Select[*tuple[Any, ...]], params: dict[str, Any]) -> list[int]:
    found = (await session.execute(asked, params)).all()
    grants: dict[int, list[Grant]] = {person.id: [] for person, *_ in found}
    if holders := [person.id for person, holds, *_ in found if holds]:
        for given in await session.scalars(_GRANTS, {"people": holders}):
            grants[given.person_id].append(given)
    known = _known(session)
    for person, _, chat_id, channel, external_id in found:
        set_committed_value(person, "grants", grants[person.id])
        known[chat_id] = known[channel, external_id] = person
    return list(grants)


def newcomer(channel: Channel, external_id: str, chat_id: int, **facts: Any) -> Person:
    """Somebody who comes for the first time, with the address they come from; `facts`: columns of `Person`."""
    address = Address(channel=channel, external_id=external_id, chat_id=chat_id)
    return Person(chat_id=chat_id, addresses=[address], **facts)


async def addresses(session: AsyncSession, person_id: int) -> Sequence[Address]:
    """Every address of a person, by chat number."""
    found = select(Address).where(Address.person_id == person_id).order_by(Address.chat_id)
    return (await session.scalars(found)).all()


async def add(
    session: AsyncSession, channel: Channel, external_id: str, chat_id: int, name: str, language: str, now: datetime
) -> Person:
    """Make a person of an account that was never heard; grants and area are loaded: there are none."""
    made = newcomer(channel, external_id, chat_id, name=name, language=language, created_at=now)
    session.add(made)
    await session.flush()
    set_committed_value(made, "grants", [])
    set_committed_value(made, "area", None)
    return made


_ACTING_FOR = select(Person).where(
    Person.id.in_(
        select(Grant.person_id).where(
            Grant.representative_id == bindparam("representative"), Grant.revoked_at.is_(None)
        )
    )
)


async def acting_for(session: AsyncSession, representative_id: int) -> list[Person]:
    """People who read and answer for this representative."""
    return list((await session.scalars(_ACTING_FOR, {"representative": representative_id})).all())


_LANGUAGES = (
    select(Person.language)
    .join(Grant, Grant.person_id == Person.id)
    .where(Grant.representative_id == bindparam("representative"), Grant.revoked_at.is_(None))
    .distinct()
)


async def languages_of(session: AsyncSession, representative_id: int) -> Set[str]:
    """Languages of those who act for a representative. Asked again in a transaction, it costs nothing."""
    known: dict[int, Set[str]] = session.info.setdefault("languages", {})
    if representative_id not in known:
        known[representative_id] = set(await session.scalars(_LANGUAGES, {"representative": representative_id}))
    return known[representative_id]


_STAFF = select(Grant.station_id, Grant.person_id).where(
    Grant.role == Role.STAFF,
    Grant.revoked_at.is_(None),
    or_(Grant.station_id == bindparam("station"), Grant.station_id.is_(None)),
)
_PEOPLE = select(Person).where(in_list(Person.id, "ids")).order_by(Person.id)


async def officers_of(session: AsyncSession, unit_id: int) -> list[Person]:
    """The officers of this handling unit."""
    granted = select(Grant.person_id).where(Grant.unit_id == unit_id, Grant.revoked_at.is_(None))
    return list((await session.scalars(select(Person).where(Person.id.in_(granted)).order_by(Person.id))).all())


async def chiefs_of(session: AsyncSession, unit_id: int) -> list[Person]:
    """The chiefs of this handling unit."""
    granted = select(Grant.person_id).where(Grant.unit_id == unit_id, Grant.chief, Grant.revoked_at.is_(None))
    return list((await session.scalars(select(Person).where(Person.id.in_(granted)).order_by(Person.id))).all())


async def units_joined(session: AsyncSession, units: Sequence[int]) -> set[int]:
    """Units, of these, for which an officer reads along and can be reached."""
    found = (
        select(Grant.unit_id)
        .join(Person, Person.id == Grant.person_id)
        .where(Grant.unit_id.in_(units), Grant.revoked_at.is_(None), Person.reachable)
    )
    return {one for one in await session.scalars(found) if one is not None}


async def reach(session: AsyncSession, representatives: Sequence[int]) -> dict[int, bool]:
    """Those of these representatives for whom somebody has joined; True if any who joined can be reached."""
    found = (
        select(Grant.representative_id, Person.reachable)
        .join(Person, Person.id == Grant.person_id)
        .where(Grant.representative_id.in_(representatives), Grant.revoked_at.is_(None))
        .order_by(Person.reachable)
    )
    return {row[0]: row[1] for row in await session.execute(found) if row[0] is not None}


async def staff_of(session: AsyncSession, station_id: int | None) -> list[Person]:
    """The staff of this station; of the county office where the station has none, or for no station.

    Asked again in a transaction, it costs nothing.
    """
    known: dict[int | None, list[Person]] = session.info.setdefault("staff", {})
    if station_id not in known:
        granted = (await session.execute(_STAFF, {"station": station_id})).all()
        ids = {person for station, person in granted if station is not None} or {person for _, person in granted}
        known[station_id] = list((await session.scalars(_PEOPLE, {"ids": sorted(ids)})).all()) if ids else []
    return known[station_id]


def is_county_staff(person: Person) -> bool:
    """True for staff of the county office."""
    return any(one.role is Role.STAFF and one.station_id is None for one in person.grants)


def of_staff(person: Person) -> ColumnElement[bool]:
    """A condition on opinions: those about which `staff_of` names this person."""
    stations = [one.station_id for one in person.grants if one.role is Role.STAFF and one.station_id is not None]
    found = Opinion.station_id.in_(stations)
    if not is_county_staff(person):
        return found
    staffed = select(Grant.station_id).where(
        Grant.role == Role.STAFF, Grant.revoked_at.is_(None), Grant.station_id.is_not(None)
    )
    return or_(found, Opinion.station_id.is_(None), Opinion.station_id.not_in(staffed))


async def grant(
    session: AsyncSession,
    person: Person,
    role: Role,
    now: datetime,
    *,
    representative: Representative | None = None,
    station: Station | None = None,
    unit: HandlingUnit | None = None,
    chief: bool = False,
    by: int | None = None,
) -> Grant:
    """Give a person a role; `person.grants` holds it at once. `by`: who invited them, None for the settings."""
    given = Grant(
        person_id=person.id,
        role=role,
        representative=representative,
        station=station,
        unit=unit,
        chief=chief,
        granted_at=now,
        granted_by_id=by,
    )
    session.add(given)
    await session.flush()
    session.info.pop("staff", None)
    set_committed_value(person, "grants", [*person.grants, given])
    return given


async def end(session: AsyncSession, person: Person, grant_id: int, now: datetime) -> bool:
    """Take a role from a person; False if somebody was quicker."""
    ended = await session.execute(
        update(Grant)
        .where(Grant.id == grant_id, Grant.revoked_at.is_(None))
        .values(revoked_at=now)
        .returning(Grant.id)
        .execution_options(synchronize_session=False)
    )
    session.info.pop("staff", None)
    set_committed_value(person, "grants", [held for held in person.grants if held.id != grant_id])
    return ended.first() is not None


def within(found: Found, table: type[Grant] | type[Invitation], stations: Sequence[int] | None) -> Found:
    """Only what concerns representatives and staff of these stations; None: all, the county office too."""
    if stations is None:
        return found
    theirs = select(Representative.id).where(Representative.station_id.in_(stations))
    return found.where(or_(table.station_id.in_(stations), table.representative_id.in_(theirs)))


def _held(stations: Sequence[int] | None) -> Select[Grant, Person]:
    found = select(Grant, Person).join(Person, Person.id == Grant.person_id).where(Grant.revoked_at.is_(None))
    return within(found, Grant, stations)


async def holders(
    session: AsyncSession, stations: Sequence[int] | None, role: Role, limit: int | None = None, skip: int = 0
) -> list[tuple[Grant, Person]]:
    """Holders of this role at these stations, longest first: a row for each role held."""
    found = _held(stations).where(Grant.role == role).order_by(Grant.granted_at, Grant.id)
    some = found if limit is None else found.limit(limit).offset(skip)
    return [(row[0], row[1]) for row in await session.execute(some)]


async def count_holders(session: AsyncSession, stations: Sequence[int] | None, role: Role) -> int:
    """Count the rows of `holders`."""
    counted = _held(stations).where(Grant.role == role).with_only_columns(func.count(Grant.id))
    return (await session.execute(counted)).scalar_one()


async def holder(session: AsyncSession, stations: Sequence[int] | None, grant_id: int) -> tuple[Grant, Person] | None:
    """A role that is held at these stations, and who holds it."""
    row = (await session.execute(_held(stations).where(Grant.id == grant_id))).first()
    return None if row is None else (row[0], row[1])


async def county_staff(session: AsyncSession) -> Sequence[int]:
    """Ids of the county office's staff, their grants locked: of two who end each other's, one stays."""
    found = select(Grant.person_id).where(
        Grant.role == Role.STAFF, Grant.station_id.is_(None), Grant.revoked_at.is_(None)
    )
    return (await session.scalars(found.order_by(Grant.id).with_for_update())).all()


async def all_grants(session: AsyncSession, person_id: int) -> Sequence[Grant]:
    """Every role a person holds or held, in order."""
    return (await session.scalars(select(Grant).where(Grant.person_id == person_id).order_by(Grant.id))).all()


async def with_roles(session: AsyncSession) -> Sequence[Person]:
    """Everybody who holds a role."""
    granted = select(Grant.person_id).where(Grant.revoked_at.is_(None))
    return (await session.scalars(select(Person).where(Person.id.in_(granted)).order_by(Person.id))).all()


def _missing(stations: Sequence[int] | None) -> Select[Representative]:
    acting = select(Grant.id).where(Grant.representative_id == Representative.id, Grant.revoked_at.is_(None))
    found = select(Representative).where(Representative.active, ~acting.exists())
    return found if stations is None else found.where(Representative.station_id.in_(stations))


async def missing(
    session: AsyncSession, stations: Sequence[int] | None, limit: int, skip: int = 0
) -> Sequence[Representative]:
    """Representatives in office of these stations (None: of all) for whom nobody has joined, township first."""
    found = _missing(stations).order_by(LEVEL_ORDER, Representative.sound, Representative.id)
    return (await session.scalars(found.limit(limit).offset(skip))).all()


async def count_missing(session: AsyncSession, stations: Sequence[int] | None) -> int:
    """Count the representatives `missing` finds."""
    counted = _missing(stations).with_only_columns(func.count(Representative.id))
    return (await session.execute(counted)).scalar_one()


async def representative(
    session: AsyncSession, stations: Sequence[int] | None, representative_id: int
) -> Representative | None:
    """This representative, if they belong to one of these stations (None: to any)."""
    found = select(Representative).where(Representative.id == representative_id)
    if stations is not None:
        found = found.where(Representative.station_id.in_(stations))
    return await session.scalar(found)


async def any_sealed(session: AsyncSession) -> bool:
    """True if any name or phone number is kept, encrypted."""
    kept = (
        select(true()).where(Person.name.is_not(None)).exists(),
        select(true()).where(Representative.phone.is_not(None)).exists(),
    )
    return bool(await session.scalar(select(or_(*kept))))


async def sealed_names(session: AsyncSession, most: int) -> list[str]:
    """Names as they are kept, encrypted: at most so many, spread over all people."""
    newest = await session.scalar(select(func.max(Person.id))) or 0
    step = -(-newest // most) or 1
    kept = type_coerce(Person.name, Text)
    found = select(kept).where(Person.name.is_not(None), Person.id % step == 0)
    return list((await session.scalars(found)).all())

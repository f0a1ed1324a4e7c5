"""Questions about people."""

from collections.abc import Sequence

from sqlalchemy import bindparam, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models import Grant, Person
from storage.vocabulary import Role

_WITH_ACCOUNT = select(Person).where(Person.telegram_id == bindparam("account"))
_WITH_ACCOUNTS = select(Person).where(Person.telegram_id.in_(bindparam("accounts", expanding=True)))


async def by_telegram_id(session: AsyncSession, telegram_id: int) -> Person | None:
    """The person with this account, grants and area loaded. Asked again in a transaction, it costs nothing."""
    known: dict[int, Person] = session.info.setdefault("people", {})
    if telegram_id not in known:
        found = await session.scalar(_WITH_ACCOUNT, {"account": telegram_id})
        if found is None:
            return None
        known[telegram_id] = found
    return known[telegram_id]


async def foresee(session: AsyncSession, telegram_ids: Sequence[int]) -> None:
    """Load these people at once, for `by_telegram_id` in the same session."""
    found = await session.scalars(_WITH_ACCOUNTS, {"accounts": telegram_ids})
    known: dict[int, Person] = session.info.setdefault("people", {})
    known.update({person.telegram_id: person for person in found if person.telegram_id is not None})


_ACTING_FOR = select(Person).where(
    Person.id.in_(
        select(Grant.person_id).where(
            Grant.representative_id == bindparam("representative"), Grant.revoked_at.is_(None)
        )
    )
)


async def acting_for(session: AsyncSession, representative_id: int) -> list[Person]:
    """Who reads and answers for this representative."""
    return list((await session.scalars(_ACTING_FOR, {"representative": representative_id})).all())


_STAFF = select(Grant.station_id, Grant.person_id).where(
    Grant.role == Role.STAFF,
    Grant.revoked_at.is_(None),
    or_(Grant.station_id == bindparam("station"), Grant.station_id.is_(None)),
)
_PEOPLE = select(Person).where(Person.id.in_(bindparam("ids", expanding=True))).order_by(Person.id)


async def staff_of(session: AsyncSession, station_id: int | None) -> list[Person]:
    """The staff of this station; of the county office where the station has none, or for no station."""
    granted = (await session.execute(_STAFF, {"station": station_id})).all()
    ids = {person for station, person in granted if station is not None} or {person for _, person in granted}
    return list((await session.scalars(_PEOPLE, {"ids": sorted(ids)})).all()) if ids else []

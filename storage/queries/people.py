"""Questions about people."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models import Grant, Person
from storage.vocabulary import Role


async def by_telegram_id(session: AsyncSession, telegram_id: int) -> Person | None:
    """The person with this account, grants and area loaded. Asked again in a transaction, it costs nothing."""
    known: dict[int, Person] = session.info.setdefault("people", {})
    if telegram_id not in known:
        found = await session.scalar(select(Person).where(Person.telegram_id == telegram_id))
        if found is None:
            return None
        known[telegram_id] = found
    return known[telegram_id]


async def foresee(session: AsyncSession, telegram_ids: Sequence[int]) -> None:
    """Load these people at once, for `by_telegram_id` in the same session."""
    found = await session.scalars(select(Person).where(Person.telegram_id.in_(telegram_ids)))
    known: dict[int, Person] = session.info.setdefault("people", {})
    known.update({person.telegram_id: person for person in found if person.telegram_id is not None})


async def acting_for(session: AsyncSession, representative_id: int) -> list[Person]:
    """Who reads and answers for this representative."""
    granted = select(Grant.person_id).where(Grant.representative_id == representative_id, Grant.revoked_at.is_(None))
    return list((await session.scalars(select(Person).where(Person.id.in_(granted)))).all())


async def staff_of(session: AsyncSession, station_id: int | None) -> list[Person]:
    """The staff of this station; of the county office where the station has none, or for no station."""
    if station_id is not None:
        granted = select(Grant.person_id).where(
            Grant.role == Role.STAFF, Grant.station_id == station_id, Grant.revoked_at.is_(None)
        )
        found = list((await session.scalars(select(Person).where(Person.id.in_(granted)))).all())
        if found:
            return found
    granted = select(Grant.person_id).where(
        Grant.role == Role.STAFF, Grant.station_id.is_(None), Grant.revoked_at.is_(None)
    )
    return list((await session.scalars(select(Person).where(Person.id.in_(granted)))).all())

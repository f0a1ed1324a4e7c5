"""Questions about invitations."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models.people import Invitation
from storage.queries.people import within
from storage.vocabulary import Role


async def of_token(session: AsyncSession, token_hash: str) -> Invitation | None:
    """The invitation with this hash, as it stands now."""
    found = select(Invitation).where(Invitation.token_hash == token_hash)
    return await session.scalar(found.execution_options(populate_existing=True))


async def use(session: AsyncSession, invitation_id: int, person_id: int, now: datetime) -> bool:
    """Use it up; False if it was used, revoked or has expired. Of two who try at once, one succeeds."""
    return await _end(session, invitation_id, now, used_at=now, used_by_id=person_id)


async def revoke(session: AsyncSession, invitation_id: int, now: datetime) -> bool:
    """Call it off; False if it was used, called off or has expired before."""
    return await _end(session, invitation_id, now, revoked_at=now)


async def _end(session: AsyncSession, invitation_id: int, now: datetime, **values: object) -> bool:
    ended = await session.execute(
        update(Invitation)
        .where(Invitation.id == invitation_id, *_open_at(now))
        .values(**values)
        .returning(Invitation.id)
        .execution_options(synchronize_session=False)
    )
    return ended.first() is not None


async def open_in(
    session: AsyncSession, stations: Sequence[int] | None, now: datetime, limit: int | None = None, skip: int = 0
) -> Sequence[Invitation]:
    """Invitations to these stations (None: to all and the county office) that can still be used, first to expire."""
    found = within(_open(now), Invitation, stations).order_by(Invitation.expires_at, Invitation.id)
    return (await session.scalars(found if limit is None else found.limit(limit).offset(skip))).all()


async def open_to(
    session: AsyncSession, role: Role, stations: Sequence[int] | None, now: datetime
) -> Sequence[Invitation]:
    """Invitations to be staff of these stations (None: of all, and of the county office), or a unit's officer.

    First to expire. Those to act for representatives may be thousands: `open_in` gives them page after page.
    """
    found = _open(now).where(Invitation.role == role).order_by(Invitation.expires_at, Invitation.id)
    return (await session.scalars(within(found, Invitation, stations))).all()


async def count_open(session: AsyncSession, stations: Sequence[int] | None, now: datetime) -> int:
    """Count the invitations `open_in` finds."""
    counted = within(_open(now), Invitation, stations).with_only_columns(func.count(Invitation.id))
    return (await session.execute(counted)).scalar_one()


async def one_in(
    session: AsyncSession, stations: Sequence[int] | None, invitation_id: int, now: datetime
) -> Invitation | None:
    """This one, if it is theirs to see and can still be used."""
    return await session.scalar(within(_open(now), Invitation, stations).where(Invitation.id == invitation_id))


async def made_by(session: AsyncSession, person_id: int, now: datetime) -> Sequence[Invitation]:
    """Invitations a person made that can still be used."""
    found = _open(now).where(Invitation.created_by_id == person_id).order_by(Invitation.id)
    return (await session.scalars(found)).all()


async def newest_for(session: AsyncSession, representative_id: int) -> Invitation | None:
    """The newest invitation to act for a representative, whatever became of it."""
    found = select(Invitation).where(Invitation.representative_id == representative_id)
    return await session.scalar(found.order_by(Invitation.id.desc()).limit(1))


async def last_for_staff(session: AsyncSession, station_id: int | None) -> int:
    """The newest invitation to the staff of a station (None: of the county office); 0 if there was none."""
    here = Invitation.station_id.is_(None) if station_id is None else Invitation.station_id == station_id
    found = select(func.max(Invitation.id)).where(Invitation.role == Role.STAFF, here)
    return await session.scalar(found) or 0


async def last_for_unit(session: AsyncSession, unit_id: int) -> int:
    """The newest invitation to a handling unit; 0 if there was none."""
    return await session.scalar(select(func.max(Invitation.id)).where(Invitation.unit_id == unit_id)) or 0


def _open(now: datetime) -> Select[Invitation]:
    return select(Invitation).where(*_open_at(now))


def _open_at(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return Invitation.used_at.is_(None), Invitation.revoked_at.is_(None), Invitation.expires_at > now

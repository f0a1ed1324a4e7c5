"""Due instants of opinions, and moving them."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import CompoundSelect, select, union, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models.opinions import Opinion, Referral
from storage.vocabulary import Stage


async def instants(session: AsyncSession, stages: Sequence[Stage], after: datetime) -> Sequence[datetime]:
    """All instants later than `after` at which opinions at these stages are due, or units should take or reply.

    Looks through all that is open.
    """
    taken, replied = Referral.accept_due_at, Referral.reply_due_at
    found: CompoundSelect[datetime | None] = union(
        select(Opinion.due_at).where(Opinion.stage.in_(stages), Opinion.due_at > after),
        *(select(column).where(Referral.ended_at.is_(None), column > after) for column in (taken, replied)),
    )
    return [instant for instant in await session.scalars(found) if instant is not None]


async def due_on(
    session: AsyncSession, stages: Sequence[Stage], when: Sequence[datetime], limit: int
) -> Sequence[Opinion]:
    """At most `limit` opinions at these stages that are due at one of these instants, locked."""
    found = select(Opinion).where(Opinion.stage.in_(stages), Opinion.due_at.in_(when)).order_by(Opinion.id)
    locked = found.limit(limit).with_for_update(of=Opinion).execution_options(populate_existing=True)
    return (await session.scalars(locked)).all()


async def move_referrals(session: AsyncSession, moved: Mapping[datetime, datetime]) -> None:
    """Units should take or reply at other instants, the new by the old."""
    for before, after in moved.items():
        for column in (Referral.accept_due_at, Referral.reply_due_at):
            at_it = update(Referral).where(Referral.ended_at.is_(None), column == before)
            await session.execute(at_it.values({column: after}))

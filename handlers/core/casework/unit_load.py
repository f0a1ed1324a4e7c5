"""What a handling unit has to do: what is referred to it, what it promised, and its parts of what others lead."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.core.casework.rules import KEPT_BY_UNIT
from storage.queries import commitments, referrals, supporting
from storage.stages import WITH_UNIT


async def in_hand(session: AsyncSession, units: Sequence[int]) -> int:
    """Number of cases that these units have, of promises they have still to keep, and of parts that they owe."""
    return (
        await referrals.count_with(session, units, WITH_UNIT)
        + await promised(session, units)
        + await parts(session, units)
    )


async def parts(session: AsyncSession, units: Sequence[int]) -> int:
    """Number of parts that these units owe to those that lead."""
    return await supporting.count_open(session, units)


async def promised(session: AsyncSession, units: Sequence[int]) -> int:
    """Number of promises that these units have still to keep."""
    return await commitments.count_kept_by(session, units, KEPT_BY_UNIT)

"""Days that staff entered into the calendar: few rows, read whole."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import cast

from sqlalchemy import Table, delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models.calendar import CalendarDay, CalendarYear
from storage.upsert import insert_into

# Asked in every transaction that plans something: of the tables' columns, which is quicker than of the models'.
_DAY, _YEAR = cast("Table", CalendarDay.__table__), cast("Table", CalendarYear.__table__)
_DAYS, _YEARS = select(_DAY.c.day, _DAY.c.working), select(_YEAR.c.year)


async def entered(session: AsyncSession) -> dict[date, bool]:
    """Every entered day, and whether it is worked."""
    return {row.day: row.working for row in await session.execute(_DAYS)}


async def entries(session: AsyncSession, first: date, last: date) -> Sequence[CalendarDay]:
    """The entries of a stretch of days, both ends included, in order."""
    found = select(CalendarDay).where(CalendarDay.day.between(first, last)).order_by(CalendarDay.day)
    return (await session.scalars(found)).all()


async def enter(session: AsyncSession, day: date, working: bool, reason: str, by: int, now: datetime) -> None:
    """A day is worked, or free; what was entered for it before no longer counts."""
    said = {"working": working, "reason": reason, "entered_by_id": by, "entered_at": now}
    row = {"day": day, **said}
    await session.execute(
        insert_into(session, CalendarDay).values(row).on_conflict_do_update(index_elements=["day"], set_=said)
    )


async def withdraw(session: AsyncSession, day: date) -> None:
    """The country's list counts again for this day."""
    await session.execute(
        delete(CalendarDay).where(CalendarDay.day == day).execution_options(synchronize_session=False)
    )


async def settled_years(session: AsyncSession) -> Sequence[int]:
    """The years that staff settled."""
    years: Sequence[int] = (await session.scalars(_YEARS)).all()
    return years


async def settle(session: AsyncSession, year: int, by: int, now: datetime) -> None:
    """All moved days of this year are entered."""
    row = {"year": year, "settled_by_id": by, "settled_at": now}
    await session.execute(insert_into(session, CalendarYear).values(row).on_conflict_do_nothing())


async def unsettle(session: AsyncSession, year: int) -> bool:
    """Take back that the year is settled; False if nobody had said so."""
    gone = delete(CalendarYear).where(CalendarYear.year == year).returning(CalendarYear.year)
    return (await session.execute(gone, execution_options={"synchronize_session": False})).first() is not None

"""The days staff entered: free or worked, other than the country's list says."""

from datetime import date, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base


class CalendarDay(Base):
    """A day that is worked, or free, because staff said so."""

    __tablename__ = "calendar_day"

    day: Mapped[date] = mapped_column(primary_key=True)
    working: Mapped[bool]
    reason: Mapped[str]
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    entered_at: Mapped[datetime]


class CalendarYear(Base):
    """A year for which staff said that all moved days are entered."""

    __tablename__ = "calendar_year"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    settled_at: Mapped[datetime]

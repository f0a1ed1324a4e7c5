"""Reception days: when representatives sit at the station, who, and who came."""

from datetime import date, datetime, time

from sqlalchemy import ForeignKey, Index, SmallInteger, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storage.models.base import Base
from storage.models.directory import Representative, Station
from storage.vocabulary import Recurrence


class ReceptionRule(Base):
    """A rule by which a station's reception days come back."""

    __tablename__ = "reception_rule"

    id: Mapped[int] = mapped_column(primary_key=True)
    station_id: Mapped[int] = mapped_column(ForeignKey("station.id"), index=True)
    recurrence: Mapped[Recurrence]
    day: Mapped[int] = mapped_column(SmallInteger)
    """Of the month (1-31; a shorter month: its last), or the weekday (0 Monday - 6 Sunday)."""
    every: Mapped[int] = mapped_column(SmallInteger)
    """Number of such a weekday in the month (1-4; 5: the last), or weeks between two; 1 for a day of the month."""
    since: Mapped[date]
    """No reception day before this one; weeks are counted from it."""
    starts: Mapped[time]
    ends: Mapped[time]
    place: Mapped[str]
    ended_at: Mapped[datetime | None]
    """From then on it makes no new days."""


class ReceptionDay(Base):
    """One reception day of a station."""

    __tablename__ = "reception_day"
    __table_args__ = (
        UniqueConstraint("rule_id", "planned"),
        Index("ix_reception_day_station_id_day", "station_id", "day"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    station_id: Mapped[int] = mapped_column(ForeignKey("station.id"))
    rule_id: Mapped[int | None] = mapped_column(ForeignKey("reception_rule.id"))
    """None: a single day."""
    planned: Mapped[date]
    """As the rule says, before a day off moved it."""
    day: Mapped[date]
    starts: Mapped[time]
    ends: Mapped[time]
    place: Mapped[str]
    moved_by_hand: Mapped[bool] = mapped_column(default=False)
    """Staff chose its day: a day off no longer moves it."""
    sequence: Mapped[int] = mapped_column(default=0)
    """Counts changes, as calendar files do (RFC 5545, SEQUENCE)."""
    cancelled_at: Mapped[datetime | None]
    reason: Mapped[str | None]
    """Reason why it was moved or cancelled."""

    station: Mapped[Station] = relationship(lazy="joined", innerjoin=True)


class RosterPlace(Base):
    """A representative who sits on a reception day."""

    __tablename__ = "roster_place"
    __table_args__ = (UniqueConstraint("day_id", "representative_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    day_id: Mapped[int] = mapped_column(ForeignKey("reception_day.id"))
    representative_id: Mapped[int] = mapped_column(ForeignKey("representative.id"), index=True)
    came_at: Mapped[datetime | None]
    """Instant at which they checked in, or at which staff recorded that they came."""
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """Staff member who recorded it by hand; None: they checked in themselves."""
    reached: Mapped[bool | None]
    """True if anybody who acts for them could be told when the day ended; None until then."""

    representative: Mapped[Representative] = relationship(lazy="joined", innerjoin=True)


class ReceptionInterest(Base):
    """Somebody who took a reception day into their calendar: told when it moves or is cancelled."""

    __tablename__ = "reception_interest"

    day_id: Mapped[int] = mapped_column(ForeignKey("reception_day.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)

"""Supervision: cases that somebody above follows until they are done, beside whatever stage they stand at."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storage.models.base import Base, BigKey
from storage.models.opinions import Opinion
from storage.models.people import Person

# The same words in the index and in the queries: SQLite uses a partial index only for the same expression.
OPEN = text("ended_at IS NULL")


class Supervision(Base):
    """A case under supervision: how, by when what is expected, and what came of it."""

    __tablename__ = "supervision"
    __table_args__ = (
        Index("uq_supervision_open", "opinion_id", unique=True, sqlite_where=OPEN, postgresql_where=OPEN),
    )

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    opinion_id: Mapped[int] = mapped_column(ForeignKey("opinion.id"), index=True)
    kind: Mapped[str]
    """A key of `handlers/core/supervision/kinds.json`."""
    expected: Mapped[str]
    """Reason, and what is expected of who handles it; they read it."""
    due_on: Mapped[date]
    begun_at: Mapped[datetime]
    begun_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    ended_at: Mapped[datetime | None]
    result: Mapped[str | None]

    opinion: Mapped[Opinion] = relationship(lazy="joined", innerjoin=True)
    supervisors: Mapped[list[Person]] = relationship(lazy="selectin", secondary="supervisor", order_by=Person.id)


class Supervisor(Base):
    """A person who supervises a case; of any office."""

    __tablename__ = "supervisor"

    supervision_id: Mapped[int] = mapped_column(ForeignKey("supervision.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)

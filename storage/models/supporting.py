"""Units that support the one that leads."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storage.models.base import Base, BigKey
from storage.models.directory import HandlingUnit
from storage.vocabulary import Role


class Supporting(Base):
    """A unit was asked to support the one that has an opinion, until that one has it no longer."""

    __tablename__ = "supporting"
    __table_args__ = (Index("ix_supporting_unit_id_ended_at", "unit_id", "ended_at"),)

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    opinion_id: Mapped[int] = mapped_column(ForeignKey("opinion.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("handling_unit.id"))
    lead_id: Mapped[int] = mapped_column(ForeignKey("handling_unit.id"))
    asked: Mapped[str]
    """Words on what is wanted of it; may be empty."""
    by_role: Mapped[Role]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    due_at: Mapped[datetime]
    """Instant by which its part should be written: a clock of its own."""
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    ended_at: Mapped[datetime | None]
    """Instant at which the opinion left the lead; then nothing more is wanted."""

    unit: Mapped[HandlingUnit] = relationship(lazy="joined", innerjoin=True, foreign_keys=[unit_id])
    lead: Mapped[HandlingUnit] = relationship(lazy="joined", innerjoin=True, foreign_keys=[lead_id])

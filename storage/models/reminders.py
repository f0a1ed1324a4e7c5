"""The ledger of who was reminded of what, which keeps a reminder from going out twice."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, BigKey


class Reminder(Base):
    """A reminder that was promised to a person, in the transaction that wrote this row."""

    __tablename__ = "reminder"
    __table_args__ = (UniqueConstraint("person_id", "kind", "subject", "occasion"),)

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    kind: Mapped[str]
    """`case.clock`, `digest`, …: the kind of what fell due."""
    subject: Mapped[str]
    """Object it is about: `opinion:12`; empty where the kind says all."""
    occasion: Mapped[str]
    """One time among those of the subject: `1772413200:half`, `2026-03-02`."""
    at: Mapped[datetime] = mapped_column(index=True)

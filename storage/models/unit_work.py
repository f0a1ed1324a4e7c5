"""Things that a unit keeps for itself."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storage.models.base import Base, BigKey
from storage.models.directory import HandlingUnit, Topic
from storage.models.people import Person
from storage.vocabulary import Outcome


class UnitNote(Base):
    """A note of a unit on an opinion that it handles or supports: nobody outside the unit ever reads it."""

    __tablename__ = "unit_note"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    opinion_id: Mapped[int] = mapped_column(ForeignKey("opinion.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("handling_unit.id"))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    text: Mapped[str]

    by: Mapped[Person | None] = relationship(lazy="joined")


class ReplyTemplate(Base):
    """Words that a unit often replies with, for a topic and a result class or for all."""

    __tablename__ = "reply_template"

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("handling_unit.id"), index=True)
    topic_id: Mapped[int | None] = mapped_column(ForeignKey("topic.id"))
    """None: any topic."""
    outcome: Mapped[Outcome | None]
    """None: any result class."""
    title: Mapped[str]
    text: Mapped[str]
    """With placeholders, checked as it was kept: `handlers.core.casework.placeholders`."""
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    changed_at: Mapped[datetime]

    topic: Mapped[Topic | None] = relationship(lazy="joined")
    unit: Mapped[HandlingUnit] = relationship(lazy="joined", innerjoin=True)

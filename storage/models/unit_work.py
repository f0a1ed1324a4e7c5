"""Things that a unit keeps for itself."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storage.models.base import Base, BigKey
from storage.models.people import Person


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

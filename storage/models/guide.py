"""The guide's words where county staff changed them; what comes with the release is data of `handlers.core.guide`."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base


class GuideVersion(Base):
    """Words of a piece in a language, as they were put there. Append-only: the newest counts."""

    __tablename__ = "guide_version"
    __table_args__ = (UniqueConstraint("piece", "language", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    piece: Mapped[str]
    """Its key."""
    language: Mapped[str]
    version: Mapped[int]
    """From 1, of this piece in this language."""
    text: Mapped[str | None]
    """None: from then on the words that come with the release."""
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]

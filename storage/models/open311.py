"""Open311: keys of other programs, what came in by them, and updates they sent."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, BigKey


class ApiKey(Base):
    """A key with which another program writes. Only the hash of what it sends is kept."""

    __tablename__ = "api_key"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    """What the program is, for county staff."""
    key_hash: Mapped[str] = mapped_column(unique=True)
    """SHA-256, hex."""
    per_day: Mapped[int]
    """Requests and updates that it may send a day."""
    used_on: Mapped[date | None]
    used: Mapped[int] = mapped_column(default=0)
    """Sent on `used_on`."""
    made_at: Mapped[datetime]
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    ended_at: Mapped[datetime | None]


class ApiRequest(Base):
    """An opinion that came in by a key."""

    __tablename__ = "api_request"

    opinion_id: Mapped[int] = mapped_column(ForeignKey("opinion.id"), primary_key=True, autoincrement=False)
    key_id: Mapped[int] = mapped_column(ForeignKey("api_key.id"), index=True)


class ApiUpdate(Base):
    """An update that came in by a key: each number once."""

    __tablename__ = "api_update"
    __table_args__ = (UniqueConstraint("key_id", "update_id"),)

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    key_id: Mapped[int] = mapped_column(ForeignKey("api_key.id"))
    update_id: Mapped[str]
    """The number that the other program gave it."""
    opinion_id: Mapped[int] = mapped_column(ForeignKey("opinion.id"))
    at: Mapped[datetime]

"""The public board: which matters stand on it, and what the authors of their opinions say to that."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storage.matter_vocabulary import BoardState
from storage.models.base import Base, BigKey
from storage.models.matters import Matter

# The same words in the index and in the queries: SQLite uses a partial index only for the same expression.
SHOWN = text("board_entry.state = 'shown'")


class BoardEntry(Base):
    """A matter that stands on the board, is to stand there, or did. Its number is public, no reference is."""

    __tablename__ = "board_entry"
    __table_args__ = (
        Index("ix_board_entry_shown", "id", sqlite_where=text("state = 'shown'"),
              postgresql_where=text("state = 'shown'")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    matter_id: Mapped[int] = mapped_column(ForeignKey("matter.id"), unique=True)
    state: Mapped[BoardState]
    asked_at: Mapped[datetime]
    """Instant at which its authors were asked first."""
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    shown_at: Mapped[datetime | None]
    gone_at: Mapped[datetime | None]

    matter: Mapped[Matter] = relationship(lazy="joined", innerjoin=True)


class BoardConsent(Base):
    """What an author of an opinion says to its matter standing on the board; they may change it."""

    __tablename__ = "board_consent"
    __table_args__ = (UniqueConstraint("entry_id", "person_id"),)

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("board_entry.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    """None once they have erased what is theirs."""
    asked_at: Mapped[datetime]
    consents: Mapped[bool | None]
    """None: no answer yet."""
    answered_at: Mapped[datetime | None]

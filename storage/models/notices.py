"""Notices: what goes out to many, to whom, and what became of it for each."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storage.models.base import Base
from storage.models.directory import Station
from storage.models.people import Person
from storage.types import Json
from storage.vocabulary import NoticeColumn, NoticeState, RecipientState

# Constants in the indexes and in the queries: with a parameter SQLite would not use a partial index.
WAITING = text("notice_recipient.state = 0")
PROMISED = text("notice_recipient.state = 1")
AMBIGUOUS = text("notice_recipient.state = 5")


def _only(state: RecipientState) -> dict[str, Any]:
    """A partial index of the rows in one state."""
    where = text(f"state = {state.value}")
    return {"sqlite_where": where, "postgresql_where": where}


class Notice(Base):
    """Something staff tell many people at once."""

    __tablename__ = "notice"

    id: Mapped[int] = mapped_column(primary_key=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    station_id: Mapped[int | None] = mapped_column(ForeignKey("station.id"), index=True)
    """Station whose people it may reach at most; None: everybody's."""
    state: Mapped[NoticeState] = mapped_column(default=NoticeState.DRAFT)
    version: Mapped[int] = mapped_column(default=1)
    """Rises with each change; a button that acts carries it."""
    column: Mapped[NoticeColumn | None]
    audience: Mapped[dict[str, list[Any]]] = mapped_column(Json, default=dict)
    """`areas`, `stations`, `roles`, `languages`: one of each kind that is named must fit."""
    send_at: Mapped[datetime | None]
    """Not before; None: as soon as it is released."""
    reason: Mapped[str | None]
    """Reason why it is urgent."""
    remark: Mapped[str | None]
    """Reason why it was sent back."""
    counts: Mapped[dict[str, Any] | None] = mapped_column(Json)
    """Of a draft: how many it would reach, as last counted; None: to be counted."""
    counting: Mapped[bool] = mapped_column(default=False)
    """Somebody looks at it and waits for the count."""

    created_at: Mapped[datetime]
    released_at: Mapped[datetime | None]
    released_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    began_at: Mapped[datetime | None]
    """Instant at which the first recipients were written down."""
    ended_at: Mapped[datetime | None]
    """Instant at which the report was made; None while there is something to do."""

    fixed_up_to: Mapped[int] = mapped_column(default=0)
    """People up to this id are in the ledger, if it is for them."""
    fix_until: Mapped[int] = mapped_column(default=0)
    """The newest person at release: who came later does not get it."""
    recipients: Mapped[int] = mapped_column(default=0)
    left_muted: Mapped[int] = mapped_column(default=0)
    left_unreachable: Mapped[int] = mapped_column(default=0)
    sent: Mapped[int] = mapped_column(default=0)
    unreachable: Mapped[int] = mapped_column(default=0)
    failed: Mapped[int] = mapped_column(default=0)
    ambiguous: Mapped[int] = mapped_column(default=0)
    muted: Mapped[int] = mapped_column(default=0)
    tolerated: Mapped[int] = mapped_column(default=0)
    """Number of failures somebody has seen and went on in spite of."""
    rate: Mapped[float] = mapped_column(default=0.0)
    """Messages a second, lately."""

    author: Mapped[Person] = relationship(lazy="joined", innerjoin=True, foreign_keys=[author_id])
    station: Mapped[Station | None] = relationship(lazy="joined", foreign_keys=[station_id])
    texts: Mapped[list["NoticeText"]] = relationship(
        lazy="selectin", order_by="NoticeText.language", cascade="all, delete-orphan"
    )


Index("ix_notice_open", Notice.id, sqlite_where=Notice.ended_at.is_(None), postgresql_where=Notice.ended_at.is_(None))


class NoticeText(Base):
    """A notice in one language: one call, without the chat it goes to."""

    __tablename__ = "notice_text"

    notice_id: Mapped[int] = mapped_column(ForeignKey("notice.id", ondelete="CASCADE"), primary_key=True)
    language: Mapped[str] = mapped_column(primary_key=True)
    body: Mapped[dict[str, Any]] = mapped_column(Json)
    """As the author sent it: the parameters of a text, or `media`, one or an album of them."""
    album: Mapped[str | None]
    """Telegram's `media_group_id` while it is sent in."""
    sources: Mapped[list[int]] = mapped_column(Json)
    """The author's messages it was taken from, an album's in order."""
    frozen: Mapped[dict[str, list[str]] | None] = mapped_column(Json)
    """As released: by its reader's language, what is called and the JSON it is called with, but for the chat."""


class NoticeRecipient(Base):
    """The ledger: who is to get a notice, and whether they did. Narrow, since there may be a million for each."""

    __tablename__ = "notice_recipient"
    __table_args__ = (
        # With the state in them, though it is always the same: else SQLite takes the primary key for as good, and
        # looks through a million lines for the next hundred.
        Index("ix_notice_recipient_waiting", "notice_id", "state", "person_id", **_only(RecipientState.WAITING)),
        Index("ix_notice_recipient_promised", "notice_id", "state", "call_id", **_only(RecipientState.PROMISED)),
        Index("ix_notice_recipient_ambiguous", "notice_id", "state", "person_id", **_only(RecipientState.AMBIGUOUS)),
        {"sqlite_with_rowid": False},
    )

    notice_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    person_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    state: Mapped[RecipientState]
    call_id: Mapped[int | None] = mapped_column(BigInteger)
    """The outbox call, while it is promised."""
    at: Mapped[int | None] = mapped_column(BigInteger)
    """Instant at which it ended, in seconds since 1970: a number can be grouped alike on both databases."""
    reason: Mapped[str | None]


class MutedColumn(Base):
    """A column somebody does not want notices of."""

    __tablename__ = "muted_column"

    person_id: Mapped[int] = mapped_column(Integer, ForeignKey("person.id"), primary_key=True, autoincrement=False)
    column: Mapped[NoticeColumn] = mapped_column(primary_key=True)

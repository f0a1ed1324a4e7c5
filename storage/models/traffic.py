"""Updates that came in, calls that go out, and the state of each conversation."""

from datetime import datetime

from sqlalchemy import BigInteger, Index, LargeBinary, SmallInteger, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, BigKey
from storage.vocabulary import CallState, Channel, InboxState, Lane

# The same words in the index and in the queries: SQLite uses a partial index only for the same expression.
PENDING = text("state = 0")


class InboxUpdate(Base):
    """An update as it came. Kept before it is acknowledged, handled after."""

    __tablename__ = "inbox"
    __table_args__ = (
        Index("uq_inbox_channel_bot_id_update_id", "channel", "bot_id", "update_id", unique=True),
        Index("ix_inbox_pending", "id", sqlite_where=PENDING, postgresql_where=PENDING),
        Index("ix_inbox_done_at", "done_at"),
    )

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    channel: Mapped[Channel] = mapped_column(default=Channel.TELEGRAM, server_default=text("0"))
    """Channel through which it came."""
    bot_id: Mapped[int] = mapped_column(BigInteger)
    """Account of ours in the channel that got it."""
    update_id: Mapped[int] = mapped_column(BigInteger)
    chat_id: Mapped[int] = mapped_column(BigInteger)
    """Chat whose order it keeps: a press belongs to its message's chat."""
    raw: Mapped[str] = mapped_column(Text)
    """JSON; emptied once handled."""
    received_at: Mapped[datetime]
    state: Mapped[InboxState] = mapped_column(default=InboxState.PENDING)
    attempts: Mapped[int] = mapped_column(SmallInteger, default=0)
    next_try_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    error: Mapped[str | None]
    """Class and place of the failure; never a text of a person."""


class OutboxCall(Base):
    """A call to a channel that was promised, in its frozen wire form: for Telegram one to the Bot API."""

    __tablename__ = "outbox"
    __table_args__ = (
        Index("ix_outbox_pending", "channel", "lane", "id", sqlite_where=PENDING, postgresql_where=PENDING),
        Index("ix_outbox_pending_chat", "chat_id", sqlite_where=PENDING, postgresql_where=PENDING),
        Index("ix_outbox_done_at", "done_at"),
    )

    id: Mapped[int] = mapped_column(BigKey, primary_key=True, autoincrement=False)
    """Given by `storage.outbox.next_id`: rises with time, known before the row is written."""
    channel: Mapped[Channel] = mapped_column(default=Channel.TELEGRAM, server_default=text("0"))
    """Channel whose sender takes it."""
    chat_id: Mapped[int] = mapped_column(BigInteger)
    """0: the call concerns no chat."""
    lane: Mapped[Lane]
    method: Mapped[str]
    payload: Mapped[str] = mapped_column(Text)
    """The JSON body of the call; emptied once sent. `blob:<sha256>` stands for a file of ours."""
    opinion_id: Mapped[int | None] = mapped_column(BigInteger)
    """The case it belongs to: a reply to the message finds it."""
    edits: Mapped[int | None] = mapped_column(BigInteger, index=True)
    """The call whose message this one edits or deletes; its message_id is filled in when sending."""
    once: Mapped[str | None] = mapped_column(unique=True)
    """Key of what it is about, where it must be promised once only."""
    state: Mapped[CallState] = mapped_column(default=CallState.PENDING)
    attempts: Mapped[int] = mapped_column(SmallInteger, default=0)
    created_at: Mapped[datetime]
    not_before: Mapped[datetime]
    done_at: Mapped[datetime | None]
    message_id: Mapped[int | None]
    error: Mapped[str | None]


class Conversation(Base):
    """State of the talk with a chat: aiogram's state and data, and the message that shows the screen."""

    __tablename__ = "conversation"

    chat_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    """Unique over all channels (`storage.addresses`)."""
    channel: Mapped[Channel] = mapped_column(default=Channel.TELEGRAM, server_default=text("0"))
    state: Mapped[str | None]
    data: Mapped[str] = mapped_column(Text)
    """JSON object."""
    screen_call: Mapped[int | None] = mapped_column(BigInteger)
    """The outbox call that showed the current screen."""
    heard: Mapped[str] = mapped_column(Text)
    """JSON: when the last messages came, for the flood limit."""


class StandingMessage(Base):
    """A message that tells how things stand, one of a kind in a chat: changed in place instead of sent again."""

    __tablename__ = "standing_message"

    chat_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(primary_key=True)
    channel: Mapped[Channel] = mapped_column(default=Channel.TELEGRAM, server_default=text("0"))
    call_id: Mapped[int] = mapped_column(BigInteger)
    """The outbox call that sent it."""
    shown_at: Mapped[datetime]


class CaseMessage(Base):
    """A message we sent about an opinion: a reply to it is about that opinion."""

    __tablename__ = "case_message"
    __table_args__ = (Index("ix_case_message_opinion_id", "opinion_id"),)

    chat_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    message_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    channel: Mapped[Channel] = mapped_column(default=Channel.TELEGRAM, server_default=text("0"))
    opinion_id: Mapped[int] = mapped_column(BigInteger)


class Blob(Base):
    """The content of a file we made or fetched: until it is sent or read, or for as long as a `File` names it."""

    __tablename__ = "blob"

    sha256: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    content: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime]


class Lease(Base):
    """The right to poll and send for a bot now. The epoch rises with each holder: a fence for the one before."""

    __tablename__ = "lease"

    name: Mapped[str] = mapped_column(primary_key=True)
    holder: Mapped[str]
    epoch: Mapped[int]
    expires_at: Mapped[datetime]

"""Sessions at the desk: from the link that somebody got in the chat to the end of what began with it."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storage.models.base import Base, BigKey
from storage.models.people import Person


class DeskSession(Base):
    """A browser in which somebody is let in: asked for in the chat, opened by link, confirmed in the chat, begun.

    Of what would let somebody in only hashes are kept.
    """

    __tablename__ = "desk_session"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    asked_at: Mapped[datetime]
    link_hash: Mapped[str] = mapped_column(unique=True)
    """SHA-256 of the token in the link, hex."""
    open_until: Mapped[datetime]
    """Instant until which the link, and once it is opened the code, can be used."""
    browser: Mapped[str] = mapped_column(default="")
    """The browser as it calls itself, `Firefox, Linux`; empty until it has come."""
    cookie_hash: Mapped[str | None] = mapped_column(unique=True)
    """SHA-256 of what the browser holds, hex; another one once the session begins."""
    code: Mapped[str | None]
    """Two digits that the browser shows and the chat confirms."""
    confirmed_at: Mapped[datetime | None]
    begun_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    """Instant at which it ends by itself."""
    ended_at: Mapped[datetime | None]
    """Instant at which it was ended before that, or the link was replaced or refused."""
    sure_until: Mapped[datetime | None]
    """Until then identities and exports are given without asking in the chat again."""

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)

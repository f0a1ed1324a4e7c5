"""Matters: what many opinions are about, this year's and last year's, and who adds their voice to it."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storage.matter_vocabulary import MatterNewsKind, MatterState
from storage.models.base import Base, BigKey
from storage.models.directory import Area, Station, Topic
from storage.models.files import FileOrPlace
from storage.models.people import Person
from storage.vocabulary import Done

# The same words in the index and in the queries: SQLite uses a partial index only for the same expression.
RELEASED = text("state = 'released'")


class Matter(Base):
    """A matter that groups opinions; what is public of it, staff wrote."""

    __tablename__ = "matter"
    __table_args__ = (
        Index("ix_matter_station_id_id", "station_id", "id"),
        Index("ix_matter_released", "area_id", "id", sqlite_where=RELEASED, postgresql_where=RELEASED),
    )

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    title: Mapped[str]
    """Public once it is released; never anybody's own words."""
    summary: Mapped[str]
    """Public once it is released; empty until it is written."""
    words: Mapped[str]
    """Words of both that are compared, with a space between them."""
    area_id: Mapped[int | None] = mapped_column(ForeignKey("area.id"))
    """The smallest village or town that all its opinions come from; None: there is none below the county."""
    topic_id: Mapped[int | None] = mapped_column(ForeignKey("topic.id"))
    station_id: Mapped[int | None] = mapped_column(ForeignKey("station.id"))
    """Station whose staff keep it; None: the county office."""
    state: Mapped[MatterState]
    version: Mapped[int] = mapped_column(default=1)
    """Counts changes of what is public and of the state; buttons carry it."""
    opinions: Mapped[int] = mapped_column(default=0)
    """Number of opinions in it."""
    endorsements: Mapped[int] = mapped_column(default=0)
    """Voices added to it; one whose owner erased what is theirs still counts."""
    people: Mapped[int] = mapped_column(default=0)
    """Number of those who wrote or added their voice, each counted once."""
    created_at: Mapped[datetime]
    written_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """Who wrote title and summary last: somebody else checks them."""
    released_at: Mapped[datetime | None]
    """The first time."""
    answer: Mapped[str | None]
    """The newest public answer."""
    answered_at: Mapped[datetime | None]
    promised_for: Mapped[date | None]
    """Day by which something is promised."""

    area: Mapped[Area | None] = relationship(lazy="joined")
    topic: Mapped[Topic | None] = relationship(lazy="joined")
    station: Mapped[Station | None] = relationship(lazy="joined")


class MatterOpinion(Base):
    """An opinion that a matter groups; each is in one at most."""

    __tablename__ = "matter_opinion"

    opinion_id: Mapped[int] = mapped_column(ForeignKey("opinion.id"), primary_key=True, autoincrement=False)
    matter_id: Mapped[int] = mapped_column(ForeignKey("matter.id"), index=True)
    along_with_id: Mapped[int | None] = mapped_column(ForeignKey("opinion.id"), index=True)
    """The opinion it is merged with and through which it came; None: it was put in by itself."""
    added_at: Mapped[datetime]
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class Endorsement(Base):
    """A voice that a constituent added to a matter."""

    __tablename__ = "endorsement"
    __table_args__ = (
        UniqueConstraint("matter_id", "person_id"),
        Index("ix_endorsement_person_id_id", "person_id", "id"),
        Index("ix_endorsement_matter_id_id", "matter_id", "id"),
    )

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    matter_id: Mapped[int] = mapped_column(ForeignKey("matter.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """None once its owner has erased what is theirs."""
    at: Mapped[datetime]
    follows: Mapped[bool] = mapped_column(default=True)
    """True as long as they want to hear of the matter."""
    asked_at: Mapped[datetime | None]
    """Instant at which they were asked whether it was really done, the last time."""
    done: Mapped[Done | None]
    """Their answer to that; None: none yet."""

    matter: Mapped[Matter] = relationship(lazy="joined", innerjoin=True)
    person: Mapped[Person | None] = relationship(lazy="joined")


class EndorsementWord(FileOrPlace, Base):
    """A message that somebody said with their voice: words, a file or a place. Theirs; staff read it."""

    __tablename__ = "endorsement_word"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    endorsement_id: Mapped[int] = mapped_column(ForeignKey("endorsement.id"), index=True)
    at: Mapped[datetime]
    text: Mapped[str]


class MatterNews(Base):
    """What staff told those who follow a matter, in words of their own. Append-only."""

    __tablename__ = "matter_news"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    matter_id: Mapped[int] = mapped_column(ForeignKey("matter.id"), index=True)
    kind: Mapped[MatterNewsKind]
    text: Mapped[str]
    promised_for: Mapped[date | None]
    """Day that was promised with it, or instead of the day before."""
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    told_up_to: Mapped[int] = mapped_column(BigKey, default=0)
    """Voices up to this number were told; beyond them they are told in pieces."""

    matter: Mapped[Matter] = relationship(lazy="joined", innerjoin=True)

"""People, what they may do, and how they were invited."""

from datetime import datetime, time

from sqlalchemy import BigInteger, ForeignKey, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storage.models.base import Base, BigKey
from storage.models.directory import Area, HandlingUnit, Representative, Station
from storage.types import Sealed
from storage.vocabulary import Channel, Role

DIGEST_AT = time(8, 30)
"""Before the working day: what waits is read before it begins."""


class Address(Base):
    """An account in a channel where a person is found. A person may have several."""

    __tablename__ = "address"
    __table_args__ = (UniqueConstraint("channel", "external_id"),)

    chat_id: Mapped[int] = mapped_column(BigKey, primary_key=True, autoincrement=False)
    """The number of the talk with it inside; on Telegram the account's own (`storage.addresses`)."""
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    channel: Mapped[Channel]
    external_id: Mapped[str]
    """Id of the account in the channel."""


class Person(Base):
    """Somebody who writes, at one address or more. Everybody is a constituent; grants add the other roles."""

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    chat_id: Mapped[int | None] = mapped_column(BigInteger, unique=True)
    """Chat number of their first address, where they are told. None once they erased what is theirs."""
    name: Mapped[str | None] = mapped_column(Sealed)
    language: Mapped[str]
    """`en` or `zh_Hans`."""
    language_chosen: Mapped[bool] = mapped_column(default=False)
    """Chosen by the person, so that of their channel no longer counts."""
    area_id: Mapped[int | None] = mapped_column(ForeignKey("area.id"))
    reachable: Mapped[bool] = mapped_column(default=True)
    """False while they block the bot."""
    digest_at: Mapped[time | None] = mapped_column(default=DIGEST_AT)
    """Time of day at which the morning digest comes to who holds a role, in the town's zone; None: it does not."""
    figures_told: Mapped[bool] = mapped_column(default=True)
    """Staff are told the figures of each week and month."""
    created_at: Mapped[datetime]

    area: Mapped[Area | None] = relationship(lazy="joined")
    addresses: Mapped[list[Address]] = relationship(lazy="raise")
    grants: Mapped[list["Grant"]] = relationship(
        lazy="selectin",
        primaryjoin="and_(Grant.person_id == Person.id, Grant.revoked_at.is_(None))",
        order_by="Grant.id",
        viewonly=True,
    )


class Grant(Base):
    """A role a person holds: representative X, officer of unit Z, or staff of station Y (none: the county office)."""

    __tablename__ = "role_grant"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[Role]
    representative_id: Mapped[int | None] = mapped_column(ForeignKey("representative.id"), index=True)
    station_id: Mapped[int | None] = mapped_column(ForeignKey("station.id"), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("handling_unit.id"), index=True)
    chief: Mapped[bool] = mapped_column(default=False, server_default=false())
    """An officer who releases replies and says which officer is in charge."""
    granted_at: Mapped[datetime]
    granted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    revoked_at: Mapped[datetime | None]

    representative: Mapped[Representative | None] = relationship(lazy="joined")
    station: Mapped[Station | None] = relationship(lazy="joined", foreign_keys=[station_id])
    unit: Mapped[HandlingUnit | None] = relationship(lazy="joined")


class Invitation(Base):
    """A one-time link. Only the hash of its token is kept."""

    __tablename__ = "invitation"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    """SHA-256, hex."""
    role: Mapped[Role]
    representative_id: Mapped[int | None] = mapped_column(ForeignKey("representative.id"))
    station_id: Mapped[int | None] = mapped_column(ForeignKey("station.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("handling_unit.id"))
    chief: Mapped[bool] = mapped_column(default=False, server_default=false())
    """As the chief of the unit."""
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    used_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    revoked_at: Mapped[datetime | None]

    representative: Mapped[Representative | None] = relationship(lazy="joined")
    station: Mapped[Station | None] = relationship(lazy="joined")
    unit: Mapped[HandlingUnit | None] = relationship(lazy="joined")


class Audit(Base):
    """A look at somebody, or a deed of staff. Append-only; each row holds the hash of the one before."""

    __tablename__ = "audit"
    __table_args__ = (UniqueConstraint("previous_hash"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    actor_id: Mapped[int | None]
    action: Mapped[str]
    subject: Mapped[str]
    """Object it was done to: `opinion:12`, `person:7`. Never a name or a text."""
    detail: Mapped[str]
    previous_hash: Mapped[str]
    hash: Mapped[str]

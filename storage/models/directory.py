"""The place: areas, stations, representatives, topics."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, ForeignKey, Index, String, Table, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storage.models.base import Base
from storage.types import Json, Sealed
from storage.vocabulary import AreaKind, LeftWhy, Level, OfficeChange, Sex

BYTEWISE = String().with_variant(String(collation="C"), "postgresql")
"""Compared byte by byte on both databases, so that an index finds beginnings."""


def _plainly(context: Any) -> str:
    """Everything an area that no file brought may be typed as."""
    row = context.get_current_parameters()
    return f" {row['name']} {row['sound']} {(row.get('name_en') or '').replace(' ', '').lower()} "


class Area(Base):
    """A place in the tree: county, town, village or community."""

    __tablename__ = "area"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    """As in the imported list; importing again finds the row by it."""
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("area.id"), index=True)
    kind: Mapped[AreaKind]
    name: Mapped[str]
    name_en: Mapped[str | None]
    sound: Mapped[str] = mapped_column(BYTEWISE)
    """The bare name (no 村, 社区…) in pinyin without tones and spaces, or the name in small letters."""
    search: Mapped[str] = mapped_column(default=_plainly)
    """Everything it may be typed as, words between spaces: characters, every reading, initials, English."""
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]


class Station(Base):
    """A liaison station of representatives."""

    __tablename__ = "station"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"), index=True)
    """It serves this area and everything below it."""
    name: Mapped[str]
    name_en: Mapped[str | None]
    address: Mapped[str | None]
    phone: Mapped[str | None]
    """The station's own number: public."""


representative_area = Table(
    "representative_area",
    Base.metadata,
    Column("representative_id", ForeignKey("representative.id", ondelete="CASCADE"), primary_key=True),
    Column("area_id", ForeignKey("area.id"), primary_key=True, index=True),
)


class Representative(Base):
    """Somebody elected. The person who acts for them on Telegram holds a grant."""

    __tablename__ = "representative"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    """Public: people look them up by it."""
    sound: Mapped[str]
    level: Mapped[Level]
    constituency: Mapped[str]
    station_id: Mapped[int] = mapped_column(ForeignKey("station.id"), index=True)
    phone: Mapped[str | None] = mapped_column(Sealed)
    picture: Mapped[str | None]
    """A Telegram file id, or an address from which Telegram fetches it."""
    topics: Mapped[list[str]] = mapped_column(Json, default=list)
    """Codes of topics they take care of, as the list says."""
    active: Mapped[bool] = mapped_column(default=True)
    """False once they left office: keeps their cases, gets no new ones."""
    name_en: Mapped[str | None]
    sex: Mapped[Sex | None]
    party: Mapped[str | None]
    """As the list names it; `NO_PARTY` for who belongs to none, None where the list does not say."""
    occupation: Mapped[str | None]
    """The group the list counts them in: workers, farmers, …"""
    term: Mapped[str | None]
    """Of the congress, as the list names it."""
    re_elected: Mapped[bool | None]
    by_election: Mapped[bool | None]
    """Elected between two general elections, in the place of somebody who left."""
    left_on: Mapped[date | None]
    left_why: Mapped[LeftWhy | None]

    # No inner join: where a representative may be missing, SQLite would put all of them and their stations together.
    station: Mapped[Station] = relationship(lazy="joined")
    areas: Mapped[list[Area]] = relationship(secondary=representative_area, lazy="raise", order_by=Area.id)


class OfficeHistory(Base):
    """Turn of an office: somebody took or left it, written down as lists say so. Append-only."""

    __tablename__ = "office_history"

    id: Mapped[int] = mapped_column(primary_key=True)
    representative_id: Mapped[int] = mapped_column(ForeignKey("representative.id"), index=True)
    change: Mapped[OfficeChange]
    on: Mapped[date | None]
    """The day, where the list says it."""
    why: Mapped[LeftWhy | None]
    by_election: Mapped[bool]
    level: Mapped[Level]
    constituency: Mapped[str]
    term: Mapped[str | None]
    recorded_at: Mapped[datetime]


class HandlingUnit(Base):
    """A government office that could act."""

    __tablename__ = "handling_unit"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    name_en: Mapped[str | None]
    phone: Mapped[str | None]
    needs_release: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Replies leave only once its chief has released them. The county's staff set it."""


class Topic(Base):
    """A subject an opinion is about."""

    __tablename__ = "topic"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    name_en: Mapped[str | None]
    keywords: Mapped[list[str]] = mapped_column(Json, default=list)
    """Words of the text that suggest this topic."""
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("handling_unit.id"))
    position: Mapped[int] = mapped_column(default=0)
    active: Mapped[bool] = mapped_column(default=True)
    """False once it is no longer offered; opinions keep it."""


Index("ix_area_sound", Area.sound)

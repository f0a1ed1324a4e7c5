"""The league: tables of figures as they were last counted, so that turning and sorting one counts nothing anew."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base
from storage.types import Json


class LeagueTable(Base):
    """A counted table: of units, topics or stations, for a period, among the cases of some stations; or what grows."""

    __tablename__ = "league_table"

    key: Mapped[str] = mapped_column(primary_key=True)
    """Of what, for which period, among whose cases: `unit:2026:all`, `hot:all`."""
    counted_at: Mapped[datetime]
    lines: Mapped[list[list[Any]]] = mapped_column(Json)
    """A line a unit, topic or station: its id, then its figures in their order."""

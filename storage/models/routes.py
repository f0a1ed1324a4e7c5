"""Rules by which a unit leads in a topic in one place, otherwise than elsewhere."""

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storage.models.base import Base
from storage.models.directory import Area, HandlingUnit


class PlaceRoute(Base):
    """A unit leads in a topic in this place and all that lies in it, unless a smaller place has a rule of its own."""

    __tablename__ = "place_route"
    __table_args__ = (UniqueConstraint("topic_id", "area_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    topic_id: Mapped[int] = mapped_column(ForeignKey("topic.id"))
    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("handling_unit.id"))

    area: Mapped[Area] = relationship(lazy="joined", innerjoin=True)
    unit: Mapped[HandlingUnit] = relationship(lazy="joined", innerjoin=True)

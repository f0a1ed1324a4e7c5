"""The clocks that county staff changed; the defaults are data of `handlers.core.casework.policy`."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storage.models.base import Base
from storage.models.directory import Topic
from storage.vocabulary import CaseKind

FOR_ALL, FOR_ONE = text("topic_id IS NULL"), text("topic_id IS NOT NULL")


class Policy(Base):
    """A number of days of the policy that is not the default, for all topics or for one."""

    __tablename__ = "policy"
    __table_args__ = (
        Index("uq_policy_for_all", "kind", "name", unique=True, sqlite_where=FOR_ALL, postgresql_where=FOR_ALL),
        Index(
            "uq_policy_for_one", "kind", "name", "topic_id", unique=True, sqlite_where=FOR_ONE, postgresql_where=FOR_ONE
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[CaseKind]
    name: Mapped[str]
    """Of the interval."""
    topic_id: Mapped[int | None] = mapped_column(ForeignKey("topic.id"))
    """None: all topics that have no number of their own."""
    days: Mapped[int]
    """Of the kind that the interval is counted in."""
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    changed_at: Mapped[datetime]

    topic: Mapped[Topic | None] = relationship(lazy="joined")

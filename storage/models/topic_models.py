"""Models that read in a text what it is about."""

from datetime import datetime

from sqlalchemy import LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base
from storage.types import Json


class TopicModel(Base):
    """A model as it was trained, with the figures by which it was taken or not. The newest that was taken is used."""

    __tablename__ = "topic_model"

    id: Mapped[int] = mapped_column(primary_key=True)
    trained_at: Mapped[datetime]
    examples: Mapped[int]
    """Number of opinions with a topic that staff confirmed or set, those it was tried on among them."""
    digest: Mapped[str]
    """Of the examples: the same ones are not learned from again."""
    score: Mapped[float]
    """Macro-F1 on the fifth of the examples that nothing is learned from, 0–1."""
    score_before: Mapped[float]
    """Of what was used before, a model or keywords, on the same examples."""
    taken: Mapped[bool]
    topics: Mapped[list[str]] = mapped_column(Json)
    """Codes of the topics it knows."""
    scales: Mapped[list[float]] = mapped_column(Json)
    """Value of a coefficient of 1, by topic."""
    least_lead: Mapped[float | None]
    """A topic is suggested if it leads by at least so much; None: none ever is."""
    share: Mapped[float]
    """Share of what was held out for which it suggests a topic, 0–1."""
    coefficients: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    """Compressed bytes; None for a model that is used no longer, or never was."""

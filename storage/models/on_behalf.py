"""Opinions that staff took down for somebody without an account: on paper, by phone, at the desk."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, BigKey
from storage.types import Sealed


class OnBehalf(Base):
    """An opinion whose author staff tell what comes of it; the author is a person without an address."""

    __tablename__ = "on_behalf"

    opinion_id: Mapped[int] = mapped_column(BigKey, ForeignKey("opinion.id"), primary_key=True, autoincrement=False)
    taken_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    taken_at: Mapped[datetime]
    phone: Mapped[str | None] = mapped_column(Sealed)
    secret_hash: Mapped[str] = mapped_column(unique=True)
    """SHA-256, hex, of the secret on the receipt, by which its author follows it."""
    told_up_to: Mapped[int] = mapped_column(BigInteger, default=0)
    """The newest event of which its author was told."""

"""The words of opinions, so that others that say the same are found among millions."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, BigKey
from storage.models.directory import BYTEWISE


class OpinionWords(Base):
    """The words of an opinion by which it is compared with others."""

    __tablename__ = "opinion_words"

    opinion_id: Mapped[int] = mapped_column(BigKey, ForeignKey("opinion.id"), primary_key=True, autoincrement=False)
    words: Mapped[str]
    """With a space between them, those that few opinions have first."""
    kept: Mapped[int]
    """So many of the first have a `RareWord`."""
    weight: Mapped[float]
    """Of all of them together: the length of the vector of their weights."""


class RareWord(Base):
    """A word of an opinion that few others have: the newest with a word are found at once, however many there are."""

    __tablename__ = "rare_word"
    __table_args__ = ({"sqlite_with_rowid": False},)

    word: Mapped[str] = mapped_column(BYTEWISE, primary_key=True)
    opinion_id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    """Without a constraint, which PostgreSQL would check word by word; it goes and comes with its `OpinionWords`."""


class WordCount(Base):
    """Number of opinions that have a word, among the newest some thousand; words of only one are not kept."""

    __tablename__ = "word_count"
    __table_args__ = ({"sqlite_with_rowid": False},)

    word: Mapped[str] = mapped_column(BYTEWISE, primary_key=True)
    """Empty: the number of opinions that were counted."""
    opinions: Mapped[int]
    upto: Mapped[int] = mapped_column(BigKey)
    """The newest opinion as it was counted; what was counted for an older one holds no longer."""

"""The base of all tables: constraint names that migrations can rely on."""

from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Any, ClassVar

from sqlalchemy import BigInteger, Integer, MetaData, String
from sqlalchemy.orm import DeclarativeBase

from storage.matter_vocabulary import BoardState, MatterNewsKind, MatterState
from storage.suggestion_vocabulary import (
    SignatureState,
    SuggestionAction,
    SuggestionKind,
    SuggestionPart,
    SuggestionStage,
)
from storage.types import UtcDateTime
from storage.vocabulary import (
    Action,
    AreaKind,
    AttachmentKind,
    CallState,
    CaseKind,
    Channel,
    CommitmentState,
    Done,
    EntryKind,
    InboxState,
    Lane,
    LeftWhy,
    Level,
    NoticeColumn,
    NoticeState,
    OfficeChange,
    Outcome,
    RecipientState,
    Recurrence,
    Role,
    Satisfaction,
    Sex,
    Stage,
)
from storage.words import Word, WordNumber

BigKey = BigInteger().with_variant(Integer, "sqlite")
"""SQLite gives row ids only to INTEGER keys."""


WORDS: tuple[type[StrEnum], ...] = (
    Role,
    Level,
    AreaKind,
    Stage,
    BoardState,
    CaseKind,
    Action,
    EntryKind,
    AttachmentKind,
    Satisfaction,
    CommitmentState,
    Done,
    Recurrence,
    NoticeColumn,
    NoticeState,
    Outcome,
    Sex,
    LeftWhy,
    OfficeChange,
    MatterState,
    MatterNewsKind,
    SuggestionKind,
    SuggestionPart,
    SuggestionStage,
    SuggestionAction,
    SignatureState,
)
NUMBERS: tuple[type[IntEnum], ...] = (Channel, Lane, InboxState, CallState, RecipientState)


class Base(DeclarativeBase):
    """All tables."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: UtcDateTime,
        str: String,
        **{words: Word(words) for words in WORDS},
        **{numbers: WordNumber(numbers) for numbers in NUMBERS},
    }

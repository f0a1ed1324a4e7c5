"""Enumerations as columns: readable text or small numbers, without a database type to migrate."""

from enum import IntEnum, StrEnum
from typing import Any

from sqlalchemy import Dialect, SmallInteger, String
from sqlalchemy.types import TypeDecorator


class Word(TypeDecorator[StrEnum]):
    """A `StrEnum` kept as its value."""

    impl = String(32)
    cache_ok = True

    def __init__(self, words: type[StrEnum]) -> None:
        super().__init__()
        self.words = words

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else str(self.words(value).value)

    def process_result_value(self, value: Any, dialect: Dialect) -> StrEnum | None:
        return None if value is None else self.words(value)


class WordNumber(TypeDecorator[IntEnum]):
    """An `IntEnum` kept as its number."""

    impl = SmallInteger
    cache_ok = True

    def __init__(self, numbers: type[IntEnum]) -> None:
        super().__init__()
        self.numbers = numbers

    def process_bind_param(self, value: Any, dialect: Dialect) -> int | None:
        return None if value is None else int(self.numbers(value))

    def process_result_value(self, value: Any, dialect: Dialect) -> IntEnum | None:
        return None if value is None else self.numbers(value)

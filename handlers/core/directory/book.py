"""A directory file as plain rows, and what can be wrong with them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

Value = str | int | float | bool | tuple[str, ...] | None
Record = dict[str, Value]
"""One area, station…: column key to value. `handlers.core.directory.columns` is its schema."""
Directory = dict["Kind", dict[str, Record]]
"""Records by kind and code."""


class Kind(StrEnum):
    """Kinds of records, one a sheet. The order is the order of import: what is referred to comes first."""

    AREAS = "areas"
    STATIONS = "stations"
    UNITS = "units"
    REPRESENTATIVES = "representatives"
    TOPICS = "topics"


class Saying(NamedTuple):
    """A sentence for people, still to be put into their language: `t(saying.text, **saying.values)`."""

    text: str
    values: Mapping[str, str]

    def __str__(self) -> str:
        return self.text.format(**self.values)


def say(text: str, **values: object) -> Saying:
    """Make a `Saying`; catalogues are extracted from calls of this function."""
    return Saying(text, {name: str(value) for name, value in values.items()})


class Trouble(NamedTuple):
    """Fault of a value, and what is expected instead."""

    wrong: Saying
    expected: Saying


class Problem(NamedTuple):
    """A trouble and where it is."""

    sheet: str
    row: int | None
    """As numbered in the file, from 1; None: the sheet as a whole."""
    column: str | None
    """Letter and title as in the file: `C (level)`."""
    wrong: Saying
    expected: Saying


class Unreadable(Exception):
    """The file as a whole cannot be read; `saying` tells why and what to do."""

    def __init__(self, saying: Saying) -> None:
        super().__init__(saying)
        self.saying = saying

    def __str__(self) -> str:
        return str(self.saying)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a sheet."""

    number: int
    cells: Mapping[str, str]
    """Column key to trimmed text; every column of the sheet is present, empty cells as ``""``."""
    troubles: Mapping[str, Trouble] = field(default_factory=dict)
    """Cells that are not text at all: formulas, dates (whose text is there too, as YYYY-MM-DD), error values."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of one kind."""

    kind: Kind
    title: str
    header_row: int
    columns: Mapping[str, str]
    """Column key to its place: `C (level)`."""
    rows: tuple[Row, ...]
    troubles: Mapping[str, Trouble] = field(default_factory=dict)
    """Columns that cannot be read as a whole: hidden ones."""


@dataclass(frozen=True, slots=True)
class Book:
    """A whole file."""

    sheets: tuple[Sheet, ...]
    ignored: tuple[str, ...] = ()
    """Titles of sheets that list nothing we know."""
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    """Contents of pictures in it, by what stands for them in the cells."""

"""Changes that a plan would make, record by record, as people read them."""

from collections.abc import Iterator
from typing import NamedTuple

from handlers.core.directory.book import Kind, Record
from handlers.core.directory.columns import COLUMNS
from handlers.core.directory.export import written
from handlers.core.directory.rules import Plan


class Difference(NamedTuple):
    """A value that a file changes, as files write it."""

    column: str
    """Title of its column."""
    was: str
    becomes: str


class Change(NamedTuple):
    """A record that a file brings or changes."""

    kind: Kind
    code: str
    name: str
    differences: tuple[Difference, ...]
    """None for a record that is new."""
    is_new: bool
    retires: bool = False
    """True if it becomes inactive."""


HIDDEN = frozenset({(Kind.REPRESENTATIVES, "phone"), (Kind.REPRESENTATIVES, "picture")})
"""Values that are not shown in the clear: that they change is all that is told."""


def changes(plan: Plan) -> Iterator[Change]:
    """Everything that a plan would write, in the order of import: what changes first, then what is new."""
    for kind in Kind:
        for record in plan.changed[kind]:
            code = str(record["code"])
            old = plan.before[kind][code]
            retires = record.get("active") is False and old.get("active") is True
            yield Change(kind, code, str(record["name"]), tuple(_differences(kind, old, record)), False, retires)
        for record in plan.new[kind]:
            yield Change(kind, str(record["code"]), str(record["name"]), (), is_new=True)


def _differences(kind: Kind, old: Record, new: Record) -> Iterator[Difference]:
    for column in COLUMNS[kind]:
        if column.helper or old[column.key] == new[column.key]:
            continue
        pair = (written(old[column.key]), written(new[column.key]))
        was, becomes = ("…" if one and (kind, column.key) in HIDDEN else one for one in pair)
        yield Difference(column.title, was, becomes)

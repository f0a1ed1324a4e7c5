"""Kinds of supervision: what each is called. Places differ, so they are data."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

import orjson

TABLE = Path(__file__).with_name("kinds.json")


class SupervisionKind(NamedTuple):
    """A kind; `name` by language."""

    sign: str
    several: bool
    """Several people may supervise together."""
    key: bool
    """It has a list of its own, and a weekly line in its supervisors' digest."""
    name: Mapping[str, str]


@cache
def kinds() -> Mapping[str, SupervisionKind]:
    """All of them by key, in order. Raises `ValueError`, `TypeError` if the file does not say what each is."""
    return {key: SupervisionKind(**raw) for key, raw in orjson.loads(TABLE.read_bytes()).items()}


def key_kinds() -> tuple[str, ...]:
    """The kinds that have a list of their own."""
    return tuple(key for key, kind in kinds().items() if kind.key)

"""What pictures of figures are drawn from: bars, and wholes of parts."""

from collections.abc import Sequence
from typing import NamedTuple


class Bar(NamedTuple):
    """A bar, and the same of the period before."""

    label: str
    n: int
    was: int | None = None


class Part(NamedTuple):
    """A part of a bar that adds up to a whole."""

    label: str
    n: int
    shade: int
    """0 to 6, the strongest first."""


class Whole(NamedTuple):
    """A bar of parts; too few say nothing."""

    label: str
    parts: Sequence[Part]

    @property
    def n(self) -> int:
        """All parts together."""
        return sum(part.n for part in self.parts)

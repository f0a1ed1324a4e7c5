"""Figures beside their yardsticks, and the report of a run: a table for people, a JSON object a line for machines."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

OUTPUT = Path("build/bench.jsonl")
NO_GOAL = "none"


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the result. `value` and `yardstick` have the same `unit`; `ratio` is the one by the other."""

    id: str
    value: float
    unit: str
    yardstick: float
    ratio: float
    goal: str
    met: bool

    def line(self) -> str:
        """As JSON."""
        return json.dumps({key: round(v, 4) if isinstance(v, float) else v for key, v in asdict(self).items()})


def compared(
    id_: str,
    unit: str,
    value: float,
    yardstick: float,
    goal: Literal["<=", ">="],
    bound: float | None,
    *,
    also: str = "",
    held: bool = True,
) -> Figure:
    """A figure whose ratio to the yardstick shall be at least or at most `bound`; None: no goal, and always met.

    `also` names a further condition, and `held` tells whether it holds.
    """
    ratio = value / yardstick
    if bound is None:
        return Figure(id_, value, unit, yardstick, ratio, NO_GOAL, True)
    met = ratio >= bound if goal == ">=" else ratio <= bound
    words = f"{goal} {bound:g}x" + (f", {also}" if also else "")
    return Figure(id_, value, unit, yardstick, ratio, words, met and held)


def quantile(values: Sequence[float], share: float) -> float:
    """The value below which `share` (0-1) of the values lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


class Report:
    """The figures of one run. Each is written down as soon as it is known, so that a run cut short leaves its lines."""

    def __init__(self, output: Path = OUTPUT) -> None:
        self.figures: list[Figure] = []
        self._output = output
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_text("", encoding="utf-8")

    def add(self, figures: Sequence[Figure]) -> None:
        """Keep these."""
        self.figures += figures
        with self._output.open("a", encoding="utf-8") as file:
            file.writelines(figure.line() + "\n" for figure in figures)

    def show(self) -> None:
        """Print the table."""
        from rich.console import Console
        from rich.table import Table

        table = Table("figure", "unit")
        for heading in ("value", "yardstick", "ratio"):
            table.add_column(heading, justify="right")
        table.add_column("goal")
        table.add_column("met")
        for figure in self.figures:
            met = "–" if figure.goal == NO_GOAL else "[green]yes[/]" if figure.met else "[red]no[/]"
            numbers = (formatted(figure.value), formatted(figure.yardstick), f"{figure.ratio:.2f}x")
            table.add_row(figure.id, figure.unit, *numbers, figure.goal, met)
        Console().print(table)


def formatted(number: float) -> str:
    """With as many digits as say something."""
    return f"{number:,.0f}" if number >= 100 else f"{number:,.1f}" if number >= 10 else f"{number:,.2f}"

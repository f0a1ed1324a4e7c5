"""A figure, what it is held against, and how it is shown: a table for people, a JSON object a line for machines."""

import json
import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

OUTPUT = Path("build/bench.jsonl")


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the result. `value` and `yardstick` have the same `unit`; `goal` is a bound on their ratio."""

    id: str
    value: float
    unit: str
    yardstick: float | None
    ratio: float | None
    goal: str
    met: bool

    def line(self) -> str:
        """As JSON."""
        return json.dumps({key: round(v, 4) if isinstance(v, float) else v for key, v in asdict(self).items()})


def against(
    id_: str, unit: str, value: float, yardstick: float, goal: Literal["<=", ">="], bound: float, *, also: bool = True
) -> Figure:
    """A figure whose ratio to the yardstick shall be at least or at most `bound`; `also`: a further condition holds."""
    ratio = value / yardstick
    met = ratio >= bound if goal == ">=" else ratio <= bound
    return Figure(id_, value, unit, yardstick, ratio, f"{goal} {bound:g}x", met and also)


def quantile(values: Sequence[float], share: float) -> float:
    """The value below which `share` (0-1) of the values lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def median(values: Sequence[float]) -> float:
    """The middle value."""
    return statistics.median(values)


def show(figures: Sequence[Figure]) -> None:
    """Print the table and keep the lines in build/bench.jsonl."""
    from rich.console import Console
    from rich.table import Table

    table = Table("figure", "value", "unit", "yardstick", "ratio", "goal", "met")
    for figure in figures:
        yardstick = "-" if figure.yardstick is None else f"{figure.yardstick:,.2f}"
        ratio = "-" if figure.ratio is None else f"{figure.ratio:.2f}x"
        met = "[green]yes[/]" if figure.met else "[red]no[/]"
        table.add_row(figure.id, f"{figure.value:,.2f}", figure.unit, yardstick, ratio, figure.goal, met)
    Console().print(table)
    OUTPUT.parent.mkdir(exist_ok=True)
    with OUTPUT.open("a", encoding="utf-8") as file:
        file.writelines(figure.line() + "\n" for figure in figures)

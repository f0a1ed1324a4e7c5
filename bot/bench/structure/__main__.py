"""`make structure`: figures of the code's structure. `python -m bot.bench.structure [--files] [CHECKOUT]`."""

import argparse
import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from bot.bench.structure.trace import PACKAGES, Ways, ways

SCRIPT = Path(__file__).with_name("import_graph.py")


def figures(root: Path) -> dict[str, Any]:
    """The figures of the import graph of the checkout at `root`. Raises `CalledProcessError` if it is none."""
    said = subprocess.run(
        [sys.executable, "-P", str(SCRIPT)],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
        capture_output=True,
        check=True,
    )
    found: dict[str, Any] = json.loads(said.stdout)
    return found


def rows(figures: dict[str, Any], found: Ways) -> list[tuple[str, str]]:
    """The table: a figure and its value."""
    folders, arrows = figures["folders"], figures["arrows"]
    return [
        ("folders of handlers", str(folders)),
        ("arrows between them", f"{arrows} of {folders * (folders - 1)} possible"),
        ("pairs that import each other", str(figures["mutual"])),
        ("folders in the largest circle", str(figures["cycle"])),
        ("largest file", f"{figures['largest_file']}, {figures['largest_lines']} lines"),
        ("files, lines", f"{figures['files']}, {figures['lines']:,}"),
        ("files an update passes", str(len(found.update))),
        ("files a call passes", str(len(found.call))),
    ]


def main() -> None:
    """Entry point."""
    parser = argparse.ArgumentParser(prog="python -m bot.bench.structure", description=__doc__)
    parser.add_argument("checkout", nargs="?", type=Path, default=Path.cwd(), help="the root of another checkout")
    parser.add_argument("--files", action="store_true", help="list the files that are passed, too")
    asked = parser.parse_args()
    root: Path = asked.checkout.resolve()
    if not all((root / package).is_dir() for package in PACKAGES):
        parser.error(f"{root} has no folders {', '.join(PACKAGES)}")
    found = asyncio.run(ways(root))
    _show("The structure", rows(figures(root), found))
    if asked.files:
        _show("An update passes", [(file,) for file in sorted(found.update)])
        _show("A call passes", [(file,) for file in sorted(found.call)])


def _show(title: str, lines: Iterable[tuple[str, ...]]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(title=title, show_header=False)
    for line in lines:
        table.add_row(*line)
    Console().print(table)


if __name__ == "__main__":
    main()

"""Figures of the folders of handlers and of the imports between them, as JSON. Run as a script, in the checkout meant.

It imports nothing of the project, so that the `bot` that is found is the checkout's own.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Set
from pathlib import Path

import grimp

PACKAGES = ("bot", "handlers", "storage")
LAYER = "handlers"
"""The package whose folders are looked at."""

Arrows = Mapping[str, Set[str]]
"""Folders that each folder imports from."""


def folder_of(module: str, packages: Set[str]) -> str:
    """The folder a module lies in; a package's `__init__` lies in the package."""
    return module if module in packages else module.rpartition(".")[0]


def arrows_between(imports: Iterable[tuple[str, str]], packages: Set[str]) -> Arrows:
    """The arrows between folders that imports (importer, imported) between modules make."""
    arrows: dict[str, set[str]] = defaultdict(set)
    for importer, imported in imports:
        start, end = folder_of(importer, packages), folder_of(imported, packages)
        if start != end:
            arrows[start].add(end)
    return arrows


def mutual(arrows: Arrows) -> int:
    """The number of pairs that import each other."""
    return sum(start < end and start in arrows.get(end, ()) for start in arrows for end in arrows[start])


def largest_cycle(arrows: Arrows) -> int:
    """The most folders of which each leads to each other by arrows; 0 if there are no cycles."""
    reached = {start: _reached(arrows, start) for start in arrows}
    sizes = (sum(start in reached.get(end, ()) for end in ends) for start, ends in reached.items() if start in ends)
    return max(sizes, default=0)


def _reached(arrows: Arrows, start: str) -> set[str]:
    found: set[str] = set()
    waiting = [start]
    while waiting:
        for end in arrows.get(waiting.pop(), ()):
            if end not in found:
                found.add(end)
                waiting.append(end)
    return found


def main() -> None:
    """Print the figures of the checkout that is the working directory."""
    graph = grimp.build_graph(*PACKAGES, cache_dir=None)
    modules = {name for name in graph.modules if name == LAYER or name.startswith(f"{LAYER}.")}
    packages = {name for name in modules if graph.find_children(name)}
    folders = {folder_of(name, packages) for name in modules if name not in packages}
    imports = [(name, to) for name in modules for to in graph.find_modules_directly_imported_by(name) if to in modules]
    arrows = arrows_between(imports, packages)
    lines = {file: _lines(file) for name in PACKAGES for file in Path(name).rglob("*.py")}
    largest = max(lines, key=lambda file: lines[file])
    figures = {
        "folders": len(folders),
        "arrows": sum(len(ends) for ends in arrows.values()),
        "mutual": mutual(arrows),
        "cycle": largest_cycle(arrows),
        "largest_file": str(largest),
        "largest_lines": lines[largest],
        "files": len(lines),
        "lines": sum(lines.values()),
    }
    print(json.dumps(figures))


def _lines(file: Path) -> int:
    return file.read_bytes().count(b"\n")


if __name__ == "__main__":
    main()

"""Figures of the import graph, on graphs small enough to count by hand and on this checkout."""

from pathlib import Path

import pytest

from bot.bench.structure.__main__ import figures, rows
from bot.bench.structure.import_graph import arrows_between, folder_of, largest_cycle, mutual
from bot.bench.structure.trace import Ways

ROOT = Path(__file__).parents[2]
PACKAGES = {"handlers", "handlers.a", "handlers.b"}


@pytest.mark.parametrize(
    ("module", "folder"),
    [("handlers.a", "handlers.a"), ("handlers.a.rules", "handlers.a"), ("handlers.registry", "handlers")],
)
def test_a_module_lies_in_its_folder_and_an_init_in_its_own(module: str, folder: str) -> None:
    assert folder_of(module, PACKAGES) == folder


def test_an_arrow_counts_once_and_none_stays_within_a_folder() -> None:
    imports = [("handlers.a.x", "handlers.b.y"), ("handlers.a.z", "handlers.b"), ("handlers.a.x", "handlers.a.z")]
    assert arrows_between(imports, PACKAGES) == {"handlers.a": {"handlers.b"}}


@pytest.mark.parametrize(
    ("arrows", "pairs", "cycle"),
    [
        ({}, 0, 0),
        ({"a": {"b"}, "b": {"c"}}, 0, 0),
        ({"a": {"b"}, "b": {"a", "c"}}, 1, 2),
        ({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}}, 0, 3),
        ({"a": {"b"}, "b": {"a"}, "c": {"d"}, "d": {"e"}, "e": {"c", "a"}}, 1, 3),
    ],
)
def test_pairs_and_circles_are_counted(arrows: dict[str, set[str]], pairs: int, cycle: int) -> None:
    assert (mutual(arrows), largest_cycle(arrows)) == (pairs, cycle)


def test_the_table_tells_this_checkout() -> None:
    found = figures(ROOT)
    assert (ROOT / found["largest_file"]).read_text("utf-8").count("\n") == found["largest_lines"]
    assert found["files"] > found["folders"] > 1
    table = dict(rows(found, Ways({"bot/app.py", "storage/inbox.py"}, {"bot/app.py"})))
    assert table["files an update passes"] == "2"
    assert table["files a call passes"] == "1"
    assert table["arrows between them"].startswith(f"{found['arrows']} of ")

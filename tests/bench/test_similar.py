"""The opinions made up for `similar`: the same words in Python and in each database, and something is found."""

import csv
from pathlib import Path

import pytest

from bot.bench import databases
from bot.bench.benchmarks import similar, similar_cost
from bot.bench.databases import Skipped


async def test_what_is_made_up_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(similar_cost, "LOOKS", 1)
    monkeypatch.setattr(similar_cost, "FEW", 300)
    found, kept = await similar_cost.measured(databases.sqlite(), 300)
    assert len(found) == len(kept) == 1


async def test_shares_are_of_messages_on_one_matter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(similar.MESSAGES, str(tmp_path))
    with pytest.raises(Skipped):
        await similar.on_real_messages()
    lamp, well = "路灯坏了天黑出门危险", "井水浑浊煮饭发黄"
    _write(tmp_path / "messages_zh.csv", [
        {"id": number, "time": f"2019-01-0{number}", "title": "A1区东塘街道", "detail": text}
        for number, text in enumerate((lamp, lamp + "请修", well, well + "请查", "公交晚点"), 1)
    ])  # fmt: skip
    issues = [("lamp", 1), ("lamp", 2), ("well", 3), ("well", 5), ("street_place_only", 1), ("street_place_only", 3)]
    _write(tmp_path / "hot_issues_zh.csv", [{"issue": issue, "id": number} for issue, number in issues])
    _write(tmp_path / "duplicates_zh.csv", [{"group": 1, "id": 3}, {"group": 1, "id": 4}])
    figures = {figure.id: figure.value for figure in await similar.on_real_messages()}
    assert figures == {
        "similar.hot.first": 0.5,
        "similar.hot.five": 0.5,
        "similar.double.first": 1.0,
        "similar.trap.five": 0.0,
    }


def _write(file: Path, rows: list[dict[str, object]]) -> None:
    with file.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)

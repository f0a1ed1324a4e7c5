"""Figures are held against their goals, written down as they come, and found by their ids."""

import json
from pathlib import Path

import pytest

from bot.bench.__main__ import BENCHES, chosen
from bot.bench.figures import NO_GOAL, Report, compared, quantile

FIELDS = ["id", "value", "unit", "yardstick", "ratio", "goal", "met"]


@pytest.mark.parametrize(
    ("goal", "bound", "held", "met"),
    [
        (">=", 2.0, True, True),
        (">=", 2.1, True, False),
        ("<=", 2.0, True, True),
        ("<=", 1.9, True, False),
        (">=", 2.0, False, False),
        ("<=", None, True, True),
    ],
)
def test_a_figure_is_met_when_its_ratio_and_its_further_condition_are(
    goal: str, bound: float | None, held: bool, met: bool
) -> None:
    figure = compared("x", "s", 8, 4, goal, bound, held=held)  # type: ignore[arg-type]
    assert (figure.ratio, figure.met) == (2.0, met)


def test_words_of_a_goal_name_bound_and_condition() -> None:
    assert compared("x", "s", 8, 4, "<=", 3, also="under 20 ms").goal == "<= 3x, under 20 ms"
    assert compared("x", "s", 8, 4, "<=", None).goal == NO_GOAL


def test_each_yardstick_is_a_line_of_its_own_with_the_same_fields(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    report = Report(tmp_path / "build" / "bench.jsonl")
    report.add([compared("intake", "updates/CPU s", 1000, 1600, ">=", 0.6)])
    report.add([compared("intake.usual", "updates/CPU s", 1000, 250, ">=", 5.0)])
    lines = [json.loads(line) for line in (tmp_path / "build" / "bench.jsonl").read_text().splitlines()]
    assert [list(line) for line in lines] == [FIELDS, FIELDS]
    assert [(line["id"], line["ratio"], line["met"]) for line in lines] == [
        ("intake", 0.625, True),
        ("intake.usual", 4.0, False),
    ]
    report.show()
    table = capsys.readouterr().out
    assert "0.62x" in table
    assert "4.00x" in table


def test_a_quantile_is_the_value_below_which_the_share_lies() -> None:
    assert quantile(range(100), 0.95) == 95
    assert quantile([7.0], 0.95) == 7.0


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", list(BENCHES)),
        ("intake", ["intake"]),
        ("intake.usual", ["intake"]),
        ("intake.pg.usual", ["intake.pg"]),
        ("latency.notice", ["latency.notice.30", "latency.notice.300"]),
        ("delivery.rate", ["delivery.rate.30", "delivery.rate.300", "delivery.rate.1000"]),
        ("start.memory, sweep,sweep", ["start", "sweep"]),
    ],
)
def test_ids_choose_the_benches_that_give_them(asked: str, found: list[str]) -> None:
    assert chosen(asked) == found


def test_an_unknown_id_is_refused_with_those_there_are() -> None:
    with pytest.raises(LookupError, match=r"no figure 'speed'.*intake, intake\.pg"):
        chosen("speed")

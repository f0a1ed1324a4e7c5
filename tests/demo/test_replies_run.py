"""Real messages and replies on their own dates: what was late by the clocks is what a plain count says."""

from pathlib import Path

import pytest

from bot.demo import replies_run
from bot.demo.csv_messages import read

HEADER = "user,title,time,detail,reply,reply_time\n"
ON_TIME = "甲,路灯,2019-03-04T09:00:00,村口的路灯不亮,已修好。,2019-03-25T17:00:00\n"
A_DAY_LATE = "乙,水渠,2019-03-04T10:00:00,水渠漏水,已修复。,2019-03-26T08:00:00\n"
OVER_A_HOLIDAY = "丙,道路,2019-09-24T23:59:00,路面有坑,已填平。,2019-10-20T12:00:00\n"
"""The 29th of September and the 12th of October were worked, the 1st to 7th were not: the fifteenth working day
is Friday the 18th."""
AT_LENGTH = f"戊,公园,2019-05-06T09:00:00,公园没有灯。,{'经调查核实，情况如下。' * 500},2019-05-08T12:00:00\n"
"""More than a message of a client, and far more than a reply holds."""


def test_working_days_are_counted_from_the_dates_alone(tmp_path: Path) -> None:
    file = tmp_path / "replies.csv"
    file.write_text(HEADER + ON_TIME + A_DAY_LATE + OVER_A_HOLIDAY, "utf-8")
    found = replies_run.counted_from_dates(read(file, {}, None))
    assert found.days == [15, 16, 15]
    assert found.rows == {"2", "3"}


def test_the_whole_way_on_real_dates_agrees_with_the_count(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "replies.csv"
    unanswered = "丁,无回复,2019-01-01,没人理,,\n"
    file.write_text(HEADER + ON_TIME + A_DAY_LATE + OVER_A_HOLIDAY + unanswered + AT_LENGTH, "utf-8")
    assert replies_run.run(file, {}, None) == 0
    said = capsys.readouterr().out
    assert "messages with a reply: 4, the whole way through: 4" in said
    assert "sent as a document: 1" in said
    assert "late by the town's clocks: 2 (50.0%)" in said
    assert "rows on which they differ: none" in said


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("甲,路灯,2019-03-04T09:00:00,不亮,,\n", "No row has a text, a reply"),
        ("甲,路灯,last year,不亮,好,2019-03-25\n", "Row 1: “last year” is no date"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_in_a_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], row: str, why: str
) -> None:
    file = tmp_path / "replies.csv"
    file.write_text(HEADER + row, "utf-8")
    assert replies_run.run(file, {}, None) == 1
    assert why in capsys.readouterr().err

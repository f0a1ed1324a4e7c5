"""Messages from a file, as their authors would send them."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.demo.bulk_run import report
from bot.demo.csv_messages import MAX_MESSAGE, CsvMessage, Unreadable, parts, read
from bot.demo.virtual_users import Result
from bot.sandbox.messages import utf16_len


def test_columns_are_found_by_their_names_in_either_language(tmp_path: Path) -> None:
    file = tmp_path / "messages.csv"
    file.write_text("留言用户,留言主题,留言时间,留言详情\n甲,路灯,2020-02,不亮了\n乙,水,2020-01,水,很浑\n", "utf-8")
    assert read(file, {}, None) == [
        CsvMessage(2, "乙", "2020-01", "水"),
        CsvMessage(1, "甲", "2020-02", "路灯\n不亮了"),
    ]


def test_columns_can_be_named_and_a_limit_set(tmp_path: Path) -> None:
    file = tmp_path / "messages.csv"
    file.write_bytes("谁,说了什么\n甲,第一\n乙,第二\n".encode("gb18030"))
    assert read(file, {"text": "说了什么", "author": "谁"}, 1) == [CsvMessage(1, "甲", "", "第一")]


@pytest.mark.parametrize(("content", "why"), [("a,b\n1,2\n", "name it with --text"), ("", "There are: none")])
def test_a_file_without_texts_is_refused_with_what_to_do(tmp_path: Path, content: str, why: str) -> None:
    file = tmp_path / "messages.csv"
    file.write_text(content)
    with pytest.raises(Unreadable, match=why):
        read(file, {}, None)


def test_a_column_that_is_not_there_is_named(tmp_path: Path) -> None:
    file = tmp_path / "messages.csv"
    file.write_text("text\nhello\n")
    with pytest.raises(Unreadable, match="There is no column “words”; there are: text"):
        read(file, {"text": "words"}, None)


@pytest.mark.parametrize("text", ["字" * 7_000, "word " * 2_000, "🌾" * 5_000, "a" * 4_097, "kurz"])
def test_a_long_text_is_sent_in_messages_that_fit_and_lose_nothing(text: str) -> None:
    sent = list(parts(text))
    assert all(0 < utf16_len(part) <= MAX_MESSAGE for part in sent)
    assert "".join(sent).replace(" ", "") == text.replace(" ", "")


def test_an_empty_text_is_no_message() -> None:
    assert list(parts(" \n ")) == []


def test_the_report_groups_refusals_and_never_shows_what_somebody_wrote() -> None:
    results = [
        Result(1, "LS-2026-000001", None, 1.0),
        Result(2, "LS-2026-000002", None, 3.0),
        Result(3, None, "More than 20 a day, “my secret”", 0.1),
        Result(4, None, "More than 21 a day, “another”", 0.1),
    ]
    lines = report(results, 5, 10.0, 200)
    assert lines[:5] == [
        "messages: 5",
        "sent: 4",
        "received, with a reference: 2 (2 different ones)",
        "refused: 2",
        "  2 × More than n a day, “…”",
    ]
    assert "secret" not in "\n".join(lines)


LIMIT = 131_072
"""Characters in a cell, as Python's csv module has it from the start."""


@pytest.fixture
def usual_limit() -> Iterator[None]:
    """Whatever ran before in this process, the limit is the usual one; and after."""
    before = csv.field_size_limit(LIMIT)
    yield
    csv.field_size_limit(before)


@pytest.mark.usefixtures("usual_limit")
def test_a_cell_no_message_could_fill_is_refused_and_other_readers_keep_their_limit(tmp_path: Path) -> None:
    file = tmp_path / "huge.csv"
    file.write_text("title,text\nA," + "x" * (LIMIT + 1), encoding="utf-8")
    with pytest.raises(Unreadable, match="is no CSV"):
        read(file, {}, None)
    assert csv.field_size_limit() == LIMIT

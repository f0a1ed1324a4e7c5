"""What is wrong with a row is said with its sheet, row and column."""

from collections.abc import Sequence
from typing import Any

import pytest

from handlers.core.directory.book import Book, Kind
from handlers.core.directory.rules import make_plan
from handlers.core.directory.workbook import read
from tests.directory.files import AREAS, REPRESENTATIVES, STATIONS, areas, county, workbook


def _complaints(book: Book) -> list[tuple[str, int | None, str | None, str, str]]:
    return [
        (problem.sheet, problem.row, problem.column, str(problem.wrong), str(problem.expected))
        for problem in make_plan(book, {}).problems
    ]


def test_a_good_file_is_all_new() -> None:
    plan = make_plan(county(), {})
    assert plan.good
    assert [(kind.value, count.new) for kind, count in plan.counts.items()] == [
        ("areas", 7),
        ("stations", 2),
        ("units", 1),
        ("representatives", 4),
        ("topics", 1),
    ]


def test_full_width_signs_chinese_words_and_phones_as_numbers_are_understood() -> None:
    new = {record["code"]: record for record in make_plan(county(), {}).new[Kind.REPRESENTATIVES]}
    assert new["R1"]["phone"] == "13800000001"
    assert new["R2"]["areas"] == ("T1", "T2")
    assert new["R4"]["areas"] == ("C1",)
    assert [record["level"] for record in new.values()] == ["township", "county", "provincial", "municipal"]


@pytest.mark.parametrize(
    ("row", "column", "wrong", "expected"),
    [
        (["R9", "甲", "镇长", "", "S1", "V1", ""], "C (层级)", "镇长", "township / county / municipal / provincial"),
        (["R9", "", "县", "", "S1", "V1", ""], "B (姓名)", "nothing is written", "such as"),
        (["R9", "甲", "县", "", "S1x", "V1", ""], "E (联络站编码)", "“S1x” is not the code", "perhaps S1 (隽水联络站)"),
        (["R9", "甲", "县", "", "隽水联络站", "V1", ""], "E (联络站编码)", "not the code", "perhaps S1"),
        (["R9", "甲", "县", "", "S1", "V1;QQQ", ""], "F (区域)", "“QQQ” is not the code", "the sheet areas"),
        (["R9", "甲", "县", "", "S1", "V1", "1.38E+10"], "G (手机)", "shortened this number", "whole number"),
        (["R9", "甲", "县", "", "S1", "V1", "call me"], "G (手机)", "not a phone number", "format the cell as text"),
        (["R1", "甲", "县", "", "S1", "V1", ""], "A (编码)", "already in row 2", "each code once"),
        (["R 9", "甲", "县", "", "S1", "V1", ""], "A (编码)", "cannot be a code", "without spaces"),
        (["R9", "甲" * 301, "县", "", "S1", "V1", ""], "B (姓名)", "301 characters", "at most 300"),
    ],
)
def test_a_bad_representative_is_named_by_cell(row: Sequence[Any], column: str, wrong: str, expected: str) -> None:
    people = [*REPRESENTATIVES, list(row)]
    [(sheet, number, place, said, hint)] = _complaints(
        read("x.xlsx", workbook(areas=AREAS, stations=STATIONS, representatives=people))
    )
    assert (sheet, number, place) == ("representatives", 6, column)
    assert wrong in said
    assert expected in hint


@pytest.mark.parametrize(
    ("row", "column", "wrong"),
    [
        (["V9", "", "", "甲", "", "91", ""], "F (latitude)", "out of range"),
        (["V9", "", "", "甲", "", "", "nan"], "G (longitude)", "out of range"),
        (["V9", "X7", "", "甲", "", "", ""], "B (parent)", "“X7” is not the code"),
        (["V9", "", "moon", "甲", "", "", ""], "C (kind)", "“moon” is not known"),
        (["V9", "V9", "", "甲", "", "", ""], "B (parent)", "lies within itself"),
    ],
)
def test_a_bad_area_is_named_by_cell(row: Sequence[Any], column: str, wrong: str) -> None:
    [(_, number, place, said, _)] = _complaints(areas(row))
    assert (number, place) == (2, column)
    assert wrong in said


def test_each_area_of_a_circle_is_named_and_nobody_else() -> None:
    found = _complaints(areas(["A", "B", "", "甲"], ["B", "A", "", "乙"], ["C", "A", "", "丙"], ["D", "", "", "丁"]))
    assert [row for _, row, *_ in found] == [2, 3]
    assert "A → B → A" in found[0][3]


def test_a_missing_column_is_named_once() -> None:
    found = _complaints(read("x.csv", b"code,level,name\nR1,county,A\nR2,county,B\n"))
    assert [(row, wrong) for _, row, _, wrong, _ in found] == [(1, "the column “station / 联络站编码” is missing")]


def test_kinds_follow_from_the_tree_where_the_file_is_silent() -> None:
    new = make_plan(areas(["V", "T", "", "甲"], ["T", "C", "", "乙"], ["C", "", "", "丙"]), {}).new[Kind.AREAS]
    assert {record["code"]: record["kind"] for record in new} == {"V": "village", "T": "town", "C": "county"}


def test_a_list_of_villages_with_the_towns_name_beside_them_brings_the_towns() -> None:
    book = read(
        "v.csv", "code,name,street_code,street,kind\n1,甲村,9,某镇,village\n2,乙社区,9,某镇,community\n".encode()
    )
    plan = make_plan(book, {})
    assert plan.good
    assert {record["code"]: (record["name"], record["kind"], record["parent"]) for record in plan.new[Kind.AREAS]} == {
        "1": ("甲村", "village", "9"),
        "2": ("乙社区", "village", "9"),
        "9": ("某镇", "town", None),
    }

"""Files as people and programs really make them, and files meant to do harm."""

import io
import zipfile
from datetime import date

import openpyxl
import pytest

from handlers.core.directory import workbook
from handlers.core.directory.book import Kind, Unreadable
from handlers.core.directory.export import template
from handlers.core.directory.rules import make_plan
from handlers.core.directory.workbook import read
from tests.directory.files import AREAS, areas, county_file, saved
from tests.directory.files import workbook as made

CSV = "编码,上级编码,类别,名称\nT1,,镇,隽水镇\nV1,T1,村,李塅村\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_csv_is_read_in_every_usual_encoding(encoding: str) -> None:
    sheet = read("村.csv", CSV.encode(encoding)).sheets[0]
    assert sheet.kind is Kind.AREAS
    assert [row.cells["name"] for row in sheet.rows] == ["隽水镇", "李塅村"]
    assert sheet.columns["name"] == "D (名称)"


@pytest.mark.parametrize("separator", [";", "\t"])
def test_a_csv_may_use_semicolons_or_tabs(separator: str) -> None:
    assert len(read("a.csv", CSV.replace(",", separator).encode()).sheets[0].rows) == 2


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("code,name,level,station", Kind.REPRESENTATIVES),
        ("code,name,keywords", Kind.TOPICS),
        ("code,name,area,phone", Kind.STATIONS),
        ("code,name,street_code,street,kind", Kind.AREAS),
        ("code,name,phone", Kind.UNITS),
    ],
)
def test_a_csv_is_known_by_its_columns(header: str, kind: Kind) -> None:
    assert read("x.csv", f"{header}\n1,2,3,4\n".encode()).sheets[0].kind is kind


def test_a_header_may_stand_below_a_merged_title_and_rows_keep_their_numbers() -> None:
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.append(["通城县行政区划"])
    page.merge_cells("A1:D1")
    page.append([])
    page.append(["编码*", "名称", "上级\n编码", "备注"])
    page.append([])
    page.append(["V1", "李塅村", "T1", "-"])
    page.append(["V2", "和平村", None, "-"])
    page.merge_cells("C5:C6")
    sheet = read("x.xlsx", saved(book)).sheets[0]
    assert [(row.number, row.cells["parent"]) for row in sheet.rows] == [(5, "T1"), (6, "T1")]


def test_numbers_and_odd_spaces_become_the_text_people_see() -> None:
    row = areas([4212221000010.0, " ", "village", "　李 塅村\u200b ", "", 29.5, 113]).sheets[0].rows[0]
    assert dict(row.cells) == {
        "code": "4212221000010",
        "parent": "",
        "kind": "village",
        "name": "李 塅村",
        "name_en": "",
        "latitude": "29.5",
        "longitude": "113",
    }


def test_formulas_dates_errors_and_overlong_numbers_are_named_with_their_cell() -> None:
    book = areas(
        ["V1", "", "", "=1+1", "", "", ""], [date(2026, 2, 1), "", "", "名", "", "", ""], [10**16, "", "", "名"]
    )
    problems = make_plan(book, {}).problems
    assert [(problem.row, problem.column) for problem in problems] == [
        (2, "D (name)"),
        (3, "A (code)"),
        (4, "A (code)"),
    ]
    assert "formula" in str(problems[0].wrong)
    assert "date" in str(problems[1].wrong)
    assert "too long" in str(problems[2].wrong)


def test_text_that_looks_like_a_formula_is_text_in_a_csv() -> None:
    row = read("x.csv", b"code,parent,name\nV1,,=1+1\n").sheets[0].rows[0]
    assert row.cells["name"] == "=1+1"


def test_sheets_that_list_nothing_known_are_named() -> None:
    book = read("x.xlsx", made(areas=AREAS, 说明=[["这是说明"]]))
    assert book.ignored == ("说明",)


def _zip(**parts: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return stream.getvalue()


LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha">%s]><Types>&z;</Types>""" % b"".join(
    b'<!ENTITY %c "%s">' % (letter, b"&%c;" % (letter - 1) * 10) for letter in range(ord("b"), ord("z") + 1)
)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"   \n", "empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "a picture"),
        (b"\xff\xff\xff\x81", "encoding"),
        (b"\x00\xff\x01\x81", "neither"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "another kind: .xls"),
        (b"PK\x03\x04 and then nothing", "not a workbook"),
        (_zip(readme=b"hello"), "not a workbook"),
        (_zip(**{"[Content_Types].xml": b"<Types"}), "not a workbook"),
        (_zip(**{"[Content_Types].xml": LAUGHS}), "not a workbook"),
        (county_file()[:3000], "not a workbook"),
        (b"hello,world\n1,2\n", "No areas"),
        (b'code,parent,name\n"V1' + b"x" * 200_000, "cannot be read as CSV"),
    ],
)
def test_what_cannot_be_read_is_answered_clearly(content: bytes, words: str) -> None:
    with pytest.raises(Unreadable, match=words):
        read("x", content)


def test_a_file_too_large_unpacked_is_refused_before_unpacking() -> None:
    with pytest.raises(Unreadable, match="unpacks"):
        read("x.xlsx", _zip(**{"[Content_Types].xml": b"", "xl__worksheets__sheet1.xml": bytes(151 << 20)}))


def test_a_file_too_large_is_refused() -> None:
    with pytest.raises(Unreadable, match="20 MB"):
        read("x.csv", bytes(workbook.LARGEST_FILE + 1))


def test_too_many_rows_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MOST_ROWS", 3)
    with pytest.raises(Unreadable, match="more than 3 rows"):
        read("x.xlsx", made(areas=AREAS))


def test_a_cell_at_the_far_corner_costs_nothing() -> None:
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.append(["code", "name", "parent"])
    page.append(["V1", "李塅村", ""])
    page["XFD20000"] = "x"
    assert len(read("x.xlsx", saved(book)).sheets[0].rows) == 1


def test_the_template_imports_as_it_is() -> None:
    plan = make_plan(read("template.xlsx", template()), {})
    assert plan.problems == ()
    assert {kind: count.new for kind, count in plan.counts.items()} == {
        Kind.AREAS: 3,
        Kind.STATIONS: 1,
        Kind.UNITS: 1,
        Kind.REPRESENTATIVES: 1,
        Kind.TOPICS: 1,
    }

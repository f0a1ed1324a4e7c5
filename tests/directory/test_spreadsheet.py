"""What people see in their spreadsheet and what is kept are the same, or the cell is named."""

import csv
import io
from datetime import date, datetime

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.core.directory.book import Kind, Problem, Row, Unreadable
from handlers.core.directory.cells import clean
from handlers.core.directory.rules import make_plan
from handlers.core.directory.shown import shown
from handlers.core.directory.values import read_day, read_name
from handlers.core.directory.workbook import read
from tests.directory.files import AREAS, saved
from tests.directory.sheets import HEADER, heavy, row, sheet_file


def _rows(*lines: str, before: str = "", after: str = "", strict: bool = False) -> tuple[Row, ...]:
    data = f"{before}<sheetData>{row(1, *HEADER)}{''.join(lines)}</sheetData>{after}"
    return read("x.xlsx", sheet_file(data, strict=strict)).sheets[0].rows


def _problems(content: bytes) -> list[Problem]:
    return list(make_plan(read("x.xlsx", content), {}).problems)


def _formatted(value: object, number_format: str) -> bytes:
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.title = "areas"
    page.append(["code", "name"])
    page.append([value, "李塅村"])
    page["A2"].number_format = number_format
    return saved(book)


@pytest.mark.parametrize(
    ("value", "number_format", "seen"),
    [
        (7, "0000", "0007"), (7, "General", "7"), (7, "@", "7"), (7, "0", "7"), (7, '"R"0000', "R0007"),
        (7, "\\R0000", "R0007"), (7, "0000;[Red]-0000", "0007"), (421222100001, "General", "421222100001"),
        (7154321, "000-0000", "715-4321"), (7, "[Blue]0000", "0007"), (7, "#", "7"), (12, '0"号"', "12号"),
        (7, "_ 0000_ ", "0007"), (7, '[$-804]0000', "0007"), (7.5, "0.00", "7.50"), (-7, "0000", "-0007"),
    ],
)  # fmt: skip
def test_a_code_is_read_as_its_number_format_shows_it(value: float, number_format: str, seen: str) -> None:
    content = _formatted(value, number_format)
    assert read("x.xlsx", content).sheets[0].rows[0].cells["code"] == seen


@pytest.mark.parametrize(
    ("value", "number_format"),
    [(7, "0.00E+00"), (7.26, "0.0"), (7, ";;;"), (0.5, "# ?/?"), (7, "[>5]0;00"), (7000, "0,"), (7, '"hidden"'),
     (7, "#,##0,,"), (1234, "#,##0"), (date(2026, 3, 1), "yyyy/m/d"), (0.5, "h:mm"), (7, "[DBNum1]0"),
     (10**16, "0"), (1e300, "0")],
)  # fmt: skip
def test_a_number_that_shows_something_else_is_named(value: object, number_format: str) -> None:
    [problem] = _problems(_formatted(value, number_format))
    assert (problem.row, problem.column) == (2, "A (code)")


@pytest.mark.parametrize(
    ("code", "kept"), [('="0007"', "0007"), ("'0007", "0007"), ("０００７", "0007"), ("_x0030_007", "0007")]
)
def test_noughts_in_front_are_kept_however_they_are_written(code: str, kept: str) -> None:
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.title = "areas"
    page.append(["code", "name"])
    page.append([code, "李塅村"])
    plan = make_plan(read("x.xlsx", saved(book)), {})
    assert plan.problems == ()
    assert plan.new[Kind.AREAS][0]["code"] == kept


@pytest.mark.parametrize(
    ("cell", "name"), [('"=""0007"""', "0007"), ('="0007"', "0007"), ("'0007", "0007"), ("0007", "0007")]
)
def test_the_same_in_a_csv(cell: str, name: str) -> None:
    plan = make_plan(read("x.csv", f"code,parent,name\n{cell},,李塅村\n".encode()), {})
    assert plan.new[Kind.AREAS][0]["code"] == name


@pytest.mark.parametrize("code", ["4.21222E+11", "4E+15", "-1.2e+20"])
def test_a_shortened_number_is_named(code: str) -> None:
    [problem] = make_plan(read("x.csv", f"code,parent,name\n{code},,李塅村\n".encode()), {}).problems
    assert (problem.row, problem.column) == (2, "A (code)")
    assert "shortened" in str(problem.wrong)


def test_what_programs_leave_in_texts_is_read_or_named() -> None:
    [read_rightly] = _rows(row(2, "V1", "李塅村_x000D_\n", ""))
    assert read_rightly.cells["name"] == "李塅村"
    [escaped] = _rows(row(2, "V1", "李_x005F_x000D_", ""))
    assert "_x000D_" in str(escaped.troubles["name"].wrong)
    [problem] = make_plan(read("x.csv", "code,parent,name\nV1,,李_x000D_\n".encode()), {}).problems
    assert problem.column == "C (name)"


def test_readings_above_a_text_are_no_part_of_it_and_formatted_parts_are() -> None:
    text = "<is><r><t>李塅</t></r><r><t>村</t></r><rPh sb='0' eb='1'><t>liduan</t></rPh></is>"
    [one] = _rows(f'<row r="2"><c r="A2" t="inlineStr"><is><t>V1</t></is></c><c r="B2" t="inlineStr">{text}</c></row>')
    assert one.cells["name"] == "李塅村"


@pytest.mark.parametrize("attributes", ['hidden="1"', 'hidden="true"', 'ht="0" customHeight="1"'])
def test_a_hidden_row_is_named(attributes: str) -> None:
    content = sheet_file(f"<sheetData>{row(1, *HEADER)}{row(2, 'V1', '村', '', attributes=attributes)}</sheetData>")
    [problem] = _problems(content)
    assert (problem.row, "hidden" in str(problem.wrong)) == (2, True)


def test_a_hidden_column_is_named_and_a_hidden_sheet_is_not_read() -> None:
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.title = "areas"
    for line in AREAS:
        page.append(line)
    page.column_dimensions["E"].hidden = True
    old = book.create_sheet("stations")
    old.append(["code", "name", "area"])
    old.sheet_state = "hidden"
    content = saved(book)
    assert read("x.xlsx", content).ignored == ("stations",)
    [problem] = _problems(content)
    assert problem.column == "E (name_en)"


@pytest.mark.parametrize("strict", [False, True])
def test_strict_open_xml_is_read_too(strict: bool) -> None:
    [one] = _rows(row(2, "V1", "李塅村", ""), strict=strict)
    assert dict(one.cells) == {"code": "V1", "name": "李塅村", "parent": ""}


@pytest.mark.parametrize(
    "header",
    [
        "编　码,姓　名,层　级",
        "code (required),name (required),level",
        '"编码\n（必填）",代表姓名,"层级\n（乡镇/县）"',
        "* Code:,NAME,Level*",
    ],
)
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_headers_are_known_as_offices_set_them(header: str, separator: str) -> None:
    content = f"通城县代表名册, 2026年,\n\n{header.replace(',', separator)}\nR1{separator}王　伟{separator}县\n"
    [one] = read("x.csv", content.encode()).sheets[0].rows
    assert (one.cells["code"], one.cells["name"], one.cells["level"]) == ("R1", "王 伟", "县")


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("王　伟", "王伟"),
        ("　王 伟 ", "王伟"),
        ("Ann Lee", "Ann Lee"),
        ("阿里·买买提", "阿里·买买提"),
        ("王 Wei", "王 Wei"),
    ],
)
def test_names_padded_to_one_width_are_the_names(written: str, name: str) -> None:
    assert read_name(clean(written)) == name


@pytest.mark.parametrize("text", ["José Müller", "Ärger", "Müller; Größe", "Иванов Пётр", "Ğüneş"])
@pytest.mark.parametrize("encoding", ["cp1252", "cp1251", "iso8859-9"])
def test_an_encoding_that_only_happens_to_be_readable_is_refused(text: str, encoding: str) -> None:
    try:
        content = f"code,parent,name\nV1,,{text}\n".encode(encoding)
    except UnicodeEncodeError:
        return
    with pytest.raises(Unreadable, match="encoding"):
        read("x.csv", content)


def test_a_rare_character_in_gb18030_is_no_reason_to_refuse() -> None:
    sheet = read("x.csv", "编码,上级编码,名称\nV1,T1,李塅村\n".encode("gb18030")).sheets[0]
    assert sheet.rows[0].cells["name"] == "李塅村"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"%PDF-1.7", "PDF"),
        (b"<html><table><tr><td>code</td></tr></table></html>", "HTML"),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', "Excel 2003"),
        (b"Rar!\x1a\x07", "archive"),
    ],
)
def test_other_kinds_of_files_are_told_with_the_way_to_save_them(content: bytes, words: str) -> None:
    with pytest.raises(Unreadable, match=words):
        read("x", content)


@pytest.mark.parametrize(
    ("part", "content", "words"),
    [
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet", r"\.ods"),
        ("xl/workbook.bin", "", r"\.xlsb"),
        ("word/document.xml", "", "text document"),
        ("Index/Document.iwa", "", "Numbers"),
    ],
)
def test_other_packed_files_are_told_too(part: str, content: str, words: str) -> None:
    with pytest.raises(Unreadable, match=words):
        read("x", sheet_file("", more={part: content}))


def test_borders_around_nothing_and_a_merged_title_cost_nothing() -> None:
    [one] = read("x.xlsx", heavy(20_000)).sheets[0].rows
    assert (one.number, one.cells["name"]) == (3, "李塅村")


def test_cells_without_places_stand_one_after_the_other() -> None:
    cells = "<c/><c t='inlineStr'><is><t>李塅村</t></is></c>"
    [one] = _rows(f"<row>{cells}</row>")
    assert (one.number, one.cells["name"]) == (2, "李塅村")


@pytest.mark.parametrize("written", ["2026-03-01", "2026/3/1", "2026.03.01", "2026年3月1日"])
def test_a_day_is_read_as_people_write_it(written: str) -> None:
    assert read_day(written) == "2026-03-01"


def test_a_cell_that_is_a_date_is_wanted_where_a_day_is() -> None:
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.title = "representatives"
    page.append(["code", "name", "level", "left_on", "left_why"])
    page.append(["R1", "陈静", "县", datetime(2026, 3, 1), "辞职"])
    kept = make_plan(read("x.xlsx", saved(book)), {})
    [record] = kept.new[Kind.REPRESENTATIVES]
    assert (record["left_on"], record["left_why"], record["active"]) == ("2026-03-01", "resigned", False)


# Any cell, any format, any writer

_FORMATS = st.sampled_from(
    [
        "General",
        "@",
        "0",
        "00000000",
        "0.00",
        "#,##0",
        "0%",
        "0.00E+00",
        "yyyy-mm-dd",
        "h:mm",
        "# ?/?",
        '"R"0000',
        ";;;",
    ]
) | st.text('0#?.,%-/"\\[];@Rr_* ', max_size=8)
_VALUES = (
    st.integers(-(10**17), 10**17)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.booleans()
    | st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20)
    | st.datetimes(datetime(1900, 3, 1), datetime(2200, 1, 1))
)


@given(_VALUES, _FORMATS)
@settings(max_examples=150, deadline=None)
def test_any_cell_of_a_workbook_is_read_as_seen_or_named(value: object, number_format: str) -> None:
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.title = "areas"
    page.append(["code", "name"])
    page.append(["V1"])
    cell = page["B2"]
    cell.value = value
    cell.number_format = number_format
    sheet = read("x.xlsx", saved(book)).sheets[0]
    [one] = sheet.rows
    if "name" in one.troubles:
        return
    if isinstance(value, bool):
        assert one.cells["name"] == ("yes" if value else "no")
    elif isinstance(value, str):
        assert one.cells["name"] == clean(value) or value.startswith("=") or "_x" in value
    elif isinstance(value, int | float):
        assert clean(shown(value, number_format) or "") == one.cells["name"]


@given(
    st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12), min_size=1, max_size=5),
    st.sampled_from([",", ";", "\t"]),
    st.booleans(),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "gb18030"]),
)
@settings(max_examples=150, deadline=None)
def test_any_csv_is_read_as_written_or_refused(
    names: list[str], separator: str, quoted: bool, ending: str, encoding: str
) -> None:
    stream = io.StringIO(newline="")
    writer = csv.writer(
        stream, delimiter=separator, lineterminator=ending, quoting=csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL
    )
    writer.writerow(["code", "parent", "name"])
    for number, name in enumerate(names):
        writer.writerow([f"V{number}", "", name])
    try:
        rows = read("x.csv", stream.getvalue().encode(encoding)).sheets[0].rows
    except Unreadable:
        assert encoding == "gb18030"
        return
    for one, name in zip(rows, names, strict=True):
        assert one.cells["name"] == clean(name) or one.troubles or name.startswith('="')

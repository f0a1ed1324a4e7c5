"""The report: a picture that any reader can open, and a workbook that names nobody."""

import io
import random
from collections import Counter
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from bot.sandbox.files import image_size
from handlers.conversation.texts import translator
from handlers.core.notices.report_data import LEAST, MOST_LINES, ReportData, coarse
from handlers.presentation.notices import chart, report
from handlers.presentation.notices.report import Areas
from storage.models.notices import Notice
from storage.queries.recipients import Line
from storage.vocabulary import NoticeColumn, RecipientState

ZONE = ZoneInfo("Asia/Shanghai")
S = RecipientState
ABOVE = {1: None, 2: 1, 3: 1, 4: 2, 5: 2, 6: 3}
NAMES = {1: "County", 2: "Town", 3: "=Other town", 4: "Village", 5: "Hamlet", 6: "Far"}
NOON = 1_772_424_000


def gathered(*groups: tuple[int | None, RecipientState, int]) -> ReportData:
    """So many recipients of each area and outcome."""
    lines, person = [], 0
    for area, state, count in groups:
        for _ in range(count):
            person += 1
            at = NOON + person if state is not S.WAITING else None
            lines.append(Line(person, area, state, at, "blocked" if state is S.UNREACHABLE else None))
    found = ReportData()
    for start in range(0, len(lines), 1000):
        found.take(lines[start : start + 1000])
    return found


def notice() -> Notice:
    return Notice(id=7, column=NoticeColumn.NEWS, released_at=datetime(2026, 3, 2, tzinfo=UTC), began_at=None,
                  left_muted=2, left_unreachable=3)  # fmt: skip


def opened(found: ReportData, language: str = "en") -> openpyxl.Workbook:
    made = report.workbook(translator(language, ZONE), notice(), found, Areas(ABOVE, NAMES))
    return openpyxl.load_workbook(io.BytesIO(made))


def test_small_areas_go_under_the_one_above_until_there_are_enough() -> None:
    counts = {4: 3, 5: 4, 2: 5, 6: 30, None: 2}
    assert coarse(counts, ABOVE) == {4: 2, 5: 2, 2: 2, 6: 6, None: None}
    assert coarse({4: 3, 6: 4}, ABOVE) == {4: None, 6: None}


@given(st.dictionaries(st.sampled_from([1, 2, 3, 4, 5, 6, None]), st.integers(1, 30)))
def test_no_area_that_is_shown_has_fewer_than_ten(counts: dict[int | None, int]) -> None:
    shown = coarse(counts, ABOVE)
    together: Counter[int | None] = Counter()
    for area, count in counts.items():
        together[shown[area]] += count
    assert all(count >= LEAST for area, count in together.items() if area is not None)
    assert together.total() == sum(counts.values())


def test_the_workbook_counts_everybody_and_names_nobody() -> None:
    found = gathered((4, S.SENT, 12), (6, S.SENT, 15), (6, S.UNREACHABLE, 1), (5, S.FAILED, 1), (None, S.WAITING, 1))
    book = opened(found)
    numbers = {row[0]: row[1] for row in book["Numbers"].iter_rows(values_only=True)}
    assert (numbers["Recipients"], numbers["sent"], numbers["cannot be reached"], numbers["refused by Telegram"]) == (
        30, 27, 1, 1,
    )  # fmt: skip
    areas = {row[0]: row[1:] for row in book["By area"].iter_rows(min_row=2, values_only=True)}
    assert areas["Village"][0] == 12
    assert areas["Far"][:2] == (15, 1)
    assert "Hamlet" not in areas
    lines = list(book["Recipients"].iter_rows(min_row=2, values_only=True))
    assert Counter(line[1] for line in lines)["sent"] == 27
    assert {line[0] for line in lines} <= {"Village", "Far", "elsewhere"}
    assert next(line for line in lines if line[1] == "cannot be reached")[3] == "blocked"
    assert lines[1][2] == datetime.fromtimestamp(NOON, ZONE).replace(second=0, tzinfo=None)


def test_it_reads_chinese_for_who_reads_chinese() -> None:
    book = opened(gathered((4, S.SENT, 12)), "zh_Hans")
    assert book.sheetnames == ["数字", "按地区", "收件人"]


def test_a_name_that_looks_like_a_formula_is_text() -> None:
    book = opened(gathered((3, S.SENT, 20)))
    cell = book["By area"]["A2"]
    assert (cell.value, cell.data_type) == ("=Other town", "s")


def test_of_a_large_notice_only_who_did_not_get_it_has_a_line() -> None:
    book = opened(gathered((4, S.SENT, MOST_LINES), (4, S.FAILED, 3)))
    lines = [row for row in book["Recipients"].iter_rows(values_only=True) if row[1] is not None]
    assert "20000" in str(book["Recipients"]["A1"].value)
    assert Counter(line[1] for line in lines) == {"refused by Telegram": 3, "Outcome": 1}


@pytest.mark.parametrize(
    ("outcomes", "minutes"),
    [
        ({}, {}),
        ({S.SENT: 1}, {NOON // 60: 1}),
        ({S.SENT: 990_000, S.AMBIGUOUS: 7, S.WAITING: 9_993}, {NOON // 60 + n: 1800 for n in range(550)}),
        (dict.fromkeys(chart.COLOURS, 10**6), {0: 5, 10**7: 5}),
    ],
)
def test_the_picture_is_a_whole_png_whatever_became_of_it(
    outcomes: dict[RecipientState, int], minutes: dict[int, int]
) -> None:
    made = chart.draw(outcomes, minutes, ZONE)
    assert image_size(made) == (chart.WIDTH, chart.HEIGHT)
    assert len(made) < 40_000
    with Image.open(io.BytesIO(made)) as opened_again:
        opened_again.load()
        assert opened_again.format == "PNG"


@given(st.dictionaries(st.integers(0, 10_000), st.integers(1, 2000), min_size=1))
def test_the_columns_hold_all_that_was_sent(sent: dict[int, int]) -> None:
    columns = chart.columns_of(sent)
    assert sum(columns) == sum(sent.values())
    assert len(columns) <= chart.MOST_COLUMNS


def test_the_caption_says_what_each_colour_means() -> None:
    outcomes = {S.SENT: 1204, S.AMBIGUOUS: random.randrange(1, 9)}
    words = report.caption(translator("en", ZONE), notice(), outcomes).plain
    assert "🟩 sent: 1,204" in words
    assert f"🟨 ambiguous: {outcomes[S.AMBIGUOUS]}" in words
    assert "⬛" not in words
    assert "2 muted the column, 3 block the bot" in words
    assert "without some of its files" not in words
    assert "4 got it without some of its files" in report.caption(translator("en", ZONE), notice(), outcomes, 4).plain


def test_who_got_it_without_some_of_its_files_is_counted_and_has_a_line_with_the_reason() -> None:
    data = ReportData()
    missing = "1 of 2 files refused: Bad Request: wrong file identifier"
    data.take([Line(n, 4, S.SENT, NOON, missing if n < 3 else None) for n in range(MOST_LINES + 1)])
    book = opened(data)
    numbers = {str(row[0]): row[1] for row in book["Numbers"].iter_rows(values_only=True)}
    assert (data.incomplete, numbers["sent, without some of its files"]) == (3, 3)
    lines = list(book["Recipients"].iter_rows(values_only=True))
    assert [row[3] for row in lines if row[1] == "sent"] == [missing] * 3

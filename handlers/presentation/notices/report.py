"""The report of a notice for its author: a chart, and a workbook that names nobody.

A line of the workbook says where somebody lives, and no number in it leads back to a person.
"""

import io
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.conversation.texts import Html, Translator, bold, join
from handlers.core.notices.report_data import LEAST, MOST_LINES, ReportData, coarse
from handlers.presentation.notices import chart
from handlers.presentation.notices.names import OUTCOME_NAMES, column_name, number
from storage.models.notices import Notice
from storage.queries import directory
from storage.vocabulary import RecipientState


@dataclass(frozen=True, slots=True)
class Areas:
    """The areas of a report: which lies in which, and what they are called."""

    above: Mapping[int, int | None]
    names: Mapping[int, str]


async def areas_of(session: AsyncSession, t: Translator, data: ReportData) -> Areas:
    """The areas that somebody lives in, and those above them."""
    areas = [area for area in data.areas if area is not None]
    rows = [row for line in (await directory.ancestors(session, areas)).values() for row in line]
    return Areas({row.id: row.parent_id for row in rows}, {row.id: t.named(row) for row in rows})


class ReportFiles(NamedTuple):
    """The two files of a report."""

    png: bytes
    xlsx: bytes


def make(t: Translator, notice: Notice, data: ReportData, areas: Areas) -> ReportFiles:
    """Draw and write both. Takes seconds for a large notice: to be run in a thread."""
    return ReportFiles(chart.draw(data.outcomes, data.sent, t.zone), workbook(t, notice, data, areas))


def caption(t: Translator, notice: Notice, outcomes: Mapping[RecipientState, int], incomplete: int = 0) -> Html:
    """Legend of the chart: the meaning of each colour, and how many there are of it."""
    lines: list[str] = [bold(t("📊 Notice {n}: what became of it", n=notice.id))]
    for state, square in chart.SQUARES.items():
        if n := outcomes.get(state):
            lines.append(t("{square} {outcome}: {n}", square=square, outcome=t(OUTCOME_NAMES[state]), n=f"{n:,}"))
    if incomplete:
        lines.append(
            t(
                "⚠️ {n} got it without some of its files, which Telegram refuses; the workbook says why. "
                "Send a new notice with these files in another form.",
                n=f"{incomplete:,}",
            )
        )
    left_out = notice.left_muted + notice.left_unreachable
    if left_out:
        lines.append(
            t(
                "Left out from the beginning: {muted} muted the column, {unreachable} block the bot.",
                muted=number(notice.left_muted),
                unreachable=number(notice.left_unreachable),
            )
        )
    return join(lines)


def workbook(t: Translator, notice: Notice, data: ReportData, areas: Areas) -> bytes:
    """An .xlsx: the numbers, the numbers by area, and a line for each recipient that names nobody. Takes a while."""
    # Slow to import, and needed at the end of a notice only.
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    shown = coarse(data.areas, areas.above)
    _fill(book.create_sheet(t("Numbers").plain), _numbers(t, notice, data))
    _fill(book.create_sheet(t("By area").plain), _by_area(t, data, shown, areas))
    _fill(book.create_sheet(t("Recipients").plain), _recipients(t, data, shown, areas))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


Row = Sequence[str | int | datetime | None]


def _fill(page: Any, rows: Iterable[Row]) -> None:
    """Text stays text: a place whose name begins with `=` is no formula."""
    from openpyxl.cell import WriteOnlyCell

    page.column_dimensions["A"].width = page.column_dimensions["B"].width = 34
    for row in rows:
        cells = []
        for value in row:
            cell = WriteOnlyCell(page, value.plain if isinstance(value, Html) else value)
            if isinstance(value, str):
                cell.data_type = "s"
            cells.append(cell)
        page.append(cells)


def _numbers(t: Translator, notice: Notice, data: ReportData) -> Iterable[Row]:
    yield [t("Notice"), notice.id]
    yield [t("Column"), column_name(t, notice.column)]
    yield [t("Released"), t.moment(notice.released_at) if notice.released_at else None]
    yield [t("Begun"), t.moment(notice.began_at) if notice.began_at else None]
    yield [t("Recipients"), sum(data.outcomes.values())]
    for state in chart.COLOURS:
        yield [t(OUTCOME_NAMES[state]), data.outcomes[state]]
    if data.incomplete:
        yield [t("sent, without some of its files"), data.incomplete]
    yield [t("left out: muted the column before"), notice.left_muted]
    yield [t("left out: blocked the bot before"), notice.left_unreachable]


def _by_area(t: Translator, data: ReportData, shown: Mapping[int | None, int | None], areas: Areas) -> Iterable[Row]:
    states = list(chart.COLOURS)
    yield [t("Area (at least {n} recipients)", n=LEAST), *(t(OUTCOME_NAMES[state]) for state in states)]
    together: dict[int | None, Counter[RecipientState]] = {}
    for (area, state), count in data.by_area.items():
        together.setdefault(shown[area], Counter())[state] += count
    for area, counts in sorted(together.items(), key=lambda one: -one[1].total()):
        yield [_named(t, area, areas), *(counts[state] for state in states)]


def _recipients(t: Translator, data: ReportData, shown: Mapping[int | None, int | None], areas: Areas) -> Iterable[Row]:
    if not data.whole:
        yield [t("More than {n} recipients: only those who did not get it are listed.", n=MOST_LINES)]
    yield [t("Area"), t("Outcome"), t("When"), t("Reason")]
    for line in sorted(data.lines, key=lambda one: (one.at or 0, one.state)):
        at = datetime.fromtimestamp(line.at, UTC).astimezone(t.zone).replace(tzinfo=None) if line.at else None
        minute = at.replace(second=0) if at else None
        yield [_named(t, shown[line.area_id], areas), t(OUTCOME_NAMES[line.state]), minute, line.reason]


def _named(t: Translator, area: int | None, areas: Areas) -> str:
    return areas.names.get(area, "") if area is not None else t("elsewhere").plain

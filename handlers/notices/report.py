"""What became of a notice, for its author: a picture, and a workbook that names nobody.

Staff must not learn who blocked the bot or muted a column, so a line of the workbook says where somebody lives, and
that only as closely as at least `LEAST` recipients live there; no number in it leads back to a person.
"""

import io
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, NamedTuple

from aiogram.methods import SendDocument
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.conversation.outgoing import Outgoing
from handlers.conversation.screen import Screen
from handlers.conversation.texts import Html, Translator, bold, join
from handlers.notices import picture, screens
from handlers.notices.names import OUTCOME_NAMES
from storage.models.notices import Notice
from storage.queries import directory, notices
from storage.queries.recipients import Line
from storage.vocabulary import Lane, RecipientState

LEAST = 10
"""An area with fewer recipients goes under the one above it: Alaveteli too says nothing about fewer than ten people."""
MOST_LINES = 20_000
"""Of a larger notice only those who did not get it have a line of their own; the others are counted by area."""


@dataclass(slots=True)
class Gathered:
    """The ledger, as far as it was read."""

    last: int = 0
    """The person of the last line."""
    outcomes: Counter[RecipientState] = field(default_factory=Counter)
    sent: Counter[int] = field(default_factory=Counter)
    """By minute since 1970."""
    areas: Counter[int | None] = field(default_factory=Counter)
    by_area: Counter[tuple[int | None, RecipientState]] = field(default_factory=Counter)
    lines: list[Line] = field(default_factory=list)
    whole: bool = True
    """Whether everybody has a line."""

    def take(self, lines: Sequence[Line]) -> None:
        """The next lines of the ledger."""
        for line in lines:
            self.outcomes[line.state] += 1
            self.areas[line.area_id] += 1
            self.by_area[line.area_id, line.state] += 1
            if line.state is RecipientState.SENT and line.at is not None:
                self.sent[line.at // 60] += 1
        self.last = lines[-1].person_id
        self.lines += lines
        if len(self.lines) > MOST_LINES:
            self.whole = False
            self.lines = [line for line in self.lines if line.state is not RecipientState.SENT][:MOST_LINES]


@dataclass(frozen=True, slots=True)
class Places:
    """The areas of a report: which lies in which, and what they are called."""

    above: Mapping[int, int | None]
    names: Mapping[int, str]


async def places(session: AsyncSession, t: Translator, gathered: Gathered) -> Places:
    """The areas that somebody lives in, and those above them."""
    areas = [area for area in gathered.areas if area is not None]
    rows = [row for line in (await directory.ancestors(session, areas)).values() for row in line]
    return Places({row.id: row.parent_id for row in rows}, {row.id: t.named(row) for row in rows})


class Made(NamedTuple):
    """The two files of a report."""

    png: bytes
    xlsx: bytes


def make(t: Translator, notice: Notice, gathered: Gathered, places: Places) -> Made:
    """Draw and write both. Takes seconds for a large notice: to be run in a thread."""
    return Made(picture.draw(gathered.outcomes, gathered.sent, t.zone), workbook(t, notice, gathered, places))


async def deliver(out: Outgoing, notice: Notice, gathered: Gathered, made: Made) -> None:
    """The author gets both; with that the notice is over."""
    notice.ended_at = out.now
    await notices.complete(out.session, notice)
    author = notice.author
    if author.chat_id is None or not author.reachable:
        return
    photo = await out.file(f"notice-{notice.id}.png", made.png)
    document = await out.file(f"notice-{notice.id}.xlsx", made.xlsx)
    text = caption(out.t(author), notice, gathered.outcomes)
    out.message(author.chat_id, Screen(text, photo=photo), lane=Lane.STAFF)
    out.send(author.chat_id, SendDocument(chat_id=author.chat_id, document=document), lane=Lane.STAFF)


def coarse(counts: Mapping[int | None, int], above: Mapping[int, int | None]) -> dict[int | None, int | None]:
    """For each area, the area it is shown as: itself, or the nearest above that has `LEAST`; None where none has."""
    together = Counter(counts)
    shown: dict[int | None, int | None] = {area: area for area in counts}
    for area in sorted((one for one in _all(counts, above)), key=lambda one: -_depth(one, above)):
        if 0 < together[area] < LEAST:
            parent = above.get(area)
            together[parent] += together.pop(area)
            shown |= {of: parent for of, now in shown.items() if now == area}
    return shown


def _all(counts: Iterable[int | None], above: Mapping[int, int | None]) -> set[int]:
    found = {area for area in counts if area is not None}
    for area in list(found):
        at = above.get(area)
        while at is not None and at not in found:
            found.add(at)
            at = above.get(at)
    return found


def _depth(area: int, above: Mapping[int, int | None]) -> int:
    depth, at = 0, above.get(area)
    while at is not None:
        depth, at = depth + 1, above.get(at)
    return depth


def caption(t: Translator, notice: Notice, outcomes: Mapping[RecipientState, int]) -> Html:
    """What the colours of the picture mean, and how many of each."""
    lines: list[str] = [bold(t("📊 Notice {n}: what became of it", n=notice.id))]
    for state, square in picture.SQUARES.items():
        if n := outcomes.get(state):
            lines.append(t("{square} {outcome}: {n}", square=square, outcome=t(OUTCOME_NAMES[state]), n=f"{n:,}"))
    left_out = notice.left_muted + notice.left_unreachable
    if left_out:
        lines.append(
            t(
                "Left out from the beginning: {muted} muted the column, {unreachable} block the bot.",
                muted=screens.number(notice.left_muted),
                unreachable=screens.number(notice.left_unreachable),
            )
        )
    return join(lines)


def workbook(t: Translator, notice: Notice, gathered: Gathered, places: Places) -> bytes:
    """An .xlsx: the numbers, the numbers by area, and a line for each recipient that names nobody. Takes a while."""
    # Slow to import, and needed at the end of a notice only.
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    shown = coarse(gathered.areas, places.above)
    _fill(book.create_sheet(t("Numbers").plain), _numbers(t, notice, gathered))
    _fill(book.create_sheet(t("By area").plain), _by_area(t, gathered, shown, places))
    _fill(book.create_sheet(t("Recipients").plain), _recipients(t, gathered, shown, places))
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


def _numbers(t: Translator, notice: Notice, gathered: Gathered) -> Iterable[Row]:
    yield [t("Notice"), notice.id]
    yield [t("Column"), screens.column_name(t, notice.column)]
    yield [t("Released"), t.moment(notice.released_at) if notice.released_at else None]
    yield [t("Begun"), t.moment(notice.began_at) if notice.began_at else None]
    yield [t("Recipients"), sum(gathered.outcomes.values())]
    for state in picture.COLOURS:
        yield [t(OUTCOME_NAMES[state]), gathered.outcomes[state]]
    yield [t("left out: muted the column before"), notice.left_muted]
    yield [t("left out: blocked the bot before"), notice.left_unreachable]


def _by_area(
    t: Translator, gathered: Gathered, shown: Mapping[int | None, int | None], places: Places
) -> Iterable[Row]:
    states = list(picture.COLOURS)
    yield [t("Area (at least {n} recipients)", n=LEAST), *(t(OUTCOME_NAMES[state]) for state in states)]
    together: dict[int | None, Counter[RecipientState]] = {}
    for (area, state), count in gathered.by_area.items():
        together.setdefault(shown[area], Counter())[state] += count
    for area, counts in sorted(together.items(), key=lambda one: -one[1].total()):
        yield [_named(t, area, places), *(counts[state] for state in states)]


def _recipients(
    t: Translator, gathered: Gathered, shown: Mapping[int | None, int | None], places: Places
) -> Iterable[Row]:
    if not gathered.whole:
        yield [t("More than {n} recipients: only those who did not get it are listed.", n=MOST_LINES)]
    yield [t("Area"), t("Outcome"), t("When"), t("Reason")]
    for line in sorted(gathered.lines, key=lambda one: (one.at or 0, one.state)):
        at = datetime.fromtimestamp(line.at, UTC).astimezone(t.zone).replace(tzinfo=None) if line.at else None
        minute = at.replace(second=0) if at else None
        yield [_named(t, shown[line.area_id], places), t(OUTCOME_NAMES[line.state]), minute, line.reason]


def _named(t: Translator, area: int | None, places: Places) -> str:
    return places.names.get(area, "") if area is not None else t("elsewhere").plain

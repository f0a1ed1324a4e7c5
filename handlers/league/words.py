"""Words and figures of the league, as they read everywhere: on the screen, in the picture, in the workbook."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from handlers.conversation.texts import N_, Html, Translator, dotted
from handlers.core.league.export import Cell
from handlers.core.league.figures import Standing
from handlers.core.league.rules import LEAST, Column, Line, Period
from storage.vocabulary import Ranked

KINDS = tuple(Ranked)
"""In the order by which keys number them."""
TITLES: Mapping[Ranked, str] = {
    Ranked.UNITS: N_("🏆 Units"),
    Ranked.TOPICS: N_("🏷 Topics"),
    Ranked.STATIONS: N_("📍 Stations"),
}
COLUMNS: Mapping[Column, str] = {
    Column.REPLY: N_("replied in time"),
    Column.IMPLEMENTATION: N_("promises confirmed"),
    Column.SATISFACTION: N_("satisfaction"),
    Column.RECEIVED: N_("cases received"),
    Column.LATE: N_("late replies"),
    Column.RETURNED: N_("returned"),
    Column.UNCONFIRMED: N_("done, not confirmed"),
    Column.MOVES: N_("dates moved"),
}


def name_of(t: Translator, of: Ranked, one: Standing) -> str:
    """Name of a line, as its reader reads it."""
    if one.subject is not None:
        return t.named(one.subject)
    return (t("no topic") if of is Ranked.TOPICS else t("the county office's own")).plain


def known_as(t: Translator, of: Ranked, one: Standing) -> str:
    """Names by which a line is found."""
    named: Any = one.subject
    return name_of(t, of, one) if named is None else dotted(named.name, named.name_en or "")


def period_name(t: Translator, period: Period) -> Html:
    """`2026`, `second quarter of 2026`, `May 2026`."""
    if period.months == 12:
        return t("the year {year}", year=period.first.year)
    if period.months == 1:
        return t.month(period.first)
    return t("quarter {n} of {year}", n=(period.first.month + 2) // 3, year=period.first.year)


def percent(rate: float | None) -> str:
    """A share in whole percent, `–` where too few cases are behind it; only what is whole shows as 100 or 0."""
    if rate is None:
        return "–"
    shown = round(100 * rate)
    if shown == 100 and rate < 1:
        shown = 99
    elif shown == 0 and rate > 0:
        shown = 1
    return f"{shown} %"


SHEET: Mapping[str, Callable[[Line], int | float | None]] = {
    N_("Received"): lambda line: line.received,
    N_("Replied in time"): lambda line: line.in_time,
    N_("Late"): lambda line: line.late,
    N_("Returned"): lambda line: line.returned,
    N_("Share replied in time"): lambda line: line.reply_rate,
    N_("Done, confirmed"): lambda line: line.confirmed,
    N_("Done, not confirmed"): lambda line: line.unconfirmed,
    N_("Not done, say who wrote"): lambda line: line.refuted,
    N_("Day passed"): lambda line: line.unkept,
    N_("Dates moved"): lambda line: line.moves,
    N_("Share of promises confirmed"): lambda line: line.implementation_rate,
    N_("Satisfied"): lambda line: line.satisfied if line.rated >= LEAST else None,
    N_("Mostly satisfied"): lambda line: line.mostly if line.rated >= LEAST else None,
    N_("Half done"): lambda line: line.half if line.rated >= LEAST else None,
    N_("Dissatisfied"): lambda line: line.dissatisfied if line.rated >= LEAST else None,
    N_("Share satisfied or mostly satisfied"): lambda line: line.satisfaction_rate,
}
"""Columns of the workbook behind the name."""


def sheet(t: Translator, of: Ranked, standings: Sequence[Standing]) -> list[list[Cell]]:
    """The league as rows of a workbook, the header first; what says too little is a dash."""
    rows: list[list[Cell]] = [[t("Name").plain, *(t(title).plain for title in SHEET)]]
    for one in standings:
        figures = [get(one.line) if one.line.is_shown else None for get in SHEET.values()]
        rows.append([name_of(t, of, one), *("–" if found is None else found for found in figures)])
    return rows


def too_few(t: Translator) -> Html:
    """What stands in place of figures."""
    return t("fewer than {n} cases: too few to say anything", n=LEAST)

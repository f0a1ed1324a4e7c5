"""Pages of the public board: what was answered, in words of the staff's own. Nobody's name but of those in office."""

import hashlib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlencode

from jinja2 import Environment

from handlers.conversation.texts import Translator, translator
from handlers.core.board import rules
from handlers.core.board.reading import Public, public
from handlers.core.unit_of_work import UnitOfWork
from handlers.core.workdays.days import calendar
from handlers.presentation import matters as words
from handlers.presentation import templates
from storage.matter_vocabulary import BoardState, MatterState
from storage.models.directory import Representative, Station
from storage.queries import board, directory, reception
from storage.queries.board import Wanted

HERE = Path(__file__).parent
A_PAGE, IN_FEED = 20, 30
"""Entries on a page, and in the feed: our own choice."""
DAYS = 5
"""Reception days that are named."""
STYLE = "board.css"
LANGUAGES = {"en": "English", "zh_Hans": "中文"}


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it is answered."""

    status: int
    template: str
    data: dict[str, Any] = field(default_factory=dict)
    mime: str = "text/html"


class Asked(NamedTuple):
    """What is asked for: nothing of it is to be trusted."""

    path: str
    """Below the board's address, without the language: `12`, `stations/S-1`, `feed.atom`."""
    query: dict[str, str]
    language: str


def _t(work: UnitOfWork, asked: Asked) -> Translator:
    return translator(asked.language, work.county.zone)


async def _shown(work: UnitOfWork, wanted: Wanted, limit: int, before: int | None = None) -> list[Public]:
    return await public(work.session, await board.shown(work.session, wanted, limit, before))


async def answer(work: UnitOfWork, asked: Asked) -> Page:
    """The page for what is asked."""
    first, _, rest = asked.path.partition("/")
    if not asked.path:
        return await _list(work, asked)
    if asked.path == "feed.atom":
        return await _feed(work, asked)
    if first.isdigit() and not rest and len(first) < 16:
        return await _entry(work, asked, int(first))
    if first in ("stations", "representatives") and rest:
        return await _office(work, asked, first, rest)
    return Page(404, "missing.html", {"head": _t(work, asked)("There is no such page.")})


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None


async def _list(work: UnitOfWork, asked: Asked) -> Page:
    t, wanted = _t(work, asked), _wanted(asked)
    found = await _shown(work, wanted, A_PAGE + 1, _number(asked.query.get("before", "")))
    entries = found[:A_PAGE]
    kept = {name: value for name, value in wanted._asdict().items() if value is not None}
    older = urlencode({**kept, "before": entries[-1].entry.id}) if len(found) > A_PAGE else ""
    titles = {"topic": t("Topic"), "area": t("Place"), "station": t("Station")}
    choices = [(name, titles[name], rows) for name, rows in (await board.choices(work.session))._asdict().items()]
    data = {"entries": entries, "older": older, "choices": choices, "wanted": kept, "feed": urlencode(kept)}
    return Page(200, "list.html", data)


def _wanted(asked: Asked) -> Wanted:
    return Wanted(**{name: _number(asked.query.get(name, "")) for name in Wanted._fields})


async def _entry(work: UnitOfWork, asked: Asked, number: int) -> Page:
    t, entry = _t(work, asked), await board.by_number(work.session, number)
    if entry is None or entry.shown_at is None:
        return Page(404, "missing.html", {"head": t("There is no such page.")})
    if entry.state is not BoardState.SHOWN or entry.matter.state is not MatterState.RELEASED:
        head = t("This was taken off the board. What it was about is public no longer.")
        return Page(410, "missing.html", {"head": head})
    [one] = await public(work.session, [entry])
    told = [(t(words.NEWS[each.kind]), each) for each in one.told]
    return Page(200, "entry.html", {"one": one, "told": told, "least": rules.LEAST})


async def _office(work: UnitOfWork, asked: Asked, kind: str, code: str) -> Page:
    """A station or a representative: when they receive, and their figures."""
    t, today = _t(work, asked), (await calendar(work)).day_of(work.now)
    found: Station | Representative | None
    if kind == "stations":
        found = await directory.station_by_code(work.session, code)
    else:
        found = await directory.representative_by_code(work.session, code)
    if found is None:
        return Page(404, "missing.html", {"head": t("There is no such page.")})
    if isinstance(found, Station):
        days = await reception.days_from(work.session, today, DAYS, station_id=found.id)
        figures = await board.figures(work.session, station=found.id)
        entries = await _shown(work, Wanted(station=found.id), A_PAGE)
    else:
        days = await reception.days_of_representatives(work.session, [found.id], today, DAYS)
        figures = await board.figures(work.session, representative=found.id)
        entries = []
    data = {
        "office": found,
        "is_station": isinstance(found, Station),
        "days": days,
        "figures": figures,
        "satisfied": rules.share(figures.satisfied, figures.rated),
        "least": rules.LEAST,
        "entries": entries,
    }
    return Page(200, "office.html", data)


async def _feed(work: UnitOfWork, asked: Asked) -> Page:
    entries = await _shown(work, _wanted(asked), IN_FEED)
    updated = max((one.changed_at for one in entries), default=work.now)
    return Page(200, "feed.xml", {"entries": entries, "updated": updated}, "application/atom+xml")


@cache
def _templates() -> Environment:
    return templates.environment(HERE / "templates")


@cache
def style() -> bytes:
    """The style sheet."""
    return (HERE / "static" / STYLE).read_bytes()


def rendered(work: UnitOfWork, asked: Asked, page: Page, base: str) -> bytes:
    """The page, whole. `base`: the path under which the board lies."""
    t = _t(work, asked)
    here = f"{base}/{asked.language}"
    shared: dict[str, Any] = {
        "t": t,
        "plural": t.plural,
        "language": asked.language.replace("_", "-"),
        "languages": LANGUAGES,
        "at": lambda path="": f"{here}/{path}",
        "in_language": lambda one: f"{base}/{one}/{asked.path}",
        "url": work.county.board_url,
        "here": f"{work.county.board_url}/{asked.language}/",
        "style": f"{base}/{STYLE}?{hashlib.sha256(style()).hexdigest()[:10]}",
        "host": work.county.board_url.split("/")[2],
    }
    return _templates().get_template(page.template).render(**{**shared, **page.data}).encode()

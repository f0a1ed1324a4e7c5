"""The list of representatives: narrowed by an address that one can share, page after page, or taken away."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import parse_qs, urlencode

from handlers.conversation.texts import N_, Translator
from handlers.core import audit
from handlers.core.aside import Work
from handlers.core.directory import sitting
from handlers.core.league.export import Cell, write
from handlers.desk.casework.export import KINDS
from handlers.desk.fields import Choice
from handlers.desk.people.tabs import tabs
from handlers.desk.web import Answer, Asked, Beside, Desk, number
from handlers.presentation.names import LEVEL_NAMES
from storage.models.directory import Area
from storage.queries import desk_cases, desk_people, directory
from storage.queries.desk_people import Link, Listed, Order, Wanted
from storage.vocabulary import AreaKind, Level

A_PAGE = 50
MOST = 100_000
"""Rows that are taken away: more than any county has."""
FILTERS = ("words", "link", "level", "town", "station", "sort")
"""Names in the address, in the order of the form."""
LEFT = "left"
"""In the place of a link: those who are no longer in office."""
LINKS: Mapping[str, str] = {
    Link.JOINED: N_("joined"),
    Link.UNREACHABLE: N_("joined, cannot be reached"),
    Link.MISSING: N_("not joined"),
    Link.INVITED: N_("not joined, invited"),
    Link.UNINVITED: N_("not joined, not invited"),
    LEFT: N_("no longer in office"),
}
ORDERS: Mapping[str, str] = {
    Order.LEVEL: N_("by level"),
    Order.NAME: N_("by name"),
    Order.STATION: N_("by station"),
    Order.SINCE: N_("joined last first"),
}
HEADER = (
    N_("Code"),
    N_("Name"),
    N_("Level"),
    N_("Constituency"),
    N_("Station"),
    N_("Joined on"),
    N_("Can be reached"),
    N_("Invited until"),
)


async def wanted(desk: Desk) -> Wanted:
    """The representatives that the address asks for, of those they reach; what it says wrong leaves nothing out."""
    asked, reached = desk.asked.one, desk.actor.stations
    link, level, order = asked("link"), asked("level"), asked("sort")
    town, words = number(asked("town")), asked("words").strip()[:80]
    return Wanted(
        reached,
        number(asked("station")),
        Level(level) if level in tuple(Level) else None,
        await desk_cases.areas_within(desk.session, town) if town else (),
        Link(link) if link in tuple(Link) else None,
        await _called(desk, reached, words) if words else None,
        link != LEFT,
        Order(order) if order in tuple(Order) else Order.LEVEL,
    )


async def _called(desk: Desk, reached: Sequence[int] | None, words: str) -> list[int]:
    """Who has this in their name, its sound, their code or their constituency."""
    everybody = await desk_people.called(desk.session, reached)
    plain = words.casefold()
    others = [one.id for one in everybody if one.code.casefold() == plain or plain in one.constituency.casefold()]
    return [*(one.id for one in sitting.named(everybody, words)), *others]


async def show(desk: Desk) -> Answer:
    """A page of the list."""
    t, asked = desk.t, await wanted(desk)
    page = number(desk.asked.one("page"))
    found, total = await desk_people.page(desk.session, asked, desk.out.now, A_PAGE, page * A_PAGE)
    chosen = {name: desk.asked.one(name) for name in FILTERS if desk.asked.one(name)}
    return desk.page(
        "people/list.html",
        tabs=await tabs(desk),
        people=found,
        total=total,
        turned=_pages(page, total),
        chosen=desk.asked.one,
        is_narrowed=bool(set(chosen) - {"sort"}),
        here_query=urlencode(chosen),
        choices=await _choices(desk),
        level=lambda one: t(LEVEL_NAMES[one.level.value]),
    )


def _pages(page: int, total: int) -> tuple[int, int]:
    """The page, from 0, and the number of pages."""
    return page, max(1, -(-total // A_PAGE))


async def _choices(desk: Desk) -> dict[str, list[Choice]]:
    t, reached = desk.t, desk.actor.stations
    choices = {
        "link": [Choice(value, t(label).plain) for value, label in LINKS.items()],
        "level": [Choice(one.value, t(LEVEL_NAMES[one.value]).plain) for one in Level],
        "sort": [Choice(value, t(label).plain) for value, label in ORDERS.items()],
        "town": [Choice(str(one.id), t.named(one)) for one in await desk_people.towns(desk.session)],
    }
    chosen = await directory.by_id(desk.session, Area, number(desk.asked.one("town")))
    if chosen is not None and chosen.kind is AreaKind.VILLAGE:  # from the page of areas
        choices["town"].append(Choice(str(chosen.id), t.named(chosen)))
    stations = await directory.stations(desk.session, reached)
    if len(stations) > 1:
        choices["station"] = [Choice(str(one.id), t.named(one)) for one in stations]
    return choices


async def take_out(desk: Desk) -> Answer:
    """Take the list away as it is narrowed, once the chat has said that it is they; it is written down."""
    query = desk.asked.typed("query")
    if not desk.is_sure:
        return desk.page("ask.html", to="/staff/people" + (f"?{query}" if query else ""))
    narrowed = Desk(desk.out, Asked("GET", "", parse_qs(query)), desk.presence, desk.parts, desk.sitting)
    found, _ = await desk_people.page(desk.session, await wanted(narrowed), desk.out.now, MOST)
    t, zone = desk.t, desk.out.county.zone
    await audit.note(desk.out, desk.actor, "people.export", desk.role.value, f"{len(found)} rows")
    remark = t("As of {moment}", moment=t.moment(desk.out.now)).plain
    rows = [_cells(t, zone, one) for one in found]
    work = Work(write, (t("Representatives").plain, remark, [t(name).plain for name in HEADER], rows))

    async def pieces(beside: Beside) -> Any:
        made: bytes = (await beside.done(work)).get()
        yield made

    day = desk.out.now.astimezone(zone).date()
    return Answer(mime=KINDS["xlsx"], filename=f"representatives-{day}.xlsx", pieces=pieces)


def _cells(t: Translator, zone: Any, one: Listed) -> list[Cell]:
    joined = one.since is not None
    until = one.invited_until
    return [
        one.code,
        t.named(one),
        t(LEVEL_NAMES[one.level.value]).plain,
        one.constituency,
        t.named(one.station),
        f"{one.since.astimezone(zone):%Y-%m-%d}" if one.since is not None else "",
        (t("yes") if one.reachable else t("no")).plain if joined else "",
        f"{until.astimezone(zone):%Y-%m-%d %H:%M}" if until is not None else "",
    ]

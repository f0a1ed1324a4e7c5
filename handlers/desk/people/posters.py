"""Posters to print: one a representative, one a station, all of a station's, on A4 or A6, in either language."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.conversation.texts import N_, Translator, translator
from handlers.core.people import links
from handlers.desk.fields import Choice
from handlers.desk.people.inviting import AT_ONCE, drawing
from handlers.desk.people.tabs import tabs
from handlers.desk.web import Answer, Desk
from handlers.presentation import links as presented
from handlers.presentation.names import level_name
from storage.models.directory import Representative, Station
from storage.queries import desk_people, directory
from storage.vocabulary import AreaKind

SIZES = {"a4": "A4", "a6": "A6"}
LANGUAGES = {"zh_Hans": "中文", "en": "English"}
"""Languages by their own names."""
STEPS = (
    N_("Scan this picture with your phone"),
    N_("It opens in Telegram: press Start"),
    N_("Write what should change where you live"),
)
LONG = 14
"""Signs of a name from which on it is written smaller, to stay in one line or two."""


class Poster(NamedTuple):
    """A sheet, in the words that voters read."""

    headline: str
    name: str
    facts: Sequence[str]
    link: str
    without: str
    """Way for those who have no Telegram."""

    @property
    def is_long(self) -> bool:
        """True if its name takes more than a line."""
        return sum(2 if ord(sign) > 0x2E7F else 1 for sign in self.name) > 2 * LONG


async def show(desk: Desk) -> Answer:
    """The stations that they reach, each with its posters."""
    reached = desk.actor.stations
    return desk.page(
        "people/posters.html",
        tabs=await tabs(desk),
        stations=await directory.stations(desk.session, reached),
        counts=await desk_people.in_office_by_station(desk.session, reached),
        sizes=SIZES,
    )


async def of_representative(desk: Desk) -> Answer:
    """The poster of a representative: of theirs, or one for whom they act. Raises `NotAmongPeople`."""
    found = await links.link_to_representative(desk.out, desk.actor, desk.number("representative"))
    return await _sheets(desk, [found])


async def of_station(desk: Desk) -> Answer:
    """The poster of a station. Raises `NotAmongPeople`."""
    return await _sheets(desk, [await links.link_to_station(desk.out, desk.actor, desk.number("station"))])


async def of_all(desk: Desk) -> Answer:
    """The poster of a station and those of its representatives in office. Raises `NotAmongPeople`."""
    station = await links.link_to_station(desk.out, desk.actor, desk.number("station"))
    theirs = await desk_people.of_station(desk.session, station.to.id)
    kind = links.LinkTo.REPRESENTATIVE
    found = [links.Link(one, links.payload(kind, one.code, one.id)) for one in theirs]
    return await _sheets(desk, [station, *found])


async def _sheets(desk: Desk, found: Sequence[links.Link]) -> Answer:
    size = desk.asked.one("size") if desk.asked.one("size") in SIZES else "a4"
    language = desk.asked.one("language") if desk.asked.one("language") in LANGUAGES else desk.t.language
    written = translator(language, desk.out.county.zone)
    posters = [_poster(desk, written, one) for one in found]
    addresses = [one.link for one in posters]
    answer = desk.page(
        "people/sheets.html",
        posters=posters,
        pictures=[],
        county=await _county(desk.session, written),
        steps=[written(step).plain for step in STEPS],
        promise=written("You get an answer and see each step. You may stay anonymous."),
        size=size,
        sizes=[Choice(name, label) for name, label in SIZES.items()],
        of=language,
        languages=[Choice(name, label) for name, label in LANGUAGES.items()],
        here_path=desk.asked.path,
        is_station=len(found) == 1 and isinstance(found[0].to, Station),
        back=_back(desk, found[0].to),
    )
    if len(posters) <= AT_ONCE:
        answer.data["pictures"] = presented.svgs(addresses)
    else:
        answer.drawn = drawing(addresses)
    return answer


def _poster(desk: Desk, t: Translator, found: links.Link) -> Poster:
    to, link = found.to, presented.start_link(desk.out.county, found.payload)
    if isinstance(to, Station):
        facts = [to.address or ""]
        return Poster(
            t("Write to your representatives").plain, t.named(to), [*filter(None, facts)], link, _without(t, to)
        )
    facts = [
        t("Representative in the {level} congress", level=level_name(t, to)).plain,
        t("Constituency: {name}", name=to.constituency).plain,
        t.named(to.station),
    ]
    return Poster(t("Write to your representative").plain, t.named(to), facts, link, _without(t, to.station))


def _without(t: Translator, station: Station) -> str:
    if station.phone:
        return t(
            "No Telegram? Come to {station}, or call {phone}.", station=t.named(station), phone=station.phone
        ).plain
    return t("No Telegram? Come to {station}.", station=t.named(station)).plain


async def _county(session: AsyncSession, t: Translator) -> str:
    """The name of the county; empty where the list begins with its towns."""
    found = await desk_people.towns(session)
    return next((t.named(one) for one in found if one.kind is AreaKind.COUNTY), "")


def _back(desk: Desk, to: Any) -> str:
    if desk.role.value != "staff":
        return "/representative/record"
    return f"/staff/representatives/{to.id}" if isinstance(to, Representative) else "/staff/posters"

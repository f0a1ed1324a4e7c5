"""The directory for the county office: how much is kept, its areas, stations, units and topics."""

from collections.abc import Sequence
from typing import Any, NamedTuple
from urllib.parse import urlencode

from handlers.conversation.errors import Unusable
from handlers.conversation.texts import N_
from handlers.core.casework.actions import routes
from handlers.core.directory import importing, search, sitting
from handlers.core.directory.book import Kind
from handlers.core.directory.composition import composition, leading, shares
from handlers.desk.fields import Choice
from handlers.desk.web import Answer, Desk, number
from handlers.presentation.directory import KIND_NAMES, REASONS
from handlers.presentation.names import LEVEL_NAMES
from handlers.presentation.seats import level_title
from storage.queries import desk_directory, desk_people, directory, referrals
from storage.queries import topics as topic_queries
from storage.queries.desk_directory import Place
from storage.vocabulary import NO_PARTY, AreaKind, OfficeChange, Sex

A_PAGE = 50
MOST_FOUND = 50
"""Areas that are called so."""
NOBODY = "0"
"""In the place of a unit: none leads."""
KINDS = {
    AreaKind.COUNTY: N_("the whole county"),
    AreaKind.TOWN: N_("town"),
    AreaKind.VILLAGE: N_("village or community"),
}
TABS = (
    ("overview", "/staff/directory", N_("Overview")),
    ("areas", "/staff/directory/areas", N_("Areas")),
    ("stations", "/staff/directory/stations", N_("Stations")),
    ("units", "/staff/directory/units", N_("Units")),
    ("topics", "/staff/directory/topics", N_("Topics")),
    ("import", "/staff/directory/import", N_("Import and export")),
)


class Tab(NamedTuple):
    """A page beside this one."""

    name: str
    path: str
    label: str
    n: int = 0


def tabs(desk: Desk) -> list[Tab]:
    """The pages of the directory. Raises `NotAllowed` for who is not of the county office."""
    desk.actor.require_county()
    return [Tab(name, path, desk.t(label).plain) for name, path, label in TABS]


class Cut(NamedTuple):
    """A page of a list."""

    rows: Sequence[Any]
    total: int
    page: int

    @property
    def pages(self) -> tuple[int, int]:
        """The page, from 0, and the number of pages."""
        return self.page, max(1, -(-self.total // A_PAGE))


def cut(desk: Desk, rows: Sequence[Any]) -> Cut:
    """The page of a list that is asked for."""
    page = number(desk.asked.one("page"))
    return Cut(rows[page * A_PAGE : (page + 1) * A_PAGE], len(rows), page)


def _words(desk: Desk) -> str:
    return desk.asked.one("words").strip()[:60]


def _shared(desk: Desk, found: Cut, words: str, **also: Any) -> dict[str, Any]:
    """What each list shows around it."""
    here = {"words": words, **also}
    return {
        "tabs": tabs(desk),
        "rows": found.rows,
        "total": found.total,
        "turned": found.pages,
        "words": words,
        "here_query": urlencode({name: value for name, value in here.items() if value}),
    }


async def overview(desk: Desk) -> Answer:
    """Numbers of each kind, how the congresses are composed, and who left office lately. Raises `NotAllowed`."""
    beside, t = tabs(desk), desk.t
    sizes = await importing.sizes(desk.session)
    paths = {Kind.REPRESENTATIVES: "/staff/people", Kind.TOPICS: "/staff/directory/topics"}
    page = number(desk.asked.one("page"))
    turns = await directory.office_history(desk.session, page * A_PAGE, A_PAGE)
    total = await directory.count_office_history(desk.session)
    return desk.page(
        "directory/overview.html",
        tabs=beside,
        sizes=[(t(KIND_NAMES[kind]), n, paths.get(kind, f"/staff/directory/{kind}")) for kind, n in sizes.items()],
        levels=await _composed(desk),
        turns=[(t.named(row), _turn(desk, row.OfficeHistory)) for row in turns],
        turned=(page, max(1, -(-total // A_PAGE))),
        here_query="",
        imported=number(desk.asked.one("imported")),
    )


async def _composed(desk: Desk) -> list[tuple[str, int, list[tuple[str, str]]]]:
    """Lines of the composition of each level; what a list says of nobody is left out."""
    t, found = desk.t, await composition(desk.session)
    parties = leading([one.parties for one in found.values()])
    groups = leading([one.occupations for one in found.values()])
    others, unknown = t("others").plain, t("not said").plain
    levels = []
    for level, one in found.items():
        sexes = [one.sexes[Sex.FEMALE], one.sexes[Sex.MALE], one.sexes[None]]
        named = [t("no party").plain if name == NO_PARTY else name for name in parties]
        lines = [
            (t("Sex").plain, [t("women").plain, t("men").plain, unknown], sexes),
            (t("Party").plain, [*named, others, unknown], shares(one.parties, parties)),
            (t("Occupation").plain, [*groups, others, unknown], shares(one.occupations, groups)),
            (t("Elected").plain, [t("re-elected").plain, t("by by-election").plain, ""],
             [one.re_elected, one.by_election, 0]),
        ]  # fmt: skip
        told = [
            (label, " · ".join(f"{name} {n}" for name, n in zip(names, counts, strict=True) if n))
            for label, names, counts in lines
            if any(counts[:-1])
        ]
        levels.append((level_title(t, level).plain, one.total, told))
    return levels


def _turn(desk: Desk, turn: Any) -> str:
    t, left = desk.t, turn.change is OfficeChange.LEFT
    what = (t(REASONS[turn.why]) if turn.why else t("left office")) if left else t("came by a by-election")
    day = t("on {day}", day=turn.on.isoformat()) if turn.on else ""
    return t.phrases(t(LEVEL_NAMES[turn.level.value]), turn.constituency, what, day).plain


async def areas(desk: Desk) -> Answer:
    """Areas below the one that is asked for, or those that are called so. Raises `NotAllowed`."""
    tabs(desk)
    session, words, above = desk.session, _words(desk), number(desk.asked.one("in"))
    page = number(desk.asked.one("page"))
    if words:
        hits = (await search.search_areas(session, words))[:MOST_FOUND]
        found = Cut(await desk_directory.these(session, [hit.id for hit in hits]), len(hits), 0)
    else:
        rows = await desk_directory.below(session, above or None, A_PAGE, page * A_PAGE)
        if not above and len(rows) == 1 and rows[0].below:  # one does not begin with a list of one
            above = rows[0].id
            rows = await desk_directory.below(session, above, A_PAGE, page * A_PAGE)
        found = Cut(rows, await directory.count_below(session, above or None), page)
    lines = await directory.ancestors(session, [one.id for one in found.rows])
    return desk.page(
        "directory/areas.html",
        **_shared(desk, found, words, **{"in": above or ""}),
        above=list(reversed((await directory.ancestors(session, [above]))[above])) if above and not words else [],
        kind=lambda one: desk.t(KINDS[one.kind]),
        station=await _stations(desk, lines),
        within=lambda one: " · ".join(desk.t.named(row) for row in lines[one.id][1:]),
    )


async def _stations(desk: Desk, lines: dict[int, list[Any]]) -> Any:
    """The station that serves an area: its own, else that of the nearest area above it."""
    kept = {one.area_id: one for one in reversed(await directory.stations(desk.session))}

    def serving(one: Place) -> Any:
        return next((kept[row.id] for row in lines[one.id] if row.id in kept), None)

    return serving


async def stations(desk: Desk) -> Answer:
    """Stations, or those that are called so. Raises `NotAllowed`."""
    tabs(desk)
    words, every = _words(desk), list(await directory.stations(desk.session))
    found = cut(desk, sitting.named(every, words) if words else every)
    served = await directory.ancestors(desk.session, [one.area_id for one in found.rows])
    return desk.page(
        "directory/stations.html",
        **_shared(desk, found, words),
        counts=await desk_people.in_office_by_station(desk.session, None),
        area=lambda one: desk.t.named(served[one.area_id][0]) if served[one.area_id] else "",
    )


async def units(desk: Desk) -> Answer:
    """Units, or those that are called so. Raises `NotAllowed`."""
    tabs(desk)
    words, every = _words(desk), list(await referrals.units(desk.session))
    found = cut(desk, sitting.named(every, words) if words else every)
    led: dict[int, list[str]] = {}
    for topic in await topic_queries.topics_with_units(desk.session):
        led.setdefault(topic.unit_id or 0, []).append(desk.t.named(topic))
    return desk.page(
        "directory/units.html",
        **_shared(desk, found, words),
        led=led,
        officers=await desk_directory.officers(desk.session),
    )


async def topics(desk: Desk) -> Answer:
    """Topics with the units that lead in them; the one that is to be changed with its form. Raises `NotAllowed`."""
    tabs(desk)
    t, words, every = desk.t, _words(desk), await desk_directory.all_topics(desk.session)
    units_ = {one.id: unit for one, unit in every}
    rows = [one for one, _ in every]
    found = cut(desk, sitting.named(rows, words) if words else rows)
    changing = desk.number("topic") or number(desk.asked.one("change"))
    choices = []
    if changing:
        choices = [Choice(str(one.id), t.named(one)) for one in await referrals.units(desk.session)]
    return desk.page(
        "directory/topics.html",
        **_shared(desk, found, words),
        unit=lambda one: units_[one.id],
        changing=changing,
        units=choices,
        nobody=NOBODY,
        said=t("✅ It counts for what is referred from now on.") if desk.asked.one("said") == "led" else "",
    )


async def lead(desk: Desk) -> Answer:
    """Let a unit lead in a topic, or none. Raises `NoSuchTopic`, `NoSuchUnit`, `NotAllowed`, `Unusable`."""
    typed = desk.asked.typed("unit")
    if typed != NOBODY and not number(typed):
        raise Unusable(desk.t("Please choose a unit."))
    await routes.lead(desk.out, desk.actor, desk.number("topic"), number(typed) or None)
    return desk.go("/staff/directory/topics", said="led", words=desk.asked.typed("words"))

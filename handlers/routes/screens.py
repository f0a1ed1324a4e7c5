"""Screens of who is responsible."""

from collections.abc import Sequence
from typing import Any

from handlers.conversation.callbacks import Go
from handlers.conversation.paging import Page, Reading
from handlers.conversation.screen import LONGEST_LABEL, Button, Screen, column
from handlers.conversation.texts import Html, Translator, bold, dotted, join, shortened
from handlers.core.casework.routing import Way
from handlers.core.directory.search import AreaHit
from handlers.presentation.choices import unit_label
from handlers.presentation.names import LEVEL_NAMES
from handlers.presentation.seats import cares_for
from handlers.routes.callbacks import NOBODY, OpenRoute, PlaceRoutes, RoutePlace, RoutesPage, RouteUnits, SetRoute
from storage.models.directory import HandlingUnit, Representative, Station, Topic
from storage.models.routes import PlaceRoute
from storage.queries.topics import Offered
from storage.vocabulary import Level

A_PLACE = 8
"""Rules of a place that are named, the others are counted: our own choice."""
A_LEVEL = 5
"""Representatives of a level that are named, the others are counted: our own choice."""


def label(t: Translator, topic: Topic, unit: HandlingUnit | None, places: int) -> str:
    """A line of the list: a topic and the unit that leads in it, and how many places have one of their own."""
    leads = f"{t.named(topic)} → {t.named(unit) if unit is not None else t('no unit')}"
    return shortened(f"{leads} · 📍{places}" if places else leads, LONGEST_LABEL)


def listed(t: Translator, where: Reading, page: Page, keys: Sequence[Button]) -> Screen:
    """Topics with the units that lead in them."""
    text = join(
        [
            where.title(t, page, bold(t("🧭 Who is responsible"))),
            t("A topic leads to a unit, which is suggested first where an opinion is referred. Open one to change it."),
            t("A place leads to a station, whose staff screen, and to its representatives, the closest level first."),
        ],
        "\n\n",
    )
    turning = page.turning(lambda number: RoutesPage(page=number))
    last = [Button(t("📍 By place"), Go(to="routes-place")), Button(t("🏠 Home"), Go(to="home"))]
    return Screen(text, [*column(list(keys)), turning, where.keys(t, page), last])


def card(t: Translator, topic: Topic, now: Way | None, places: int, head: Html | str = "") -> Screen:
    """Who leads in a topic."""
    line = t("Leads: {unit}", unit=bold(t.named(now.unit))) if now is not None else t("No unit leads in it yet.")
    count = t.plural("• Has {n} opinion to reply to.", "• Has {n} opinions to reply to.", now.load) if now else Html()
    joined = t("• Nobody has joined for it yet.") if now is not None and not now.joined else Html()
    counts = t("A change counts for what is referred from then on; what is with a unit already stays there.")
    text = join([head, join([bold(t.named(topic)), line, count, joined]), counts], "\n\n")
    rows = [[Button(t("🏢 Another unit") if now else t("🏢 Choose a unit"), RouteUnits(topic=topic.id, page=0))]]
    if now is not None:
        rows.append([Button(t("🚫 No unit"), SetRoute(topic=topic.id, unit=NOBODY))])
    rows.append([Button(t.counted(t("📍 Otherwise in some places"), places), PlaceRoutes(topic=topic.id, page=0))])
    return Screen(text, [*rows, [Button(t("⬅️ Back"), RoutesPage(page=-1)), Button(t("🏠 Home"), Go(to="home"))]])


def units(t: Translator, where: Reading, page: Page, topic: Topic, ways: Sequence[Way]) -> Screen:
    """Question which unit leads in a topic."""
    keys = [
        Button(
            shortened(("• " if way.unit.id == topic.unit_id else "") + unit_label(t, way), LONGEST_LABEL),
            SetRoute(topic=topic.id, unit=way.unit.id),
        )
        for way in ways
    ]
    turning = page.turning(lambda number: RouteUnits(topic=topic.id, page=number))
    text = where.title(t, page, t("Which unit leads in “{topic}”? 💤 has not joined yet.", topic=t.named(topic)))
    if not page.count and not where.words:
        text = t("No unit is listed yet. Staff of the county office import them with the directory.")
    return Screen(text, [*column(keys), turning, where.keys(t, page), [Button(t("⬅️ Back"), OpenRoute(topic=topic.id))]])


def ask_place(t: Translator, head: Html | str = "") -> Screen:
    """Question for which place."""
    text = t("📍 For which place? Type the name of a village, a community or a town: characters, pinyin or English.")
    return Screen(join([head, text], "\n\n"), [[Button(t("⬅️ Back"), RoutesPage(page=-1))]])


def choose_place(t: Translator, hits: Sequence[AreaHit]) -> Screen:
    """Places that are called so."""
    keys = [Button(shortened(_path(t, one), LONGEST_LABEL), RoutePlace(area=one.id)) for one in hits]
    text = t("Several places are called so. Which one? Or type it anew.")
    return Screen(text, [*column(keys), [Button(t("⬅️ Back"), RoutesPage(page=-1))]])


def place(
    t: Translator,
    hit: AreaHit,
    station: Station | None,
    serving: Sequence[Representative],
    topics: Sequence[Offered],
    rules: Sequence[PlaceRoute],
) -> Screen:
    """Who is responsible for a place: its station, and its representatives by level."""
    at = t("Station: {station}", station=bold(t.named(station))) if station else t("No station: the county office.")
    lines: list[str] = [join([bold(_path(t, hit)), at])]
    for level in Level:
        those = [one for one in serving if one.level is level]
        if those:
            named: list[Any] = [_seat(t, one, topics) for one in those[:A_LEVEL]]
            more = t("and {n} more", n=len(those) - A_LEVEL) if len(those) > A_LEVEL else Html()
            lines.append(join([bold(t(LEVEL_NAMES[level.value])), *named, more]))
    if not serving:
        lines.append(t("Nobody in the list represents this place. They come with the directory."))
    lines.append(_rules(t, topics, rules))
    lines.append(t("Who has joined goes first, then the level closest to the place, then the fewest open cases."))
    again = Button(t("📍 Another place"), Go(to="routes-place"))
    return Screen(join([one for one in lines if one], "\n\n"), [[again], [Button(t("⬅️ Back"), RoutesPage(page=-1))]])


def _rules(t: Translator, topics: Sequence[Offered], rules: Sequence[PlaceRoute]) -> Html:
    """Topics in which another unit leads here than elsewhere."""
    subjects = {one.id: one for one in topics}
    known = [one for one in rules if one.topic_id in subjects]
    lines = [
        t("• {topic} → {unit} ({place})", topic=t.named(subjects[one.topic_id]), unit=t.named(one.unit),
          place=t.named(one.area))
        for one in known[:A_PLACE]
    ]  # fmt: skip
    more = t("and {n} more", n=len(known) - A_PLACE) if len(known) > A_PLACE else Html()
    return join([bold(t("Units that lead here")), *lines, more]) if known else Html()


def _seat(t: Translator, one: Representative, topics: Sequence[Offered]) -> Html:
    return join([t("• {name}", name=t.named(one)), cares_for(t, one, topics)], " · ")


def _path(t: Translator, hit: AreaHit) -> str:
    return dotted(t.named(hit), hit.path_en if t.language == "en" else hit.path)

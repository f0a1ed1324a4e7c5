"""Screens of the units that lead in a topic in one place, otherwise than elsewhere."""

from collections.abc import Sequence

from handlers.conversation.callbacks import Go
from handlers.conversation.paging import Page, Reading
from handlers.conversation.screen import LONGEST_LABEL, Button, Screen, column
from handlers.conversation.texts import Html, Translator, bold, dotted, join, shortened
from handlers.core.casework.routing import Rule, Way
from handlers.core.directory.search import AreaHit
from handlers.presentation.choices import unit_label
from handlers.routes.callbacks import (
    NOBODY,
    AddPlaceRoute,
    OpenPlaceRoute,
    OpenRoute,
    PlaceRoutes,
    PlaceRouteUnits,
    SetPlaceRoute,
)
from storage.models.directory import Topic
from storage.models.routes import PlaceRoute


def label(t: Translator, one: PlaceRoute) -> str:
    """A place and the unit that leads there."""
    return shortened(f"{t.named(one.area)} → {t.named(one.unit)}", LONGEST_LABEL)


def listed(t: Translator, where: Reading, page: Page, topic: Topic, rules: Sequence[PlaceRoute]) -> Screen:
    """Places with a rule of their own for a topic."""
    head = where.title(t, page, bold(t("📍 {topic}: places with a unit of their own", topic=t.named(topic))))
    hint = t(
        "Of a village, its town and the county the smallest with a rule counts; without one, the unit of the topic."
    )
    if not page.count and not where.words:
        hint = join([t("No place has one yet."), hint])
    keys = column([Button(label(t, one), OpenPlaceRoute(topic=topic.id, area=one.area_id)) for one in rules])
    turning = page.turning(lambda number: PlaceRoutes(topic=topic.id, page=number))
    add = Button(t("➕ A unit for a place"), AddPlaceRoute(topic=topic.id))
    back = [Button(t("⬅️ Back"), OpenRoute(topic=topic.id)), Button(t("🏠 Home"), Go(to="home"))]
    return Screen(join([head, hint], "\n\n"), [*keys, turning, where.keys(t, page), [add], back])


def ask_place(t: Translator, topic: Topic, head: Html | str = "") -> Screen:
    """Question for which place."""
    asked = t("📍 In which place does another unit lead in “{topic}”?", topic=t.named(topic))
    how = t("Type the name of a village, a community or a town: characters, pinyin or English.")
    back = [Button(t("⬅️ Back"), PlaceRoutes(topic=topic.id, page=-1))]
    return Screen(join([head, join([asked, how])], "\n\n"), [back])


def choose_place(t: Translator, topic: Topic, hits: Sequence[AreaHit]) -> Screen:
    """Places that are called so."""
    keys = [Button(shortened(path(t, one), LONGEST_LABEL), OpenPlaceRoute(topic=topic.id, area=one.id)) for one in hits]
    text = t("Several places are called so. Which one? Or type it anew.")
    return Screen(text, [*column(keys), [Button(t("⬅️ Back"), PlaceRoutes(topic=topic.id, page=-1))]])


def card(
    t: Translator, topic: Topic, hit: AreaHit, rule: Rule | None, now: Way | None, head: Html | str = ""
) -> Screen:
    """Who leads in a topic in a place, and by whose rule."""
    here = {"topic": topic.id, "area": hit.id}
    own = rule is not None and rule.place is not None and rule.place.id == hit.id
    lines: list[str] = [bold(dotted(t.named(topic), path(t, hit)))]
    if rule is None or now is None:
        lines.append(t("No unit leads in it yet."))
    else:
        lines.append(t("Leads: {unit}", unit=bold(t.named(now.unit))))
        if own:
            lines.append(t("• By a rule of this place."))
        elif rule.place is not None:
            lines.append(t("• By the rule of {place}, in which it lies.", place=t.named(rule.place)))
        else:
            lines.append(t("• As in every place without a rule of its own."))
    counts = t("A change counts for what is referred from then on; what is with a unit already stays there.")
    rows = [[Button(t("🏢 Another unit") if now else t("🏢 Choose a unit"), PlaceRouteUnits(**here, page=0))]]
    if own:
        rows.append([Button(t("🚫 No rule for this place"), SetPlaceRoute(**here, unit=NOBODY))])
    back = [Button(t("⬅️ Back"), PlaceRoutes(topic=topic.id, page=-1)), Button(t("🏠 Home"), Go(to="home"))]
    return Screen(join([head, join(lines), counts], "\n\n"), [*rows, back])


def units(
    t: Translator, where: Reading, page: Page, topic: Topic, hit: AreaHit, rule: Rule | None, ways: Sequence[Way]
) -> Screen:
    """Question which unit leads there."""
    here = {"topic": topic.id, "area": hit.id}
    leads = rule.unit_id if rule is not None else None
    keys = [
        Button(
            shortened(("• " if way.unit.id == leads else "") + unit_label(t, way), LONGEST_LABEL),
            SetPlaceRoute(**here, unit=way.unit.id),
        )
        for way in ways
    ]
    asked = t(
        "Which unit leads in “{topic}” in {place}? 💤 has not joined yet.", topic=t.named(topic), place=t.named(hit)
    )
    text = where.title(t, page, asked)
    if not page.count and not where.words:
        text = t("No unit is listed yet. Staff of the county office import them with the directory.")
    turning = page.turning(lambda number: PlaceRouteUnits(**here, page=number))
    return Screen(text, [*column(keys), turning, where.keys(t, page), [Button(t("⬅️ Back"), OpenPlaceRoute(**here))]])


def path(t: Translator, hit: AreaHit) -> str:
    """A place with those it lies in."""
    return dotted(t.named(hit), hit.path_en if t.language == "en" else hit.path)

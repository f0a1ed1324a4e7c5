"""Roles in words."""

from handlers.conversation.texts import Html, Translator
from handlers.core.people.rules import Office
from handlers.presentation.names import level_name
from storage.models.directory import HandlingUnit, Station


def office(t: Translator, role: Office) -> Html:
    """`representative Wang (township)`, `officer of Water Bureau`, `staff of the county office`."""
    if role.representative is not None:
        one = role.representative
        return t("representative {name} ({level})", name=t.named(one), level=level_name(t, one))
    if role.unit is not None and role.chief:
        return t("chief of {unit}", unit=t.named(role.unit))
    return officer_of(t, role.unit) if role.unit is not None else staff_of(t, role.station)


def officer_of(t: Translator, unit: HandlingUnit) -> Html:
    """An officer of a handling unit."""
    return t("officer of {unit}", unit=t.named(unit))


def staff_of(t: Translator, station: Station | None) -> Html:
    """The staff of a station; of the county office for None."""
    if station is None:
        return t("staff of the county office")
    return t("staff of {station}", station=t.named(station))

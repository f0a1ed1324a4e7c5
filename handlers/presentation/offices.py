"""Roles in words, and lists that are turned page by page."""

from collections.abc import Callable
from typing import NamedTuple

from aiogram.filters.callback_data import CallbackData

from handlers.conversation.screen import Button
from handlers.conversation.texts import Html, Translator
from handlers.core.people.rules import Office
from handlers.presentation.names import level_name
from storage.models.directory import HandlingUnit, Station

LISTED = 8
"""Rows a page."""


def office(t: Translator, role: Office) -> Html:
    """`representative Wang (township)`, `officer of Water Bureau`, `staff of the county office`."""
    if role.representative is not None:
        one = role.representative
        return t("representative {name} ({level})", name=one.name, level=level_name(t, one))
    return officer_of(t, role.unit) if role.unit is not None else staff_of(t, role.station)


def officer_of(t: Translator, unit: HandlingUnit) -> Html:
    """An officer of a handling unit."""
    return t("officer of {unit}", unit=t.named(unit))


def staff_of(t: Translator, station: Station | None) -> Html:
    """The staff of a station; of the county office for None."""
    if station is None:
        return t("staff of the county office")
    return t("staff of {station}", station=t.named(station))


class Page(NamedTuple):
    """A part of a list."""

    number: int
    """From 0."""
    of: int

    @property
    def skip(self) -> int:
        """Rows before it."""
        return self.number * LISTED

    def turning(self, to: Callable[[int], CallbackData]) -> list[Button]:
        """Keys to the pages beside this one."""
        keys = []
        if self.number > 0:
            keys.append(Button("◀︎", to(self.number - 1)))
        if self.number + 1 < self.of:
            keys.append(Button("▶︎", to(self.number + 1)))
        return keys

    def title(self, t: Translator, headline: Html) -> Html:
        """The headline, with the page's number where there are several."""
        return headline + (t(" ({page} of {pages})", page=self.number + 1, pages=self.of) if self.of > 1 else "")


def page(wanted: int, rows: int) -> Page:
    """The wanted page of a list with so many rows; the nearest one there is."""
    pages = max(1, -(-rows // LISTED))
    return Page(min(max(wanted, 0), pages - 1), pages)

"""Lists that are turned page by page: where one stands, the keys to the pages beside it, its number in the title."""

from collections.abc import Callable
from dataclasses import dataclass

from aiogram.filters.callback_data import CallbackData

from handlers.conversation.screen import Button
from handlers.conversation.texts import Html, Translator

LISTED = 8
"""Entries a page, a row each."""


@dataclass(frozen=True, slots=True)
class Page:
    """A part of a list; make it with `page`."""

    number: int
    """From 0."""
    count: int
    """Entries in all."""
    size: int
    """Entries a page."""

    @property
    def pages(self) -> int:
        """Pages in all; at least one."""
        return max(1, -(-self.count // self.size))

    @property
    def skip(self) -> int:
        """Entries before this page."""
        return self.number * self.size

    def turning(self, to: Callable[[int], CallbackData], *, numbered: bool = False) -> list[Button]:
        """Keys to the pages beside this one; `numbered`: they say which page that is."""
        keys = []
        if self.number > 0:
            keys.append(Button(f"◀️ {self.number}" if numbered else "◀︎", to(self.number - 1)))
        if self.number + 1 < self.pages:
            keys.append(Button(f"{self.number + 2} ▶️" if numbered else "▶︎", to(self.number + 1)))
        return keys

    def title(self, t: Translator, headline: Html) -> Html:
        """The headline, with the page's number where there are several."""
        if self.pages == 1:
            return headline
        return headline + t(" ({page} of {pages})", page=self.number + 1, pages=self.pages)


def page(wanted: int, count: int, size: int = LISTED) -> Page:
    """The wanted page of a list with so many entries; the nearest one there is."""
    return Page(min(max(wanted, 0), Page(0, count, size).pages - 1), count, size)

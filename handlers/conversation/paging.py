"""Lists that are turned page by page and narrowed by words: where one stands, and the keys to what is beside it.

A talk remembers of each list where its reader stands, so that whoever comes back from an entry finds the same page.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic, NamedTuple, TypeVar

from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup

from handlers.conversation.callbacks import Go, Narrow, ShowList
from handlers.conversation.screen import Button, Screen
from handlers.conversation.state import data_of, remember
from handlers.conversation.texts import Html, Translator, join, shortened
from handlers.core.directory.pinyin import plain, reads_as
from storage.inbox import Talk

LISTED = 8
"""Entries a page, a row each."""
LONGEST_WORDS = 40
"""Characters of what is looked for in a list."""
_FOUND = "found"
"""Key under which a talk remembers which entries the search that was read last showed."""
_ENTERED = "entered"
"""Key under which a talk remembers which entry was opened out of which list."""
_LISTS = "lists"
"""Key under which a talk remembers of each list the page and the words."""
Entry = TypeVar("Entry")


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

    def of(self, entries: Sequence[Entry]) -> Sequence[Entry]:
        """Those of all entries that stand on this page."""
        return entries[self.skip : self.skip + self.size]

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


class Cut(NamedTuple, Generic[Entry]):
    """A page, and what stands on it."""

    page: Page
    found: Sequence[Entry]


class Narrowing(StatesGroup):
    """Words to look for in a list are typed. The list is in the data."""

    words = State()
    """They were asked for: whatever is typed is looked for."""
    beside = State()
    """The list is open: what may be a name is looked for in it."""


@dataclass(frozen=True, slots=True)
class Reading:
    """Place where somebody reads in a list; make it with `reading`."""

    talk: Talk
    name: str
    of: int
    number: int
    words: str
    """Words by which the list is narrowed; empty: all of it is shown."""

    def page(self, count: int, size: int = LISTED) -> Page:
        """The page they read of so many entries, remembered from now on."""
        here = page(self.number, count, size)
        remember(self.talk, **{_LISTS: {**_kept(self.talk), self._key: [here.number, self.words, count]}})
        return here

    @property
    def _key(self) -> str:
        return f"{self.name}:{self.of}"

    def cut(self, entries: Sequence[Entry], label: Callable[[Entry], str], size: int = LISTED) -> Cut[Entry]:
        """The page they read of all these entries, as far as their labels hold the words."""
        named = [one for one in entries if not self.words or _says(label(one), self.words)]
        here = self.page(len(named), size)
        return Cut(here, here.of(named))

    async def takes_names(self, state: FSMContext) -> None:
        """A name that is typed while this list is open is looked for in it, without a key before."""
        await _await_words(state, Narrowing.beside, self.name, self.of)

    def keys(self, t: Translator, here: Page, *, more: bool = False) -> list[Button]:
        """A key to look for something, where there are several pages, and one back to the whole list.

        `more`: words find more than the whole list shows.
        """
        keys = []
        if here.pages > 1 or self.words or more:
            keys.append(Button(t("🔤 Search"), Narrow(list=self.name, of=self.of)))
        if self.words:
            keys.append(Button(t("✖️ Show all"), ShowList(list=self.name, of=self.of, all=True)))
        return keys

    def title(self, t: Translator, here: Page, headline: Html) -> Html:
        """The headline, with what was looked for and how often it was found, and the page's number."""
        return here.title(t, join([headline, self.found(t, here)], " · "))

    def found(self, t: Translator, here: Page) -> Html:
        """Number of entries with the words, and what to do where there are none; empty where nothing was looked for."""
        if not self.words:
            return Html()
        if not here.count:
            return t("nothing with “{words}”. Type something else, or show all.", words=self.words)
        return t.plural("{n} with “{words}”", "{n} with “{words}”", here.count, words=self.words)


def reading(talk: Talk, name: str, wanted: int | None = None, words: str | None = None, *, of: int = 0) -> Reading:
    """Place where somebody reads in the list of this name: the wanted page, or the words to look for.

    Without either, or with a page below 0, it is where they stood last. `of`: which one of several lists of a name.
    """
    number, known, *_ = _kept(talk).get(f"{name}:{of}", (0, "", 0))
    if words is not None:
        number, known = 0, shortened(" ".join(words.split()), LONGEST_WORDS)
    return Reading(talk, name, of, number if wanted is None or wanted < 0 else wanted, known)


def found_nothing(talk: Talk, name: str, of: int) -> bool:
    """True if the list of this name, as it was shown last, held nothing."""
    kept: list[Any] = _kept(talk).get(f"{name}:{of}") or []
    return kept[2:] == [0]


async def ask_words(state: FSMContext, name: str, of: int) -> None:
    """Whatever is typed next is looked for in the list of this name."""
    await _await_words(state, Narrowing.words, name, of)


async def _await_words(state: FSMContext, awaited: State, name: str, of: int) -> None:
    await state.set_state(awaited)
    await state.update_data(narrowing=[name, of])


async def awaited_list(state: FSMContext) -> tuple[str, int]:
    """Name of the list for which words are typed, and which one of that name."""
    name, of = (await state.get_data())["narrowing"]
    return name, of


def leave(talk: Talk) -> None:
    """Every list begins anew: who comes to it next does not come back from an entry."""
    if _kept(talk) or data_of(talk).get(_FOUND) or data_of(talk).get(_ENTERED):
        remember(talk, **{_LISTS: {}, _FOUND: None, _ENTERED: None})


def found(talk: Talk, entries: Sequence[int]) -> None:
    """Remember what a search shows: each of these leads back to it."""
    remember(talk, **{_FOUND: list(entries), _ENTERED: None})


def enters(talk: Talk, entries: Sequence[int], name: str, of: int) -> None:
    """Remember that these are opened out of the list of this name: the card of each leads back there."""
    remember(talk, **{_ENTERED: [list(entries), name, of]})


def leading_back(t: Translator, talk: Talk, entry: int, card: Screen) -> Screen:
    """The card of an entry with a key back to the search or list that showed it, on its page; else as it is."""
    shown: list[int] = data_of(talk).get(_FOUND) or []
    entered, name, of = data_of(talk).get(_ENTERED) or ([], "", 0)
    if entry in entered:
        return replace(card, rows=[*card.rows, [Button(t("⬅️ Back"), ShowList(list=name, of=of, all=False))]])
    back = Button(t("⬅️ What was found"), Go(to="found"))
    return replace(card, rows=[*card.rows, [back]]) if entry in shown else card


def _kept(talk: Talk) -> dict[str, Any]:
    kept: dict[str, Any] = data_of(talk).get(_LISTS) or {}
    return kept


def _says(label: str, words: str) -> bool:
    return plain(words) in plain(label) or any(reads_as(part, words) for part in label.split(" · "))

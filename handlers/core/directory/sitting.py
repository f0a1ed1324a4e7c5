"""Representatives who sit for a place, arranged for choosing: a voter needs one of perhaps hundreds."""

import re
from collections.abc import Sequence
from typing import NamedTuple, Protocol, TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.core.directory.pinyin import plain, reads_as, signs_of
from handlers.core.directory.search import line
from storage.queries import directory as queries
from storage.queries.directory import Seat
from storage.vocabulary import Level

NEAREST = 6
"""At most so many are offered at once: our own choice."""


class Arranged(NamedTuple):
    """Representatives offered at once, and the levels at which more sit."""

    near: list[Seat]
    further: list[tuple[Level, int]]
    """Levels not all of whose representatives are near, township first, with how many sit there in all."""


async def seats(session: AsyncSession, area_id: int) -> Sequence[Seat]:
    """Everybody who sits for this area or one it lies in: township to provincial, the closest area first."""
    return await queries.seats(session, await line(session, area_id))


async def arranged(session: AsyncSession, area_id: int) -> Arranged:
    """The nearest level first. Who sits for no part of the county in particular is near only where few sit at all."""
    found, above = await seats(session, area_id), await line(session, area_id)
    return arrange(found, above[-1] if len(above) > 1 else None)


def arrange(found: Sequence[Seat], whole: int | None) -> Arranged:
    """`found` as `seats` orders it; `whole`: the area of those who sit for no part in particular. Pure."""
    if len(found) <= NEAREST:
        return Arranged(list(found), [])
    near: list[Seat] = []
    further: list[tuple[Level, int]] = []
    for level in Level:
        here = at_level(found, level)
        own = [one for one in here if one.area_id not in (None, whole)]
        if not near:
            near = own[:NEAREST]
        elif not further and len(near) + len(own) <= NEAREST:
            near += own
        if any(one not in near for one in here):
            further.append((level, len(here)))
    return Arranged(near, further)


def at_level(found: Sequence[Seat], level: Level) -> list[Seat]:
    """Those who sit in the congress of this level."""
    return [one for one in found if one.level is level]


class HasNames(Protocol):
    """A thing of the directory, or a row about one."""

    @property
    def name(self) -> str:
        """Its name."""
        ...

    @property
    def name_en(self) -> str | None:
        """The same in English, if the directory has it."""
        ...


class Named(HasNames, Protocol):
    """Somebody in a list that is searched."""

    @property
    def id(self) -> int:
        """Their number."""
        ...


Listed = TypeVar("Listed", bound=Named)


def named(found: Sequence[Listed], typed: str) -> list[Listed]:
    """Those with this in a name; then those whose name reads so in pinyin, or whose initials are these."""
    wanted = plain(typed).replace(" ", "")
    if not wanted:
        return []
    same = [one for one in found if wanted in signs_of(one.name) or in_english(one.name_en, typed)]
    known = {one.id for one in same}
    return same + [one for one in found if one.id not in known and reads_as(one.name, wanted)]


def in_english(name: str | None, typed: str) -> bool:
    """True if each typed word begins a word of an English name, in any order: people put either name first."""
    if not name:
        return False
    parts, words = (re.findall(r"[^\W_]+", plain(text).replace("'", "")) for text in (name, typed))
    return bool(words) and all(any(part.startswith(word) for part in parts) for word in words)


async def in_office_named(session: AsyncSession, typed: str, stations: Sequence[int] | None) -> list[Seat]:
    """Representatives in office at these stations (None: at all) and called so, ordered as by `named`."""
    return named(await queries.in_office(session, stations), typed)

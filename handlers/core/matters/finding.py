"""Matters that resemble what somebody writes, or an opinion."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.core.casework import wording
from handlers.core.casework.similar import ALIKE, weights_of
from storage.models.directory import Area
from storage.models.opinions import Opinion
from storage.queries import matters, similar
from storage.queries.matters import Near

LOOKED_AT = 60
"""So many of the newest matters of a place are compared: our own choice."""


class Like(NamedTuple):
    """A matter that resembles what is written."""

    id: int
    alike: int
    """Out of 100."""


async def near(session: AsyncSession, text: str, area: Area | None, topic_id: int | None) -> list[int]:
    """Released matters of a place that a text is about, the most alike first.

    One of the same village and topic need share a single word with it. Where nothing is released, it costs one look.
    """
    village, town = (area.id, area.parent_id) if area is not None else (None, None)
    found = await matters.near(session, village, town, LOOKED_AT)
    if not found:
        return []
    here = wording.words(text)
    same = {one.id for one in found if _same_subject(one, village, topic_id, here)}
    return [one.id for one in await compared(session, here, found) if one.alike >= ALIKE or one.id in same]


def _same_subject(one: Near, village: int | None, topic_id: int | None, words: Collection[str]) -> bool:
    same = village is not None and one.area_id == village and topic_id is not None and one.topic_id == topic_id
    return same and not frozenset(one.words.split(" ")).isdisjoint(words)


async def of_opinion(session: AsyncSession, opinion: Opinion, found: Sequence[Near]) -> list[int]:
    """Those of these matters that resemble an opinion, the most alike first."""
    here = await similar.words_of(session, opinion.id)
    return [one.id for one in await compared(session, here, found) if one.alike >= ALIKE]


async def compared(session: AsyncSession, here: Sequence[str], found: Sequence[Near]) -> list[Like]:
    """These matters by how alike their words are to these, the most alike first."""
    there = {one.id: one.words.split(" ") for one in found}
    weights = await weights_of(session, list({*here, *(word for words in there.values() for word in words)}))
    mine = {word: weights[word] for word in here}
    scores = [
        Like(number, wording.alike(mine, words, wording.length(weights[word] for word in words))[0])
        for number, words in there.items()
    ]
    return sorted(scores, key=lambda one: (-one.alike, -one.id))

"""Similar opinions, by their words."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import LCSseq
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models.opinions import Opinion
from storage.queries import merging as queries
from storage.queries.merging import Beside
from storage.stages import STAGES
from storage.vocabulary import Stage

NEWEST = 100
"""So many of the newest in the same village, and of the same topic, are compared: a hot matter comes within weeks, and
200 comparisons cost a card 20 ms."""
SHOWN = 5
"""Number shown: who has looked at five and found none will not find it in the sixth."""
WORDS = 150
"""So many words from the beginning are compared: people say first what it is about. More made real messages about one
matter less alike, since each goes on to tell its own story."""
ALIKE = 20
"""Out of 100. On 2,119 real messages to a city, 0.6 % of pairs with one topic but different matters are as alike as
this; of 49 messages about matters that many wrote about, 43 are shown at least one of the others, eight right ones for
each wrong one; all that were sent twice are found. At 30 it is 36 of the 49."""
LEAST_SHARED = 3
"""Words in common: two short opinions are not about the same for one word."""
COMPARED = tuple(stage for stage in STAGES if stage not in (Stage.MERGED, Stage.WITHDRAWN))
"""Stages compared. An answered or declined one is no place to merge into, but shows how the matter went before."""
LONGEST = 1_000
"""Characters: 150 words are no more than that."""

_RUNS = re.compile(r"[\u3400-\u9fff]+|[a-z]+|\d+")
_WIDE = re.compile(r"[\uff10-\uff19\uff41-\uff5a]")
_LITTLE_WORDS = """
a an and are as at be been but by can do does for from had has have he i if in is it its more no not of on or our she
should so that the their there these they this to us was we were what when where which who will with would you your
"""
_SAY_NOTHING = frozenset(_LITTLE_WORDS.split())


@dataclass(frozen=True, slots=True)
class Like:
    """An opinion that resembles another one."""

    opinion: Beside
    alike: int
    """Out of 100."""
    text: str


def words(text: str) -> list[str]:
    """Words that are compared: English words, numbers, and pairs of Chinese characters, in alphabetical order."""
    found: list[str] = []
    text = text[:LONGEST].lower()
    if _WIDE.search(text):
        text = unicodedata.normalize("NFKC", text)
    for run in _RUNS.findall(text):
        if run > "\u3400":
            found += [run[at : at + 2] for at in range(len(run) - 1)] or [run]
        elif run not in _SAY_NOTHING:
            found.append(run)
        if len(found) >= WORDS:
            break
    return sorted(found[:WORDS])


def alike(one: Sequence[str], other: Sequence[str]) -> int:
    """Share of their words that two texts have in common, out of 100; 0 if it is less than `LEAST_SHARED`."""
    # What two sorted lists have in common, in order, is all that they have in common.
    shared = LCSseq.similarity(one, other)
    return round(200 * shared / (len(one) + len(other))) if shared >= LEAST_SHARED else 0


async def similar(session: AsyncSession, opinion: Opinion, stations: Sequence[int] | None) -> list[Like]:
    """Opinions of these stations (None: of all) that say nearly the same, the most alike first, at most `SHOWN`."""
    near = await queries.newest_near(session, opinion, stations, COMPARED, NEWEST)
    if not near:
        return []
    texts = await queries.openings(session, [opinion.id, *(one.id for one in near)], LONGEST)
    here = words(texts[opinion.id])
    found = [Like(one, alike(here, words(texts[one.id])), texts[one.id]) for one in near]
    return sorted((one for one in found if one.alike >= ALIKE), key=lambda one: -one.alike)[:SHOWN]

"""Similar opinions, by the words they share: kept as they come in, found among all there are."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.core.casework import wording
from handlers.core.directory.pinyin import bare
from storage.models.directory import Area
from storage.models.opinions import Opinion
from storage.queries import directory, opinions
from storage.queries import similar as queries
from storage.queries.similar import Among, Compared
from storage.stages import STAGES
from storage.vocabulary import Stage

KEPT, ASKED = 40, 64
"""Words by which an opinion is found, and by which others are looked for, the rarest ones: docs/adr/0019."""
NEWEST = 60
"""So many of the newest in the same village, and of the same topic at the same station, are looked at."""
WITH_WORD = 50
"""So many of the newest with a word are looked at; five would find nearly as much."""
CANDIDATES = 100
"""So many of those that share rare words are compared by all their words."""
ALIKE = 12
"""Out of 100, the least to be shown: docs/adr/0019."""
MOST = 24
"""Found at most: who has looked at so many and found none will not find it further on."""
ELSEWHERE = 0.8
"""What likeness is worth where it comes from another village, in the order of those found: our own choice."""
COMPARED = tuple(stage for stage in STAGES if stage not in (Stage.MERGED, Stage.WITHDRAWN))
"""Stages compared. An answered or declined one is no place to merge into, but shows how the matter went before."""
COUNTED = 10_000
"""So many of the newest are counted to know which words are rare: our own choice."""
GROWN = 1.1
"""Words are counted anew once there are so many times as many opinions: our own choice."""
_PIECE = 200
"""Opinions read in one transaction, and five times as many words written: a few milliseconds."""
_LOOKED_AT, _AT_ONCE = 1_000, 5
"""Opinions of which it is looked whether they have words, and whose words are written, in one transaction; keeping an
opinion's takes 4 ms, and everybody else waits for it."""

Transaction = Callable[[], AbstractAsyncContextManager[AsyncSession]]


@dataclass(frozen=True, slots=True)
class Like:
    """An opinion that resembles another one."""

    opinion: Compared
    alike: int
    """Out of 100."""
    shared: Sequence[str]
    """Words that both have, those that few others have first."""
    near: bool
    """True if it comes from the same village."""


async def similar(session: AsyncSession, opinion: Opinion, stations: Sequence[int] | None) -> list[Like]:
    """Opinions of these stations (None: of all) that say nearly the same, the most alike first, at most `MOST`."""
    counts = await queries.counted_words(session, opinion.id)
    counted = counts.pop("", 0)
    weights = {word: wording.weight(many, counted) for word, many in counts.items()}
    rarest = sorted(weights, key=lambda word: (-weights[word], word))[:ASKED]
    if not rarest:
        return []
    asked, among = {word: weights[word] ** 2 for word in rarest}, Among(NEWEST, WITH_WORD, CANDIDATES)
    found, whole = [], wording.length(weights.values())
    for other in await queries.compared(session, opinion, asked, stations, COMPARED, among):
        alike, shared = wording.alike(weights, other.words.split(" "), other.weight, whole)
        if alike >= ALIKE:
            found.append(Like(other, alike, shared, other.area_id is not None and other.area_id == opinion.area_id))
    return sorted(found, key=lambda one: (-one.alike * (1 if one.near else ELSEWHERE), -one.opinion.id))[:MOST]


async def in_common(session: AsyncSession, one: Opinion, other: Opinion) -> list[str]:
    """Words that both opinions have."""
    here = frozenset(await queries.words_of(session, other.id))
    return [word for word in await queries.words_of(session, one.id) if word in here]


async def keep(session: AsyncSession, opinion_id: int, area_id: int | None, text: str) -> None:
    """Keep the words of an opinion that has none kept, so that it is found; none of an empty text."""
    words = wording.words(text, await _places(session, area_id))
    if words:
        weights = await weights_of(session, words)
        # Among words that are equally rare the order is the same everywhere: two opinions keep the same ones.
        rarest = sorted(words, key=lambda word: (-weights[word], word))
        await queries.keep(session, opinion_id, rarest, min(KEPT, len(rarest)), wording.length(weights.values()))


async def renew(session: AsyncSession, opinion: Opinion) -> None:
    """Keep the words that an opinion has now in the place of those it had."""
    await session.flush()
    text = (await opinions.openings(session, [opinion.id], wording.LONGEST))[opinion.id]
    await queries.forget(session, [opinion.id])
    await keep(session, opinion.id, opinion.area_id, text)


async def weights_of(session: AsyncSession, words: Sequence[str]) -> dict[str, float]:
    """What each of these words says, among the opinions that were counted last."""
    counts = await queries.counts(session, words)
    counted = counts.get("", 0)
    return {word: wording.weight(counts.get(word, 0), counted) for word in words}


async def _places(session: AsyncSession, area_id: int | None) -> set[str]:
    """What the village that an opinion comes from is called; what lies above it many opinions name, and says little."""
    area = await directory.by_id(session, Area, area_id)
    names = [name for name in (area.name, area.name_en) if name] if area is not None else []
    return {name for full in names for name in (full, bare(full)) if len(name) > 1}


async def catch_up(reading: Transaction, writing: Transaction) -> int:
    """Keep the words of opinions that came in before words were kept, the newest first; number of them."""
    before, many = None, 0
    while True:
        async with reading() as session:
            newest = await queries.newest_opinions(session, before, _LOOKED_AT)
            lacking = [one for one, _ in await queries.without_words(session, newest)]
        for start in range(0, len(lacking), _AT_ONCE):
            async with writing() as session:
                many += await _keep_all(session, lacking[start : start + _AT_ONCE])
        if not newest:
            return many
        before = newest[-1]
        await asyncio.sleep(0)  # whoever is being answered comes first


async def _keep_all(session: AsyncSession, ids: Sequence[int]) -> int:
    """Keep the words of those of these opinions that still have none; number of them."""
    found = await queries.without_words(session, ids, lock=True)
    texts = await opinions.openings(session, [one for one, _ in found], wording.LONGEST)
    for opinion_id, area_id in found:
        await keep(session, opinion_id, area_id, texts[opinion_id])
    return len(found)


async def count_words(reading: Transaction, writing: Transaction) -> bool:
    """Count which words are rare, if there are many more opinions than the last time; true if so."""
    async with reading() as session:
        newest, upto = await queries.newest_opinion(session), await queries.counted_upto(session)
    if newest < upto * GROWN or newest == upto:
        return False
    counted: Counter[str] = Counter()
    async for words in _newest(reading):
        counted[""] += 1
        counted.update(words)
    several = sorted(word for word, many in counted.items() if many > 1 or not word)
    for start in range(0, len(several), 5 * _PIECE):
        async with writing() as session:
            piece = several[start : start + 5 * _PIECE]
            await queries.keep_counts(session, newest, {word: counted[word] for word in piece})
    gone = _PIECE
    while gone:
        async with writing() as session:
            gone = await queries.forget_counts(session, newest, 5 * _PIECE)
    return True


async def _newest(reading: Transaction) -> AsyncIterator[list[str]]:
    """Words of the newest opinions."""
    before, left = None, COUNTED
    while left > 0:
        async with reading() as session:
            found = await queries.newest_words(session, before, min(_PIECE, left))
        for _, words in found:
            yield words.split(" ")
        if not found:
            return
        before, left = found[-1][0], left - len(found)

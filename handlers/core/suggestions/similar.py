"""Earlier suggestions that say nearly the same: of the same representative and of others, with what was answered."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from handlers.core.casework import wording
from handlers.core.suggestions.rules import PUBLIC
from handlers.core.unit_of_work import UnitOfWork
from storage.models.suggestions import Suggestion, SuggestionReply
from storage.queries import suggestions as kept
from storage.queries.suggestions import Earlier

NEWEST = 3_000
"""So many of the newest are compared: ten years of a county of two or three hundred a year."""
ALIKE = 25
"""Out of 100, the least to be shown; texts are longer than opinions and share more by chance: our own choice."""
MOST = 5
"""Shown at most: our own choice."""


class Like(NamedTuple):
    """An earlier suggestion that resembles the one at hand."""

    one: Earlier
    alike: int
    """Out of 100."""
    shared: Sequence[str]
    """Words that both have, those that few others have first."""
    own: bool
    """True if it is of the same representative."""
    reply: SuggestionReply | None
    """What was answered then."""


def words_of(one: Suggestion) -> str:
    """The words by which a suggestion is compared, a space between them."""
    return " ".join(wording.words("\n".join((one.title, one.proposal, one.matter, one.reasons))))


async def similar(work: UnitOfWork, one: Suggestion) -> list[Like]:
    """Earlier ones of all sessions, the most alike first; those of the same representative before others as alike."""
    here = words_of(one).split()
    earlier = await kept.worded(work.session, PUBLIC, one.id, NEWEST)
    if not here or not earlier:
        return []
    split = {each.id: each.words.split() for each in earlier}
    counts = Counter(word for words in split.values() for word in words)
    # One that repeats what all say is known by the words that few have, as an opinion is.
    weighted = {word: wording.weight(counts[word], len(split)) for word in {*here, *counts}}
    weights = {word: weighted[word] for word in here}
    found: list[tuple[int, bool, int, list[str]]] = []
    for each in earlier:
        words = split[each.id]
        alike, shared = wording.alike(weights, words, wording.length(weighted[word] for word in words))
        if alike >= ALIKE:
            found.append((alike, each.lead_id == one.lead_id, each.id, shared))
    found = sorted(found, reverse=True)[:MOST]
    ids = [each[2] for each in found]
    facts = {each.id: each for each in await kept.earlier(work.session, ids)}
    replies = await kept.last_replies(work.session, ids)
    return [Like(facts[number], alike, shared, own, replies.get(number)) for alike, own, number, shared in found]

"""Earlier suggestions that say nearly the same: of the same representative and of others, with what was answered."""

import math
from collections import Counter
from collections.abc import Sequence
from itertools import chain
from typing import NamedTuple

from handlers.core.casework import wording
from handlers.core.suggestions.rules import PUBLIC
from handlers.core.unit_of_work import UnitOfWork
from storage.models.commitments import Commitment
from storage.models.suggestions import Suggestion, SuggestionReply
from storage.queries import commitments
from storage.queries import suggestions as kept
from storage.queries.suggestions import Earlier

NEWEST = 2_000
"""So many of the newest are compared: eight years of a county of two or three hundred a year."""
LEAST = 0.15
"""The share of its words that an earlier one must have to be looked at further: our own choice."""
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
    promise: Commitment | None
    """What was promised then."""


def words_of(one: Suggestion) -> str:
    """The words by which a suggestion is compared, a space between them."""
    return " ".join(wording.words("\n".join((one.title, one.proposal, one.matter, one.reasons))))


async def similar(work: UnitOfWork, one: Suggestion) -> list[Like]:
    """Earlier ones of all sessions, the most alike first; those of the same representative before others as alike."""
    here = words_of(one).split()
    earlier = await kept.worded(work.session, PUBLIC, one.id, NEWEST)
    if not here or not earlier:
        return []
    wanted = frozenset(here)
    shares = [wanted.intersection(each.words.split(" ")) for each in earlier]
    counts = Counter(chain.from_iterable(shares))
    weights = {word: wording.weight(counts[word], len(earlier)) for word in here}
    squares = {word: weight**2 for word, weight in weights.items()}
    own, usual = wording.length(weights.values()), (sum(weights.values()) / len(here)) ** 2
    found: list[tuple[int, bool, int, list[str]]] = []
    for each, shared in zip(earlier, shares, strict=True):
        if len(shared) < LEAST * len(here):
            continue
        # How rare the others' further words are would take counting all of them: they are taken to be as rare as usual.
        together = sum(map(squares.__getitem__, shared))
        theirs = math.sqrt(together + usual * (each.words.count(" ") + 1 - len(shared)))
        alike = round(100 * together / (own * theirs)) if own * theirs else 0
        if alike >= ALIKE:
            first = sorted(shared, key=lambda word: (-weights[word], word))
            found.append((alike, each.lead_id == one.lead_id, each.id, first))
    found = sorted(found, reverse=True)[:MOST]
    ids = [each[2] for each in found]
    facts = {each.id: each for each in await kept.earlier(work.session, ids)}
    replies = await kept.last_replies(work.session, ids)
    made = await commitments.of_suggestions(work.session, ids)
    return [
        Like(facts[number], alike, shared, own, replies.get(number), made.get(number))
        for alike, own, number, shared in found
    ]

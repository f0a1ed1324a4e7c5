"""Words of opinions: which ones say something, how much, and how alike two opinions are by them. Pure."""

import math
import re
from collections.abc import Collection, Iterable, Mapping

WORDS = 100
"""So many from the beginning are compared: people say first what it is about. This and what follows were chosen on
2,119 real messages to a city, by what `make bench ONLY=similar` measures."""
LONGEST = 1_000
"""Characters: `WORDS` are hardly ever more than that."""
LEAST_SHARED = 3
"""Words in common: two short opinions are not about the same for one word."""
PRIOR = 1_000
"""So many opinions without a word are taken to have been counted before the first: where there are few, that most of
them have a word says little."""

_LITTLE = str.maketrans(
    dict.fromkeys("的了着是在和与及或也都就而但且又把被对向从到给让我你他她它们这那哪请吗呢吧啊您", " ")
)
"""Characters that only hold others together: a pair with one of them says nothing, as little English words do."""
_WIDE = re.compile(r"[\uff01-\uff5e]")
_NARROW = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)}
_RUNS = re.compile(r"[\u3400-\u9fff]+|[a-z]+|\d+")
_LITTLE_WORDS = """
a an and are as at be been but by can do does for from had has have he i if in is it its more no not of on or our please
she should so that the their there these they this to us was we were what when where which who will with would you your
希望 请求 反映 解决 问题 部门 领导 尊敬 政府 相关 有关 现在 已经 没有 可以 不能 为什 什么 怎么 如何 今年 去年 情况
"""
_SAY_NOTHING = frozenset(_LITTLE_WORDS.split())
"""What opinions on anything have."""


def words(text: str, places: Iterable[str] = ()) -> list[str]:
    """Words that are compared: English words, numbers, pairs of Chinese characters; each once, as they come.

    Without those of `places`: two opinions are not about the same for coming from one village.
    """
    text = _without(plain(text[:LONGEST]), places)
    found: dict[str, None] = {}
    for run in _RUNS.findall(text.translate(_LITTLE)):
        pairs = [run[at : at + 2] for at in range(len(run) - 1)] if run > "\u3400" else [run]
        found.update((word, None) for word in pairs if word not in _SAY_NOTHING)
        if len(found) >= WORDS:
            break
    return list(found)[:WORDS]


def _without(text: str, places: Iterable[str]) -> str:
    for place in sorted(map(plain, places), key=len, reverse=True):
        if place not in text:
            continue
        text = text.replace(place, " ") if place > "\u3400" else re.sub(rf"\b{re.escape(place)}\b", " ", text)
    return text


def plain(text: str) -> str:
    """Small letters and ordinary digits, character for character: what is found here stands there in the text."""
    small = text.lower()
    if len(small) != len(text):
        small = "".join(sign.lower() if len(sign.lower()) == 1 else sign for sign in text)
    return small.translate(_NARROW) if _WIDE.search(small) else small


def weight(opinions: int, counted: int) -> float:
    """What a word says that so many of those counted have, 0–1: the fewer, the more."""
    return max(0.0, 1 - math.log(opinions + 1) / math.log(counted + PRIOR))


def length(weights: Iterable[float]) -> float:
    """Weight of words together."""
    return math.sqrt(sum(one * one for one in weights))


def alike(
    here: Mapping[str, float], others: Collection[str], weight_of_others: float, weight_of_here: float | None = None
) -> tuple[int, list[str]]:
    """How alike two opinions are, out of 100, and the words they share, those that say most first.

    The cosine of their words' weights, of which the one's are given by word, and together where many are compared
    with it; 0 if too few are shared.
    """
    shared = [word for word in others if word in here]
    if len(shared) < LEAST_SHARED:
        return 0, []
    shared.sort(key=lambda word: -here[word])
    together = (length(here.values()) if weight_of_here is None else weight_of_here) * weight_of_others
    score = sum(here[word] ** 2 for word in shared) / together if together else 0.0
    return min(100, round(100 * score)), shared


def stretches(text: str, shared: Collection[str]) -> list[tuple[str, bool]]:
    """The text in pieces, each with whether it is made of shared words."""
    marked = [False] * len(text)
    wanted = frozenset(shared)
    for run in _RUNS.finditer(plain(text)):
        start, end = run.span()
        if run[0] <= "\u3400":
            marked[start:end] = [run[0] in wanted] * (end - start)
            continue
        for at in range(start, end - 1):
            if run[0][at - start : at - start + 2] in wanted:
                marked[at : at + 2] = [True, True]
    pieces: list[tuple[str, bool]] = []
    begun = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or marked[at] is not marked[begun]:
            pieces.append((text[begun:at], marked[begun]))
            begun = at
    return pieces

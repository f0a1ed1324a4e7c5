"""Fit of a place to what somebody typed: by its own name, by those above it, and by how little else is said.

Nothing is known of a single county: names come from the directory, and the words around them are those of any address.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz import fuzz

from handlers.core.directory.pinyin import (
    bare,
    has_chinese,
    initials,
    plain,
    readings,
    sound,
    suffix,
    ways_to_read,
)

LIKELY = 0.5
"""Least fit of a place that may be meant. This and what follows: our own choice, by `make bench ONLY=places`."""
_BY_SOUND = 0.9
"""A character of the same sound, beside 1 for the same character; so is a traditional one."""
_SURE = 0.75
"""Share of the name of a larger place that must be there for it to count."""
_NEARLY = 0.6
"""A character of a similar sound, at most."""
_WHOLE_NAME = 0.62
"""A place whose whole name is typed fits at least so well, whatever else is said."""
_DETAIL, _MOST_DETAIL = 0.25, 1.5
"""Weight of a sign finer than a place, beside 1 for a sign that nothing explains; and of all of them at most."""
_INITIALS = 0.8
"""Fit of a place of which the initials were typed."""
_KIND, _OTHER_KIND, _ATTACHED = 0.02, -0.04, -0.1
"""Worth of what follows a name in the text: a word for that kind of place, for another, or one character before it."""
_MOVED = 0.4
"""Less for a name with a character too many in its midst."""
_STRANGE = 2.0
"""A sign that nothing explains, beside 1 for one that belongs to a name."""
_PLACES = 4
"""A name is looked at in so many places of the text: a village may be called as its town."""
_SHORT_SOUND = 4
"""Letters; shorter sounds are too like each other to forgive a slip."""
_SLIP = 75.0
"""Likeness of two sounds, 0–100, that a slip leaves."""

_KINDS = {
    **dict.fromkeys(("社区", "社區", "居委会", "居委會", "居委", "居民委员会"), "community"),
    **dict.fromkeys(("shequ", "juweihui", "juminweiyuanhui", "community"), "community"),
    **dict.fromkeys(("村", "村委会", "村委會", "村委", "村民委员会"), "village"),
    **dict.fromkeys(("cun", "cunweihui", "cunminweiyuanhui", "village"), "village"),
    **dict.fromkeys(("镇", "鎮", "zhen", "town"), "town"),
    **dict.fromkeys(("乡", "鄉", "xiang", "township"), "township"),
    **dict.fromkeys(("街道", "街道办事处", "jiedao", "subdistrict"), "subdistrict"),
    **dict.fromkeys(("县", "縣", "市", "区", "區", "xian", "county", "district", "city"), "county"),
}
_AFTER = re.compile("|".join(sorted(_KINDS, key=len, reverse=True)))
_NUMBER = "[0-9一二三四五六七八九十百零〇两]"
_DETAILS = re.compile(
    rf"第?{_NUMBER}+(?:村民小组|小组|组|組|队|隊|号楼|號樓|号|號|栋|棟|幢|单元|單元|室|楼|樓|层|弄|巷|户|排|片)?"
    r"|[^|]{0,3}(?:屋场|屋場|湾|灣|垸|组|組|小区|花园|自然村|[路街巷])(?=\||$)"
)
_ABOVE = re.compile(
    r"^\|*(?:中国|[^|]{2,8}?(?:省|自治区))?(?:[^|]{2,5}?(?:市|自治州|地区))?(?:[^|]{2,5}?[县區区市])?(?=\||$)"
)
"""The province, the city and the county, at the beginning of an address."""
_CHATTER = re.compile(
    "我们|我們|我家|我是|我在|我|家住|住在|住|家在|家|老家|位于|位於|地址|就是|是|在|的|人|这里|那边|那里|附近|旁边|对面"
    "|现在|目前|本人|村民|居民|你好|您好|请问|請問|想找|想|找|叫做|来自|來自|户口|里面|里|内|下面|下|上|那个|这个|属于|屬於"
    rf"|归|管|吧|呢|啊|哦|{_AFTER.pattern}|政府|办事处"
)
"""Words around a name that name nothing themselves."""
_SAID_AROUND = re.compile(
    "i|we|my|our|us|lives?|living|in|at|on|am|is|are|an?|the|of|from|near|by|please|home|house|here|it|this|that|nr|no"
    "|number|group|team|lane|road|street|building|room|china|province|prefecture|wo|women|zhuzai|zhu|zai|jia"
)
_GENERIC_SOUND = re.compile(rf"(?:{_AFTER.pattern}|\d+|zu|hao|sheng)+")


class Name(NamedTuple):
    """A name of a place, ready to be looked for."""

    short: str
    """Without 村, 社区…"""
    kind: str | None
    """The word it ends with, as one of `_KINDS`."""
    sounds: tuple[tuple[str, tuple[str, ...]], ...]
    """Every way to say it, English too: whole, and a syllable a part."""
    initials: tuple[str, ...]
    heard: frozenset[str]
    """Characters of the short name and all their readings: a text with none of them does not hold it."""


class Found(NamedTuple):
    """A name in the text, `start` to `end`."""

    start: int
    end: int
    weight: float
    """Of its signs, those that were found: 1 each, less where only the sound is right."""
    length: int
    past: int
    """End of the word that says what kind of place it is; `end` if there is none."""
    fitting: float
    """Worth of that word for the place; negative: against it."""
    last: bool
    """True for a village or community: nothing below it has a name here."""

    @property
    def share(self) -> float:
        """Share of the name that was found, 0–1."""
        return self.weight / self.length

    def overlaps(self, other: "Found") -> bool:
        """True if both take the same signs."""
        return self.start < other.end and other.start < self.end


class Fit(NamedTuple):
    """Fit of a place to what was typed."""

    score: float
    """0–1, and a little more where the kind of place is named too."""
    left: int
    """Signs that nothing explains."""


@dataclass(frozen=True, slots=True)
class Typed:
    """A text in which a place is looked for; made by `typed`."""

    signs: str
    """Characters, or letters, without spaces between them."""
    chinese: bool
    words: tuple[tuple[int, int], ...] = ()
    """Start and end of each word."""
    begins: frozenset[int] = frozenset()
    """The starts of the words."""
    by_sign: dict[str, list[int]] = field(default_factory=dict)
    by_sound: dict[str, list[int]] = field(default_factory=dict)


def typed(text: str) -> Typed:
    """`text` ready to be compared; without signs if there is nothing to compare."""
    text = plain(text).replace("'", "").replace("’", "")
    chinese = has_chinese(text)
    signs, words = "", []
    for word in re.findall(r"[^\W_]+", text):
        words.append((len(signs), len(signs) + len(word)))
        signs += word
    made = Typed(signs, chinese, tuple(words), frozenset(start for start, _ in words))
    if chinese:
        for at, sign in enumerate(signs):
            made.by_sign.setdefault(sign, []).append(at)
            for reading in readings(sign) if has_chinese(sign) else ():
                made.by_sound.setdefault(reading, []).append(at)
    return made


def in_two_scripts(text: Typed) -> bool:
    """True if there are letters beside the characters."""
    return text.chinese and re.search("[a-z]", text.signs) is not None


def spoken(text: Typed) -> Typed:
    """The same by its sound."""
    return typed(" ".join(sound(text.signs[start:end]) for start, end in text.words))


@lru_cache(maxsize=8192)
def name_of(name: str, name_en: str | None) -> Name:
    """A place's names, ready to be looked for."""
    short = bare(name).replace(" ", "")
    sounds = [tuple(part for part in way if part) for way in ways_to_read(short)]
    if name_en:
        sounds.append(tuple(re.findall(r"[^\W_]+", bare(name_en).replace("'", "").replace("’", ""))))
    known = tuple(("".join(way), way) for way in dict.fromkeys(sounds) if way)
    kind = _AFTER.match(suffix(name))
    heard = frozenset(short).union(*(readings(sign) for sign in short))
    return Name(short, _KINDS[kind[0]] if kind else None, known, (initials(short), initials(name)), heard)


def find(text: Typed, name: Name) -> list[Found]:
    """Occurrences of `name` in `text`, or nearly, the best first; empty if there are none."""
    if text.chinese and name.heard.isdisjoint(text.by_sign) and name.heard.isdisjoint(text.by_sound):
        return []
    found = list(_characters(text, name) if text.chinese else _sounds(text, name))
    return sorted(dict.fromkeys(found), key=lambda one: -one.share - one.fitting)[:_PLACES] if found else found


def _characters(text: Typed, name: Name) -> Iterable[Found]:
    """The best of the ways to lay the name over the text."""
    votes: dict[int, float] = {}
    for at, sign in enumerate(name.short):
        here = dict.fromkeys((p for reading in readings(sign) for p in text.by_sound.get(reading, ())), _BY_SOUND)
        here.update(dict.fromkeys(text.by_sign.get(sign, ()), 1.0))
        for place, weight in here.items():
            votes[place - at] = votes.get(place - at, 0.0) + weight
    least = max(1 - _NEARLY, 0.6 * max(votes.values(), default=0.0))
    for offset, weight in votes.items():
        if weight >= least:
            yield _laid(text, name, offset, votes)


def _laid(text: Typed, name: Name, offset: int, votes: dict[int, float]) -> Found:
    length, weight = len(name.short), votes[offset]
    start, end = max(offset, 0), min(offset + length, len(text.signs))
    if weight <= length - 1:
        slips = sum(_alike(text.signs[at], name.short[at - offset]) for at in range(start, end))
        # A character too many moves the rest of the name by one.
        longer = min(end + 1, len(text.signs))
        moved = min(weight + votes.get(offset + 1, 0.0), length, longer - start) - _MOVED
        weight, end = max((weight + slips, end), (moved, longer))
    return _with_kind(text, name, start, end, min(weight, length), length)


@lru_cache(maxsize=8192)
def _alike(one: str, other: str) -> float:
    """Worth of a slip from one character to the other; nothing if they sound the same, which counts more."""
    said, meant = readings(one), readings(other)
    if one == other or not set(said).isdisjoint(meant):
        return 0.0
    ratio = max(fuzz.ratio(a, b) for a in said for b in meant) / 100
    return _NEARLY * ratio if ratio >= 0.5 else 0.0


def _sounds(text: Typed, name: Name) -> Iterable[Found]:
    """Occurrences in the letters of each way to say the name."""
    for whole, way in name.sounds:
        at = text.signs.find(whole)
        while at >= 0:
            sure = 1.0 if at in text.begins else 0.95
            yield _with_kind(text, name, at, at + len(whole), sure * len(whole), len(whole))
            at = text.signs.find(whole, at + 1)
        if len(text.signs) < len(whole) and _is_part(text.signs, way):
            yield _with_kind(text, name, 0, len(text.signs), len(text.signs), len(whole))
        if len(whole) >= _SHORT_SOUND:
            near = fuzz.partial_ratio_alignment(whole, text.signs, score_cutoff=_SLIP)
            if near is not None and near.score < 100:
                compared = near.src_end - near.src_start + near.dest_end - near.dest_start
                common = near.score / 100 * compared / 2
                yield _with_kind(text, name, near.dest_start, near.dest_end, 0.95 * common, len(whole))


def _is_part(letters: str, way: tuple[str, ...]) -> bool:
    """True if `letters` are some syllables of a name, the last perhaps cut short."""
    return any("".join(way[first:]).startswith(letters) for first in range(len(way)))


def _with_kind(text: Typed, name: Name, start: int, end: int, weight: float, length: int) -> Found:
    after = _AFTER.match(text.signs, end)
    if after is None:
        # One more character before the word for its kind: then it is another name that begins like this one.
        attached = text.chinese and name.kind is not None and _AFTER.match(text.signs, end + 1) is not None
        return Found(start, end, weight, length, end, _ATTACHED if attached else 0.0, False)
    fitting = 0.0
    if name.kind is not None:
        fitting = _KIND if _KINDS[after[0]] == name.kind else _OTHER_KIND
    return Found(start, end, weight, length, after.end(), fitting, name.kind in ("village", "community"))


def plausible(text: Typed, name: Name, found: Sequence[Found]) -> bool:
    """True if it is worth looking closer: enough of the name is there, or the text is a part of it."""
    if text.signs in name.initials:
        return True
    return any(one.share >= LIKELY or one.weight >= 0.89 * len(text.signs) for one in found)


def fit(text: Typed, name: Name, found: Sequence[Found], above: Sequence[Name]) -> Fit:
    """Best fit of a place whose name was found so in `text`; `above`: the places it lies in, nearest first."""
    higher = [find(text, other) for other in above]
    fits = [_fit(text, own, higher) for own in found]
    if text.signs in name.initials:
        fits.append(Fit(_INITIALS, 0))
    return max(fits)


def _fit(text: Typed, own: Found, higher: Sequence[Sequence[Found]]) -> Fit:
    spans = [own]
    for places in higher:
        beside = (one for one in places if one.share >= _SURE and not any(map(one.overlaps, spans)))
        spans += list(beside)[:1]
    weight, length = sum(one.weight for one in spans), sum(one.length for one in spans)
    explained, (left, within) = sum(one.end - one.start for one in spans), _left(text, own, spans)
    detail = min(_DETAIL * within, _MOST_DETAIL)
    score = 2 * weight / (explained + _STRANGE * (left + detail) + length)
    if own.share >= 0.99 and own.length > 1:
        score = max(score, _WHOLE_NAME)
    if left + within == 0 and own.weight >= 0.89 * (own.end - own.start):
        score = max(score, 0.7 * own.weight / (own.end - own.start) + 0.2 * score)
    return Fit(score + own.fitting, left + within)


def _left(text: Typed, own: Found, spans: Sequence[Found]) -> tuple[int, int]:
    """Signs that no name explains and that are not the usual words of an address; then those that may lie within."""
    taken = [False] * len(text.signs)
    for one in spans:
        taken[one.start : one.past] = [True] * (one.past - one.start)
    if not text.chinese:
        return sum(_strange_letters(text.signs, taken, start, end) for start, end in text.words), 0
    before = "".join("|" if taken[at] else sign for at, sign in enumerate(text.signs[: own.start]))
    behind = "".join("|" if taken[at] else sign for at, sign in enumerate(text.signs[own.past :], own.past))
    strange = _strange(_ABOVE.sub("", before + "|"))
    if own.past > own.end and own.fitting > 0 and own.last:
        # An address goes from large to small: what follows a village's full name is within it.
        return strange, _strange(behind)
    return strange + _strange("|" + behind), 0


def _strange(text: str) -> int:
    for known in (_DETAILS, _CHATTER, _DETAILS):
        text = known.sub("|", text)
    return sum(sign != "|" for sign in text)


def _strange_letters(signs: str, taken: list[bool], start: int, end: int) -> int:
    if not any(taken[start:end]) and _SAID_AROUND.fullmatch(signs, start, end):
        return 0
    rest = "".join("|" if taken[at] else signs[at] for at in range(start, end))
    return sum(len(part) for part in rest.split("|") if part and not _GENERIC_SOUND.fullmatch(part))

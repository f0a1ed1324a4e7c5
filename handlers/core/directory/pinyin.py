"""Pinyin: how a name sounds and what people type for it."""

import os
import re
import unicodedata
from functools import cache, lru_cache
from itertools import combinations, islice, product

_CHINESE = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003134a]")
_SUFFIX = re.compile(
    r"(?:(?:社区|社區)?(?:居民委员会|居民委員會|居委会|居委會)|社区|社區|村?(?:村民委员会|村民委員會|委会|委會)|行政村|村"
    r"|街道办事处|街道辦事處|街道|镇|鎮|乡|鄉|县|縣|市|区|區)$"
)
_SUFFIX_ENGLISH = re.compile(
    r"[ -](?:village|community|neighbou?rhood|town|township|subdistrict|county|district|city)$"
)
_MOST_READINGS = 256
"""Ways to read a name, the likelier first: our own choice. Only a long one of many-voiced characters has more."""
SURNAMES = {
    "长孙": "zhangsun", "澹台": "tantai", "尉迟": "yuchi", "万俟": "moqi", "单于": "chanyu", "员": "yun",
    "单": "shan", "曾": "zeng", "覃": "qin", "解": "xie", "仇": "qiu", "查": "zha", "朴": "piao", "区": "ou",
    "乐": "yue", "盖": "ge", "缪": "miao", "翟": "zhai", "郇": "xun", "晁": "chao", "折": "she", "黑": "he",
    "召": "shao", "种": "chong", "秘": "bi", "句": "gou", "祭": "zhai", "繁": "po", "洗": "xian", "隗": "wei",
}  # fmt: skip
"""Readings of surnames, as dictionaries have them, where pypinyin puts another reading first or lacks it."""


def has_chinese(text: str) -> bool:
    """True if any character of `text` is Chinese."""
    return bool(_CHINESE.search(text))


def plain(text: str) -> str:
    """Small letters without accents, ordinary digits; Chinese as it is. ü is typed as v."""
    if text.isascii():  # mostly: what is typed in pinyin or English
        return " ".join(text.lower().split())
    text = unicodedata.normalize("NFKC", text).lower()
    for letter in "üǖǘǚǜ":
        text = text.replace(letter, "v")
    letters = (sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    return " ".join("".join(letters).split())


@lru_cache(maxsize=8192)
def signs_of(name: str) -> str:
    """A name of the directory as it is compared with what is typed: plain, without spaces."""
    return plain(name).replace(" ", "")


def bare(name: str) -> str:
    """A name without 村, 社区, 居委会, village…; a name that is nothing else stays."""
    name = plain(name)
    short = _SUFFIX.sub("", name) if has_chinese(name) else _SUFFIX_ENGLISH.sub("", name)
    return short or name


def suffix(name: str) -> str:
    """Ending that `bare` leaves out: `社区居委会`, `village`; empty if it leaves out nothing."""
    return plain(name).removeprefix(bare(name)).strip(" -")


@cache
def _readings_of_characters() -> dict[int, str]:
    # The dictionary of phrases takes 40 MB and 0.15 s; all readings of each character serve names better.
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "1")
    os.environ.setdefault("PYPINYIN_NO_DICT_COPY", "1")
    from pypinyin.constants import PINYIN_DICT

    return PINYIN_DICT


@lru_cache(maxsize=8192)
def readings(character: str) -> tuple[str, ...]:
    """The character's readings without tones, the usual one first; itself if it is a letter or digit."""
    if not has_chinese(character):
        return (character if character.isalnum() else "",)
    known = _readings_of_characters().get(ord(character), "")
    return tuple(dict.fromkeys(plain(reading) for reading in known.split(",") if reading)) or ("",)


def sound(text: str) -> str:
    """Usual readings in a row, without spaces: `西塘` is `xitang`, `West Pond` is `westpond`."""
    return "".join(readings(sign)[0] for sign in plain(text))


def sounds(text: str) -> list[str]:
    """All ways to read `text`, the usual one first, then those with the fewest unusual readings."""
    return ["".join(way) for way in ways_to_read(text)]


@lru_cache(maxsize=8192)
def ways_to_read(text: str) -> tuple[tuple[str, ...], ...]:
    """All ways to read `text`, a syllable a sign, the usual one first, then those with the fewest unusual readings."""
    each = [readings(sign) for sign in plain(text)]
    various = [at for at, known in enumerate(each) if len(known) > 1]
    ways = (
        way
        for many in range(len(various) + 1)
        for unusual in combinations(various, many)
        for way in product(*(known[1:] if at in unusual else known[:1] for at, known in enumerate(each)))
    )
    return tuple(islice(ways, _MOST_READINGS))


@lru_cache(maxsize=8192)
def surname_sound(name: str) -> str:
    """A person's name in pinyin, the surname read as one: `单小平` is `shanxiaoping`."""
    for length in (2, 1):
        if read := SURNAMES.get(name[:length]):
            return read + sound(name[length:])
    return sound(name)


def initials(text: str) -> str:
    """`西塘` is `xt`."""
    return "".join(readings(sign)[0][:1] for sign in text if has_chinese(sign))


def reads_as(name: str, typed: str) -> bool:
    """True if a part of `name` may be read as `typed`: pinyin, the last syllable perhaps cut short, or Chinese.

    Any reading of each character counts. Pinyin without spaces; initials alone count too.
    """
    signs, wanted = signs_of(name), plain(typed).replace(" ", "")
    letters = sound(wanted)
    if not letters:
        return False
    parts = [signs[at:] for at in range(len(signs))]
    if has_chinese(wanted):
        return any(len(part) >= len(wanted) and all(map(_sound_alike, part, wanted)) for part in parts)
    spoken = any(_reads_on(part, letters) for part in parts) or surname_sound(signs).startswith(letters)
    return spoken or (len(letters) <= len(signs) and all(map(_begins, signs, letters)))


def _begins(sign: str, letter: str) -> bool:
    return any(reading.startswith(letter) for reading in readings(sign))


def _sound_alike(one: str, other: str) -> bool:
    return not set(readings(one)).isdisjoint(readings(other))


def _reads_on(signs: str, wanted: str) -> bool:
    if not wanted or not signs:
        return not wanted
    return any(
        reading.startswith(wanted) or (wanted.startswith(reading) and _reads_on(signs[1:], wanted[len(reading) :]))
        for reading in readings(signs[0])
        if reading
    )


def searchable(name: str, name_en: str | None) -> str:
    """All that people may type for a place: words between spaces, a space at both ends."""
    short = bare(name)
    words = [short.replace(" ", ""), *sounds(short), initials(short), initials(name)]
    if name_en:
        words.append(sound(bare(name_en)))
    return f" {' '.join(dict.fromkeys(word for word in words if word))} "

"""What may become of a matter, where it belongs, and what must not stand in what is public of it. Pure."""

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from storage.matter_vocabulary import MatterState

LONGEST_TITLE, LONGEST_SUMMARY = 60, 600
"""Characters: our own choice. Both are read on a phone, several of them under one another."""
LONGEST_NEWS = 1_000
"""Characters of what followers are told at once: our own choice."""
FEW = 5
"""Voices below which no number is public: reach.md's rule for counts, so that nobody is found out by one."""


class MatterAction(StrEnum):
    """What staff do with what is public of a matter."""

    WRITE = "write"
    HAND_OVER = "hand_over"
    """Ask a second person to check it."""
    GIVE_BACK = "give_back"
    RELEASE = "release"
    WITHDRAW = "withdraw"


MOVES: Mapping[tuple[MatterState, MatterAction], MatterState] = {
    (MatterState.DRAFT, MatterAction.WRITE): MatterState.DRAFT,
    (MatterState.DRAFT, MatterAction.HAND_OVER): MatterState.TO_CHECK,
    (MatterState.DRAFT, MatterAction.RELEASE): MatterState.RELEASED,
    (MatterState.TO_CHECK, MatterAction.WRITE): MatterState.DRAFT,
    (MatterState.TO_CHECK, MatterAction.GIVE_BACK): MatterState.DRAFT,
    (MatterState.TO_CHECK, MatterAction.RELEASE): MatterState.RELEASED,
    (MatterState.RELEASED, MatterAction.WITHDRAW): MatterState.WITHDRAWN,
    (MatterState.WITHDRAWN, MatterAction.WRITE): MatterState.DRAFT,
}
"""State in which each action leaves it. What is public is withdrawn before it is written anew."""


def possible(state: MatterState, *, wrote_it: bool, written: bool, needs_second: bool) -> list[MatterAction]:
    """Actions that somebody may take now. `wrote_it`: title and summary are theirs; `written`: neither is missing.

    `needs_second`: only somebody else than who wrote it releases it.
    """
    found = [action for at, action in MOVES if at is state]
    if not written:
        found = [action for action in found if action is MatterAction.WRITE or state is MatterState.RELEASED]
    if needs_second:
        alone = state is MatterState.DRAFT or wrote_it
        found = [action for action in found if action is not MatterAction.RELEASE or not alone]
    else:
        found = [action for action in found if action is not MatterAction.HAND_OVER]
    return found


class Personal(StrEnum):
    """Kind of what tells who somebody is."""

    PHONE = "phone"
    IDENTITY = "identity"
    """Number of an identity card."""
    BANK = "bank"
    PLATE = "plate"
    ADDRESS = "address"
    """An e-mail address, or a name on WeChat."""
    HOUSE = "house"
    NAME = "name"


class Found(NamedTuple):
    """Something that tells who somebody is, as it stands there."""

    kind: Personal
    words: str


_PLATES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林郑罗梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦方白邹孟熊秦邱江尹薛阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严武戴莫孔向汤"  # noqa: E501
_DAY = r"(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
_SHAPES = (
    (Personal.IDENTITY, re.compile(rf"(?<!\d)[1-9]\d{{5}}{_DAY}\d{{3}}[\dXx](?!\d)")),
    (Personal.BANK, re.compile(r"(?<!\d)\d{16,19}(?!\d)")),
    (Personal.PHONE, re.compile(r"(?<!\d)1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)|(?<!\d)0\d{2,3}-?\d{7,8}(?!\d)")),
    (Personal.PLATE, re.compile(rf"[{_PLATES}][A-Za-z][·. ]?[A-Za-z0-9]{{5,6}}")),
    (Personal.ADDRESS, re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+|微信号?[:： ]*[A-Za-z][\w-]{5,}")),
    (Personal.HOUSE, re.compile(r"\d+组\d+号|\d+[栋幢]\d*(?:单元)?\d+[室号]")),
    (Personal.NAME, re.compile(rf"[{_SURNAMES}](?:某某?|先生|女士|大爷|大妈|阿姨)")),
)  # fmt: skip
_WEIGHTS, _CHECK = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2), "10X98765432"
"""Of the check digit of an identity number: GB 11643-1999."""


def personal(text: str, names: Collection[str] = ()) -> list[Found]:
    """What in a text may tell who somebody is, each once, in the order of `Personal`. `names`: of people to be unnamed.

    It suggests, and a person decides: dates and sums of money are left out by their shape and check digits, not surely.
    """
    plain = unicodedata.normalize("NFKC", text)
    found, taken = [], plain
    for kind, shape in _SHAPES:
        for words in dict.fromkeys(shape.findall(taken)):
            if kind is Personal.IDENTITY and not _is_identity(words):
                continue
            if kind is Personal.BANK and not _is_card(words):
                continue
            found.append(Found(kind, words))
            taken = taken.replace(words, " ")
    lowered = plain.lower()
    named = [Found(Personal.NAME, name) for name in dict.fromkeys(names) if len(name) > 1 and _says(lowered, name)]
    return [*found, *(one for one in named if one not in found)]


def _says(lowered: str, name: str) -> bool:
    wanted = unicodedata.normalize("NFKC", name).lower()
    if wanted.isascii():
        return re.search(rf"\b{re.escape(wanted)}\b", lowered) is not None
    return wanted in lowered


def _is_identity(number: str) -> bool:
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, number, strict=False))
    return _CHECK[total % 11] == number[-1].upper()


def _is_card(number: str) -> bool:
    """By Luhn's check digit."""
    digits = [int(one) for one in reversed(number)]
    total = sum(digits[0::2]) + sum(sum(divmod(2 * one, 10)) for one in digits[1::2])
    return total % 10 == 0


Weeks = Sequence[int]
"""How many wrote or added their voice in each week, the newest first."""
SHOWN_FROM = 10
"""Fewer in all these weeks are not counted as growing: as with rates, so that nobody is found out by a number."""


def grows(weeks: Weeks) -> bool:
    """True if there is more this week than in those before, and enough in all."""
    before = weeks[1:]
    return sum(weeks) >= SHOWN_FROM and weeks[0] * len(before) > sum(before)


ASKED = 20
"""So many of those who follow a matter are asked whether it was really done."""


def to_ask(spoken: Sequence[int], silent: Sequence[int]) -> list[int]:
    """Whom to ask, of those who said or showed something with their voice and of the others, the earliest first."""
    return [*spoken, *silent][:ASKED]

"""Cells of a directory file: words, codes, numbers and days, read or named as wrong."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date

from handlers.core.directory.book import Saying, Trouble, Value, say
from storage.vocabulary import BLOB, NO_PARTY, AreaKind, LeftWhy, Level, Sex

LEVELS: dict[str, Level] = {
    **dict.fromkeys(("township", "town", "乡镇", "乡", "镇", "乡级", "镇级", "乡镇级"), Level.TOWNSHIP),
    **dict.fromkeys(("county", "district", "县", "区", "县级", "区级", "县区"), Level.COUNTY),
    **dict.fromkeys(("municipal", "city", "市", "市级", "地市", "设区的市"), Level.MUNICIPAL),
    **dict.fromkeys(("provincial", "province", "省", "省级"), Level.PROVINCIAL),
}
AREA_KINDS: dict[str, AreaKind] = {
    **dict.fromkeys(("county", "district", "city", "县", "区", "市"), AreaKind.COUNTY),
    **dict.fromkeys(("town", "township", "street", "镇", "乡", "乡镇", "街道"), AreaKind.TOWN),
    **dict.fromkeys(("village", "community", "other", "村", "社区", "居委会", "其他"), AreaKind.VILLAGE),
}
FLAGS: dict[str, bool] = {
    **dict.fromkeys(("yes", "y", "true", "1", "是", "在任", "启用"), True),
    **dict.fromkeys(("no", "n", "false", "0", "否", "离任", "停用"), False),
}
SEXES: dict[str, Sex] = {
    **dict.fromkeys(("female", "f", "woman", "女"), Sex.FEMALE),
    **dict.fromkeys(("male", "m", "man", "男"), Sex.MALE),
}
REASONS: dict[str, LeftWhy] = {
    **dict.fromkeys(("resigned", "辞职", "辞去"), LeftWhy.RESIGNED),
    **dict.fromkeys(("recalled", "罢免"), LeftWhy.RECALLED),
    **dict.fromkeys(("moved", "调离", "迁出", "调离或迁出"), LeftWhy.MOVED),
    **dict.fromkeys(("died", "去世", "逝世", "死亡"), LeftWhy.DIED),
    **dict.fromkeys(("term_over", "term over", "届满", "任期届满"), LeftWhy.TERM_OVER),
}
_NO_PARTIES = frozenset(("none", "no", "independent", "无", "无党派", "无党派人士", "群众"))
PHONE = re.compile(r"\+?[\d ()\-./]+(?:\s*(?:转|ext\.?|x|#)\s*\d{1,6})?")
_SHORTENED = re.compile(r"[+-]?\d(?:\.\d+)?[eE]\+\d{1,3}")
_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[T ]00:00(?::00)?)?")
_CHARACTER = r"[\u2e80-\u2fdf\u3005-\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
_PADDED = re.compile(rf"(?<={_CHARACTER})[ \u3000]+(?={_CHARACTER})")
_SEPARATORS = re.compile(r"[;,、|\n；，]+")
_ADDRESS = re.compile(r"https?://[^\s/]+\.[^\s/]+(?:/\S*)?", re.IGNORECASE)
_FILE_ID = re.compile(r"[A-Za-z0-9_-]{20,200}")
_KEPT = re.compile(BLOB + "[0-9a-f]{64}")
_LONGEST_CODE = 40
"""Characters: our own choice."""
_LONGEST_TEXT = 300
"""Characters: our own choice."""


class Wrong(Exception):
    """A cell that cannot be read."""

    def __init__(self, wrong: Saying, expected: Saying) -> None:
        super().__init__(str(wrong))
        self.trouble = Trouble(wrong, expected)


def narrow(text: str) -> str:
    """Full-width letters, digits and signs as their ordinary forms."""
    return unicodedata.normalize("NFKC", text).strip()


def read_text(text: str) -> Value:
    """A name or an address, as typed."""
    if len(text) > _LONGEST_TEXT:
        raise Wrong(
            say("{count} characters are too many", count=len(text)), say("at most {count}", count=_LONGEST_TEXT)
        )
    return text


def read_name(text: str) -> Value:
    """A name. Blanks that only make short names as wide as long ones (王　伟) are no part of it."""
    if not text.strip("?？ "):
        raise Wrong(say("letters of this were lost when the file was saved"), say("the text anew, saved as .xlsx"))
    return read_text(_PADDED.sub("", text))


def read_party(text: str) -> Value:
    """A party as typed; any word for none is one."""
    return NO_PARTY if narrow(text).lower() in _NO_PARTIES else read_text(text)


def read_day(text: str) -> Value:
    """A day, as YYYY-MM-DD."""
    match = _DAY.fullmatch(narrow(text))
    try:
        return date(*map(int, match.groups())).isoformat() if match else _no_day(text)
    except ValueError:
        return _no_day(text)


def _no_day(text: str) -> Value:
    raise Wrong(say("“{value}” is not a day", value=text[:40]), say("year, month and day, such as 2026-03-01"))


def _whole_number(text: str) -> str:
    """The text, without the mark by which spreadsheets keep noughts (`'0007`). Raises `Wrong` for a shortened one."""
    number = re.sub(r"^['’‘`](?=\d)", "", narrow(text))
    if _SHORTENED.fullmatch(number):
        raise Wrong(
            say("the spreadsheet shortened this number to {value}; its last digits are lost", value=number),
            say("the whole number, in a cell formatted as text"),
        )
    return number


def read_code(text: str) -> Value:
    """A code: no spaces, no list signs."""
    code = _whole_number(text)
    if len(code) > _LONGEST_CODE or re.search(r"[\s;,、|；，]", code):
        raise Wrong(
            say("“{value}” cannot be a code", value=code[:_LONGEST_CODE]),
            say("letters, digits, dots and dashes without spaces, at most {count}", count=_LONGEST_CODE),
        )
    return code


def read_codes(text: str) -> Value:
    """Several codes; the order says nothing, so it is not kept."""
    return tuple(sorted({str(read_code(part)) for part in _SEPARATORS.split(text) if part.strip()}))


def read_words(text: str) -> Value:
    """Several words or phrases."""
    return tuple(dict.fromkeys(part.strip() for part in _SEPARATORS.split(text) if part.strip()))


def read_picture(text: str) -> Value:
    """The address of a picture, or what stands for one as an export writes it: Telegram's id, or the hash of ours."""
    picture = read_text(text)
    if not any(form.fullmatch(text) for form in (_ADDRESS, _FILE_ID, _KEPT)):
        raise Wrong(
            say("“{value}” is not the address of a picture", value=text[:40]),
            say("a picture in the cell, an address that begins with https://, or nothing: staff can send pictures too"),
        )
    return picture


def read_phone(text: str) -> Value:
    """A phone number as people write it: 5 to 20 digits, an extension if any."""
    phone = _whole_number(text)
    if not PHONE.fullmatch(phone) or not 5 <= sum(sign.isdigit() for sign in phone) <= 20:
        raise Wrong(
            say("“{value}” is not a phone number", value=phone[:40]),
            say("digits, such as 0715-4321234 or +86 138 0000 0000; format the cell as text"),
        )
    return phone


def read_share(low: float, high: float) -> Callable[[str], Value]:
    """Degrees between `low` and `high`."""

    def read(text: str) -> Value:
        try:
            number = float(narrow(text))
        except ValueError:
            number = float("nan")
        if not low <= number <= high:
            raise Wrong(
                say("“{value}” is out of range", value=text[:40]),
                say("degrees from {low} to {high}, such as 29.2457", low=f"{low:g}", high=f"{high:g}"),
            )
        return number

    return read


def read_position(text: str) -> Value:
    """A place in a list."""
    number = narrow(text)
    if not re.fullmatch(r"[0-9]{1,6}", number):
        raise Wrong(say("“{value}” is not a position", value=text[:40]), say("a whole number from 0"))
    return int(number)


def read_choice(words: Mapping[str, Value], expected: str) -> Callable[[str], Value]:
    """One of `words`, in any spelling of them."""

    def read(text: str) -> Value:
        word = narrow(text).lower()
        if word not in words:
            raise Wrong(say("“{value}” is not known here", value=text[:40]), say("one of {words}", words=expected))
        return words[word]

    return read

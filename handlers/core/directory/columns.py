"""The columns of a directory file: what they are called, how a cell is read, what an example looks like."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import NamedTuple

from handlers.core.directory.book import Kind, Saying, Trouble, Value, say
from storage.vocabulary import AreaKind, Level

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
PHONE = re.compile(r"\+?[\d ()\-./]+(?:\s*(?:转|ext\.?|x|#)\s*\d{1,6})?")
_SEPARATORS = re.compile(r"[;,、|\n；，]+")
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


def read_code(text: str) -> Value:
    """A code: no spaces, no list signs."""
    code = narrow(text)
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


def read_phone(text: str) -> Value:
    """A phone number as people write it: 5 to 20 digits, an extension if any."""
    phone = narrow(text)
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


class Column(NamedTuple):
    """A column of a sheet."""

    key: str
    titles: tuple[str, ...]
    """Accepted in the header; the first English and the first Chinese one are written."""
    read: Callable[[str], Value]
    note: str
    example: str
    needed: bool = False
    empty: Value = None
    """Value of an empty cell, and of a new record where the file lacks the column."""
    keep: bool = False
    """True: an empty cell leaves what is kept as it is."""
    refers: Kind | None = None
    helper: bool = False
    """True: read to understand other columns, not kept."""

    @property
    def title(self) -> str:
        """As written into files."""
        return f"{self.titles[0]} / {self.titles[1]}"


def _code(example: str) -> Column:
    note = "Never changes: importing again finds the row by it.\n编码不变，再次导入时按编码更新。"
    return Column("code", ("code", "编码", "代码", "编号"), read_code, note, example, needed=True)


def _name(example: str, *more: str) -> Column:
    return Column("name", ("name", "名称", "姓名", *more), read_text, "As people know it. 名称", example, needed=True)


def _name_en(example: str) -> Column:
    return Column(
        "name_en", ("name_en", "英文名", "英文名称", "english name"), read_text, "English name, or empty.", example
    )


def _phone(note: str, example: str) -> Column:
    return Column(
        "phone", ("phone", "电话", "联系电话", "手机", "手机号", "telephone", "mobile"), read_phone, note, example
    )


def _active(note: str) -> Column:
    titles = ("active", "在任", "启用", "是否在任", "是否启用")
    return Column("active", titles, read_choice(FLAGS, "yes / no, 是 / 否"), note, "yes", empty=True, keep=True)


_AREA_CODES = "Codes of areas, between semicolons. 区域编码，用分号隔开"
COLUMNS: dict[Kind, tuple[Column, ...]] = {
    Kind.AREAS: (
        _code("V001"),
        Column(
            "parent",
            ("parent", "上级编码", "parent_code", "street_code", "town_code", "上级", "乡镇编码"),
            read_code,
            "Code of the area it belongs to; empty for the top. 上级区域编码",
            "T01",
            refers=Kind.AREAS,
        ),
        Column(
            "parent_name",
            ("parent_name", "上级名称", "street", "town", "乡镇", "街道"),
            read_text,
            "",
            "",
            helper=True,
        ),
        Column(
            "kind",
            ("kind", "类别", "类型", "type"),
            read_choice(AREA_KINDS, "county / town / village, 县 / 乡镇 / 村 / 社区"),
            "county, town or village (communities too); empty: by its place in the tree. 县、乡镇、村（社区）",
            "village",
            keep=True,
        ),
        _name("西塘村", "村名", "区域"),
        _name_en("Xitang"),
        Column("latitude", ("latitude", "纬度", "lat"), read_share(-90, 90), "Degrees, WGS 84. 纬度", "29.2457"),
        Column(
            "longitude", ("longitude", "经度", "lon", "lng"), read_share(-180, 180), "Degrees, WGS 84. 经度", "113.8164"
        ),
    ),
    Kind.STATIONS: (
        _code("S01"),
        _name("城关代表联络站", "站名", "联络站名称"),
        _name_en("Town Station"),
        Column(
            "area",
            ("area", "区域编码", "area_code", "所在区域", "服务区域"),
            read_code,
            "Code of the area it serves, with everything below. 服务区域编码",
            "T01",
            needed=True,
            refers=Kind.AREAS,
        ),
        Column("address", ("address", "地址"), read_text, "Public. 地址", "城关镇人民路1号"),
        _phone("The station's own number: public. 联络站电话，公开", "0715-4300000"),
    ),
    Kind.UNITS: (
        _code("U01"),
        _name("县交通运输局", "单位", "单位名称"),
        _name_en("Transport Bureau"),
        _phone("Public. 单位电话，公开", "0715-4300001"),
    ),
    Kind.REPRESENTATIVES: (
        _code("R0001"),
        _name("陈静", "代表姓名", "代表"),
        Column(
            "level",
            ("level", "层级", "级别", "代表层级"),
            read_choice(LEVELS, "township / county / municipal / provincial, 乡镇 / 县 / 市 / 省"),
            "township, county, municipal or provincial. 乡镇、县、市、省",
            "township",
            needed=True,
        ),
        Column(
            "constituency", ("constituency", "选区"), read_text, "Name of the constituency. 选区", "第一选区", empty=""
        ),
        Column(
            "station",
            ("station", "联络站编码", "station_code", "联络站", "所属联络站"),
            read_code,
            "Code of the station. 联络站编码",
            "S01",
            needed=True,
            refers=Kind.STATIONS,
        ),
        Column(
            "areas",
            ("areas", "区域编码", "area_codes", "负责区域", "联系区域", "区域"),
            read_codes,
            _AREA_CODES,
            "V001",
            empty=(),
            refers=Kind.AREAS,
        ),
        _phone("Kept encrypted, never shown to constituents. 加密保存，不向选民显示", "13800000000"),
        _active("no: left office; keeps their cases, gets no new ones. 离任填“否”"),
    ),
    Kind.TOPICS: (
        _code("roads"),
        _name("道路交通", "主题", "分类"),
        _name_en("Roads and traffic"),
        Column(
            "keywords",
            ("keywords", "关键词", "关键字"),
            read_words,
            "Words that suggest this topic, between semicolons. 关键词，用分号隔开",
            "公路; 公交; pothole",
            empty=(),
        ),
        Column(
            "unit",
            ("unit", "承办单位编码", "unit_code", "承办单位"),
            read_code,
            "Code of the unit that usually acts. 承办单位编码",
            "U01",
            refers=Kind.UNITS,
        ),
        Column(
            "position",
            ("position", "顺序", "排序"),
            read_position,
            "Order in lists, from 0. 顺序",
            "0",
            empty=0,
            keep=True,
        ),
        _active("no: not offered any more. 不再使用填“否”"),
    ),
}

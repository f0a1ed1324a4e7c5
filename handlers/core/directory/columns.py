"""The columns of a directory file: what they are called, how a cell is read, what an example looks like."""

from collections.abc import Callable
from typing import NamedTuple

from handlers.core.directory.book import Kind, Value
from handlers.core.directory.values import (
    AREA_KINDS,
    FLAGS,
    LEVELS,
    REASONS,
    SEXES,
    read_choice,
    read_code,
    read_codes,
    read_day,
    read_name,
    read_party,
    read_phone,
    read_picture,
    read_position,
    read_share,
    read_text,
    read_words,
)


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
    dated: bool = False
    """True: a cell that the spreadsheet keeps as a date is what is wanted."""

    @property
    def title(self) -> str:
        """As written into files."""
        return f"{self.titles[0]} / {self.titles[1]}"


def _code(example: str) -> Column:
    note = "Never changes: importing again finds the row by it.\n编码不变，再次导入时按编码更新。"
    return Column("code", ("code", "编码", "代码", "编号"), read_code, note, example, needed=True)


def _name(example: str, *more: str) -> Column:
    return Column("name", ("name", "名称", "姓名", *more), read_name, "As people know it. 名称", example, needed=True)


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


def _flag(key: str, titles: tuple[str, ...], note: str, example: str) -> Column:
    return Column(key, titles, read_choice(FLAGS, "yes / no, 是 / 否"), note, example)


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
        _name_en("Chen Jing"),
        Column(
            "level",
            ("level", "层级", "级别", "代表层级"),
            read_choice(LEVELS, "township / county / municipal / provincial, 乡镇 / 县 / 市 / 省"),
            "township, county, municipal or provincial. 乡镇、县、市、省",
            "township",
            needed=True,
        ),
        Column(
            "constituency",
            ("constituency", "选区", "选举单位", "所在选区"),
            read_text,
            "Name of the constituency. 选区",
            "第一选区",
            empty="",
        ),
        Column("term", ("term", "届次", "届"), read_text, "Which congress. 届次", "第十九届"),
        Column("sex", ("sex", "性别", "gender"), read_choice(SEXES, "female / male, 女 / 男"), "性别", "female"),
        Column(
            "party",
            ("party", "党派", "政治面貌"),
            read_party,
            "Party, or none; empty: the list does not say. 党派；无党派填“无”",
            "中共党员",
        ),
        Column("occupation", ("occupation", "职业", "职业构成", "界别"), read_text, "Group. 职业构成", "农民"),
        _flag("re_elected", ("re_elected", "连任", "是否连任"), "Held the office before. 是否连任", "no"),
        _flag("by_election", ("by_election", "补选", "是否补选"), "Elected between general elections. 是否补选", "no"),
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
        Column(
            "topics",
            ("topics", "负责主题", "关注领域", "主题编码"),
            read_codes,
            "Codes of topics they take care of, between semicolons; shown to who chooses. 关注的主题编码，用分号隔开",
            "roads",
            empty=(),
            refers=Kind.TOPICS,
        ),
        Column(
            "picture",
            ("picture", "照片", "头像", "photo", "相片", "证件照"),
            read_picture,
            "A picture in the cell, or its address (https://…), shown to all; empty: the one there is stays. "
            "把照片插入单元格，或写网址，公开；留空则不变",
            "",
            keep=True,
        ),
        _phone("Kept encrypted, never shown to constituents. 加密保存，不向选民显示", "13800000000"),
        _active("no: left office; keeps their cases, gets no new ones. 离任填“否”"),
        Column(
            "left_on",
            ("left_on", "离任日期", "终止日期"),
            read_day,
            "The day they left office, YYYY-MM-DD. 离任日期",
            "",
            dated=True,
        ),
        Column(
            "left_why",
            ("left_why", "离任原因", "终止原因"),
            read_choice(REASONS, "resigned / recalled / moved / died / term_over, 辞职 / 罢免 / 调离 / 去世 / 届满"),
            "resigned, recalled, moved, died or term_over. 离任原因",
            "",
        ),
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

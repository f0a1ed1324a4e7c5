"""An invented county: its directory, and the people on the phones."""

from collections.abc import Iterator
from importlib.resources import files
from typing import NamedTuple

from bot.sandbox.cast import Cast, CastMember, NamedLocation
from storage.vocabulary import Role

NAME = "Linshui county (临水县)"
USERNAME = "huiyin_demo_bot"
REFERENCE_PREFIX = "LS"
COUNTY_CLERK = 9002
SHEETS = ("areas.csv", "stations.csv", "units.csv", "representatives.csv")
"""In the order in which they can be imported."""
TOPICS_OF_UNITS = {
    "roads": "U01",
    "transport": "U01",
    "utilities": "U07",
    "education": "U03",
    "environment": "U04",
    "health": "U05",
    "streets": "U06",
}
"""Unit that usually acts, by topic."""
PLACES = [
    NamedLocation("东柳村 Dongliu", 29.312, 113.914),
    NamedLocation("石桥社区 Shiqiao", 29.212, 113.811),
    NamedLocation("河洲村 Hezhou", 29.163, 113.843),
    NamedLocation("白石村 Baishi", 29.461, 113.721),
]


class Office(NamedTuple):
    """The office somebody holds from the start, besides being a constituent."""

    role: Role
    code: str | None
    """Of the representative they act for, of their unit or their station; None: the county office."""
    chief: bool = False
    """The chief of their unit, which has its replies released."""


OFFICES = {
    9201: Office(Role.REPRESENTATIVE, "R01"),
    9202: Office(Role.REPRESENTATIVE, "R02"),
    9203: Office(Role.REPRESENTATIVE, "R05"),
    9204: Office(Role.REPRESENTATIVE, "R06"),
    9205: Office(Role.REPRESENTATIVE, "R10"),
    9206: Office(Role.REPRESENTATIVE, "R13"),
    9207: Office(Role.REPRESENTATIVE, "R15"),
    9301: Office(Role.UNIT, "U01"),
    9302: Office(Role.UNIT, "U02"),
    9303: Office(Role.UNIT, "U07", chief=True),
    9304: Office(Role.UNIT, "U07"),
    9001: Office(Role.STAFF, "S1"),
    9012: Office(Role.STAFF, "S2"),
    9013: Office(Role.STAFF, "S3"),
}
"""By Telegram id. The county's clerk has theirs from the settings, as an operator would give it."""

_PEOPLE = """
9101 | 李小梅 | zh-hans | constituents | Constituent, Dongliu | 选民，东柳村
9102 | Tom Baker | en | constituents | Constituent, Xiliu | 选民，西柳村
9103 | 王建国 | zh-hans | constituents | Constituent, Chating | 选民，茶亭村
9104 | Grace Miller | en | constituents | Constituent, Hezhou | 选民，河洲村
9105 | 张桂英 | zh-hans | constituents | Constituent, Dongliu | 选民，东柳村
9106 | 刘志强 | zh-hans | constituents | Constituent, Shiqiao | 选民，石桥社区
9107 | 陈思雨 | zh-hans | constituents | Constituent, Baishi | 选民，白石村
9108 | Anna Novak | en | constituents | Constituent, Xindian | 选民，新店社区
9109 | 赵明 | zh-hans | constituents | Constituent, Gaotian | 选民，高田村
9110 | 孙丽华 | zh-hans | constituents | Constituent, Taolin | 选民，桃林村
9201 | 林秀兰 | zh-hans | representatives | Representative, Dongliu and Xiliu | 代表，东柳村、西柳村
9202 | 周怀远 | zh-hans | representatives | Representative, Chating | 代表，茶亭村
9203 | 方志明 | en | representatives | Representative, Shiqiao | 代表，石桥社区
9204 | 邓雨晴 | zh-hans | representatives | Representative, Hezhou | 代表，河洲村
9205 | 罗素琴 | zh-hans | representatives | Representative, Baishi | 代表，白石村
9206 | 贺长河 | zh-hans | representatives | County representative, Liuxi | 县代表，柳溪镇
9207 | 苏婉君 | zh-hans | representatives | County representative, Shiqiao | 县代表，石桥镇
9301 | 高建平 | zh-hans | units | Officer, Transport Bureau | 经办人，交通运输局
9302 | 何水生 | zh-hans | units | Officer, Water Bureau | 经办人，水利局
9303 | Ruth Gao | en | units | Chief, Power Company | 负责人，供电公司
9304 | 罗志远 | zh-hans | units | Officer, Power Company | 经办人，供电公司
9001 | Chen Jing | en | staff | Clerk, Liuxi station | 柳溪镇联络站
9012 | 马晓东 | zh-hans | staff | Clerk, Shiqiao station | 石桥镇联络站
9013 | 何青 | zh-hans | staff | Clerk, Yunfeng station | 云峰镇联络站
9002 | 吴秋生 | zh-hans | staff | Clerk of the county office | 县联络办工作人员
"""


def cast() -> Cast:
    """Everybody with an account; two constituents, their representative and their clerk hold the first phones."""
    return Cast(_members(), phones=[9101, 9102, 9201, 9001])


def _members() -> Iterator[CastMember]:
    for line in _PEOPLE.strip().splitlines():
        number, name, language, group, label, label_zh = line.split(" | ")
        yield CastMember(int(number), name, label, group, language, label_zh=label_zh)


def sheets() -> Iterator[tuple[str, bytes]]:
    """The directory's files: name and content."""
    folder = files(__package__) / "directory"
    for name in SHEETS:
        yield name, (folder / name).read_bytes()


def history() -> str:
    """The script of the weeks before the town is opened, for `bot.demo.script`."""
    return (files(__package__) / "history.txt").read_text("utf-8")

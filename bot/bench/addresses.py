"""Ways in which people write where they live, made from any directory of areas; and a directory made up for that."""

import csv
import io
import random
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from handlers.core.directory.pinyin import bare, has_chinese, readings, suffix

VILLAGES = 192
"""In as many towns as `_TOWNS` names."""
_TOWNS = (
    "银溪镇", "石塘镇", "龙湾镇", "白云镇", "长岭镇", "重桥乡",
    "乐平镇", "三汇镇", "古塔街道", "双井乡", "大坪镇", "桃源镇",
)  # fmt: skip
_FIRST = (
    "大小上下东西南北新老高长石白黄青红金龙凤马牛虎双三五九十茶竹枫松柳桃荷清沙铁云重乐单曾覃解仇李张王陈刘杨周吴徐胡"
)
_LAST = "桥塘溪坪冲坳塅岭山河田林港洲源泉井庙亭铺店坑洞岩坡垅坝渡口湖畈塔关市场坊堰"
_BETWEEN = "家里门头口泉水阳"
_TRADITIONAL = str.maketrans(
    "长东乡龙凤马银铁镇县阳陈张刘杨吴双岭湾坝关门枫桥场垄头庄铺里云乐单庙黄区组号红"
    "丰华鱼宝铜钱钟赵郑叶罗谢邓冯卢贺树涧沟团坟买车仑麦龟岁岛峡联胜胡顺饭馆骆齐盘义会众压厂厅听国壮处夹宁宽宾实层师"
    "滩泽洁涌润滨潭汉湘沧渔满灵灶炉点营莲萝萧苏苍范荣药节芦观视让谷贾赛连进远迁钓锅锁锦镜闪阁阴陆韩顶项颜鸡鸭鹅鹤鲁",
    "長東鄉龍鳳馬銀鐵鎮縣陽陳張劉楊吳雙嶺灣壩關門楓橋場壟頭莊鋪裡雲樂單廟黃區組號紅"
    "豐華魚寶銅錢鐘趙鄭葉羅謝鄧馮盧賀樹澗溝團墳買車崙麥龜歲島峽聯勝胡順飯館駱齊盤義會眾壓廠廳聽國壯處夾寧寬賓實層師"
    "灘澤潔湧潤濱潭漢湘滄漁滿靈灶爐點營蓮蘿蕭蘇蒼範榮藥節蘆觀視讓谷賈賽連進遠遷釣鍋鎖錦鏡閃閣陰陸韓頂項顏雞鴨鵝鶴魯",
)
_WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
_COMMON = bytes(range(0xA1, 0xFF))


class Place(NamedTuple):
    """A village, the town it lies in, and the county."""

    code: str
    village: str
    town: str
    county: str

    @property
    def short(self) -> str:
        """The village without 村, 社区…"""
        return bare(self.village)


def directory() -> str:
    """A made-up county as a CSV of areas: names in two and three characters, namesakes, a village named as its town."""
    rng, rows = random.Random(14), [["C", "", "county", "临江县"]]
    taken: set[str] = set()
    for number, town in enumerate(_TOWNS):
        rows.append([f"T{number}", "C", "town", town])
        names = [bare(town), *(["和平", "向阳", "新屋"] if number % 4 == 0 else [])]
        while len(names) < VILLAGES // len(_TOWNS):
            middle = rng.choice(_BETWEEN) if rng.random() < 0.25 else ""
            name = rng.choice(_FIRST) + middle + rng.choice(_LAST)
            if name not in taken:
                taken.add(name)
                names.append(name)
        for at, name in enumerate(names):
            rows.append([f"V{number}-{at}", f"T{number}", "village", name + rng.choice(("村", "村", "村委会", "社区"))])
    written = io.StringIO()
    csv.writer(written).writerows([["code", "parent", "kind", "name"], *rows])
    return written.getvalue()


@cache
def _signs() -> dict[str, list[str]]:
    """Common characters by their usual sound: the first level of GB 2312."""
    found: dict[str, list[str]] = {}
    for row in range(0xB0, 0xD7):
        for sign in bytes(byte for cell in _COMMON for byte in (row, cell)).decode("gb2312", "ignore"):
            found.setdefault(readings(sign)[0], []).append(sign)
    return found


def _sounding_as(sign: str, rng: random.Random) -> str:
    alike = [one for one in _signs().get(readings(sign)[0], []) if one != sign]
    return rng.choice(alike) if alike else sign


def _any_other(sign: str, rng: random.Random) -> str:
    return rng.choice([one for alike in _signs().values() for one in alike if one != sign])


def _with_slip(name: str, rng: random.Random) -> str:
    """One character otherwise: any, where two are left that say which it is; else one of the same sound."""
    at = rng.randrange(len(name))
    other = _any_other if len(name) > 2 else _sounding_as
    return name[:at] + other(name[at], rng) + name[at + 1 :]


def _said(name: str, between: str = "") -> str:
    return between.join(readings(sign)[0] for sign in name)


def _capital(name: str) -> str:
    return _said(bare(name)).capitalize()


_ENGLISH = {"村": "village", "社": "community", "居": "community", "镇": "town", "乡": "township", "街": "subdistrict"}


def _english(name: str) -> str:
    kind = _ENGLISH.get(suffix(name)[:1], "village")
    return f"{_capital(name)} {kind}"


_LIVING = (
    "我住在{}", "我家在{}", "家住{}", "我是{}的", "我是{}人",
    "住{}这边", "老家{}", "我们家在{}里", "{}的村民", "现在住在{}附近",
)  # fmt: skip
_LIVING_ENGLISH = ("I live in {}", "We live at {}", "my home is in {}", "I'm from {}", "{}, please")
_WITHIN = (
    "三组", "3组", "第五村民小组", "李家湾", "老屋场", "12号",
    "三组12号", "2组8号", "八组老屋湾", "一队", "3栋2单元501室", "十二组",
)  # fmt: skip

Form = Callable[[Place, random.Random], str]


def _within(place: Place, rng: random.Random) -> str:
    return rng.choice(("", place.town)) + place.village + rng.choice(_WITHIN)


FORMS: dict[str, Form] = {
    "bare": lambda place, rng: place.short,
    "name": lambda place, rng: place.village,
    "town": lambda place, rng: place.town + place.village,
    "county": lambda place, rng: place.county + place.town + place.village,
    "province": lambda place, rng: "湖北省咸宁市" + place.county + place.town + place.village,
    "spaced": lambda place, rng: f"{place.county}，{place.town} {place.village}",
    "living": lambda place, rng: rng.choice(_LIVING).format(rng.choice(("", place.town)) + place.village),
    "living.short": lambda place, rng: rng.choice(_LIVING[:4]).format(place.short),
    "group": _within,
    "group.short": lambda place, rng: place.short + rng.choice(_WITHIN[:3]),
    "short.town": lambda place, rng: bare(place.town) + place.village,
    "short.both": lambda place, rng: bare(place.town) + place.short,
    "village.first": lambda place, rng: f"{place.village}（{place.town}）",
    "traditional": lambda place, rng: (place.town + place.village).translate(_TRADITIONAL),
    "traditional.bare": lambda place, rng: place.short.translate(_TRADITIONAL),
    "wide": lambda place, rng: (place.village + rng.choice(("３组", "１２号", "2组"))).translate(_WIDE),
    "wide.pinyin": lambda place, rng: _said(place.short).translate(_WIDE),
    "slip": lambda place, rng: _with_slip(place.short, rng),
    "slip.town": lambda place, rng: place.town + _with_slip(place.short, rng) + suffix(place.village),
    "pinyin": lambda place, rng: _said(place.short),
    "pinyin.spaced": lambda place, rng: _said(place.short, " "),
    "pinyin.name": lambda place, rng: _said(place.village.replace("委会", "")),
    "pinyin.town": lambda place, rng: f"{_said(bare(place.town))} {_said(place.short)}",
    "pinyin.town.joined": lambda place, rng: _said(place.town) + _said(place.village),
    "pinyin.slip": lambda place, rng: _letter_slip(_said(place.short), rng),
    "english": lambda place, rng: _english(place.village),
    "english.town": lambda place, rng: f"{_english(place.village)}, {_english(place.town)}",
    "english.county": lambda place, rng: ", ".join(map(_capital, place[1:])) + " County",
    "english.living": lambda place, rng: rng.choice(_LIVING_ENGLISH).format(_english(place.village)),
}
"""Ways to write a place, by what is measured."""


def _letter_slip(said: str, rng: random.Random) -> str:
    """Two letters changed over, in a sound of at least six; a shorter one is another name at once."""
    if len(said) < 6:
        return said
    at = rng.randrange(1, len(said) - 1)
    return said[:at] + said[at + 1] + said[at] + said[at + 2 :]


def written(form: str, places: Sequence[Place]) -> Iterator[tuple[Place, str]]:
    """Each place as this form has it; the same in every run."""
    rng = random.Random(form)
    for place in places:
        if has_chinese(place.village):
            yield place, FORMS[form](place, rng)

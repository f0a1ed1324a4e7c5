"""What may become of a matter, where it belongs, and what is found that tells who somebody is."""

import pytest

from handlers.core.casework.grouping import Place, common_place
from handlers.core.matters.rules import MatterAction, Personal, personal, possible, to_ask
from storage.matter_vocabulary import MatterState


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("请打 138 0013 8000 联系", Personal.PHONE, "138 0013 8000"),
        ("电话１３８００１３８０００", Personal.PHONE, "13800138000"),
        ("座机0715-4321000", Personal.PHONE, "0715-4321000"),
        ("身份证11010519491231002X号", Personal.IDENTITY, "11010519491231002X"),
        ("卡号6222021234567890128", Personal.BANK, "6222021234567890128"),
        ("车牌鄂L12345乱停", Personal.PLATE, "鄂L12345"),
        ("write to li@example.org", Personal.ADDRESS, "li@example.org"),
        ("微信：lampman01", Personal.ADDRESS, "微信:lampman01"),
        ("九房村3组12号门前", Personal.HOUSE, "3组12号"),
        ("王女士反映", Personal.NAME, "王女士"),
        ("The lamp of Li Lei", Personal.NAME, "Li Lei"),
    ],
)
def test_what_tells_who_somebody_is_is_found(text: str, kind: Personal, words: str) -> None:
    assert (kind, words) in personal(text, ["Li Lei"])


@pytest.mark.parametrize(
    "text",
    [
        "The lamps on East Street are dark since 2026-03-02.",
        "预算 120000 元，2025 年 10 月 1 日开工，全长 1380 米。",
        "编号 11010519491231002A、110105194912310021 不是身份证号。",
        "该路段由市政处 24 小时值守，共 13 盏灯。",
        "Believe the village committee.",
    ],
)
def test_days_sums_and_lengths_are_left_alone(text: str) -> None:
    assert not personal(text, ["Li"])


def test_nobody_releases_alone_what_they_wrote_where_a_second_person_is_needed() -> None:
    here = {"written": True, "needs_second": True}
    assert MatterAction.RELEASE not in possible(MatterState.DRAFT, wrote_it=True, **here)
    assert MatterAction.RELEASE not in possible(MatterState.TO_CHECK, wrote_it=True, **here)
    assert MatterAction.RELEASE in possible(MatterState.TO_CHECK, wrote_it=False, **here)
    assert possible(MatterState.DRAFT, wrote_it=True, written=True, needs_second=False) == [
        MatterAction.WRITE,
        MatterAction.RELEASE,
    ]
    assert possible(MatterState.DRAFT, wrote_it=True, written=False, needs_second=False) == [MatterAction.WRITE]
    assert possible(MatterState.RELEASED, wrote_it=False, **here) == [MatterAction.WITHDRAW]


def test_a_matter_lies_where_all_its_opinions_come_from() -> None:
    village, neighbour, other, town = Place(3, 2), Place(4, 2), Place(9, 8), Place(2, None)
    assert common_place(village, village) == 3
    assert common_place(village, neighbour) == 2
    assert common_place(town, village) == 2
    assert common_place(village, other) is None
    assert common_place(village, Place(None, None)) is None


def test_at_most_twenty_are_asked_those_who_said_something_first() -> None:
    assert to_ask([7, 9], list(range(10, 60))) == [7, 9, *range(10, 28)]

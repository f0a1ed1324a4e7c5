"""How names are read: every reading counts, and a surname has its own."""

import pytest

from handlers.core.directory.pinyin import bare, reads_as, sounds, suffix, surname_sound


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        *(
            ("单小平", "shanxiaoping"),
            ("曾国藩", "zengguofan"),
            ("覃文", "qinwen"),
            ("覃文", "tanwen"),
            ("解珍", "xiezhen"),
        ),
        *(("仇英", "qiuying"), ("查良镛", "zhaliangyong"), ("朴正", "piaozheng"), ("区志", "ouzhi"), ("乐毅", "yueyi")),
        *(("尉迟恭", "yuchigong"), ("万俟卨", "moqi"), ("缪荃", "miaoquan"), ("盖聂", "genie"), ("翟理", "zhaili")),
        *(("黑伯", "hebo"), ("任重", "renzhong"), ("长孙无忌", "zhangsun"), ("单乐重长", "shanyuechongzhang")),
        *(("单小平", "danxiao"), ("单小平", "sxp"), ("单小平", "xiaoping")),
    ],
)
def test_a_name_is_found_by_any_of_its_readings(name: str, typed: str) -> None:
    assert reads_as(name, typed)


@pytest.mark.parametrize(("name", "typed"), [("单小平", "zhang"), ("曾国", "shan"), ("李强", "liqiangda")])
def test_a_name_is_not_found_by_another(name: str, typed: str) -> None:
    assert not reads_as(name, typed)


def test_names_stand_in_lists_under_the_surname() -> None:
    assert [surname_sound(name) for name in ("单小平", "尉迟恭", "王伟")] == ["shanxiaoping", "yuchigong", "wangwei"]


def test_all_readings_are_combined_the_usual_first_and_none_of_a_single_character_is_left_out() -> None:
    ways = sounds("单曾解长")
    assert ways[0] == "dancengjiezhang" or ways[0] == "dancengjiechang"
    assert len(ways) == len(set(ways)) >= 24
    for way in ("shancengjiechang", "danzengjiechang", "dancengxiechang", "shanzengxiezhang"):
        assert way in ways
    assert len(sounds("长" * 30)) == 256


def test_what_a_name_ends_with_is_left_out_and_told() -> None:
    assert (bare("雁塔社区居委会"), suffix("雁塔社区居委会")) == ("雁塔", "社区居委会")
    assert (bare("Yanta Village"), suffix("Yanta Village")) == ("yanta", "village")
    assert (bare("新村"), suffix("雁塔")) == ("新", "")

"""A topic is suggested from the text, with the words that spoke for it."""

from types import SimpleNamespace

import pytest

from handlers.core.directory.starting_topics import starting_topics
from handlers.core.directory.topics import suggest

TOPICS = [SimpleNamespace(**topic) for topic in starting_topics()]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("村口的公路坑洼不平，路灯也坏了，希望尽快修路。", "roads"),
        ("我们小区物业不作为，业主都很有意见，房产证也没有办下来。", "housing"),
        ("化工厂夜里偷排废水，臭气熏天，井水都被污染了。", "environment"),
        ("孩子上小学报名难，学校老师说学位不够。", "education"),
        ("卫生院医生晚上不在，病人只能去县医院。", "health"),
        ("公司拖欠工资三个月，劳动合同也没有签。", "labour"),
        ("养老保险断缴了，社保局说不能补。", "security"),
        ("自来水三天两头停水，水压很低。", "utilities"),
        ("The streetlights on our road are broken and the pavement is full of potholes.", "roads"),
        ("Our school needs more teachers; every classroom is full.", "education"),
        ("The factory's emissions pollute the river: toxic waste everywhere.", "environment"),
    ],
)
def test_a_plain_opinion_gets_its_topic_first(text: str, code: str) -> None:
    assert suggest(text, TOPICS)[0].topic.code == code


def test_a_suggestion_names_the_words_that_spoke_for_it() -> None:
    assert set(suggest("停水又停电", TOPICS)[0].words) == {"停水", "停电"}


def test_english_words_count_whole_and_in_the_plural_only() -> None:
    assert suggest("We start to depart", TOPICS) == []
    assert suggest("Two museums", TOPICS)[0].topic.code == "culture"


@pytest.mark.parametrize("text", ["", "？？？", "😀" * 5000, "hm", "嗯"])
def test_a_text_that_says_nothing_gets_no_topic(text: str) -> None:
    assert suggest(text, TOPICS) == []


def test_the_name_of_an_imported_topic_counts_without_keywords() -> None:
    imported = [SimpleNamespace(code="x", name="红色旅游", keywords=[])]
    assert suggest("发展红色旅游", imported)[0].words == ("红色旅游",)


def test_starting_topics_have_both_names_and_words_in_both_languages() -> None:
    for topic in TOPICS:
        assert topic.name
        assert topic.name_en
        assert any(word.isascii() for word in topic.keywords), topic.code
        assert any(not word.isascii() for word in topic.keywords), topic.code
    assert len({topic.code for topic in TOPICS}) == len(TOPICS)

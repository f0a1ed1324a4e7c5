"""Lists that are turned page by page."""

import pytest

from handlers.conversation import paging
from handlers.conversation.paging import page
from handlers.presentation.callbacks import MinePage
from storage.inbox import Talk


@pytest.mark.parametrize(
    ("wanted", "count", "number", "pages"),
    [(0, 0, 0, 1), (3, 0, 0, 1), (-1, 9, 0, 2), (1, 8, 0, 1), (1, 9, 1, 2), (7, 17, 2, 3)],
)
def test_the_nearest_page_there_is(wanted: int, count: int, number: int, pages: int) -> None:
    found = page(wanted, count)
    assert (found.number, found.pages, found.skip) == (number, pages, number * 8)


@pytest.mark.parametrize(
    ("number", "numbered", "labels"),
    [
        (0, False, ["▶︎"]),
        (1, False, ["◀︎", "▶︎"]),
        (2, False, ["◀︎"]),
        (0, True, ["2 ▶️"]),
        (1, True, ["◀️ 1", "3 ▶️"]),
        (2, True, ["◀️ 2"]),
    ],
)
def test_keys_lead_to_the_pages_beside(number: int, numbered: bool, labels: list[str]) -> None:
    keys = page(number, 18, 6).turning(lambda to: MinePage(page=to), numbered=numbered)
    assert [key.label for key in keys] == labels
    assert [key.data for key in keys] == [MinePage(page=to) for to in (number - 1, number + 1) if 0 <= to < 3]


NAMES = ["王建国", "汪洋", "李梅", "Wang Li · officer"] + [f"赵{n}" for n in range(20)]


def _talk() -> Talk:
    return Talk(1, None, "{}", None, "[]")


def test_a_list_is_found_again_where_it_was_left() -> None:
    talk = _talk()
    assert paging.reading(talk, "people", 2).cut(NAMES, str).found == NAMES[16:24]
    again = paging.reading(talk, "people")
    assert again.cut(NAMES, str).page.number == 2
    assert paging.reading(talk, "people", of=1).number == 0, "another list of that name begins at its own beginning"
    assert paging.reading(talk, "people", words="").number == 0
    paging.leave(talk)
    assert paging.reading(talk, "people").number == 0


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("王", ["王建国", "汪洋"]),
        ("wang", ["王建国", "汪洋", "Wang Li · officer"]),
        ("梅", ["李梅"]),
        ("officer", ["Wang Li · officer"]),
        ("钱", []),
    ],
)
def test_a_list_is_narrowed_by_characters_and_by_how_they_sound(typed: str, found: list[str]) -> None:
    talk = _talk()
    narrowed = paging.reading(talk, "people", words=typed).cut(NAMES, str)
    assert (narrowed.found, narrowed.page.count) == (found, len(found))
    assert paging.reading(talk, "people").words == typed, "who comes back finds what they looked for"
    assert paging.reading(talk, "people", words="").cut(NAMES, str).page.count == len(NAMES)


def test_longer_words_than_a_list_could_hold_are_cut() -> None:
    assert len(paging.reading(_talk(), "people", words="王" * 5_000).words) == paging.LONGEST_WORDS

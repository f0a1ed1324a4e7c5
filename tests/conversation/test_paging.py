"""Lists that are turned page by page."""

import pytest

from handlers.conversation.paging import page
from handlers.presentation.callbacks import MinePage


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

"""The book of figures, in both languages."""

import pytest

from tests.league.book import Book
from tests.town import Town


@pytest.fixture(params=["en", "zh-hans"])
def language(request: pytest.FixtureRequest) -> str:
    """Telegram's code of everybody's language."""
    return str(request.param)


@pytest.fixture
async def book(town: Town, language: str) -> Book:
    """Everybody in place, and no figures yet."""
    book = Book(town, language, await town.furnish())
    await book.settle()
    return book

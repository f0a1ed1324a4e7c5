"""The office of matters in both languages, with a public board."""

from collections.abc import AsyncIterator

import pytest

from bot.board import BoardServer
from bot.http import HttpServer
from tests.desk.browser import Browser
from tests.matters.office import Office
from tests.town import Town


@pytest.fixture(params=["en", "zh-hans"])
def language(request: pytest.FixtureRequest) -> str:
    """Telegram's code of everybody's language."""
    return str(request.param)


@pytest.fixture
async def reader(town: Town) -> AsyncIterator[Browser]:
    """A browser of anybody's at the board."""
    url = "http://127.0.0.1:9/board"
    town.restarts(board_url=url)
    board = BoardServer(town.database, town.clock, url, indexed=False)
    board.begin(town.place)
    server = HttpServer({}, more=board.routes())
    port = await server.start("127.0.0.1", 0)
    try:
        yield Browser(f"http://127.0.0.1:{port}/board", town)
    finally:
        await server.stop()


@pytest.fixture
async def office(town: Town, reader: Browser, language: str) -> Office:
    """Everybody in place, and an opinion about lamps."""
    return await Office(town, language).open()

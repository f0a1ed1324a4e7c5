"""The office with a public board and Open311, and a key of another program."""

from collections.abc import AsyncIterator
from typing import Any
from xml.etree import ElementTree

import aiohttp
import orjson
import pytest

from bot.http import HttpServer
from bot.open311 import Open311Server
from storage.vocabulary import Role
from tests.matters.office import Office
from tests.town import Town


class Program:
    """Another program that writes and asks."""

    def __init__(self, base: str, town: Town) -> None:
        self.base, self.town, self.key = base, town, ""

    async def asks(self, method: str, path: str, **fields: str) -> tuple[int, object]:
        """Status, and the answer read from its format."""
        form, query = (fields, None) if method == "POST" else (None, fields)
        url = f"{self.base}/{path}"
        async with aiohttp.ClientSession() as client, client.request(method, url, data=form, params=query) as got:
            body = await got.read()
        await self.town.settle()
        return got.status, ElementTree.fromstring(body) if path.endswith(".xml") else orjson.loads(body)  # noqa: S314

    async def json(self, method: str, path: str, **fields: str) -> tuple[int, list[dict[str, Any]]]:
        """The same in JSON."""
        status, found = await self.asks(method, f"{path}.json", **fields)
        assert isinstance(found, list)
        return status, found


@pytest.fixture(params=["en", "zh-hans"])
def language(request: pytest.FixtureRequest) -> str:
    """Telegram's code of everybody's language."""
    return str(request.param)


@pytest.fixture
async def program(town: Town) -> AsyncIterator[Program]:
    """A program that has no key yet."""
    url = "http://127.0.0.1:9/open311/v2"
    town.restarts(open311_url=url, board_url="http://127.0.0.1:9/board")
    service = Open311Server(town.database, town.clock, url, town.committed)
    service.begin(town.place)
    server = HttpServer({}, more=service.routes())
    port = await server.start("127.0.0.1", 0)
    try:
        yield Program(f"http://127.0.0.1:{port}/open311/v2", town)
    finally:
        await server.stop()


@pytest.fixture
async def office(town: Town, program: Program, language: str) -> Office:
    """Everybody in place; county staff have made a key for the program."""
    office = await Office(town, language).open()
    chief = await town.grant(town.person("Guan", language), Role.STAFF)
    await chief.says("/keys")
    await chief.presses(office.say("New key", "新密钥"))
    await chief.says("Hotline")
    program.key = next(word for word in chief.screen.split() if len(word) == 32)
    return office

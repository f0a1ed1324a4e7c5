"""A browser at the desk of a test's town: real HTTP to the real server, without a script."""

import html
import io
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, NamedTuple

import aiohttp
from yarl import URL

from bot.desk import DeskServer
from bot.http import HttpServer
from tests.town import Actor, Town

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
TOKEN = re.compile(r'name="token" value="([0-9a-f]{64})"')


class Page:
    """An answer, as text."""

    def __init__(self, status: int, url: str, headers: Any, content: bytes) -> None:
        self.status, self.path, self.headers, self.content = status, url, headers, content
        self.source = content.decode(errors="replace")

    @property
    def text(self) -> str:
        """Words on it, without marks."""
        return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", self.source)).split())

    def field(self, name: str) -> str:
        """The value of the first field of this name."""
        found = re.search(rf'name="{name}" value="([^"]*)"', self.source)
        assert found, f"no field {name} on {self.path}:\n{self.text}"
        return html.unescape(found[1])


class Sent(NamedTuple):
    """A file in a form."""

    name: str
    content: bytes


class Browser:
    """Holds one cookie, follows redirects, says where a form comes from."""

    def __init__(self, base: str, town: Town, server: DeskServer | None = None) -> None:
        self.base, self.town, self.served_by = base, town, server
        self.jar = aiohttp.CookieJar(unsafe=True)
        self.token = ""
        self.settles = True
        """False: nobody waits for what follows from what is asked."""

    @property
    def server(self) -> DeskServer:
        """The desk that it comes to."""
        assert self.served_by is not None
        return self.served_by

    async def get(self, path: str, **headers: str) -> Page:
        """Look at a page."""
        return await self._ask("GET", path, None, headers)

    async def post(self, path: str, fields: dict[str, Any] | None = None, **headers: str) -> Page:
        """Send a form as a page of the desk does, with the token that it was shown."""
        sent = {"token": self.token, **(fields or {})}
        return await self._ask("POST", path, sent, {"Sec-Fetch-Site": "same-origin", **headers})

    async def _ask(self, method: str, path: str, fields: dict[str, Any] | None, headers: dict[str, str]) -> Page:
        given = {"User-Agent": FIREFOX, "Accept-Language": "en", **headers}
        data = aiohttp.FormData()
        for name, value in (fields or {}).items():
            for one in value if isinstance(value, list) else [value]:
                if isinstance(one, Sent):
                    data.add_field(
                        name, io.BytesIO(one.content), filename=one.name, content_type="application/octet-stream"
                    )
                else:
                    data.add_field(name, str(one))
        async with (
            aiohttp.ClientSession(cookie_jar=self.jar) as client,
            client.request(method, self.base + path, data=data if fields is not None else None, headers=given) as got,
        ):
            page = Page(got.status, got.url.path_qs, got.headers, await got.read())
        if found := TOKEN.search(page.source):
            self.token = found[1]
        if self.settles:
            await self.town.settle()
        return page

    async def is_sure(self, actor: Actor) -> None:
        """Somebody says in the chat that it is they."""
        await self.post("/sure", {"to": "/"})
        await actor.presses("✅ Yes, that is me")

    async def enters(self, actor: Actor) -> Page:
        """Come in by the link that the chat gives, confirmed there."""
        await actor.says("/desk")
        link = URL(next(word for word in actor.screen.split() if "/in/" in word)).path
        await self.post(link.removeprefix("/desk"))
        await actor.presses(await self.code())
        return await self.get("/door")

    async def code(self) -> str:
        """The number that the browser shows."""
        page = await self.get("/door")
        found = re.search(r'class="code">(\d\d)<', page.source)
        assert found, page.text
        return found[1]


@asynccontextmanager
async def opened(town: Town) -> AsyncIterator[Browser]:
    """A browser, and the desk that it comes to."""
    url = "http://127.0.0.1:9/desk"
    town.restarts(desk_url=url)
    desk = DeskServer(town.database, town.clock, url, town.committed)
    desk.begin(town.place)
    server = HttpServer({}, more=desk.routes())
    port = await server.start("127.0.0.1", 0)
    try:
        yield Browser(f"http://127.0.0.1:{port}/desk", town, desk)
    finally:
        await server.stop()


__all__ = ["Browser", "Page", "Sent", "opened"]

"""A line to the database server that can go dead: nothing passes any more, and nobody is told."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy.engine import make_url


class Relay:
    """Passes bytes on, both ways, until `cut`; `mended`, what was held back comes through."""

    def __init__(self, url: str) -> None:
        self._url = make_url(url)
        self._through = asyncio.Event()
        self._through.set()
        self._port = 0
        self._pumps: set[asyncio.Task[None]] = set()

    @property
    def url(self) -> str:
        """The address of the database by way of this relay."""
        return self._url.set(host="127.0.0.1", port=self._port).render_as_string(hide_password=False)

    def cut(self) -> None:
        """From now on nothing passes; connections stay open, also new ones."""
        self._through.clear()

    def mend(self) -> None:
        """Everything passes again."""
        self._through.set()

    @asynccontextmanager
    async def serving(self) -> AsyncIterator["Relay"]:
        """Open for the block."""
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self._port = server.sockets[0].getsockname()[1]
        try:
            yield self
        finally:
            server.close()
            for pump in self._pumps:
                pump.cancel()
            await asyncio.gather(*self._pumps, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._pumps.add(task)
        there_writer = None
        try:
            await self._through.wait()
            there_reader, there_writer = await asyncio.open_connection(self._url.host, self._url.port or 5432)
            async with asyncio.TaskGroup() as group:
                group.create_task(self._pump(reader, there_writer))
                group.create_task(self._pump(there_reader, writer))
        except asyncio.CancelledError:
            pass  # the block has ended
        finally:
            self._pumps.discard(task)
            for end in (writer, there_writer):
                if end is not None:
                    end.transport.abort()

    async def _pump(self, source: asyncio.StreamReader, drain: asyncio.StreamWriter) -> None:
        """Until one side closes; that, too, is only told while the line is alive."""
        with contextlib.suppress(OSError):
            while piece := await source.read(1 << 16):
                await self._through.wait()
                drain.write(piece)
                await drain.drain()
        await self._through.wait()
        drain.close()

"""The real bot as a process of its own, started again when it ends by itself."""

import asyncio
import os
import sys
from collections.abc import Callable
from pathlib import Path

import typer

from bot.backoff import backoff, pause
from bot.demo import town
from bot.demo.desk import addresses

TOKEN = "42:sandbox"  # noqa: S105 - the sandbox's own
STOP_SECONDS = 8.0
"""For it to end by itself; then it is killed. Longer than `GRACE_SECONDS` of `bot.leader`."""
SHORT_LIFE = 10.0
"""Seconds; who ends sooner is started again ever more slowly: our own choice."""
LONGEST_PAUSE = 15.0
"""Seconds before another start: our own choice."""


class BotProcess:
    """`python -m bot run`, with settings that lead it to the sandbox. Its warnings appear on this terminal.

    `absent` is called when it does not run: before it starts, and when it has ended.
    """

    def __init__(
        self,
        api_url: str,
        data_dir: Path,
        database_url: str,
        stopping: asyncio.Event,
        absent: Callable[[], None] = lambda: None,
        *,
        desk_port: int = 0,
    ) -> None:
        """`desk_port`: where it serves the desk; 0: it has none."""
        self._environment = {
            **{name: value for name, value in os.environ.items() if name not in _FOREIGN},
            "BOT_TOKEN": TOKEN,
            "BOT_API_URL": api_url,
            "DATA_DIR": str(data_dir),
            "DATABASE_URL": database_url,
            "CLOCK_FILE": str(data_dir / "clock"),
            "ADMIN_IDS": str(town.COUNTY_CLERK),
            "REFERENCE_PREFIX": town.REFERENCE_PREFIX,
            "LISTEN_HOST": "127.0.0.1",
            "LISTEN_PORT": str(desk_port),
            "RATE_PER_SECOND": "1000",
            "OPINIONS_PER_DAY": "0",
            "KEEP_FILES_MB": "20",
            "LOG_LEVEL": "WARNING",
        }
        if desk_port:
            self._environment |= addresses(desk_port)
        self._stopping = stopping
        self._absent = absent
        self.process: asyncio.subprocess.Process | None = None

    async def keep_going(self) -> None:
        """Run it until told to stop; then let it finish what is in hand."""
        deaths = 0
        self._absent()
        while not self._stopping.is_set():
            started = asyncio.get_running_loop().time()
            try:
                await self._run()
            finally:
                await self._end()
                self._absent()
            if self._stopping.is_set():
                return
            lived = asyncio.get_running_loop().time() - started
            deaths = 1 if lived > SHORT_LIFE else deaths + 1
            seconds = backoff(deaths, longest=LONGEST_PAUSE, spread=0)
            code = self.process.returncode if self.process else None
            typer.echo(f"The bot's process ended (code {code}); it starts again in {seconds:g} s.", err=True)
            await pause(seconds, self._stopping)

    async def _run(self) -> None:
        # Tied to this process: if it is killed, the bot must not go on and hold the town's database.
        self.process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "run", "--tied"),
            env=self._environment,
            stdin=asyncio.subprocess.PIPE,
            start_new_session=True,
        )
        while self.process.returncode is None and not self._stopping.is_set():
            await pause(0.2, self._stopping)

    async def _end(self) -> None:
        if self.process is None or self.process.returncode is not None:
            return
        self.process.terminate()
        try:
            async with asyncio.timeout(STOP_SECONDS):
                await self.process.wait()
        except TimeoutError:
            self.process.kill()
            await self.process.wait()


_FOREIGN = (
    "WEBHOOK_URL",
    "WEBHOOK_SECRET",
    "TIMEZONE",
    "COUNTRY",
    "DEFAULT_LANGUAGE",
    "DESK_URL",
    "ENCRYPTION_KEYS",
    "LOG_FORMAT",
    "NOTICE_NEEDS_SECOND",
)
"""Settings of another bot that may be in the environment."""

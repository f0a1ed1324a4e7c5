"""The demo's bot ends with the demo, however that ends."""

import asyncio
import signal
import sys
from pathlib import Path

from storage.lease import AlreadyRunning, lock_file
from tests.process.lives import BARE

PATIENCE = 60
DEMO = """
import asyncio, sys
from pathlib import Path
from bot.demo.bot_process import BotProcess

async def main(folder):
    stopping = asyncio.Event()
    await BotProcess("http://127.0.0.1:9", folder, f"sqlite:///{folder / 'huiyin.sqlite3'}", stopping).keep_going()

asyncio.run(main(Path(sys.argv[1])))
"""
"""A demo whose Bot API is gone: all that matters is that its bot runs and holds the database."""


def free(file: Path) -> bool:
    """Whether nobody holds the database."""
    try:
        lock_file(file).close()
    except AlreadyRunning:
        return False
    return True


async def test_a_demo_that_is_killed_takes_its_bot_with_it(tmp_path: Path) -> None:
    file = tmp_path / "huiyin.sqlite3"
    demo = await asyncio.create_subprocess_exec(sys.executable, "-c", DEMO, str(tmp_path), env=BARE)
    lock = tmp_path / "huiyin.sqlite3.lock"
    async with asyncio.timeout(PATIENCE):
        while not (lock.exists() and lock.read_text()):  # noqa: ASYNC110 (a file tells nobody)
            await asyncio.sleep(0.1)
    assert not free(file)
    demo.send_signal(signal.SIGKILL)
    await demo.wait()
    async with asyncio.timeout(PATIENCE):
        while not free(file):  # noqa: ASYNC110
            await asyncio.sleep(0.1)

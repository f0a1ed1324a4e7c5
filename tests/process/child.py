"""The real process and the other commands, as an operator starts them."""

import asyncio
import socket
import sys
from collections.abc import Mapping
from pathlib import Path

from tests.process.lives import BARE


async def start(folder: Path, env: Mapping[str, str], *command: str) -> asyncio.subprocess.Process:
    """Start `python -m bot` with this command, with these settings and no others; its data is in `folder`."""
    folder.mkdir(exist_ok=True)
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", *command),
        env={**BARE, "DATA_DIR": str(folder), "LISTEN_PORT": "0", **env},
        cwd=folder,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


async def told(folder: Path, env: Mapping[str, str], *command: str) -> str:
    """What a command prints; it has to succeed."""
    process = await start(folder, env, *command)
    said, complained = await process.communicate()
    assert process.returncode == 0, complained.decode()
    return said.decode()


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port

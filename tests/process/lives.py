"""Real processes, `python -m bot run`, without the seconds it takes to load: each is a fork of one that has loaded it.

`python -m tests.process.lives` is that one. Each line it is given, a JSON list of a folder, an environment and
constants of the bot by module and name, begins a life there, which runs the command itself and is a process of its own;
the answer is a line with its process id. When it has ended, its exit code is in the folder. At the end of standard
input all lives end.
"""

import asyncio
import contextlib
import gc
import json
import os
import select
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Coroutine, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

from sqlalchemy.orm import configure_mappers

HOME = Path(__file__).parents[2]
BARE = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(HOME)}
LOADED = ("bot.app", "babel.dates", "holidays")
"""What a life would load."""
READY = "ready\n"
PATIENCE = 60
LOOK_EVERY = 0.02


class Life:
    """A running bot; its settings are these and no others, its data and its log are in `folder`."""

    def __init__(self, folder: Path, pid: int) -> None:
        self.folder, self.pid = folder, pid

    @property
    def log(self) -> str:
        """What it said, and those said that lived in the folder before."""
        return (self.folder / "log").read_text("utf-8")

    @property
    def code(self) -> int | None:
        """The exit code; None while it lives."""
        file = _code_file(self.folder, self.pid)
        return int(file.read_text()) if file.exists() else None

    def tell(self, number: signal.Signals) -> None:
        """Send it a signal."""
        os.kill(self.pid, number)

    async def ends(self, number: signal.Signals | None = None) -> int:
        """Wait for its end, after this signal; the exit code."""
        if number is not None:
            self.tell(number)
        async with asyncio.timeout(PATIENCE):
            while (code := self.code) is None:  # noqa: ASYNC110 (a file tells nobody)
                await asyncio.sleep(LOOK_EVERY)
        return code

    async def lasts(self, until: Coroutine[Any, Any, None]) -> None:
        """Wait for this; if it dies before, fail with what it said."""
        async with asyncio.TaskGroup() as group:
            waiting, dying = group.create_task(until), group.create_task(self._dies())
            await asyncio.wait([waiting, dying], return_when=asyncio.FIRST_COMPLETED)
            dying.cancel()
            assert waiting.done(), f"ended with {self.code}: {self.log}"

    async def _dies(self) -> None:
        while self.code is None:  # noqa: ASYNC110
            await asyncio.sleep(LOOK_EVERY)


class Lives:
    """Begins lives."""

    def __init__(self, source: "subprocess.Popen[str]") -> None:
        self._source = source

    def begin(self, folder: Path, env: Mapping[str, str], constants: Mapping[str, float] | None = None) -> Life:
        """A life in this folder. Whoever begins one ends it; `one` does.

        `constants` of the bot that are otherwise there, as in `{"bot.clock.LOOK_EVERY": 0}`: what takes real seconds.
        """
        folder.mkdir(exist_ok=True)
        assert self._source.stdin is not None
        assert self._source.stdout is not None
        settings = {**BARE, "DATA_DIR": str(folder), "LISTEN_PORT": "0", **env}
        self._source.stdin.write(json.dumps([str(folder), settings, constants or {}]) + "\n")
        self._source.stdin.flush()
        return Life(folder, int(self._source.stdout.readline()))

    @asynccontextmanager
    async def one(self, folder: Path, env: Mapping[str, str]) -> AsyncIterator[Life]:
        """A life that ends with the block."""
        life = self.begin(folder, env)
        try:
            yield life
        finally:
            if life.code is None:
                await life.ends(signal.SIGKILL)


@contextmanager
def source() -> Iterator[Lives]:
    """Where lives come from; all have ended afterwards."""
    module = [sys.executable, "-m", "tests.process.lives"]
    pipe = subprocess.PIPE
    with subprocess.Popen(module, stdin=pipe, stdout=pipe, text=True, env=BARE, cwd=HOME) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stdout.readline() == READY
        yield Lives(process)
        process.stdin.close()


def _code_file(folder: Path, pid: int) -> Path:
    return folder / f"ended.{pid}"


def main() -> None:
    """Be the source until standard input ends."""
    for name in LOADED:
        import_module(name)
    configure_mappers()
    gc.collect()
    gc.freeze()  # what lives share need not be looked through by each
    print(READY, end="", flush=True)
    folders: dict[int, Path] = {}
    while True:
        if select.select([sys.stdin], [], [], LOOK_EVERY)[0]:
            line = sys.stdin.readline()
            if not line:
                break
            folder, env, constants = json.loads(line)
            if not (life := os.fork()):
                _live(folder, env, constants)
            folders[life] = Path(folder)
            print(life, flush=True)
        _note_ends(folders)
    for life in folders:
        os.kill(life, signal.SIGKILL)


def _note_ends(folders: dict[int, Path]) -> None:
    with contextlib.suppress(ChildProcessError):
        while (ended := os.waitpid(-1, os.WNOHANG))[0]:
            life, status = ended
            file = _code_file(folders.pop(life), life)
            fresh = file.with_name(f"{file.name}.new")
            fresh.write_text(str(os.waitstatus_to_exitcode(status)))
            fresh.rename(file)


def _live(folder: str, env: dict[str, str], constants: dict[str, float]) -> NoReturn:
    from bot.cli.main import app

    for constant, value in constants.items():
        module, _, name = constant.rpartition(".")
        assert hasattr(import_module(module), name), constant
        setattr(import_module(module), name, value)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(env)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    log = os.open("log", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(log, 1)
    os.dup2(log, 2)
    app()(["run"], prog_name="python -m bot")
    raise SystemExit


if __name__ == "__main__":
    main()

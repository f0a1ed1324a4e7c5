"""`python -m bot run` of the checkout in PYTHONPATH, with a list of the functions that run, each with its file.

SIGUSR1 begins the list anew; SIGUSR2 writes it to the file named in TRACE_FILE. Run as a script: it imports nothing of
the project before the bot runs, so that the `bot` that runs is the checkout's own.
"""

import json
import os
import runpy
import signal
import sys
import threading
from pathlib import Path
from typing import Any

passed: set[tuple[str, str]] = set()


def note(frame: Any, what: str, _argument: object) -> None:
    """Profile hook: note a function that begins or goes on."""
    if what == "call":
        passed.add((frame.f_code.co_filename, frame.f_code.co_qualname))


def begin(_number: int, _frame: object) -> None:
    """Forget the list, and note functions of this thread from now on: at the start it would only take time."""
    passed.clear()
    sys.setprofile(note)


def write(_number: int, _frame: object) -> None:
    """Write the list, all of it or nothing."""
    sys.setprofile(None)
    file = Path(os.environ["TRACE_FILE"])
    fresh = file.with_suffix(".new")
    fresh.write_text(json.dumps(sorted(passed)), "utf-8")
    fresh.replace(file)


if __name__ == "__main__":
    signal.signal(signal.SIGUSR1, begin)
    signal.signal(signal.SIGUSR2, write)
    threading.setprofile(note)
    sys.argv = ["bot", "run"]
    runpy.run_module("bot", run_name="__main__", alter_sys=True)

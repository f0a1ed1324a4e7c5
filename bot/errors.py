"""Errors told in a line that may be kept and logged: class and place, never a message that may quote a person."""

import traceback
from pathlib import Path

HOME = Path(__file__).parent.parent
FRAMES = 4
"""So many calls are named in a trace, the innermost first: our own choice."""


def error_location(error: BaseException) -> str:
    """Class of the error and the line that raised it: `KeyError at handlers/x.py:41`."""
    frames = traceback.extract_tb(error.__traceback__)
    return f"{type(error).__name__} at {_line(frames[-1])}" if frames else type(error).__name__


def error_trace(error: BaseException) -> str:
    """`KeyError at handlers/x.py:41 in f, called at …`, then its causes. Only the system's own messages (`OSError`)."""
    told = [_one(error)]
    seen = {id(error)}
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    while cause is not None and id(cause) not in seen:
        seen.add(id(cause))
        told.append(_one(cause))
        cause = cause.__cause__ or (None if cause.__suppress_context__ else cause.__context__)
    return " because of ".join(told)


def _one(error: BaseException) -> str:
    name = type(error).__name__
    if isinstance(error, OSError) and str(error):
        name += f" ({error})"
    frames = traceback.extract_tb(error.__traceback__)[-FRAMES:]
    places = [f"{_line(frame)} in {frame.name}" for frame in reversed(frames)]
    inside = [_one(one) for one in error.exceptions] if isinstance(error, BaseExceptionGroup) else []
    return (
        name + (" at " + ", called at ".join(places) if places else "") + (f" [{'; '.join(inside)}]" if inside else "")
    )


def _line(frame: traceback.FrameSummary) -> str:
    """File and line, the file as seen from here; of a library, its last three parts."""
    path = Path(frame.filename)
    is_ours = path.is_relative_to(HOME) and "site-packages" not in path.parts
    return f"{path.relative_to(HOME) if is_ours else '/'.join(path.parts[-3:])}:{frame.lineno}"

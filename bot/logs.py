"""Logs as key and value, for people or machines; tokens and people's texts never reach them."""

import logging
import re
import sys
import traceback
from collections.abc import Iterable, MutableMapping
from pathlib import Path
from typing import Any, Literal

import structlog

HIDDEN = "[hidden]"
TOKEN_LIKE = re.compile(r"\d{5,}:[A-Za-z0-9_-]{20,}")
HOME = Path(__file__).parent.parent

Event = MutableMapping[str, Any]


def configure(level: str, form: Literal["console", "json"], secrets: Iterable[str] = ()) -> None:
    """Send everything that is logged, the libraries' records too, to standard error in one form, without `secrets`."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper("iso", utc=True),
        _tell_failure,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, _renderer(form), _Hide(secrets)],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for chatty in ("aiohttp.access", "aiogram.event", "alembic", "apscheduler"):
        logging.getLogger(chatty).setLevel(max(logging.WARNING, root.level))


def _renderer(form: Literal["console", "json"]) -> Any:
    if form == "json":
        import orjson

        return structlog.processors.JSONRenderer(lambda event, default: orjson.dumps(event, default=default).decode())
    return structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback)


class _Hide:
    """Last in line: what looks like a token, or is one of our secrets, is blotted out wherever it stands."""

    def __init__(self, secrets: Iterable[str]) -> None:
        known = sorted({secret for secret in secrets if len(secret) > 3}, key=len, reverse=True)
        self._pattern = re.compile("|".join([*map(re.escape, known), TOKEN_LIKE.pattern]))

    def __call__(self, _logger: Any, _method: str, rendered: Any) -> str:
        return self._pattern.sub(HIDDEN, str(rendered))


def _tell_failure(_logger: Any, _method: str, event: Event) -> Event:
    """Put class and place of an exception where its traceback would be: its message may quote somebody."""
    given = event.pop("exc_info", None)
    if not given:
        return event
    error = given if isinstance(given, BaseException) else given[1] if isinstance(given, tuple) else sys.exc_info()[1]
    if error is not None:
        event["failure"] = failure(error)
    return event


def failure(error: BaseException) -> str:
    """`KeyError at handlers/x.py:41 in f, called at …`, then its causes. Only the system's own messages."""
    told = [_told(error)]
    seen = {id(error)}
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    while cause is not None and id(cause) not in seen:
        seen.add(id(cause))
        told.append(_told(cause))
        cause = cause.__cause__ or (None if cause.__suppress_context__ else cause.__context__)
    return " because of ".join(told)


def _told(error: BaseException) -> str:
    name = type(error).__name__
    if isinstance(error, OSError) and str(error):
        name += f" ({error})"
    frames = traceback.extract_tb(error.__traceback__)[-4:]
    places = [f"{_short(frame.filename)}:{frame.lineno} in {frame.name}" for frame in reversed(frames)]
    inside = [_told(one) for one in error.exceptions] if isinstance(error, BaseExceptionGroup) else []
    return (
        name + (" at " + ", called at ".join(places) if places else "") + (f" [{'; '.join(inside)}]" if inside else "")
    )


def _short(filename: str) -> str:
    path = Path(filename)
    if path.is_relative_to(HOME) and "site-packages" not in path.parts:
        return str(path.relative_to(HOME))
    return "/".join(path.parts[-3:])

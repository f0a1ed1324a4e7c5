"""Logs as key and value, for people or machines; tokens and people's texts never reach them."""

import logging
import re
import sys
from collections.abc import Iterable, MutableMapping
from typing import Any, Literal

import structlog

from bot.errors import error_trace

HIDDEN = "[hidden]"
TOKEN_LIKE = re.compile(r"\d{5,}:[A-Za-z0-9_-]{20,}")

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
        event["failure"] = error_trace(error)
    return event

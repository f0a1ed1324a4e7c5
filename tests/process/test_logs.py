"""Logs: neither tokens nor people's texts."""

import logging
from collections.abc import Iterator

import orjson
import pytest
import structlog

from bot import logs
from bot.errors import error_trace

TOKEN = "987654321:AAE-a_token_that_must_not_be_seen_0123"


@pytest.fixture(autouse=True)
def as_it_was() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


@pytest.mark.parametrize("form", ["console", "json"])
def test_a_token_is_hidden_wherever_it_stands(capsys: pytest.CaptureFixture[str], form: str) -> None:
    logs.configure("INFO", form, ["short-secret"])  # type: ignore[arg-type]
    structlog.get_logger().info("calling", url=f"https://api.telegram.org/bot{TOKEN}/getMe", word="short-secret")
    logging.getLogger("aiohttp.client").warning("failed: %s", f"/bot{TOKEN}/x")
    said = capsys.readouterr().err
    assert "getMe" in said
    assert "failed" in said
    assert TOKEN not in said
    assert "short-secret" not in said


@pytest.mark.parametrize("form", ["console", "json"])
def test_an_exception_is_told_by_class_and_place_without_its_words(
    capsys: pytest.CaptureFixture[str], form: str
) -> None:
    logs.configure("INFO", form)  # type: ignore[arg-type]
    try:
        try:
            raise ValueError("the bridge in my village is broken")
        except ValueError as cause:
            raise KeyError("13800138000") from cause
    except KeyError:
        structlog.get_logger().exception("failed")
        logging.getLogger("asyncio").exception("failed too")
    said = capsys.readouterr().err
    assert said.count("KeyError at tests/process/test_logs.py:") == 2
    assert said.count("because of ValueError") == 2
    assert "bridge" not in said
    assert "13800138000" not in said


def test_json_logs_are_one_object_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("INFO", "json")
    structlog.get_logger("bot.x").info("started", port=8080)
    logging.getLogger("quiet").debug("not shown")
    (line,) = capsys.readouterr().err.splitlines()
    told = orjson.loads(line)
    assert (told["event"], told["port"], told["level"]) == ("started", 8080, "info")


def test_the_system_s_own_message_is_kept() -> None:
    assert "Connection refused" in error_trace(ConnectionRefusedError(111, "Connection refused"))

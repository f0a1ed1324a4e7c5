"""What an answer of the Bot API, or none, means for a call."""

import pytest

from bot.api_client import ApiSilent, Disconnected, NotConnected, Reply
from bot.delivery.error_policy import (
    Ambiguous,
    Dead,
    Migrated,
    RateLimited,
    ResendAsNew,
    Retry,
    SendResult,
    Sent,
    Unreachable,
    classify,
)


def no(status: int, description: str, **parameters: int) -> Reply:
    return Reply(status, {"ok": False, "error_code": status, "description": description, "parameters": parameters})


@pytest.mark.parametrize(
    ("method", "reply", "expected"),
    [
        ("sendMessage", Reply(200, {"ok": True, "result": 1}), Sent(1)),
        ("sendMessage", no(429, "Too Many Requests", retry_after=7), RateLimited(7.0)),
        ("sendMessage", no(403, "Forbidden: bot was blocked by the user"), Unreachable),
        ("sendMessage", no(400, "Bad Request: chat not found"), Unreachable),
        ("sendMessage", no(400, "Bad Request: group upgraded", migrate_to_chat_id=-100), Migrated(-100)),
        ("sendMessage", no(400, "Bad Request: message is too long"), Dead("Bad Request: message is too long")),
        ("sendMessage", no(413, "Request Entity Too Large"), Dead),
        ("sendMessage", Reply(413, None), Dead("too large")),
        ("sendMessage", no(500, "Internal Server Error"), Retry),
        ("sendMessage", no(401, "Unauthorized"), Retry),
        ("sendMessage", Reply(502, None), Retry),
        ("sendMessage", Reply(504, None), Ambiguous),
        ("sendMessage", Reply(200, None), Ambiguous),
        ("sendMessage", NotConnected("ConnectionRefusedError"), Retry),
        ("sendMessage", Disconnected("no answer in time"), Ambiguous),
        ("editMessageText", no(400, "Bad Request: message is not modified: …"), Sent(None)),
        ("editMessageText", no(400, "Bad Request: message to edit not found"), ResendAsNew()),
        ("editMessageText", no(400, "Bad Request: message can't be edited"), ResendAsNew()),
        ("deleteMessage", no(400, "Bad Request: message to delete not found"), Sent(None)),
        ("sendMessage", no(400, 'Bad Request: unsupported tag "secret"'), Dead('Bad Request: unsupported tag "…"')),
    ],
)
def test_what_an_answer_means(method: str, reply: Reply | ApiSilent, expected: SendResult | type) -> None:
    found = classify(method, reply, 1)
    assert found == expected if not isinstance(expected, type) else isinstance(found, expected)


def test_a_call_the_server_fails_on_for_hours_is_given_up() -> None:
    assert isinstance(classify("sendMessage", no(500, "Internal Server Error"), 40), Dead)

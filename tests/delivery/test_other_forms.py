"""Other forms of what Telegram refuses for good; what goes in none is told."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from bot.delivery.sender import Sender
from storage.engine import Database
from storage.models.files import File, FileCopy
from storage.models.traffic import OutboxCall
from storage.vocabulary import AttachmentKind, CallState, Channel, Lane
from tests.delivery.server import Server, refusal
from tests.delivery.town import internal_updates, promise, settled

Start = Callable[..., Sender]

FORBIDDEN = "Bad Request: VOICE_MESSAGES_FORBIDDEN"
CONTENT = b"what was said"


def named(server: Server) -> list[str]:
    return [method for method, _ in server.calls if method != "getFile"]


@pytest.mark.parametrize(
    ("method", "kind", "forms"),
    [
        ("sendVoice", "voice", ["sendVoice", "sendAudio", "sendDocument"]),
        ("sendAudio", "audio", ["sendAudio", "sendDocument"]),
        ("sendVideoNote", "video_note", ["sendVideoNote", "sendVideo", "sendDocument"]),
        ("sendVideo", "video", ["sendVideo", "sendDocument"]),
        ("sendAnimation", "animation", ["sendAnimation", "sendDocument"]),
        ("sendPhoto", "photo", ["sendPhoto", "sendDocument"]),
        ("sendDocument", "document", ["sendDocument", "sendDocument"]),
    ],
)
async def test_each_kind_of_file_has_other_forms(
    database: Database, server: Server, start: Start, method: str, kind: str, forms: list[str]
) -> None:
    """Each but the last is refused; the content travels, since an id stands for one kind only."""
    server.files["said"] = CONTENT
    server.script[7].extend([refusal(400, FORBIDDEN)] * (len(forms) - 1))
    call = await promise(database, 7, method=method, body={"chat_id": 7, kind: "said"}, opinion_id=3)
    start()
    await settled(database, call)
    assert named(server) == forms
    assert CONTENT in server.calls[-1][1].values()


async def test_a_second_time_the_other_form_needs_no_fetching(database: Database, server: Server, start: Start) -> None:
    server.files["said"] = CONTENT
    async with database.writing() as session:
        file = File(kind=AttachmentKind.VOICE)
        session.add(file)
        await session.flush()
        copy = {"file_id": file.id, "channel": Channel.TELEGRAM, "external_id": "said"}
        session.add(FileCopy(**copy, kind=AttachmentKind.VOICE))
    sender = start()
    for chat in (7, 8):
        server.script[chat].append(refusal(400, FORBIDDEN))
        call = await promise(database, chat, method="sendVoice", body={"chat_id": chat, "voice": "said"})
        sender.wake()
        await settled(database, call)
    assert named(server) == ["sendVoice", "sendAudio"] * 2
    assert sum(method == "getFile" for method, _ in server.calls) == 1


async def test_what_goes_in_no_form_is_told_with_its_file(database: Database, server: Server, start: Start) -> None:
    server.script[7].extend([refusal(400, FORBIDDEN)] * 3)
    server.files["said"] = CONTENT
    call = await promise(
        database, 7, method="sendVoice", body={"chat_id": 7, "voice": "said"}, opinion_id=3, lane=Lane.STAFF
    )
    start()
    assert (await settled(database, call, CallState.DEAD)).error == FORBIDDEN
    (told,) = await told_of(database)
    assert (told["chat_id"], told["opinion_id"], told["kind"]) == (7, 3, "Voice")
    assert len(told["files"]) == 1


async def test_a_reminder_that_is_refused_is_not_told_of(database: Database, server: Server, start: Start) -> None:
    """Else a refused report would be reported for ever."""
    server.script[7].append(refusal(400, "Bad Request: nonsense"))
    call = await promise(database, 7, opinion_id=3, lane=Lane.REMINDER)
    start()
    await settled(database, call, CallState.DEAD)
    assert await told_of(database) == []


async def test_a_picture_that_goes_in_no_form_leaves_its_words_and_keys(
    database: Database, server: Server, start: Start
) -> None:
    keys = {"inline_keyboard": [[{"text": "Open", "callback_data": "x"}]]}
    body = {"chat_id": 7, "photo": "gone", "caption": "<b>Li</b>", "parse_mode": "HTML", "reply_markup": keys}
    server.script["sendPhoto"].append(refusal(400, "Bad Request: wrong file identifier/HTTP URL specified"))
    server.script["getFile"].append(refusal(400, "Bad Request: invalid file_id"))
    call = await promise(database, 7, method="sendPhoto", body=body)
    start()
    await settled(database, call)
    assert server.calls[-1] == (
        "sendMessage",
        {"chat_id": 7, "parse_mode": "HTML", "reply_markup": keys, "text": "<b>Li</b>"},
    )


async def test_an_album_is_taken_apart(database: Database, server: Server, start: Start) -> None:
    media = [{"type": "photo", "media": "one", "caption": "both"}, {"type": "video", "media": "two"}]
    server.script["sendMediaGroup"].append(refusal(400, "Bad Request: group send failed"))
    call = await promise(database, 7, method="sendMediaGroup", body={"chat_id": 7, "media": media}, opinion_id=3)
    start()
    await settled(database, call, CallState.REPLACED)
    await server.heard(3)
    assert server.calls[1:] == [
        ("sendPhoto", {"chat_id": 7, "caption": "both", "photo": "one"}),
        ("sendVideo", {"chat_id": 7, "video": "two"}),
    ]


async def test_of_a_notice_too_and_its_own_call_goes_on(database: Database, server: Server, start: Start) -> None:
    media = [{"type": "photo", "media": "one", "caption": "both"}, {"type": "photo", "media": "two"}]
    server.script["sendMediaGroup"].append(refusal(400, "Bad Request: group send failed"))
    body = {"chat_id": 7, "media": media}
    call = await promise(database, 7, method="sendMediaGroup", body=body, lane=Lane.NOTICE)
    start()
    await settled(database, call)
    await server.heard(3)
    assert server.calls[1:] == [
        ("sendPhoto", {"chat_id": 7, "caption": "both", "photo": "one"}),
        ("sendPhoto", {"chat_id": 7, "photo": "two"}),
    ]


@pytest.mark.parametrize("refused", [1, 2], ids=["one file", "both files"])
async def test_of_a_file_of_a_notice_that_is_refused_its_ledger_learns(
    database: Database, server: Server, start: Start, refused: int
) -> None:
    media = [{"type": "photo", "media": "one"}, {"type": "photo", "media": "two"}]
    server.script["sendMediaGroup"].append(refusal(400, "Bad Request: group send failed"))
    for _ in range(refused):
        server.script["sendPhoto"].append(refusal(400, "Bad Request: wrong file identifier/HTTP URL specified"))
        server.script["getFile"].append(refusal(400, "Bad Request: invalid file_id"))
    body = {"chat_id": 7, "media": media}
    call = await promise(database, 7, method="sendMediaGroup", body=body, lane=Lane.NOTICE)
    start()
    await settled(database, call, CallState.SENT if refused == 1 else CallState.DEAD)
    async with database.reading() as session:
        error = await session.scalar(select(OutboxCall.error).where(OutboxCall.id == call))
    assert error is not None
    assert ("1 of 2 files refused" in error) == (refused == 1)
    assert "wrong file identifier" in error


@pytest.mark.parametrize(
    ("reason", "body", "left"),
    [
        (
            "Bad Request: can't parse entities",
            {"text": "<b>so</b> &amp; so", "parse_mode": "HTML"},
            {"text": "so & so"},
        ),
        ("Bad Request: BUTTON_DATA_INVALID", {"text": "so", "reply_markup": {"inline_keyboard": []}}, {"text": "so"}),
        ("Bad Request: no", {"latitude": 31.25, "longitude": 121.5}, {"text": "📍 31.250000, 121.500000"}),
    ],
)
async def test_words_go_without_marks_and_keys_and_a_place_in_figures(
    database: Database, server: Server, start: Start, reason: str, body: dict[str, Any], left: dict[str, Any]
) -> None:
    method = "sendLocation" if "latitude" in body else "sendMessage"
    server.script[7].append(refusal(400, reason))
    call = await promise(database, 7, method=method, body={"chat_id": 7, **body})
    start()
    await settled(database, call)
    assert server.calls[-1] == ("sendMessage", {"chat_id": 7, **left})


async def told_of(database: Database) -> list[dict[str, Any]]:
    return [said["refused"] for _, _, said in await internal_updates(database)]

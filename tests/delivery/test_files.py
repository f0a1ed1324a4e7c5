"""Files of ours travel once; files of people are fetched and handed in."""

import asyncio
import hashlib
from collections.abc import Callable

from bot.delivery.sender import Sender
from storage.engine import Database
from storage.queries import files
from storage.vocabulary import CallState
from tests.delivery.server import Server, refusal
from tests.delivery.town import internal_updates, now, promise, settled

Start = Callable[..., Sender]


async def keep(database: Database, sha256: str, content: bytes = b"picture") -> None:
    async with database.writing() as session:
        await files.keep_blob(session, sha256, "qr.png", content, now())


async def test_a_file_travels_once_and_is_named_after_that(database: Database, server: Server, start: Start) -> None:
    await keep(database, "ab")
    first = await promise(database, 7, method="sendPhoto", body={"chat_id": 7, "photo": "blob:ab", "caption": "Scan"})
    sender = start()
    await settled(database, first)
    second = await promise(database, 8, method="sendPhoto", body={"chat_id": 8, "photo": "blob:ab"})
    sender.wake()
    await settled(database, second)
    assert server.calls[0][1] == {"chat_id": 7, "photo": "attach://ab", "caption": "Scan", "ab": b"picture"}
    assert server.calls[1][1] == {"chat_id": 8, "photo": "photo-single"}
    assert server.uploads == 1


async def test_what_telegram_has_is_no_longer_kept_here(database: Database, server: Server, start: Start) -> None:
    await keep(database, "ab")
    call = await promise(database, 7, method="sendPhoto", body={"chat_id": 7, "photo": "blob:ab"})
    start()
    await settled(database, call)
    async with database.reading() as session:
        assert await files.blob(session, "ab") is None


async def test_a_file_that_another_call_sends_as_something_else_stays(database: Database) -> None:
    await keep(database, "ab")
    as_photo = await promise(database, 7, method="sendPhoto", body={"chat_id": 7, "photo": "blob:ab"})
    await promise(database, 7, method="sendDocument", body={"chat_id": 7, "document": "blob:ab"})
    async with database.writing() as session:
        await files.remember_file(session, "ab", "photo", "photo-single", as_photo)
    async with database.reading() as session:
        assert await files.blob(session, "ab") is not None


async def test_the_files_of_an_album_are_remembered_each(database: Database, server: Server, start: Start) -> None:
    await keep(database, "a1")
    await keep(database, "a2")
    media = [{"type": "photo", "media": "blob:a1"}, {"type": "photo", "media": "blob:a2", "caption": "c"}]
    call = await promise(database, 7, method="sendMediaGroup", body={"chat_id": 7, "media": media})
    start()
    await settled(database, call)
    async with database.reading() as session:
        assert await files.sent_file(session, "a1", "photo") == "photo-album0"
        assert await files.sent_file(session, "a2", "photo") == "photo-album1"


async def test_a_call_whose_file_is_gone_is_given_up(database: Database, server: Server, start: Start) -> None:
    call = await promise(database, 7, method="sendPhoto", body={"chat_id": 7, "photo": "blob:none"})
    start()
    await settled(database, call, CallState.DEAD)
    assert server.calls == []


async def test_a_file_somebody_sent_is_kept_and_the_handlers_are_told(
    database: Database, server: Server, start: Start
) -> None:
    server.files["roster.xlsx"] = b"PK rows"
    told = asyncio.Event()
    body = {"file_id": "roster.xlsx", "topic": "directory", "context": {"step": 1}}
    call = await promise(database, 7, method="fetchFile", body=body)
    start(on_inbox=told.set)
    await asyncio.wait_for(told.wait(), 5)
    await settled(database, call)
    sha256 = hashlib.sha256(b"PK rows").hexdigest()
    fetched = {"topic": "directory", "context": {"step": 1}, "sha256": sha256, "name": "roster.xlsx", "error": None}
    assert await internal_updates(database) == [(-call, 7, {"fetched": fetched})]
    async with database.reading() as session:
        blob = await files.blob(session, sha256)
        assert blob is not None
        assert blob.content == b"PK rows"


async def test_a_file_that_is_too_big_or_gone_is_said_to_be(database: Database, server: Server, start: Start) -> None:
    server.script["getFile"].append(refusal(400, "Bad Request: file is too big"))
    server.script["getFile"].append(refusal(400, "Bad Request: invalid file_id"))
    for file_id in ("big", "gone"):
        call = await promise(database, 7, method="fetchFile", body={"file_id": file_id, "topic": "t", "context": None})
    start()
    await settled(database, call)
    errors = [said["fetched"]["error"] for _, _, said in sorted(await internal_updates(database), reverse=True)]
    assert errors == ["too_big", "gone"]

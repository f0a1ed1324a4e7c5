"""Files of ours travel once; files of people are fetched and handed in."""

import asyncio
import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import structlog

from bot.api_client import LARGEST_DOWNLOAD, TELEGRAM, BotApi, NotConnected
from bot.delivery.sender import Sender
from bot.proxy import find_proxy
from storage.engine import Database
from storage.queries import files
from storage.vocabulary import CallState
from tests.delivery.server import Server, refusal
from tests.delivery.town import TOKEN, internal_updates, now, promise, settled

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


def local(folder: Path, name: str, content: bytes = b"PK rows") -> Path:
    """A file where a server in --local mode puts it: in a folder named by the bot's token."""
    path = folder / TOKEN / "documents" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def names(path: str | Path) -> tuple[int, object]:
    """What getFile answers there."""
    return 200, {"ok": True, "result": {"file_id": "f", "file_path": str(path)}}


async def fetched(database: Database, server: Server, start: Start, path: str | Path) -> dict[str, Any]:
    """What the handlers are told of a file that the server names so."""
    server.script["getFile"].append(names(path))
    body = {"file_id": "f", "topic": "directory", "context": None}
    call = await promise(database, 7, method="fetchFile", body=body)
    start()
    await settled(database, call)
    [(_, _, told)] = await internal_updates(database)
    found: dict[str, Any] = told["fetched"]
    return found


async def test_a_server_of_our_own_in_local_mode_names_a_file_on_its_disk(
    database: Database, server: Server, start: Start, tmp_path: Path
) -> None:
    told = await fetched(database, server, start, local(tmp_path, "roster.xlsx"))
    assert (told["name"], told["error"]) == ("roster.xlsx", None)
    async with database.reading() as session:
        blob = await files.blob(session, told["sha256"])
        assert blob is not None
        assert blob.content == b"PK rows"


async def test_a_local_file_is_as_limited_as_any_other(
    database: Database, server: Server, start: Start, tmp_path: Path
) -> None:
    path = local(tmp_path, "film.mp4")
    with path.open("r+b") as file:
        file.truncate(LARGEST_DOWNLOAD + 1)
    assert (await fetched(database, server, start, path))["error"] == "too_big"


async def test_a_local_file_that_is_gone_is_said_to_be(
    database: Database, server: Server, start: Start, tmp_path: Path
) -> None:
    path = local(tmp_path, "roster.xlsx")
    path.unlink()
    assert (await fetched(database, server, start, path))["error"] == "gone"


@pytest.mark.parametrize("kept", [False, True], ids=["no such folder", "a folder where a file should be"])
async def test_a_local_file_that_cannot_be_read_here_is_told_to_the_operator(
    tmp_path: Path, database: Database, server: Server, start: Start, kept: bool
) -> None:
    path = tmp_path / TOKEN / "documents" / "roster.xlsx"
    if kept:
        path.mkdir(parents=True)
    with structlog.testing.capture_logs() as logged:
        assert (await fetched(database, server, start, path))["error"] == "gone"
    (line,) = [entry for entry in logged if entry["event"] == "a file cannot be fetched"]
    assert "give both the same folder" in line["reason"]
    assert TOKEN not in str(line)


@pytest.mark.parametrize("path", ["/etc/passwd", f"/srv/{TOKEN}/../../etc/passwd"])
async def test_nothing_outside_the_bot_s_own_folder_is_read(
    database: Database, server: Server, start: Start, path: str
) -> None:
    with structlog.testing.capture_logs() as logged:
        assert (await fetched(database, server, start, path))["error"] == "gone"
    assert any("outside the bot's own folder" in str(entry.get("reason")) for entry in logged)


async def test_telegram_itself_never_has_a_file_read_here(tmp_path: Path) -> None:
    path = local(tmp_path, "roster.xlsx")
    async with BotApi(TOKEN, TELEGRAM, find_proxy(TELEGRAM, "http://127.0.0.1:9")) as api:
        with pytest.raises(NotConnected):  # it asks Telegram for it, through a proxy that is not there
            await api.download(str(path))

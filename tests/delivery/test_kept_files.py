"""Files of ours: fetched and kept where they are wanted, sent anew where Telegram refuses their ids."""

import hashlib
from collections.abc import Callable

from sqlalchemy import delete, select, text

from bot.delivery.sender import Sender
from storage import outbox
from storage.engine import Database
from storage.models.files import File, FileCopy
from storage.models.traffic import Blob
from storage.queries import files
from storage.vocabulary import AttachmentKind, CallState, Channel, Lane
from tests.delivery.server import Server, refusal
from tests.delivery.town import internal_updates, now, promise, settled

Start = Callable[..., Sender]

REFUSED = "Bad Request: wrong file identifier/HTTP URL specified"
CONTENT = b"a photo"
SHA256 = hashlib.sha256(CONTENT).hexdigest()


async def known(database: Database, *called: str) -> list[int]:
    """Photos that Telegram has under these ids: their numbers."""
    async with database.writing() as session:
        made = [
            File(
                kind=AttachmentKind.PHOTO,
                copies=[FileCopy(channel=Channel.TELEGRAM, external_id=one, kind=AttachmentKind.PHOTO)],
            )
            for one in called
        ]
        session.add_all(made)
        await session.flush()
        return [one.id for one in made]


async def kept(database: Database, called: str, content: bytes = CONTENT) -> int:
    """A photo that Telegram has and of which we have the content."""
    (number,) = await known(database, called)
    async with database.writing() as session:
        assert await files.keep(session, number, "photo.jpg", content, now())
    return number


async def copies(database: Database) -> list[tuple[str, bool]]:
    """What Telegram calls our files, and whether it refuses that."""
    async with database.reading() as session:
        found = await session.execute(select(FileCopy.external_id, FileCopy.stale).order_by(FileCopy.id))
        return [(row.external_id, row.stale) for row in found]


async def sends(database: Database, chat: int, called: str) -> int:
    return await promise(database, chat, method="sendPhoto", body={"chat_id": chat, "photo": called})


async def test_a_refused_id_is_replaced_by_the_content_and_the_new_one_remembered(
    database: Database, server: Server, start: Start
) -> None:
    await kept(database, "old")
    server.script[7].append(refusal(400, REFUSED))
    first = await sends(database, 7, "old")
    sender = start()
    await settled(database, first)
    assert server.calls[1][1] == {"chat_id": 7, "photo": f"attach://{SHA256}", SHA256: CONTENT}
    assert await copies(database) == [("old", True), ("photo-single", False)]
    async with database.reading() as session:
        file = (await session.scalars(select(File))).one()
        assert file.source(Channel.TELEGRAM) == "photo-single"
        assert await session.scalar(select(Blob.sha256)) == SHA256, "it is kept on"
    # Promised before, by somebody who could not know.
    server.script[8].append(refusal(400, REFUSED))
    second = await sends(database, 8, "old")
    sender.wake()
    await settled(database, second)
    assert server.calls[3][1] == {"chat_id": 8, "photo": "photo-single"}
    assert server.uploads == 1


async def test_new_ids_may_be_refused_in_their_turn(database: Database, server: Server, start: Start) -> None:
    await kept(database, "old")
    async with database.writing() as session:
        await files.remember_file(session, SHA256, "photo", "newer", 0)
    server.script[7].extend([refusal(400, REFUSED), refusal(400, "Bad Request: FILE_REFERENCE_EXPIRED")])
    call = await sends(database, 7, "old")
    start()
    await settled(database, call)
    assert [body["photo"] for _, body in server.calls] == ["old", "newer", f"attach://{SHA256}"]


async def test_in_an_album_what_is_kept_travels_and_the_rest_is_tried_as_it_is(
    database: Database, server: Server, start: Start
) -> None:
    await kept(database, "old")
    media = [{"type": "photo", "media": "old"}, {"type": "photo", "media": "elsewhere"}]
    server.script[7].append(refusal(400, f'Bad Request: failed to send message #1 with the error message "{REFUSED}"'))
    call = await promise(database, 7, method="sendMediaGroup", body={"chat_id": 7, "media": media})
    start()
    await settled(database, call)
    assert [one["media"] for one in server.calls[1][1]["media"]] == [f"attach://{SHA256}", "elsewhere"]


async def test_without_its_content_a_refused_id_ends_the_call(database: Database, server: Server, start: Start) -> None:
    await known(database, "old")
    server.script[7].append(refusal(400, REFUSED))
    server.script["getFile"].append(refusal(400, "Bad Request: invalid file_id"))
    call = await sends(database, 7, "old")
    start()
    assert (await settled(database, call, CallState.DEAD)).error == REFUSED
    assert await copies(database) == [("old", False)]


async def test_what_is_refused_as_content_too_ends_the_call(database: Database, server: Server, start: Start) -> None:
    await kept(database, "old")
    server.script[7].extend([refusal(400, REFUSED)] * 3)
    call = await sends(database, 7, "old")
    start()
    await settled(database, call, CallState.DEAD)
    assert [method for method, _ in server.calls] == ["sendPhoto", "sendPhoto", "sendDocument"]


async def test_a_file_is_fetched_and_kept_without_a_word_to_the_handlers(
    database: Database, server: Server, start: Start
) -> None:
    server.files.update(wanted=CONTENT, big=b"x" * 11, forgotten=b"gone")
    wanted, big, forgotten = await known(database, "wanted", "big", "forgotten")
    async with database.writing() as session:
        await session.execute(delete(FileCopy).where(FileCopy.file_id == forgotten))
        await session.execute(delete(File).where(File.id == forgotten))
    calls = [
        await promise(
            database,
            0,
            lane=Lane.REMINDER,
            method="fetchFile",
            body={"file_id": called, "keep": number, "name": "", "at_most": 10},
        )
        for called, number in (("wanted", wanted), ("big", big), ("forgotten", forgotten))
    ]
    start()
    for call in calls:
        await settled(database, call)
    assert await internal_updates(database) == []
    async with database.reading() as session:
        found = await session.execute(select(File.id, File.sha256, File.size, File.location).order_by(File.id))
        assert [tuple(row) for row in found] == [(wanted, SHA256, 7, f"blob:{SHA256}"), (big, None, None, None)]
        assert [(one.name, one.content) for one in await session.scalars(select(Blob))] == [("wanted", CONTENT)]


async def test_what_is_kept_for_good_is_not_pruned(database: Database) -> None:
    await kept(database, "old")
    async with database.writing() as session:
        await files.keep_blob(session, "ab", "made.html", b"made", now())
        await outbox.prune(session, now())
        assert list(await session.scalars(select(Blob.sha256))) == [SHA256]


async def test_calls_of_another_channel_are_left_to_its_sender(
    database: Database, server: Server, start: Start
) -> None:
    theirs = [await promise(database, 7, lane=lane) for lane in Lane]
    async with database.writing() as session:
        await session.execute(text("UPDATE outbox SET channel = 1"))
    ours = await promise(database, 7)
    start()
    await settled(database, ours)
    assert len(server.calls) == 1
    async with database.reading() as session:
        states = (await session.execute(text("SELECT id, state FROM outbox WHERE channel = 1 ORDER BY id"))).all()
    assert [tuple(one) for one in states] == [(call, CallState.PENDING) for call in theirs]

"""What is attached: with Telegram alone, or kept here too where the county wants that; forgotten when erased."""

import struct

from sqlalchemy import select

from storage.models.files import File, FileCopy
from storage.models.opinions import Attachment
from storage.models.people import Address
from storage.models.traffic import Blob
from storage.vocabulary import Channel
from tests.constituents.conftest import LAMP, People

PICTURE = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", 2, 2)


async def sends_picture(people: People) -> None:
    """Li sends an opinion with a picture."""
    await people.li.says("/opinion")
    await people.li.sends_photo(PICTURE, caption=LAMP)
    await people.done()
    await people.li.presses("Wang", people.say.key("📨 Send with my name"))


async def files(people: People) -> list[File]:
    return await people._all(File)


async def shown(people: People) -> bytes:
    """The picture that Li is shown in her opinion."""
    await people.li.says("/mine")
    await people.li.presses("TC-2026-000001", people.say.key("📎 Attachments"))
    return people.town.world.files.content(people.li.messages[-1].content["photo"][-1]["file_id"])


async def test_files_stay_with_telegram_where_nobody_wants_them_kept(english: People) -> None:
    await sends_picture(english)
    (file,) = await files(english)
    assert (file.size, file.sha256, file.location) == (len(PICTURE), None, None)
    called = [one.content["photo"][-1]["file_id"] for one in english.li.messages if "photo" in one.content]
    assert [copy.external_id for copy in file.copies] == called
    async with english.town.database.reading() as session:
        assert list(await session.scalars(select(Blob))) == []


async def test_a_picture_that_is_kept_outlasts_telegrams_id(english: People) -> None:
    english.town.restarts(keep_files_up_to=1000)
    await sends_picture(english)
    (file,) = await files(english)
    assert file.location == f"blob:{file.sha256}"
    english.town.world.files.by_id.pop(file.copies[0].external_id)
    assert await shown(english) == PICTURE
    (file,) = await files(english)
    assert [copy.stale for copy in file.copies] == [True, False]
    assert await shown(english) == PICTURE


async def test_one_that_is_too_large_is_not_kept(english: People) -> None:
    english.town.restarts(keep_files_up_to=len(PICTURE) - 1)
    await sends_picture(english)
    assert [file.location for file in await files(english)] == [None]


async def test_an_edit_puts_its_own_files_in_place_of_those_before(english: People) -> None:
    english.town.restarts(keep_files_up_to=1000)
    await sends_picture(english)
    (before,) = await files(english)
    await english.li.edits(LAMP, "The lamp is dark, and the next one too")
    (after,) = await files(english)
    assert after.id != before.id
    assert [copy.external_id for copy in after.copies] == [copy.external_id for copy in before.copies]
    assert after.location == f"blob:{before.sha256}"


async def test_erasing_forgets_addresses_files_and_their_contents(english: People) -> None:
    english.town.restarts(keep_files_up_to=1000)
    await sends_picture(english)
    async with english.town.database.reading() as session:
        found = await session.scalars(select(Address.external_id).where(Address.channel == Channel.TELEGRAM))
        assert str(english.li.id) in set(found)
    await english.li.says("/privacy")
    await english.li.presses("🗑 Erase", "Yes, erase it all")
    async with english.town.database.reading() as session:
        assert str(english.li.id) not in set(await session.scalars(select(Address.external_id)))
        for table in (Attachment, File, FileCopy, Blob):
            assert list(await session.scalars(select(table))) == []
    await english.li.says("/start")
    async with english.town.database.reading() as session:
        assert str(english.li.id) in set(await session.scalars(select(Address.external_id)))


async def test_files_that_go_together_are_shown_at_once(people: People) -> None:
    li = people.li
    await li.says("/opinion")
    await li.says(LAMP)
    await li.sends_photo(PICTURE)
    await li.sends_document("one.pdf", b"one")
    await li.sends_photo(PICTURE)
    await li.sends_voice()
    await li.sends_document("two.pdf", b"two")
    await people.done()
    await li.presses("Wang", people.say.key("📨 Send with my name"))
    await li.says("/mine")
    await li.presses("TC-2026-000001")
    before = len(li.messages)
    await li.presses(people.say.key("📎 Attachments"))
    shown = [one.content for one in li.messages[before:]]
    albums: dict[str, list[str]] = {}
    for one in shown:
        kind = next(kind for kind in ("photo", "document", "voice") if kind in one)
        albums.setdefault(str(one.get("media_group_id")), []).append(kind)
    assert sorted(albums.values()) == [["document", "document"], ["photo", "photo"], ["voice"]]

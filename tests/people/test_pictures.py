"""Staff give a representative a picture."""

import base64

import pytest

from storage.models.directory import Representative
from tests.people.conftest import Offices

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


async def picture_of(offices: Offices, name: str = "Wang") -> bytes | None:
    """The picture as Telegram has it."""
    async with offices.town.database.reading() as session:
        one = await session.get(Representative, offices.furniture.representatives[name])
        assert one is not None
        return offices.town.world.files.content(one.picture) if one.picture else None


async def asked(offices: Offices) -> None:
    """Ma is asked for Wang's picture."""
    await offices.ma.says("/people")
    await offices.ma.presses(offices.say["missing"], "Wang", offices.say["picture"])
    offices.ma.sees(offices.say["send photo"])


async def test_a_photo_becomes_the_picture_that_constituents_see(offices: Offices) -> None:
    ma, li, say = offices.ma, offices.li, offices.say
    await asked(offices)
    await ma.does(lambda world, me: world.sends_photo(me, PNG))
    ma.hears(say["its picture"])
    assert ma.messages[-1].photo is not None
    assert await picture_of(offices) == PNG
    assert await offices.noted("representative") == [("representative.picture", "set")]
    await li.says("/start r_R-Wang")
    assert li.messages[-1].photo is not None
    await ma.presses(say["remove"])
    assert say["removed"] in ma.toast
    removed, kept = ma.messages[-1], await picture_of(offices)
    assert (removed.photo, kept) == (None, None)
    await ma.presses("↩️")
    newest, restored = ma.messages[-1], await picture_of(offices)
    assert newest.photo is not None
    assert restored == PNG


@pytest.mark.parametrize("wrong", ["text", "file"])
async def test_what_is_no_photo_is_asked_for_again(offices: Offices, wrong: str) -> None:
    ma, say = offices.ma, offices.say
    await asked(offices)
    if wrong == "text":
        await ma.says("Here it is")
    else:
        await ma.does(lambda world, me: world.sends_document(me, PNG, "wang.png", "image/png"))
    ma.sees(say["no photo"], say["back"])
    await ma.does(lambda world, me: world.sends_photo(me, PNG))
    assert await picture_of(offices) == PNG


async def test_of_an_album_the_first_is_taken(offices: Offices) -> None:
    ma = offices.ma
    await asked(offices)
    await ma.does(lambda world, me: world.sends_album(me, [PNG, b"second", b"third"]))
    assert await picture_of(offices) == PNG
    assert ma.news.count("Wang") == 2, "one note, one card: the others begin no opinion"


async def test_who_goes_back_sends_a_photo_for_something_else(offices: Offices) -> None:
    ma, say = offices.ma, offices.say
    await asked(offices)
    await ma.presses(say["back"])
    await ma.does(lambda world, me: world.sends_photo(me, PNG))
    assert await picture_of(offices) is None
    await asked(offices)
    await ma.says("/cancel")
    await ma.does(lambda world, me: world.sends_photo(me, PNG))
    assert await picture_of(offices) is None


async def test_the_right_to_it_is_asked_again_when_the_photo_comes(offices: Offices) -> None:
    ma, say = offices.ma, offices.say
    await asked(offices)
    async with offices.town.database.writing() as session:
        wang = await session.get(Representative, offices.furniture.representatives["Wang"])
        assert wang is not None
        wang.station_id = offices.furniture.stations["Tanghu"]
    await ma.does(lambda world, me: world.sends_photo(me, PNG))
    ma.sees(say["people"])
    assert await picture_of(offices) is None


async def test_a_picture_that_is_kept_outlasts_telegrams_id(offices: Offices) -> None:
    offices.town.restarts(keep_files_up_to=1000)
    await asked(offices)
    await offices.ma.does(lambda world, me: world.sends_photo(me, PNG))
    offices.town.world.files.by_id.clear()
    await offices.li.says("/start r_R-Wang")
    (shown,) = offices.li.messages[-1].content["photo"]
    assert offices.town.world.files.content(shown["file_id"]) == PNG


async def test_a_picture_that_is_nowhere_any_more_leaves_who_it_shows(offices: Offices) -> None:
    await asked(offices)
    await offices.ma.does(lambda world, me: world.sends_photo(me, PNG))
    offices.town.world.files.by_id.clear()
    await offices.li.says("/start r_R-Wang")
    assert offices.li.messages[-1].photo is None
    offices.li.sees("Wang")

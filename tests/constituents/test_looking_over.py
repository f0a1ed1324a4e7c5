"""To whom, what about, name or none: looked over and changed before it is sent."""

import re

import pytest
from sqlalchemy import update

from storage.models.directory import Representative, Topic
from tests.constituents.conftest import LAMP, People


async def test_whoever_is_responsible_can_be_chosen_and_changed_from_the_preview(people: People) -> None:
    li, say = people.li, people.say
    await li.says(LAMP)
    await people.done()
    li.sees(say("To whom?"), "Wang", "Sun", "Zhou", say("township"), say("county"), say("provincial"))
    await li.presses(say.key("Whoever is responsible"))
    li.sees(say("To: {whom}", whom=say.key("whoever is responsible")), LAMP)
    await li.presses(say.key("👤 To whom"), "Sun")
    li.sees(say("To: {whom}", whom="Sun"))
    await li.presses(say.key("📨 Send with my name"))
    assert [opinion.wanted_id for opinion in await people.opinions()] == [people.furniture.representatives["Sun"]]


async def test_the_topic_is_suggested_and_can_be_corrected(people: People) -> None:
    li, say = people.li, people.say
    roads, water, none = ("Roads", "Water", "none") if say.code == "en" else ("道路", "供水", "未选择")
    topic, yes = say("Topic: {topic}", topic=roads), say.key("🏷 Yes: {topic}", topic=roads)
    await li.says(LAMP)
    await people.done()
    await li.presses("Wang")
    assert li.key(yes) and topic not in li.screen
    await li.presses(say.key("🏷 Topic"))
    li.sees(f"⭐ {roads}", water)
    await li.presses(f"⭐ {roads}")
    li.sees(topic)
    await li.presses(say.key("🏷 Topic"))
    li.sees(f"✓ {roads}", water)
    await li.presses(water)
    li.sees(water)
    await li.presses(say.key("🏷 Topic"))
    li.sees(f"✓ {water}")
    await li.presses(say.key("None of these"))
    li.sees(none)
    await li.presses(say.key("🏷 Topic"), water, say.key("📨 Send with my name"))
    assert [opinion.topic_id for opinion in await people.opinions()] == [people.furniture.topics["water"]]


async def test_many_topics_are_leafed_through(english: People) -> None:
    async with english.town.database.writing() as session:
        session.add_all([Topic(code=f"t{n}", name=f"题{n}", name_en=f"Topic {n}", position=n + 9) for n in range(12)])
    await english.li.says(LAMP)
    await english.done()
    await english.li.presses("Wang", "🏷 Topic")
    english.li.sees("1 of 2", "Roads")
    await english.li.presses("▶︎")
    english.li.sees("2 of 2", "Topic 11")
    await english.li.presses("Topic 11")
    english.li.sees("Topic: Topic 11")


async def test_the_text_can_be_changed_from_the_preview_and_an_old_preview_says_so(people: People) -> None:
    li, say = people.li, people.say
    await li.says(LAMP)
    await people.done()
    await li.presses("Wang")
    old = li.key(say.key("📨 Send with my name"))
    await li.presses(say.key("✏️ Text"))
    await li.says("And the one beside it")
    await li.forges(old.data)
    li.sees(say("You have changed it since this preview. This is how it reads now."), "beside it")
    assert await people.opinions() == []
    await li.presses(say.key("📨 Send with my name"))
    li.sees(say("✅ Received: {reference}", reference="TC-2026-000001"))
    assert [entry.text for entry in await people.entries()] == [LAMP, "And the one beside it"]


async def test_a_message_edited_while_looking_over_shows_in_a_new_preview(people: People) -> None:
    li, say = people.li, people.say
    await li.says("The lmap")
    await people.done()
    await li.presses("Wang")
    await li.edits("lmap", LAMP)
    li.sees(say("Please look it over"), LAMP, say("To: {whom}", whom="Wang"))
    await li.presses(say.key("🕶 Send anonymously"))
    assert [(opinion.summary, opinion.anonymous) for opinion in await people.opinions()] == [(LAMP, True)]


async def test_pictures_of_the_representatives_come_once_above_the_keys(people: People) -> None:
    names = ("Wang", "Sun")
    async with people.town.database.writing() as session:
        for name in names:
            picture = people.town.world.files.add("photo", name.encode()).file_id
            await session.execute(update(Representative).where(Representative.name == name).values(picture=picture))
    li, say = people.li, people.say
    await li.says(LAMP)
    await people.done()
    pictures = [message for message in li.messages if message.from_bot and "photo" in message.content]
    assert [re.search("Wang|Sun", message.content["caption"])[0] for message in pictures] == list(names)  # type: ignore[index]
    li.sees(say("To whom?"))
    assert li.messages[-1].id > pictures[-1].id
    await li.presses("Wang", say.key("👤 To whom"), "Sun")
    assert sum("photo" in message.content for message in li.messages if message.from_bot) == len(names)


async def test_the_place_is_asked_first_and_the_draft_goes_on(people: People) -> None:
    say, mei = people.say, people.town.person("Mei", people.say.code)
    await mei.says(LAMP)
    await mei.presses(say.key("✅ Done"))
    mei.sees(say("Your place decides who represents you. Your opinion is kept meanwhile."))
    await mei.says("jiufang")
    await mei.presses("Jiufang" if say.code == "en" else "九房村", say.key("Go on with your opinion"), "Wang")
    mei.sees(say("Please look it over"), LAMP)
    await mei.presses(say.key("📨 Send with my name"))
    (opinion,) = await people.opinions()
    assert opinion.area_id == people.furniture.areas["Jiufang"]


async def test_who_does_not_tell_the_place_can_write_to_whoever_is_responsible(people: People) -> None:
    say, mei = people.say, people.town.person("Mei", people.say.code)
    await mei.says(LAMP)
    await mei.presses(say.key("✅ Done"), say.key("Whoever is responsible"), say.key("📨 Send with my name"))
    mei.sees(say("✅ Received: {reference}", reference="TC-2026-000001"))
    await people.clerk.says("/screen")
    people.clerk.sees(LAMP)


async def test_a_representatives_code_leads_straight_to_them(people: People) -> None:
    say, mei = people.say, people.town.person("Mei", people.say.code)
    await mei.says("/start r_R-Zhou")
    await mei.presses(say.key("✍️ Write to {name}", name="Zhou"))
    await mei.says(LAMP)
    await mei.presses(say.key("✅ Done"))
    mei.sees(say("To: {whom}", whom="Zhou"))
    await mei.presses(say.key("📨 Send with my name"))
    (opinion,) = await people.opinions()
    # No place, so the station is the one of the representative it was written to.
    assert (opinion.wanted_id, opinion.station_id) == (
        people.furniture.representatives["Zhou"],
        people.furniture.stations["Maishi"],
    )


async def test_who_left_office_meanwhile_is_asked_for_anew(people: People) -> None:
    li, say = people.li, people.say
    await li.says(LAMP)
    await people.done()
    wang = li.key("Wang")
    async with people.town.database.writing() as session:
        await session.execute(update(Representative).where(Representative.name == "Wang").values(active=False))
    await li.presses(wang)
    li.sees(say("They are no longer in office. Please choose somebody else."), say("To whom?"), "Sun")


@pytest.mark.parametrize(
    "data", ["dw:1", "dt:1", "dp:0", "go:draft-whom", "ds:0a1b2c3d4e5f:1:0", "dk:0a1b2c3d4e5f", "dm:0a1b2c3d4e5f:1"]
)
async def test_keys_of_a_draft_that_is_gone_say_so(people: People, data: str) -> None:
    li = people.li
    await li.forges(data)
    li.sees(people.say("This draft is gone. Just write again."))
    assert await people.opinions() == []


async def test_a_representative_nobody_knows_is_not_written_to(english: People) -> None:
    await english.li.says(LAMP)
    await english.done()
    await english.li.forges("dw:4711")
    english.li.sees("To whom")

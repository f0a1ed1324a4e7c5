"""Representatives as people of either language know them: by name, what they take care of, and their picture."""

from sqlalchemy import update

from storage.models.directory import Representative
from tests.constituents.conftest import LAMP, People


async def _is_known(people: People, **facts: object) -> None:
    wang = people.furniture.representatives["Wang"]
    async with people.town.database.writing() as session:
        await session.execute(update(Representative).where(Representative.id == wang).values(**facts))


async def test_each_reads_the_name_in_their_language_all_the_way(people: People) -> None:
    li, say = people.li, people.say
    await _is_known(people, name="王静", name_en="Wang Jing")
    mine, other = ("Wang Jing", "王静") if say.code == "en" else ("王静", "Wang Jing")
    await li.says("/representatives")
    await li.presses(mine)
    li.sees(mine)
    assert other not in li.screen
    await li.presses(say.key("✍️ Write to {name}", name=mine))
    await li.says(LAMP)
    await people.done()
    await li.presses(say.key("📨 Send with my name"))
    await people.clerk.says("/screen")
    people.clerk.sees(say("Meant for: {name}", name=mine))
    await people.clerk.presses(say.key("✅ Assign to {name}", name=mine))
    li.hears(mine)
    await people.answers("The lamp was replaced this morning")
    li.hears(mine)
    assert not any(other in message.shown for message in li.messages if message.from_bot)


async def test_staff_find_who_they_assign_to_by_the_english_name(people: People) -> None:
    await people.sends()
    await _is_known(people, name="王静", name_en="Wang Jing")
    await people.clerk.says("/screen")
    await people.clerk.presses(people.say.key("👤 Somebody else"))
    await people.clerk.says("jing wang")
    people.clerk.sees(people.say("{n} with “{words}”", n=1, words="jing wang"))


async def test_the_card_says_what_they_take_care_of_and_staff_are_led_to_who_does(people: People) -> None:
    li, say = people.li, people.say
    await _is_known(people, topics=["roads", "gone"])
    await li.says("/representatives")
    await li.presses("Wang")
    li.sees(say("Takes care of: {topics}", topics="Roads and traffic" if say.code == "en" else "道路交通"))
    await people.sends()
    await people.clerk.says("/screen")
    topic = "Roads and traffic" if say.code == "en" else "道路交通"
    await people.clerk.presses(say.key("🏷 Topic: {topic}", topic=topic), say.key("💡 Why {name}?", name="Wang"))
    people.clerk.sees(say("• Takes care of {topic}.", topic=topic))

"""An edited message changes the opinion while nobody has read it, and adds to it after."""

from sqlalchemy import update

from storage.models.opinions import Opinion
from storage.vocabulary import AttachmentKind, EntryKind, Stage
from tests.constituents.conftest import LAMP, People

CHANGED = "{reference} is changed as you edited it."
KEPT = "I kept your change as an addition, because {reference} is already with {name}."


async def test_before_screening_an_edit_changes_the_opinion(people: People) -> None:
    li, say = people.li, people.say
    await people.sends("The lmap is dark")
    await people.clerk.says("/screen")
    old = people.clerk.key(say.key("✅ Assign to {name}", name="Wang"))
    await li.edits("lmap", LAMP)
    li.sees(say(CHANGED, reference="TC-2026-000001"))
    (opinion,), (entry,) = await people.opinions(), await people.entries()
    assert (opinion.summary, entry.text) == (LAMP, LAMP)
    assert entry.edited_at == people.town.clock.now()
    assert await people.actions() == ["submit", "edit"]
    # Who was about to decide on the words before sees the new ones first.
    await people.clerk.presses(old)
    people.clerk.sees(LAMP, say("(edited)"))
    assert await people.actions() == ["submit", "edit"]


async def test_a_caption_can_be_edited_and_the_picture_stays(english: People) -> None:
    await english.li.says("/opinion")
    await english.li.sends_album(2, caption="The lmap is dark")
    await english.done()
    await english.li.presses("Wang", "📨 Send with my name")
    await english.li.edits("lmap", LAMP)
    assert [entry.text for entry in await english.entries()] == [LAMP, ""]
    kinds = [file.kind for entry in await english.entries() for file in entry.attachments]
    assert kinds == [AttachmentKind.PHOTO] * 2


async def test_after_screening_an_edit_is_an_addition(people: People) -> None:
    li, say = people.li, people.say
    await people.assigned()
    await li.edits(LAMP, LAMP + ", opposite the school")
    li.sees(say(KEPT, reference="TC-2026-000001", name="Wang"))
    people.wang.sees(say("{reference}: its author added something.", reference="TC-2026-000001"), "opposite the school")
    entries = await people.entries()
    assert [(entry.kind, entry.text) for entry in entries] == [
        (EntryKind.OPINION, LAMP),
        (EntryKind.ADDITION, LAMP + ", opposite the school"),
    ]
    assert await people.actions() == ["submit", "assign", "add"]


async def test_an_edit_while_a_question_waits_is_an_addition_and_no_answer(people: People) -> None:
    await people.asked()
    await people.li.edits(LAMP, LAMP + ", opposite the school")
    people.li.sees(people.say(KEPT, reference="TC-2026-000001", name="Wang"))
    assert [opinion.stage for opinion in await people.opinions()] == [Stage.WAITING]


async def test_an_appealed_opinion_was_read_so_an_edit_adds(people: People) -> None:
    await people.sends()
    async with people.town.database.writing() as session:
        await session.execute(update(Opinion).values(appealed=True))
    await people.li.edits(LAMP, LAMP + ", opposite the school")
    people.li.sees(people.say("I kept your change as an addition, because {reference} was read already."))
    assert (await people.entries())[0].text == LAMP


async def test_an_edit_of_what_is_closed_changes_nothing_and_says_so(people: People) -> None:
    li, say = people.li, people.say
    await people.answered()
    await li.presses(say.key("😀 Satisfied"))
    await li.edits(LAMP, "Something quite different")
    li.sees(say("I saw your edit, but {reference} is {stage} and stays as it is.", stage=say.key("closed")))
    assert (await people.entries())[0].text == LAMP
    await li.presses(say.key("📋 Follow it"))
    li.sees(LAMP, say("🔁 Not solved: reopen"))


async def test_what_is_the_same_as_before_is_no_edit(people: People) -> None:
    await people.assigned()
    before = len(people.li.messages)
    await people.li.edits(LAMP, LAMP)
    assert len(people.li.messages) == before
    assert (await people.actions()).count("add") == 0


async def test_an_edit_of_anything_else_is_told_what_to_do(people: People) -> None:
    await people.li.says("/help")
    await people.li.edits("/help", "/hlep")
    people.li.sees(
        people.say("I saw that you edited a message. To change an opinion, reply to a message about it."),
        people.say("📋 My opinions"),
    )


async def test_what_is_held_can_be_edited(people: People) -> None:
    li, say = people.li, people.say
    await people.asked()
    await people.asked("How many families?", "The water pipe in our street leaks")
    await li.says("The one by the bidge")
    await li.edits("bidge", "The one by the bridge")
    await li.presses("1")
    li.sees(say("Noted in {reference}; who has it is told.", reference="TC-2026-000001"))
    assert (await people.entries())[-1].text == "The one by the bridge"


async def test_an_edit_adds_no_more_files_than_fit(people: People) -> None:
    li, say = people.li, people.say
    await li.says("/opinion")
    await li.says(LAMP)
    for _ in range(3):
        await li.sends_album(10)
    await people.done()
    await li.presses("Wang", say.key("📨 Send with my name"))
    await _becomes_a_picture(people)
    li.hears(say("⚠️ This is not in: no more than {n} attachments fit. What cannot wait, tell in words.", n=30))
    entries = await people.entries()
    assert [entry.text for entry in entries if entry.text] == [LAMP]
    assert sum(len(entry.attachments) for entry in entries) == 30


async def _becomes_a_picture(people: People) -> None:
    """Li puts a picture beside her words, which Telegram lets her do by an edit."""
    written = people.li.message(LAMP, mine=True)
    photo = people.town.world.files.add("photo", b"one more").described()
    edited = {
        "message_id": written.id,
        "date": 1,
        "edit_date": 2,
        "chat": {"id": people.li.id, "type": "private"},
        "from": {"id": people.li.id, "first_name": "Li", "language_code": people.say.code},
        "caption": LAMP,
        "photo": [photo],
    }
    await people.town.inbox_writer.write([{"update_id": 900_000, "edited_message": edited}])
    await people.town.settle()

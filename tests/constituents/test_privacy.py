"""What is kept can be seen and taken along, and erasing leaves nothing of the person."""

from typing import Any

import orjson
from sqlalchemy import select

from storage import inbox
from storage.models.opinions import Attachment, Entry, Event, Opinion, Rating
from storage.models.people import Person
from storage.models.traffic import Blob, CaseMessage, Conversation, InboxUpdate, OutboxCall, StandingMessage
from storage.vocabulary import InboxState, Role, Satisfaction, Stage
from tests.constituents.conftest import LAMP, People


async def a_life(people: People) -> None:
    """Li has an opinion that is rated, one that is open, and one that is not sent."""
    li, say = people.li, people.say
    await people.answered()
    await li.presses(say.key("🙁 Dissatisfied"))
    await li.says("It is dark again, says Li Lei")
    await people.sends("The water pipe leaks")
    await li.says("/opinion")
    await li.sends_album(2, caption="A draft about the bus")


def exported(people: People) -> tuple[str, Any]:
    """The page that Li has got, and the data."""
    files = {
        message.content["document"]["file_name"]: people.town.world.files.by_id[
            message.content["document"]["file_id"]
        ].content.decode()
        for message in people.li.messages
        if message.from_bot and "document" in message.content
    }
    return files["huiyin.html"], orjson.loads(files["huiyin.json"])


async def test_seeing_and_exporting_show_drafts_and_ratings_too(people: People) -> None:
    li, say = people.li, people.say
    await a_life(people)
    await li.says("/privacy")
    await li.presses(say.key("👁 What is kept about me"))
    li.sees("Li Lei", str(li.id), say._t.plural("{n} opinion", "{n} opinions", 2).plain, "A draft about the bus")
    await li.presses(say.key("💾 Export"))
    page, data = exported(people)
    for words in (LAMP, "replaced this morning", "It is dark again", "A draft about the bus"):
        assert words in page
    assert say.key("Your rating: {rating}", rating=say.key("🙁 Dissatisfied")) in page
    assert say.key("Not sent yet") in page
    assert data["person"]["addresses"] == [{"channel": "telegram", "id": str(li.id)}]
    first = data["opinions"][0]
    assert [rating["satisfaction"] for rating in first["ratings"]] == [Satisfaction.DISSATISFIED]
    assert [step["what"] for step in first["steps"]] == ["submit", "assign", "reply", "reopen"]
    assert [draft["text"] for draft in data["drafts"]] == ["A draft about the bus", ""]
    assert [file["kind"] for draft in data["drafts"] for file in draft["attachments"]] == ["photo", "photo"]


async def test_the_export_holds_the_words_of_a_decline_and_the_appeal(people: People) -> None:
    li, say = people.li, people.say
    await people.sends()
    await people.declines("Not ours, call <95598>")
    await people.town.passes(hours=1)
    await li.presses(say.key("Open"), say.key("⚖️ Appeal"))
    await li.says("It is a municipal lamp")
    await li.says("/privacy")
    await li.presses(say.key("💾 Export"))
    page, kept = exported(people)
    told = [LAMP, say.key("Declined"), "Not ours, call &lt;95598&gt;", say.key("Appeal"), "It is a municipal lamp"]
    assert [page.index(words) for words in told] == sorted(page.index(words) for words in told)
    assert say.key("Not satisfied because") not in page
    (first,) = kept["opinions"]
    whys = [(step["what"], step["why"]) for step in first["steps"]]
    assert whys == [
        ("submit", None),
        ("decline", "Not ours, call <95598>"),
        ("appeal", "It is a municipal lamp"),
    ]


async def test_erasing_leaves_nothing_of_the_person(people: People) -> None:
    li, say, town = people.li, people.say, people.town
    await a_life(people)
    await li.says("/privacy")
    await li.presses(say.key("💾 Export"))
    async with town.database.writing() as session:
        broken = InboxUpdate(
            bot_id=42, update_id=999_999, chat_id=li.id, raw=f'{{"text": "{LAMP}"}}', received_at=town.clock.now(),
            state=InboxState.QUARANTINED, attempts=3, next_try_at=town.clock.now(),
        )  # fmt: skip
        session.add(broken)
    wang_before = people.wang.heard
    await li.presses(say.key("🗑 Erase"), say.key("Yes, erase it all"))
    li.sees(say("All that was yours here is erased. Should you come back one day, /start begins anew. Farewell!"))
    async with town.database.reading() as session:
        assert await session.scalar(select(Person).where(Person.chat_id == li.id)) is None
        mine = select(Entry.id).where(Entry.author_role == Role.CONSTITUENT)
        assert not any(entry.text for entry in await session.scalars(select(Entry).where(Entry.id.in_(mine))))
        assert list(await session.scalars(select(Attachment).where(Attachment.entry_id.in_(mine)))) == []
        for event in await session.scalars(select(Event).where(Event.actor_role == Role.CONSTITUENT)):
            assert event.why is None
        assert [(one.satisfaction, one.why) for one in await session.scalars(select(Rating))] == [
            (Satisfaction.DISSATISFIED, None)
        ]
        for opinion in await session.scalars(select(Opinion)):
            assert (opinion.summary, opinion.area_id, opinion.anonymous) == ("", None, True)
            assert opinion.stage is Stage.WITHDRAWN
        for table in (CaseMessage, StandingMessage):
            assert list(await session.scalars(select(table).where(table.chat_id == li.id))) == []
        talk = await session.get_one(Conversation, li.id)
        assert (talk.state, talk.data, talk.screen_call, talk.heard) == (None, "{}", None, "[]")
        assert [row.raw for row in await session.scalars(select(InboxUpdate)) if row.raw] == []
        assert [row.payload for row in await session.scalars(select(OutboxCall)) if row.payload] == []
        assert list(await session.scalars(select(Blob.name))) == []
    news = people.wang.heard.removeprefix(wang_before)
    assert say.key("{reference} was withdrawn by its author.", reference="TC-2026-000001") in news
    assert "Li Lei" not in news
    assert LAMP not in news


async def test_an_answered_opinion_of_somebody_erased_is_closed(english: People) -> None:
    await english.answered()
    await english.li.says("/privacy")
    await english.li.presses("🗑 Erase", "Yes, erase it all")
    assert [opinion.stage for opinion in await english.opinions()] == [Stage.CLOSED]
    await english.town.passes(days=20)
    assert (await english.actions()).count("close") == 1


async def test_what_waits_to_be_sent_about_an_erased_persons_opinion_never_is(english: People) -> None:
    town, li = english.town, english.li
    await english.assigned()
    await li.says("/privacy")
    await li.presses("🗑 Erase")
    data = li.key("Yes, erase it all").data
    # Li adds something and erases everything before the news of it leaves.
    town.world.says(li.someone, "My name is Li Lei", reply_to=li.message("TC-2026-000001").id)
    town.world.presses(li.someone, li.messages[-2].id, data)
    await town.settle()
    english.wang.hears_nothing("My name is")
    async with town.database.reading() as session:
        assert not (await inbox.quarantined(session))

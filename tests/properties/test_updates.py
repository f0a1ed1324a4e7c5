"""Updates with any field missing, of another type or unknown: what can be read is, whatever is odd beside it."""

import asyncio
import copy
import os
from collections.abc import Iterator
from typing import Any, NamedTuple

import orjson
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select, text, update

from bot.raw_updates import KnownBot
from handlers.conversation.contents import said_of
from handlers.conversation.updates import read
from handlers.conversation.visible import is_seen
from storage.models.opinions import Attachment, Entry
from storage.models.traffic import Conversation, InboxUpdate, OutboxCall
from storage.vocabulary import InboxState
from tests.town import Town, open_town

EXAMPLES = int(os.environ.get("ODD_UPDATES", "60"))
"""`ODD_UPDATES=10000` tries as many."""
pytestmark = pytest.mark.timeout(120 + EXAMPLES)
ME = 700_000_001
BOT = KnownBot("42:sandbox", "sandbox_bot")
WORDS = "The lamp at the corner is broken"
CHAT = {"id": ME, "type": "private", "first_name": "Li"}
USER = {"id": ME, "is_bot": False, "first_name": "Li", "last_name": "Mei", "language_code": "en"}
HEAD = {"message_id": 5000, "date": 1_772_413_200, "chat": CHAT, "from": USER}
FILE = {"file_id": "AgAC", "file_unique_id": "u", "file_size": 2048}
CHANNEL = {"id": -1001, "type": "channel", "title": "County News"}
OTHER = {"id": 9, "is_bot": False, "first_name": "Old", "last_name": "Wang"}
LINK = {"type": "text_link", "offset": 4, "length": 4, "url": "https://lamp.example/1"}
CAPTIONED = {"caption": WORDS, "caption_entities": [LINK]}
ORIGINS: list[dict[str, Any]] = [
    {"type": "channel", "date": 1, "chat": CHANNEL, "message_id": 3, "author_signature": "Editor"},
    {"type": "chat", "date": 1, "sender_chat": CHANNEL},
    {"type": "user", "date": 1, "sender_user": OTHER},
    {"type": "hidden_user", "date": 1, "sender_user_name": "Somebody"},
]
STORY = {"chat": CHANNEL, "id": 7}
CONTENTS: list[dict[str, Any]] = [
    {"text": WORDS, "entities": [LINK, {"type": "bold", "offset": 0, "length": 3}]},
    *({"text": WORDS, "forward_origin": origin} for origin in ORIGINS),
    {"text": WORDS, "quote": {"text": "by Friday", "position": 3}, "reply_to_message": {**HEAD, "text": "Answer?"}},
    {"text": WORDS, "external_reply": {"origin": ORIGINS[0], "chat": CHANNEL, "message_id": 4, "photo": [FILE]}},
    {"text": WORDS, "reply_to_story": STORY},
    {"story": STORY, **CAPTIONED},
    {"photo": [{**FILE, "width": 90, "height": 90}, {**FILE, "width": 900, "height": 900}], **CAPTIONED},
    {"photo": [{**FILE, "width": 90, "height": 90}], "media_group_id": "130", **CAPTIONED},
    {"live_photo": {"photo": [FILE], **FILE}, **CAPTIONED},
    {"voice": {**FILE, "duration": 3, "mime_type": "audio/ogg"}, **CAPTIONED},
    {"audio": {**FILE, "duration": 3, "performer": "x", "thumbnail": FILE}, **CAPTIONED},
    {"video": {**FILE, "duration": 3, "width": 9, "height": 9, "thumbnail": FILE}, **CAPTIONED},
    {"document": {**FILE, "file_name": "letter.pdf", "mime_type": "application/pdf"}, **CAPTIONED},
    {"animation": {**FILE, "duration": 1, "width": 1, "height": 1}, "document": FILE, **CAPTIONED},
    {"video_note": {**FILE, "duration": 3, "length": 240}},
    {"venue": {"location": {"latitude": 31.2, "longitude": 121.4}, "title": "Hall", "address": "Main street"}},
    {"location": {"latitude": 31.2, "longitude": 121.4, "live_period": 60}},
    {"contact": {"phone_number": "+86", "first_name": "Zhao", "user_id": 9}},
    {"poll": {"id": "1", "question": "Which?", "options": []}},
    {"pinned_message": {**HEAD, "text": "pinned"}},
]
MESSAGES = [{kind: {**HEAD, **content}} for kind in ("message", "edited_message") for content in CONTENTS]
OTHERS: list[dict[str, Any]] = [
    {
        "callback_query": {
            "id": "77",
            "from": USER,
            "chat_instance": "i",
            "data": "go:home",
            "message": {**HEAD, "text": "Home", "reply_markup": {"inline_keyboard": [[{"text": "x", "url": "y"}]]}},
        }
    },
    {
        "my_chat_member": {
            "chat": CHAT,
            "from": USER,
            "date": 1,
            "old_chat_member": {"status": "member", "user": USER},
            "new_chat_member": {"status": "kicked", "user": USER, "until_date": 0},
        }
    },
]

anything = st.one_of(
    st.none(),
    st.booleans(),
    st.sampled_from([0, -1, 2**31, 2**53, 2**63 - 1, 10**30, 1.5, -0.0, "", "7", "\0", "\u200b\u202e", [], {}, [[]]]),
    st.integers(-(2**63), 2**64 - 1),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=12),
    st.lists(st.one_of(st.none(), st.integers(0, 9), st.text(max_size=3)), max_size=3),
    st.dictionaries(
        st.sampled_from(["id", "type", "text", "x"]), st.one_of(st.none(), st.text(max_size=3)), max_size=3
    ),
)


class Odd(NamedTuple):
    """An update that somebody might get, and what was done to it."""

    update: dict[str, Any]
    what: list[str]


def places(tree: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Of everything in an update."""
    if path:
        yield path
    for name, part in tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ():
        yield from places(part, (*path, name))


@st.composite
def odd_updates(draw: st.DrawFn) -> Odd:
    """One to four things are missing, of another type, or unknown."""
    made: dict[str, Any] = copy.deepcopy(draw(st.sampled_from([*MESSAGES, *MESSAGES, *OTHERS])))
    what = []
    for _ in range(draw(st.integers(1, 4))):
        path = draw(st.sampled_from(list(places(made)) or [()]))
        if not path:
            break
        holder: Any = made
        for step in path[:-1]:
            holder = holder[step]
        deed = draw(st.sampled_from(["without", "other", "unknown"]))
        if deed == "without":
            del holder[path[-1]]
        elif deed == "other":
            holder[path[-1]] = copy.deepcopy(draw(anything))
        elif isinstance(holder, dict):
            holder[draw(st.sampled_from(["new_field", "story", "forward_origin", "rich", "quote"]))] = copy.deepcopy(
                draw(anything)
            )
        what.append(f"{deed} {path}")
    return Odd(made, what)


class Shelf:
    """A town with one person, put back to where they were before each update."""

    def __init__(self, runner: asyncio.Runner, town: Town, places: list[tuple[str | None, str]]) -> None:
        self._runner, self._town, self._places, self._number = runner, town, places, 10_000

    def takes(self, odd: Odd, where: int) -> tuple[InboxState, str, set[str]]:
        """What became of the update, what the conversation holds then, and what was said into opinions."""
        return self._runner.run(self._takes(odd, where))

    async def _takes(self, odd: Odd, where: int) -> tuple[InboxState, str, set[str]]:
        town, self._number = self._town, self._number + 1
        state, data = self._places[where % len(self._places)]
        async with town.database.writing() as session:
            before = set(await session.scalars(select(Entry.id)))
            await session.execute(delete(OutboxCall))
            # What the others have added would reach the limits of an opinion.
            await session.execute(delete(Attachment))
            await session.execute(update(Entry).values(text=""))
            as_before = {"state": state, "data": data, "heard": "[]"}
            await session.execute(update(Conversation).where(Conversation.chat_id == ME).values(as_before))
        await town.inbox_writer.write([{"update_id": self._number, **odd.update}])
        for _ in range(4):
            await town.worker.drain()
            town.clock.instant = town.clock.instant.replace(microsecond=0)
            async with town.database.writing() as session:
                await session.execute(update(InboxUpdate).values(next_try_at=town.clock.now()))
        async with town.database.writing() as session:
            became = await session.scalar(select(InboxUpdate.state).where(InboxUpdate.update_id == self._number))
            holds = await session.scalar(select(Conversation.data).where(Conversation.chat_id == ME))
            said = set(await session.scalars(select(Entry.text).where(Entry.id.not_in(before))))
        assert became is not None
        return became, holds or "", said


@pytest.fixture(scope="module")
def shelf(town_address: str) -> Iterator[Shelf]:
    with asyncio.Runner() as runner:
        opened = open_town(town_address)
        town = runner.run(opened.__aenter__())
        try:
            yield Shelf(runner, town, runner.run(settled_in(town)))
        finally:
            runner.run(opened.__aexit__(None, None, None))


async def settled_in(town: Town) -> list[tuple[str | None, str]]:
    """Where somebody can stand as they write: nothing begun, a draft, looking it over, writing into an opinion."""
    await town.furnish()
    li = town.person("Li")
    assert li.id == ME

    async def stands() -> tuple[str | None, str]:
        async with town.database.reading() as session:
            found = await session.execute(
                select(Conversation.state, Conversation.data).where(text("chat_id = :me")), {"me": ME}
            )
            state, data = found.one()
            return state, data

    await li.says("/start")
    await li.presses("Not now")
    places = [await stands()]
    await li.says("Our bridge is closed since autumn")
    places.append(await stands())
    await li.presses("Done")
    await li.presses("Whoever is responsible")
    places.append(await stands())
    await li.presses("Send")
    await li.presses("Follow it", "Add")
    places.append(await stands())
    return places


@settings(
    max_examples=EXAMPLES,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture, HealthCheck.data_too_large],
)
@given(odd=odd_updates(), where=st.integers(0, 3))
@example(odd=Odd({"message": {**HEAD, "from": {**USER, "id": -1}, "text": WORDS}}, ["another sender"]), where=3)
@example(odd=Odd({"message": {**HEAD, "message_id": None, "text": WORDS}}, ["no number"]), where=3)
def test_no_odd_field_costs_the_words(shelf: Shelf, odd: Odd, where: int) -> None:
    became, holds, said = shelf.takes(odd, where)
    words = words_of(odd.update)
    if words is None:
        return
    assert became is InboxState.DONE, odd.what
    kept = {part["text"] for part in parts(orjson.loads(holds))} | said
    assert any(holds_in_order(one, words) for one in kept), odd.what


def words_of(odd: dict[str, Any]) -> str | None:
    """The words that a new message holds; None if there are none, or nobody could answer whoever wrote them."""
    message = odd.get("message")
    if not isinstance(message, dict):
        return None
    chat, sender = message.get("chat"), message.get("from")
    if not (is_me(chat) or (is_me(sender) and not named(chat))) or (
        isinstance(sender, dict) and sender.get("is_bot") is True
    ):
        return None
    written = message.get("text") if isinstance(message.get("text"), str) else message.get("caption")
    if not isinstance(written, str) or not is_seen(written.replace("\0", "")) or written.startswith("/"):
        return None
    return written


def holds_in_order(text: str, words: str) -> bool:
    """True if all signs of the words stand in the text, in order: addresses may stand between them."""
    signs = iter(text)
    return all(sign in signs for sign in words.replace("\0", "").strip())


def is_me(part: Any) -> bool:
    return isinstance(part, dict) and type(part.get("id")) is int and part["id"] == ME


def named(part: Any) -> bool:
    """True if it says whose chat it is."""
    return isinstance(part, dict) and type(part.get("id")) is int and part["id"] != 0 and -(2**63) <= part["id"] < 2**63


def parts(held: Any) -> Iterator[dict[str, Any]]:
    """The messages of every draft."""
    if isinstance(held, dict):
        if isinstance(held.get("text"), str):
            yield held
        for part in held.values():
            yield from parts(part)
    elif isinstance(held, list):
        for part in held:
            yield from parts(part)


@settings(max_examples=10 * EXAMPLES, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(odd=odd_updates())
def test_of_an_odd_update_the_words_are_read(odd: Odd) -> None:
    words = words_of(odd.update)
    if words is None:
        return
    update_read = read(odd.update, ME, BOT)
    assert update_read.message is not None, odd.what
    said = said_of(update_read.message)
    assert said is not None, odd.what
    assert holds_in_order(said.text, words), odd.what

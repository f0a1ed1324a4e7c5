"""Which opinions say the same, and what finding them costs."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import event, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session

from handlers.core.casework import similar, wording
from handlers.core.casework.similar import ALIKE
from handlers.core.casework.wording import alike, length, stretches, weight, words
from handlers.presentation.choices import how_alike
from storage.engine import Database
from storage.models.opinions import Entry, Opinion
from storage.models.people import Person
from storage.models.similar import OpinionWords, RareWord, WordCount
from storage.queries import finding, merging, opinions, screening
from storage.queries import similar as queries
from storage.queries.finding import Scope
from storage.vocabulary import EntryKind, Role, Stage
from tests.furniture import furnish
from tests.screening.office import LAMP, LAMP_AGAIN, WELL, Office
from tests.town import MONDAY

SECOND = "TC-2026-000002"


def test_words_are_english_words_numbers_and_pairs_of_characters() -> None:
    assert words("The LAMP at 12 East St.") == ["lamp", "12", "east", "st"]
    assert words("路灯坏了，２号灯也坏") == ["路灯", "灯坏", "2", "号灯"]
    assert words("the of and 我希望您解决") == []
    assert words("东流村的路灯, Dongliu Village lamp", {"东流村", "东流", "Dongliu"}) == ["路灯", "village", "lamp"]
    assert len(words("".join(map(chr, range(0x4E00, 0x5200))))) == wording.WORDS


def likeness(one: str, other: str) -> int:
    """How alike they are where nothing was counted: each word says as much as any other."""
    here, there = dict.fromkeys(words(one), 1.0), words(other)
    return alike(here, there, length([1.0] * len(there)))[0]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (LAMP, LAMP_AGAIN, True),
        (LAMP, WELL, False),
        (LAMP, LAMP, True),
        ("东街桥头的路灯已经坏了一个星期，晚上很黑", "东街桥头路灯坏了，晚上出行不安全，请修一下", True),
        ("东街桥头的路灯已经坏了一个星期，晚上很黑", "我们村的井水有铁锈味，希望检测水质", False),
        ("lamp dark", "lamp dark", False),  # two words in common say too little
        ("", "", False),
    ],
)
def test_what_says_the_same_is_alike(one: str, other: str, same: bool) -> None:
    assert (likeness(one, other) >= ALIKE) is same


@given(st.text(max_size=200), st.text(max_size=200))
def test_likeness_is_mutual_and_no_more_than_whole(one: str, other: str) -> None:
    assert likeness(one, other) == likeness(other, one) <= 100
    assert likeness(one, one) in (0, 100)


def test_a_rare_word_says_more_and_those_shared_are_named_by_it() -> None:
    here = {"lamp": weight(0, 5_000), "road": weight(2_000, 5_000), "dark": weight(50, 5_000)}
    assert 0 < here["road"] < here["dark"] < here["lamp"] == 1
    score, shared = alike(here, ["dark", "road", "lamp", "well"], 2.0)
    assert shared == ["lamp", "dark", "road"]
    assert 0 < score < 100


@given(st.text(alphabet="路灯坏了桥，ab １İ", max_size=40))
def test_pieces_make_up_the_text_and_shared_words_stand_out(text: str) -> None:
    pieces = stretches(text, ["路灯", "灯坏", "ab", "1"])
    assert "".join(piece for piece, _ in pieces) == text
    assert "".join(piece for piece, both in pieces if both and "路灯坏" in piece).count("路灯坏") == text.count(
        "路灯坏"
    )
    assert stretches("路灯坏了，桥", ["路灯", "灯坏"]) == [("路灯坏", True), ("了，桥", False)]


def test_how_alike_is_said_in_words() -> None:
    assert [how_alike(score) for score in (100, 30, 20)] == [
        "nearly the same words",
        "many of the same words",
        "some of the same words",
    ]


@pytest.fixture
async def crowded(database: Database) -> AsyncIterator[AsyncSession]:
    """A session in a town with some hundred opinions, each second one of the other station."""
    async with database.writing() as session:
        furniture = await furnish(session)
        person = Person(chat_id=7, name="Li", language="en", created_at=MONDAY)
        session.add(person)
        await session.flush()
        places = [(furniture.stations[s], furniture.areas[a]) for s, a in (("Maishi", "Jiufang"), ("Tanghu", "Ditian"))]
        rows = [
            {
                "id": number,
                "reference": f"TC-2026-{number:06d}",
                "submission": str(number),
                "constituent_id": person.id,
                "anonymous": False,
                "summary": LAMP[:80],
                "topic_id": furniture.topics["roads"],
                "station_id": places[number % 2][0],
                "area_id": places[number % 2][1],
                "representative_id": furniture.representatives["Wang"] if number % 3 == 0 else None,
                "stage": Stage.ASSIGNED if number % 3 == 0 else Stage.SUBMITTED,
                "submitted_at": MONDAY,
                "stage_since": MONDAY,
                "due_at": MONDAY + timedelta(hours=number),
            }
            for number in range(1, 301)
        ]
        await session.execute(insert(Opinion), rows)
        entry = {"round": 1, "kind": EntryKind.OPINION, "author_role": Role.CONSTITUENT, "at": MONDAY}
        await session.execute(
            insert(Entry), [{**entry, "opinion_id": row["id"], "text": f"{LAMP} {row['id']}"} for row in rows]
        )
        yield session


async def test_no_more_than_the_newest_are_compared(crowded: AsyncSession, monkeypatch: pytest.MonkeyPatch) -> None:
    opinion = await crowded.get_one(Opinion, 300)
    here = [opinion.station_id or 0]
    assert await similar.catch_up(lambda: same(crowded), lambda: same(crowded)) == 300
    assert await similar.catch_up(lambda: same(crowded), lambda: same(crowded)) == 0
    found = await similar.similar(crowded, opinion, here)
    assert [one.opinion.id for one in found] == list(range(298, 298 - 2 * similar.MOST, -2))
    assert all(one.near and one.alike >= ALIKE and {"lamp", "bridge"} <= {*one.shared} for one in found)
    monkeypatch.setattr(similar, "NEWEST", 10)
    monkeypatch.setattr(similar, "WITH_WORD", 10)
    everywhere = await similar.similar(crowded, await crowded.get_one(Opinion, 1), None)
    assert [one.near for one in everywhere] == sorted((one.near for one in everywhere), reverse=True)
    assert {one.near for one in everywhere} == {True, False}
    assert await similar.similar(crowded, opinion, [here[0] + 99]) == []
    asked = {"lamp": 1.0, "bridge": 1.0, "7": 9.0}
    near = [*range(282, 300, 2)]
    for candidates, found_by_words in ((1, [7]), (3, [7, 299]), (50, [7, *range(291, 300, 2)])):
        newest = await queries.compared(crowded, opinion, asked, None, tuple(Stage), queries.Among(10, 10, candidates))
        assert sorted(one.id for one in newest) == sorted([*near, *found_by_words])
    counts = await queries.counted_words(crowded, 300)
    assert counts == {**dict.fromkeys(await queries.words_of(crowded, 300), 0), "": 0}
    assert await queries.counted_words(crowded, 999) == {}


@asynccontextmanager
async def same(session: AsyncSession) -> AsyncIterator[AsyncSession]:
    """The session itself, as if it were another transaction."""
    yield session


async def test_words_are_counted_anew_once_there_are_many_more_opinions(
    crowded: AsyncSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    def session() -> Any:
        return same(crowded)

    assert not await similar.count_words(session, session)
    await similar.catch_up(session, session)
    monkeypatch.setattr(similar, "COUNTED", 250)
    assert await similar.count_words(session, session)
    assert await queries.counts(crowded, ["lamp", "bridge", "300", "nothing"]) == {"": 250, "lamp": 250, "bridge": 250}
    counted = await queries.counted_words(crowded, 300)
    assert (counted[""], counted["lamp"], counted["300"]) == (250, 250, 0)
    assert not await similar.count_words(session, session)
    await queries.forget(crowded, range(1, 201))
    await crowded.execute(update(OpinionWords).values(words="well"))
    monkeypatch.setattr(similar, "GROWN", 0.5)
    await crowded.execute(update(WordCount).values(upto=100))
    assert await similar.count_words(session, session)
    assert await queries.counts(crowded, ["lamp", "well"]) == {"": 100, "well": 100}


async def test_the_index_follows_what_is_said_and_forgets_what_is_erased(office: Office) -> None:
    async def found() -> set[tuple[int, str]]:
        async with office.town.database.reading() as session:
            rare = (await session.execute(select(RareWord.opinion_id, RareWord.word))).all()
            for number in {one for one, _ in rare}:
                assert {word for one, word in rare if one == number} == {*await queries.words_of(session, number)}
            return {*rare}

    first = await office.writes(office.li, LAMP)
    second = await office.writes(office.mei, WELL, place="Ditian", station="Tanghu")
    assert {(first, "bridge"), (second, "iron")} <= await found()
    await office.mei.says("/mine")
    await office.mei.presses(SECOND, "➕")
    await office.mei.says("The bridge has no rail")
    assert {(second, "rail"), (second, "iron")} <= await found()
    await office.mei.says("/privacy")
    await office.mei.presses("🗑", office.say("Yes, erase", "全部删除"))
    assert {number for number, _ in await found()} == {first}


async def test_a_search_reads_windows_of_several_stations_and_of_representatives(
    crowded: AsyncSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "WINDOW", 20)
    stations = sorted({one.station_id or 0 for one in [await crowded.get_one(Opinion, n) for n in (1, 2)]})
    both, nobody = Scope(stations=stations), Scope(stations=[])
    assert await finding.horizon(crowded, both, None) == (281, MONDAY)
    assert await finding.horizon(crowded, Scope(), 22) == (2, MONDAY)
    assert await finding.horizon(crowded, Scope(), 21) is None
    assert await finding.horizon(crowded, nobody, None) is None
    cases = Scope(representatives=[(await crowded.get_one(Opinion, 3)).representative_id or 0])
    assert await finding.horizon(crowded, cases, 31) is None

    async def ids(scope: Scope, word: str, before: int | None = None, *, open_only: bool = True) -> list[int]:
        here = await finding.horizon(crowded, scope, before)
        words = {word: list[int]()}
        found = await finding.with_words(
            crowded, scope, words, open_only=open_only, before=before, horizon=here, limit=5
        )
        return [one.id for one in found]

    assert await ids(both, "BRIDGE") == [300, 299, 298, 297, 296]
    assert await ids(both, "week 7", before=80) == [79, 78, 77, 76, 75]
    assert await ids(cases, "lamp", before=31) == [30, 27, 24, 21, 18]
    assert await ids(nobody, "lamp") == []
    assert await ids(both, "week_1") == await ids(both, "%") == []
    assert await ids(both, "lamp 280") == []
    by_topic = await finding.with_words(
        crowded, both, {"roads": [1]}, open_only=True, before=None, horizon=None, limit=2
    )
    assert [one.id for one in by_topic] == [300, 299]


async def test_the_queue_counts_no_further_than_it_is_read(
    crowded: AsyncSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (opinions, screening):
        monkeypatch.setattr(module, "COUNTED", 100)
    station = [(await crowded.get_one(Opinion, 2)).station_id or 0]
    assert await opinions.count_to_screen(crowded, None) == opinions.COUNTED
    assert await screening.first_in_queue(crowded, station) == 2
    assert await screening.next_in_queue(crowded, station, MONDAY + timedelta(hours=2), 2) == 4
    assert await screening.place_in_queue(crowded, None, await crowded.get_one(Opinion, 7)) == 5
    assert await screening.place_in_queue(crowded, None, await crowded.get_one(Opinion, 299)) == opinions.COUNTED


async def test_no_screen_reads_the_whole_table(crowded: AsyncSession) -> None:
    """SQLite's plans: each question is answered through an index; only the queue's own small ones are read whole."""
    if crowded.get_bind().dialect.name != "sqlite":
        return
    asked: list[tuple[str, Any]] = []
    connection = (await crowded.connection()).sync_connection
    assert connection is not None

    def listen(*call: Any) -> None:
        asked.append((call[2], call[3]))

    event.listen(connection, "before_cursor_execute", listen)
    opinion = await crowded.get_one(Opinion, 300)
    for stations in (None, [1], [1, 2]):
        scope = Scope(stations=stations)
        await queries.compared(crowded, opinion, {"lamp": 1.0}, stations, tuple(Stage), queries.Among(10, 10, 10))
        await queries.counted_words(crowded, 300)
        await queries.counts(crowded, ["lamp"])
        horizon = await finding.horizon(crowded, scope, 50)
        await finding.with_words(crowded, scope, {"lamp": [1]}, open_only=True, before=50, horizon=horizon, limit=5)
        await opinions.count_to_screen(crowded, stations)
        await screening.place_in_queue(crowded, stations, opinion)
        await screening.first_in_queue(crowded, stations)
        await screening.next_in_queue(crowded, stations, opinion.due_at, 300)
    await finding.by_references(crowded, Scope(stations=[1]), ["TC-2026-000001"])
    await opinions.merged_into(crowded, 300)
    await merging.count_merged(crowded, 300)
    event.remove(connection, "before_cursor_execute", listen)
    plans = [(one, await crowded.run_sync(_plan, one, parameters)) for one, parameters in asked]
    assert len(plans) > 20
    for statement, plan in plans:
        whole = [
            line
            for line in plan
            if line.startswith(("SCAN opinion", "SCAN rare_word", "SCAN word_count", "SCAN newer"))
            and "ix_opinion_queue" not in line
        ]
        assert not whole, (statement, plan)


def _plan(session: Session, statement: str, parameters: Any) -> list[str]:
    cursor = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
    return [row.detail for row in cursor]

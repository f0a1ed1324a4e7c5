"""The ledger on both databases: whom each kind of audience means, and that no look goes through a million lines."""

import sqlite3
from datetime import UTC, datetime

import pytest
from sqlalchemy import event

from storage.engine import Database
from storage.models.directory import Area, HandlingUnit, Representative, Station
from storage.models.notices import MutedColumn, NoticeRecipient
from storage.models.people import Grant, Person
from storage.queries import notices, recipients
from storage.queries.recipients import Tally, Who
from storage.vocabulary import AreaKind, Level, NoticeColumn, RecipientState, Role

NOW = datetime(2026, 3, 2, 4, tzinfo=UTC)
AREAS = ((None, "county"), (1, "town"), (1, "town"), (2, "village"), (3, "village"))
"""What each lies in, and what it is."""
EVERYBODY = Who(None, (), (), (), (), NoticeColumn.NEWS)


@pytest.fixture
async def place(database: Database) -> Database:
    """A county 1 with towns 2 and 3, villages 4 (in 2) and 5 (in 3), a station in each town, and nine people.

    1 and 2 live in 4, 3 in 5, 4 in 2, 5 nowhere; 6 is a representative of station 1, 7 staff of station 2, 8 was staff
    once; 9 has no account; 3 is an officer of a unit. 2 muted the news, 4 blocks the bot, 3 reads Chinese.
    """
    async with database.writing() as session:
        for number, (parent, kind) in enumerate(AREAS, start=1):
            area = Area(id=number, code=f"A{number}", parent_id=parent, kind=AreaKind(kind), name="x", sound="x")
            session.add(area)
            await session.flush()
        session.add_all([Station(id=1, code="S1", area_id=2, name="x"), Station(id=2, code="S2", area_id=3, name="y")])
        homes = {1: 4, 2: 4, 3: 5, 4: 2}
        session.add_all(
            Person(
                id=number,
                chat_id=None if number == 9 else 1000 + number,
                name="x",
                language="zh_Hans" if number == 3 else "en",
                area_id=homes.get(number),
                reachable=number != 4,
                created_at=NOW,
            )
            for number in range(1, 10)
        )
        await session.flush()
        session.add(HandlingUnit(id=1, code="U1", name="x"))
        session.add(
            Representative(
                id=1, code="R1", name="x", sound="x", level=Level.COUNTY, constituency="1", station_id=1, areas=[]
            )
        )
        await session.flush()
        session.add_all(
            [
                Grant(person_id=6, role=Role.REPRESENTATIVE, representative_id=1, granted_at=NOW),
                Grant(person_id=7, role=Role.STAFF, station_id=2, granted_at=NOW),
                Grant(person_id=3, role=Role.UNIT, unit_id=1, granted_at=NOW),
                Grant(person_id=8, role=Role.STAFF, granted_at=NOW, revoked_at=NOW),
                MutedColumn(person_id=2, column=NoticeColumn.NEWS),
            ]
        )
    return database


async def written_down(database: Database, who: Who) -> set[int]:
    """Whom the ledger has."""
    async with database.writing() as session:
        await recipients.fix(session, 1, who, 0, 100)
        await recipients.fix(session, 1, who, 0, 100)
        found = await recipients.lines(session, 1, 0, 100)
        assert {line.state for line in found} <= {RecipientState.WAITING}
        return {line.person_id for line in found}


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        (EVERYBODY, {1, 3, 5, 6, 7, 8}),
        (EVERYBODY._replace(column=NoticeColumn.URGENT), {1, 2, 3, 5, 6, 7, 8}),
        (EVERYBODY._replace(column=None), {1, 2, 3, 5, 6, 7, 8}),
        (EVERYBODY._replace(areas=[1]), {1, 3}),
        (EVERYBODY._replace(areas=[2]), {1}),
        (EVERYBODY._replace(areas=[4, 5]), {1, 3}),
        (EVERYBODY._replace(areas=[1, 4]), {1, 3}),
        (EVERYBODY._replace(stations=[1]), {1, 6}),
        (EVERYBODY._replace(stations=[2]), {3, 7}),
        (EVERYBODY._replace(bound_to=1), {1, 6}),
        (EVERYBODY._replace(bound_to=1, areas=[5]), set()),
        (EVERYBODY._replace(roles=[Role.REPRESENTATIVE]), {6}),
        (EVERYBODY._replace(roles=[Role.STAFF]), {7}),
        (EVERYBODY._replace(roles=[Role.UNIT]), {3}),
        (EVERYBODY._replace(roles=[Role.STAFF, Role.REPRESENTATIVE]), {6, 7}),
        (EVERYBODY._replace(roles=[Role.CONSTITUENT]), {1, 5, 8}),
        (EVERYBODY._replace(languages=["zh_Hans"]), {3}),
        (EVERYBODY._replace(areas=[1], languages=["en"]), {1}),
        (EVERYBODY._replace(stations=[1, 2], roles=[Role.CONSTITUENT]), {1}),
    ],
)
async def test_one_of_each_kind_that_is_named_must_fit(place: Database, who: Who, expected: set[int]) -> None:
    assert await written_down(place, who) == expected


async def test_the_count_is_what_will_be_written_down_and_says_who_is_left_out(place: Database) -> None:
    async with place.reading() as session:
        found = sorted(await recipients.tally(session, EVERYBODY, 0, 100))
    assert found == [Tally("en", 7, 1, 1), Tally("zh_Hans", 1, 0, 0)]
    assert sum(tally.reached for tally in found) == len(await written_down(place, EVERYBODY))


async def test_pieces_cover_everybody_once_whatever_their_size(place: Database) -> None:
    for size in (1, 2, 3, 100):
        stops, at = [], 0
        async with place.reading() as session:
            while at < 9:
                at = await recipients.next_stop(session, at, 9, size)
                stops.append(at)
        assert stops[-1] == 9
        assert stops == sorted(set(stops))


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_no_look_goes_through_the_whole_ledger(plans: dict[str, str]) -> None:
    for name, index in (
        ("waiting", "waiting"),
        ("any_waiting", "waiting"),
        ("in_the_outbox", "promised"),
        ("take_outcomes", "promised"),
        ("recall", "promised"),
        ("again", "ambiguous"),
        ("break_off", "promised"),
    ):
        assert f"ix_notice_recipient_{index}" in plans[name], (name, plans[name])
        assert "USING PRIMARY KEY (notice_id=?)" not in plans[name], (name, plans[name])
    assert "PRIMARY KEY (notice_id=? AND person_id=?)" in plans["end"]
    assert "ix_notice_open" in plans["open_ones"]
    for index in ("ix_notice_open", "ix_notice_recipient_waiting", "ix_notice_recipient_promised"):
        assert index in plans["going_first"], plans["going_first"]
    assert "SCAN notice_recipient" not in plans["going_first"]
    assert "SCAN outbox" not in plans["going_first"]


@pytest.fixture
async def plans(place: Database) -> dict[str, str]:
    """How SQLite goes about each statement, by the name of the query."""
    async with place.writing() as session:
        session.add(NoticeRecipient(notice_id=1, person_id=1, state=RecipientState.WAITING))
    seen: list[tuple[str, str, object]] = []
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, parameters: object, *_rest: object) -> None:
        if statement.startswith(("SELECT", "UPDATE", "DELETE")):
            seen.append((asked[-1], statement, parameters))

    event.listen(place.engine.sync_engine, "before_cursor_execute", note)
    async with place.writing() as session:
        ended = [recipients.Ended(1, RecipientState.SENT, NOW)]
        for name, query in (
            ("waiting", recipients.waiting(session, 1, NoticeColumn.NEWS, 5)),
            ("any_waiting", recipients.any_waiting(session, 1)),
            ("in_the_outbox", recipients.in_the_outbox(session, 1)),
            ("take_outcomes", recipients.take_outcomes(session, 1, NOW)),
            ("recall", recipients.recall(session, 1)),
            ("again", recipients.again(session, 1)),
            ("break_off", recipients.break_off(session, NOW)),
            ("end", recipients.end(session, 1, ended)),
            ("open_ones", notices.open_ones(session)),
            ("going_first", notices.going_first(session, NOW)),
        ):
            asked.append(name)
            await query
    file = place.engine.url.database
    assert file is not None
    with sqlite3.connect(file) as connection:
        found: dict[str, str] = {}
        for named, statement, parameters in seen:
            rows = connection.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)  # type: ignore[arg-type]
            found[named] = found.get(named, "") + "\n".join(str(row[3]) for row in rows) + "\n"
    connection.close()
    return found

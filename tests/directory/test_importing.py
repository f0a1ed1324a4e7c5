"""Into the database and back, on both databases."""

import re
from datetime import UTC, date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select, text, update

from handlers.core.directory import importing
from handlers.core.directory.book import Book, Directory, Kind, Record
from handlers.core.directory.cells import clean
from handlers.core.directory.export import write
from handlers.core.directory.rules import make_plan
from handlers.core.directory.topics import plant_topics
from handlers.core.directory.values import read_name, read_party
from handlers.core.directory.workbook import read
from handlers.core.startup.spelling import spell
from storage.engine import Database
from storage.models.directory import Area, Representative, Topic
from storage.vocabulary import LeftWhy
from tests.directory.files import REPRESENTATIVES, areas, county, workbook

NOW = datetime(2026, 3, 2, tzinfo=UTC)


async def _import(database: Database, book: Book) -> importing.Summary:
    async with database.writing() as session:
        return await importing.apply(session, book, NOW)


async def test_importing_again_changes_nothing_and_doubles_nothing(database: Database) -> None:
    first = await _import(database, county())
    again = await _import(database, county())
    assert (first.counts[Kind.REPRESENTATIVES].new, first.at) == (4, NOW)
    assert all((count.new, count.changed) == (0, 0) for count in again.counts.values())
    async with database.reading() as session:
        assert await session.scalar(select(func.count()).select_from(Representative)) == 4


async def test_what_is_exported_imports_unchanged(database: Database) -> None:
    await _import(database, county())
    async with database.reading() as session:
        book = read("export.xlsx", write(await importing.everything(session)))
        plan = await importing.plan(session, book)
    assert plan.good
    assert plan.changes == 0
    assert plan.counts[Kind.AREAS].unchanged == 7


async def test_the_starting_topics_are_written_once_and_export_unchanged(database: Database) -> None:
    async with database.writing() as session:
        assert await plant_topics(session) > 14
        assert await plant_topics(session) == 0
    async with database.reading() as session:
        plan = await importing.plan(session, read("e.xlsx", write(await importing.everything(session))))
    assert (plan.problems, plan.changes) == ((), 0)


async def test_places_with_topics_of_their_own_get_no_others(database: Database) -> None:
    await _import(database, county())
    async with database.writing() as session:
        assert await plant_topics(session) == 0
        assert (await session.scalars(select(Topic.code))).all() == ["roads"]


async def test_a_bad_row_stops_the_whole_file(database: Database) -> None:
    book = read("x.xlsx", workbook(areas=[["code", "name", "parent"], ["V1", "甲村", ""], ["V2", "乙村", "none"]]))
    with pytest.raises(importing.Refused) as refused:
        await _import(database, book)
    assert [problem.row for problem in refused.value.plan.problems] == [3]
    async with database.reading() as session:
        assert await session.scalar(select(func.count()).select_from(Area)) == 0


async def test_a_later_file_updates_by_code_and_leaves_out_without_deleting(database: Database) -> None:
    await _import(database, county())
    rows = [REPRESENTATIVES[0], ["R1", "陈静怡", "县", "第二选区", "S0", "V2", ""]]
    summary = await _import(database, read("r.xlsx", workbook(代表=rows)))
    counts = summary.counts[Kind.REPRESENTATIVES]
    assert (counts.new, counts.changed, counts.unchanged, counts.left_out) == (0, 1, 0, 3)
    async with database.reading() as session:
        kept = await importing.plan(session, county())
        one = (await session.scalars(select(Representative).where(Representative.code == "R1"))).one()
        assert (one.name, one.sound, one.level, one.phone, one.active) == ("陈静怡", "chenjingyi", "county", None, True)
    assert [record["code"] for record in kept.changed[Kind.REPRESENTATIVES]] == ["R1"]


async def test_a_column_that_is_not_in_the_file_is_left_as_it_is(database: Database) -> None:
    await _import(database, county())
    await _import(database, read("r.csv", b"code,level\nR1,county\n"))
    async with database.reading() as session:
        one = (await session.scalars(select(Representative).where(Representative.code == "R1"))).one()
        assert (one.level, one.name, one.phone) == ("county", "陈静", "13800000001")


async def test_a_new_code_needs_every_needed_column(database: Database) -> None:
    await _import(database, county())
    async with database.reading() as session:
        plan = await importing.plan(session, read("r.csv", b"code,level\nR77,county\n"))
    assert ["“R77” is new" in str(problem.wrong) for problem in plan.problems] == [True, True]


async def test_only_an_explicit_no_retires_and_an_empty_cell_keeps(database: Database) -> None:
    await _import(database, county())
    summary = await _import(database, read("r.csv", "编码,层级,在任\nR1,乡镇,否\n".encode()))
    assert summary.counts[Kind.REPRESENTATIVES].retired == 1
    again = await _import(database, read("r.csv", "编码,层级,在任\nR1,乡镇,\n".encode()))
    assert again.counts[Kind.REPRESENTATIVES].unchanged == 1


async def test_areas_may_be_hung_elsewhere_and_listed_in_any_order(database: Database) -> None:
    await _import(database, areas(["V", "T", "", "甲村"], ["T", "", "town", "某镇"]))
    await _import(database, areas(["T2", "", "town", "新镇"], ["V", "T2", "", "甲村"]))
    async with database.reading() as session:
        parent = select(Area.parent_id).where(Area.code == "V").scalar_subquery()
        assert await session.scalar(select(Area.code).where(Area.id == parent)) == "T2"


async def test_a_circle_made_across_two_files_is_refused(database: Database) -> None:
    await _import(database, areas(["V", "T", "", "甲村"], ["T", "", "town", "某镇"]))
    with pytest.raises(importing.Refused):
        await _import(database, areas(["T", "V", "town", "某镇"]))


async def test_phone_numbers_of_representatives_are_sealed_at_rest(database: Database) -> None:
    await _import(database, county())
    async with database.reading() as session:
        kept = (await session.execute(text("SELECT phone FROM representative WHERE code = 'R1'"))).scalar_one()
    assert "13800000001" not in kept


async def test_a_picture_stays_where_the_list_has_none_and_a_cell_that_is_none_is_named(database: Database) -> None:
    await _import(database, county())
    address = "https://example.org/faces/陈静.jpg"
    await _import(database, read("r.csv", f"code,level,picture\nR1,township,{address}\n".encode()))
    again = await _import(database, read("r.csv", b"code,level,picture\nR1,township,\n"))
    assert again.counts[Kind.REPRESENTATIVES].unchanged == 1
    async with database.reading() as session:
        one = (await session.scalars(select(Representative).where(Representative.code == "R1"))).one()
        assert one.picture == address
        for wrong in ("chen.jpg", "C:\\faces\\chen.jpg", "https://", "the one with the hat"):
            plan = await importing.plan(session, read("r.csv", f"code,level,照片\nR1,township,{wrong}\n".encode()))
            assert [(problem.row, problem.column) for problem in plan.problems] == [(2, "C (照片)")], wrong


async def test_what_representatives_take_care_of_is_named_by_codes_of_topics(database: Database) -> None:
    await _import(database, county())
    plain, unknown = b"code,level,topics\nR1,township,roads\n", b"code,level,topics\nR1,township,roads; moon\n"
    await _import(database, read("r.csv", plain))
    async with database.reading() as session:
        one = (await session.scalars(select(Representative).where(Representative.code == "R1"))).one()
        assert one.topics == ["roads"]
        plan = await importing.plan(session, read("r.csv", unknown))
        assert ["“moon” is not the code" in str(problem.wrong) for problem in plan.problems] == [True]
        export = read("export.xlsx", write(await importing.everything(session)))
        assert (await importing.plan(session, export)).changes == 0


async def test_names_of_an_earlier_release_are_read_anew_at_the_start(database: Database) -> None:
    await _import(database, county())
    async with database.writing() as session:
        await session.execute(update(Representative).where(Representative.code == "R1").values(name="单小平", sound=""))
        await session.execute(update(Representative).where(Representative.code == "R2").values(sound="kept"))
    async with database.writing() as session:
        await spell(session)
    async with database.reading() as session:
        sounds = {
            row.code: row.sound for row in await session.execute(select(Representative.code, Representative.sound))
        }
        assert (sounds["R1"], sounds["R2"]) == ("shanxiaoping", "kept")


def _line(most: int = 40) -> st.SearchStrategy[str]:
    return st.text(min_size=1, max_size=most).map(clean).filter(_is_a_line)


def _is_a_line(line: str) -> bool:
    """What is read as it was written: no name of lost letters, nothing that a program left behind."""
    return bool(line.strip("?？ ")) and "\n" not in line and not re.search("\ufffd|_x[0-9A-Fa-f]{4}_", line)


def _name() -> st.SearchStrategy[str]:
    return _line().map(lambda line: str(read_name(line)))


_CODES = st.from_regex(r"[A-Za-z0-9._-]{1,12}", fullmatch=True)
_WORDS = st.lists(_line(8).filter(lambda word: not set(word) & set(";,、|；，")), unique=True, max_size=4)


@st.composite
def _said(draw: st.DrawFn) -> Record:
    """What a list may say of a representative."""
    day = draw(st.none() | st.dates(date(1900, 1, 1), date(2100, 1, 1)))
    party = draw(st.none() | _line().map(lambda line: str(read_party(line))))
    return {
        "name_en": draw(st.none() | _line()),
        "sex": draw(st.none() | st.sampled_from(["female", "male"])),
        "party": party,
        "occupation": draw(st.none() | _line()),
        "term": draw(st.none() | _line()),
        "topics": draw(st.sampled_from([(), ("t",)])),
        "picture": draw(st.none() | st.sampled_from(["https://example.org/1.jpg", "AgACAgUAAxkBAAIB-q_f1234567890"])),
        "re_elected": draw(st.none() | st.booleans()),
        "by_election": draw(st.none() | st.booleans()),
        "left_on": None if day is None else day.isoformat(),
        "left_why": draw(st.none() | st.sampled_from(list(LeftWhy))),
    }


@st.composite
def directories(draw: st.DrawFn) -> Directory:
    """A directory as it could be kept."""
    places: dict[str, Record] = {}
    for code in draw(st.lists(_CODES, min_size=1, max_size=5, unique=True)):
        parent = draw(st.sampled_from([None, *places]))
        kind = draw(st.sampled_from(["county", "town", "village"]))
        name, name_en = draw(_name()), draw(st.none() | _line())
        latitude, longitude = draw(st.none() | st.floats(-90, 90)), draw(st.none() | st.floats(-180, 180))
        places[code] = {"code": code, "parent": parent, "kind": kind, "name": name, "name_en": name_en}
        places[code] |= {"latitude": latitude, "longitude": longitude}
    station: Record = {"code": "S", "name": draw(_name()), "name_en": None, "area": draw(st.sampled_from(list(places)))}
    station |= {"address": draw(st.none() | _line()), "phone": None}
    people: dict[str, Record] = {}
    for code in draw(st.lists(_CODES, max_size=3, unique=True)):
        level = draw(st.sampled_from(["township", "county", "municipal", "provincial"]))
        seats = tuple(sorted(draw(st.sets(st.sampled_from(list(places))))))
        phone = draw(st.none() | st.from_regex(r"\+?[0-9]{5,15}", fullmatch=True))
        people[code] = {"code": code, "name": draw(_name()), "level": level, "station": "S", "areas": seats}
        people[code] |= draw(_said())
        people[code] |= {
            "constituency": draw(st.just("") | _line()),
            "phone": phone,
            "active": people[code]["left_on"] is None and people[code]["left_why"] is None,
        }
    topic: Record = {"code": "t", "name": draw(_name()), "name_en": None, "keywords": tuple(draw(_WORDS))}
    topic |= {"unit": None, "position": draw(st.integers(0, 99)), "active": draw(st.booleans())}
    return {Kind.AREAS: places, Kind.STATIONS: {"S": station}, Kind.REPRESENTATIVES: people, Kind.TOPICS: {"t": topic}}


@given(directories())
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
def test_any_directory_written_and_read_is_the_same(directory: Directory) -> None:
    content = write({kind: records.values() for kind, records in directory.items()})
    plan = make_plan(read("export.xlsx", content), directory)
    assert plan.problems == ()
    assert [plan.changed[kind] for kind in Kind if plan.changed[kind]] == []
    assert sum(count.unchanged for count in plan.counts.values()) == sum(map(len, directory.values()))

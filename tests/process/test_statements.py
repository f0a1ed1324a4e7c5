"""The short way of plain statements, and lists as one parameter, on both databases."""

import importlib
import pkgutil
import re
from datetime import UTC, datetime
from typing import cast

import pytest
from sqlalchemy import ClauseElement, Select, Table, Update, create_engine, func, select, text
from sqlalchemy.dialects import sqlite
from sqlalchemy.sql.visitors import iterate

import storage
from storage.engine import Database
from storage.in_list import in_list
from storage.models.base import Base
from storage.models.people import Person
from storage.models.traffic import Conversation

TALKS = cast("Table", Conversation.__table__)
MANY = [*range(1, 3000), 9_000_000_000]


@pytest.mark.parametrize("wanted", [[], [7], [7, -5, 9_000_000_000], MANY])
async def test_a_list_of_any_length_finds_what_is_in_it(database: Database, wanted: list[int]) -> None:
    chats = {7, 8, -5, 9_000_000_000}
    async with database.writing() as session:
        session.add_all([Conversation(chat_id=chat, data="{}", heard="[]") for chat in chats])
    inside, outside = (
        select(TALKS.c.chat_id).where(clause)
        for clause in (in_list(TALKS.c.chat_id, "wanted"), ~in_list(TALKS.c.chat_id, "wanted"))
    )
    async with database.reading() as session:
        found = set(await session.scalars(inside, {"wanted": wanted}))
        others = set(await session.scalars(outside, {"wanted": wanted}))
    assert found == chats & set(wanted)
    assert others == chats - set(wanted)


async def test_a_plain_statement_sees_what_was_only_added_and_is_undone_with_it(database: Database) -> None:
    people = select(func.count()).select_from(cast("Table", Person.__table__))
    with pytest.raises(RuntimeError, match="on purpose"):
        async with database.writing() as session:
            session.add(Person(chat_id=7, name=None, language="en", created_at=datetime.now(UTC)))
            assert await session.scalar(people) == 1
            raise RuntimeError("on purpose")
    async with database.reading() as session:
        assert await session.scalar(people) == 0


async def test_a_session_goes_on_after_its_connection_was_given_back(database: Database) -> None:
    async with database.reading() as session:
        assert await session.scalar(text("SELECT 1")) == 1
        await session.rollback()
        assert await session.scalar(text("SELECT 2")) == 2


WHAT_WAITS = "SCAN inbox USING INDEX ix_inbox_pending"
"""The oldest first, or all where nothing is in hand: few."""


def made_once() -> dict[str, ClauseElement]:
    """Statements with a list as one parameter, by where they stand."""
    found: dict[str, ClauseElement] = {}
    for module in pkgutil.walk_packages(storage.__path__, "storage."):
        if ".migrations" in module.name:
            continue
        for name, value in vars(importlib.import_module(module.name)).items():
            for statement in value.values() if isinstance(value, dict) else [value]:
                if isinstance(statement, Select | Update) and any(
                    isinstance(part, in_list) for part in iterate(statement)
                ):
                    found[f"{module.name}.{name}"] = statement
    return found


def test_the_guard_of_indexes_sees_the_statements() -> None:
    assert {"storage.inbox._DONE", "storage.queries.people._AT_CHATS", "storage.queries.own._TEXTS"} <= set(made_once())


@pytest.mark.parametrize("place", sorted(made_once()))
def test_a_list_as_one_parameter_is_looked_up_in_an_index(place: str) -> None:
    statement = str(made_once()[place].compile(dialect=sqlite.dialect(), compile_kwargs={"render_postcompile": True}))
    engine = create_engine("sqlite://")
    Base.metadata.create_all(engine)
    with engine.connect() as connection:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", (None,) * statement.count("?")).all()
    engine.dispose()
    tables = "|".join(Base.metadata.tables)
    scans = {step for *_, step in plan if re.fullmatch(rf"SCAN ({tables})( .*)?", step)}
    assert scans <= {WHAT_WAITS}

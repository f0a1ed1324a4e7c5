"""A village's database on a file: neighbours who write, colleagues in one congress, two clerks, an officer."""

import asyncio
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet

from storage import crypto
from storage.engine import Database, open_database
from storage.models.base import Base
from storage.models.directory import Representative
from storage.models.people import Grant, Person
from storage.vocabulary import Level, Role
from tests.furniture import Furniture, furnish
from tests.town import MONDAY

NEIGHBOURS, COLLEAGUES, CLERKS = 5, 6, 2
"""A motion in a township needs five names."""
FIRST_CHAT = 81_000
"""Chats of the neighbours, from here on."""


@dataclass
class Village:
    """The database, and whose rows are in it."""

    runner: asyncio.Runner
    database: Database
    kept: sqlite3.Connection
    """To see what was committed, past all that lies between."""
    furniture: Furniture
    neighbours: list[int]
    """Numbers of people; the chat of the n-th is `FIRST_CHAT` + n."""
    clerks: list[int]
    colleagues: list[tuple[int, int]]
    """Representatives, each with who acts for them; the first leads what is written."""
    officer: int
    drafts: int = 0

    def rows(self, statement: str, *given: object) -> list[sqlite3.Row]:
        """What a question of SQL finds."""
        return self.kept.execute(statement, given).fetchall()


@contextmanager
def opened(file: Path) -> Iterator[Village]:
    """The village, until the test is over."""
    crypto.install([Fernet.generate_key().decode()])
    with asyncio.Runner() as runner, closing(sqlite3.connect(file)) as kept:
        kept.row_factory = sqlite3.Row
        database = open_database(f"sqlite:///{file}")
        try:
            yield runner.run(_built(runner, database, kept))
        finally:
            runner.run(database.close())


async def _built(runner: asyncio.Runner, database: Database, kept: sqlite3.Connection) -> Village:
    async with database.engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with database.writing() as session:
        furniture = await furnish(session)
        more = [
            Representative(
                code=f"R-{number}",
                name=f"Colleague {number}",
                sound=f"colleague{number}",
                level=Level.TOWNSHIP,
                constituency="Maishi 2",
                station_id=furniture.stations["Maishi"],
            )
            for number in range(1, COLLEAGUES)
        ]
        neighbours, clerks, acting = (_people(*of) for of in (("N", NEIGHBOURS), ("C", CLERKS), ("R", COLLEAGUES)))
        for number, person in enumerate(neighbours):
            person.chat_id = FIRST_CHAT + number
        officer = Person(chat_id=80_001, name="O", language="en", created_at=MONDAY)
        session.add_all([*more, *neighbours, *clerks, *acting, officer])
        await session.flush()
        named = [furniture.representatives["Wang"], *(one.id for one in more)]
        grants: list[tuple[int, dict[str, Any]]] = [(one.id, {"role": Role.STAFF}) for one in clerks]
        grants += [
            (person.id, {"role": Role.REPRESENTATIVE, "representative_id": one})
            for person, one in zip(acting, named, strict=True)
        ]
        grants.append((officer.id, {"role": Role.UNIT, "unit_id": furniture.units["Power"]}))
        session.add_all(Grant(person_id=person, granted_at=MONDAY, **facts) for person, facts in grants)
        colleagues = list(zip(named, _ids(acting), strict=True))
        return Village(runner, database, kept, furniture, _ids(neighbours), _ids(clerks), colleagues, officer.id)


def _people(name: str, many: int) -> list[Person]:
    first = 82_000 + 1_000 * ord(name)
    return [Person(chat_id=first + n, name=f"{name}{n}", language="en", created_at=MONDAY) for n in range(many)]


def _ids(people: Sequence[Person]) -> list[int]:
    return [one.id for one in people]

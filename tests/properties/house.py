"""A town's database on a file, with somebody in each role, and what is kept in it of some opinions."""

import asyncio
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from cryptography.fernet import Fernet

from storage import crypto
from storage.engine import Database, open_database
from storage.models.base import Base
from storage.models.directory import HandlingUnit
from storage.models.people import Grant, Person
from storage.vocabulary import Role
from tests.furniture import Furniture, furnish
from tests.town import MONDAY

AUTHOR, AUTHORS_CHAT = "Feng Lingyun", 7_310_442_901
"""By these somebody would be known who wrote without a name."""
ENDING = ("referral", "extension", "supporting", "supervision", "commitment", "commitment_concern")
"""Tables of what ends some day."""
TABLES = ("opinion", "entry", "event", "rating", "due", *ENDING)
"""Tables that a move, or a step of supervision, writes into."""
Rows = Mapping[str, Sequence[sqlite3.Row]]


@dataclass
class House:
    """The database, and whose rows are in it."""

    runner: asyncio.Runner
    database: Database
    kept: sqlite3.Connection
    """To see what was committed, past all that lies between."""
    furniture: Furniture
    people: dict[Role, int]
    drafts: int = 0

    def rows(self, opinions: Sequence[int]) -> Rows:
        """What is kept of these opinions, table by table in the order of writing."""
        numbers = ", ".join(map(str, opinions))
        found = {}
        for table in TABLES:
            column = "id" if table == "opinion" else "opinion_id"
            statement = f"SELECT * FROM {table} WHERE {column} IN ({numbers}) ORDER BY id"  # noqa: S608 (ours)
            found[table] = self.kept.execute(statement).fetchall()
        return found

    def seen(self, opinions: Sequence[int]) -> int:
        """Times that somebody was noted to have learnt who wrote one of these opinions."""
        subjects = ", ".join(f"'opinion:{one}'" for one in opinions)
        statement = f"SELECT count(*) FROM audit WHERE action = 'identity.seen' AND subject IN ({subjects})"  # noqa: S608
        number: int = self.kept.execute(statement).fetchone()[0]
        return number


@contextmanager
def opened(file: Path) -> Iterator[House]:
    """The house, until the test is over."""
    crypto.install([Fernet.generate_key().decode()])
    with asyncio.Runner() as runner, closing(sqlite3.connect(file)) as kept:
        kept.row_factory = sqlite3.Row
        database = open_database(f"sqlite:///{file}")
        try:
            yield House(runner, database, kept, *runner.run(_built(database)))
        finally:
            runner.run(database.close())


async def _built(database: Database) -> tuple[Furniture, dict[Role, int]]:
    async with database.engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with database.writing() as session:
        furniture = await furnish(session)
        more = {
            name: HandlingUnit(code=f"U-{name}", name=name, name_en=name) for name in ("Gas", "Post", "Parks", "Bus")
        }
        people: dict[Role, Person] = {
            role: Person(chat_id=9000 + number, name=f"Somebody {number}", language="en", created_at=MONDAY)
            for number, role in enumerate(role for role in Role if role is not Role.SYSTEM)
        }
        people[Role.CONSTITUENT].chat_id, people[Role.CONSTITUENT].name = AUTHORS_CHAT, AUTHOR
        session.add_all([*more.values(), *people.values()])
        await session.flush()
        furniture.units.update({name: unit.id for name, unit in more.items()})
        ids = {role: person.id for role, person in people.items()}
        officer, member = ids[Role.UNIT], ids[Role.REPRESENTATIVE]
        session.add_all(
            [
                Grant(person_id=ids[Role.STAFF], role=Role.STAFF, granted_at=MONDAY),
                *(
                    Grant(person_id=officer, role=Role.UNIT, unit_id=unit, granted_at=MONDAY)
                    for unit in furniture.units.values()
                ),
                *(
                    Grant(person_id=member, role=Role.REPRESENTATIVE, representative_id=one, granted_at=MONDAY)
                    for one in furniture.representatives.values()
                ),
            ]
        )
        return furniture, ids

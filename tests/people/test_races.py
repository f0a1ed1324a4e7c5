"""Two at once, on both databases: one invitation lets one person in, and the county office is never empty."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.core.people import rules
from handlers.core.tokens import token_hash
from storage import crypto
from storage.engine import Database
from storage.models.people import Grant, Invitation, Person
from storage.queries import invitations, people
from storage.vocabulary import Role
from tests.databases import KINDS, Databases, reopened
from tests.town import MONDAY

Act = Callable[[AsyncSession], Awaitable[bool]]


@pytest.fixture(params=KINDS)
async def database(request: pytest.FixtureRequest, databases: Databases) -> AsyncIterator[Database]:
    """An empty database of each kind."""
    crypto.install([Fernet.generate_key().decode()])
    opened = reopened(databases.migrated(request.param))
    yield opened
    await opened.close()


async def newcomers(database: Database, count: int) -> list[int]:
    """Row ids of so many people."""
    async with database.writing() as session:
        made = [Person(chat_id=number, language="en", created_at=MONDAY) for number in range(1, count + 1)]
        session.add_all(made)
        await session.flush()
        return [person.id for person in made]


async def invited(database: Database) -> int:
    """An invitation to the county office."""
    async with database.writing() as session:
        made = Invitation(
            token_hash=token_hash("token"),
            role=Role.STAFF,
            created_at=MONDAY,
            expires_at=MONDAY + rules.VALID_FOR,
        )
        session.add(made)
        await session.flush()
        return made.id


async def at_once(database: Database, acts: list[Act]) -> list[bool]:
    """What each did; on PostgreSQL all have begun before the first commits."""
    begun = asyncio.Barrier(len(acts))

    async def one(act: Act) -> bool:
        async with database.writing() as session:
            await session.execute(select(1))
            if not database.is_sqlite:
                await begun.wait()
            done = await act(session)
            await asyncio.sleep(0.05)
            return done

    return list(await asyncio.gather(*(one(act) for act in acts)))


async def test_of_many_who_use_an_invitation_at_once_one_does(database: Database) -> None:
    persons = await newcomers(database, 5)
    invitation = await invited(database)

    def use(person: int) -> Act:
        return lambda session: invitations.use(session, invitation, person, MONDAY)

    outcomes = await at_once(database, [use(person) for person in persons])
    assert sum(outcomes) == 1
    async with database.reading() as session:
        used = await invitations.of_token(session, token_hash("token"))
        assert used is not None
        assert used.used_by_id == persons[outcomes.index(True)]


async def test_of_using_and_calling_off_at_once_one_happens(database: Database) -> None:
    (person,) = await newcomers(database, 1)
    invitation = await invited(database)
    outcomes = await at_once(
        database,
        [
            lambda session: invitations.use(session, invitation, person, MONDAY),
            lambda session: invitations.revoke(session, invitation, MONDAY),
        ],
    )
    assert sum(outcomes) == 1
    async with database.reading() as session:
        ended = await invitations.of_token(session, token_hash("token"))
        assert ended is not None
        assert (ended.used_at is None) != (ended.revoked_at is None)


async def test_what_has_expired_can_neither_be_used_nor_called_off(database: Database) -> None:
    (person,) = await newcomers(database, 1)
    invitation = await invited(database)
    late = MONDAY + rules.VALID_FOR
    async with database.writing() as session:
        assert not await invitations.use(session, invitation, person, late)
        assert not await invitations.revoke(session, invitation, late)
        assert await invitations.use(session, invitation, person, late - timedelta(seconds=1))


async def test_two_of_the_county_office_who_end_each_other_leave_one(database: Database) -> None:
    persons = await newcomers(database, 2)
    async with database.writing() as session:
        for person_id in persons:
            person = await session.get(Person, person_id)
            assert person is not None
            await people.grant(session, person, Role.STAFF, MONDAY)

    def end(person_id: int) -> Act:
        async def act(session: AsyncSession) -> bool:
            found = select(Grant).where(Grant.person_id == person_id)
            grant = (await session.scalars(found)).one()
            person = await session.get(Person, person_id)
            assert person is not None
            if rules.stays(grant, by_settings=False, county_staff=await people.county_staff(session)):
                return False
            return await people.end(session, person, grant.id, MONDAY)

        return act

    assert sum(await at_once(database, [end(person) for person in persons])) == 1
    async with database.reading() as session:
        assert len(await people.county_staff(session)) == 1

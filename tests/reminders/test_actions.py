"""The action that sets somebody's digest, by itself."""

from datetime import time

import pytest
from sqlalchemy import select

from handlers.core.actor import Actor
from handlers.core.errors import DigestTimeNotFound, NotAllowed
from handlers.core.reminders import actions
from handlers.core.reminders.planning import DIGEST
from handlers.core.unit_of_work import UnitOfWork
from storage.models.opinions import Due
from storage.models.people import Grant, Person
from storage.vocabulary import Role
from tests.town import Town


async def test_a_digest_comes_at_a_known_hour_to_who_holds_a_role(town: Town) -> None:
    now = town.clock.now()
    async with town.database.writing() as session:
        work = UnitOfWork(session, town.place, now)
        clerk = Person(chat_id=1, name="Chen", language="en", created_at=now, digest_at=None)
        li = Person(chat_id=2, name="Li", language="en", created_at=now, digest_at=None)
        session.add_all([clerk, li])
        await session.flush()
        session.add(Grant(person_id=clerk.id, role=Role.STAFF, granted_at=now))
        await session.flush()
        for person in (clerk, li):
            await session.refresh(person)
        with pytest.raises(NotAllowed):
            await actions.set_digest(work, Actor(li), time(8))
        with pytest.raises(DigestTimeNotFound):
            await actions.set_digest(work, Actor(clerk), time(8, 5))
        await actions.set_digest(work, Actor(clerk), time(8))
        planned = await session.scalars(select(Due.subject_id).where(Due.kind == DIGEST))
        assert (clerk.digest_at, list(planned)) == (time(8), [clerk.id])
        await actions.set_digest(work, Actor(clerk), None)
        assert clerk.digest_at is None

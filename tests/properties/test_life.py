"""Every role tries every action in any order: an opinion only ever goes the ways of the table, and all is written."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from cryptography.fernet import Fernet
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import Row, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.conversation.outgoing import Outgoing
from handlers.core.casework import rules, transitions
from handlers.core.casework.content import NewOpinion, Said
from handlers.core.casework.events import Step
from handlers.core.errors import MoveRefused
from handlers.core.unit_of_work import County
from storage import crypto
from storage.engine import Database, open_database
from storage.models.base import Base
from storage.models.directory import HandlingUnit, Representative
from storage.models.opinions import Opinion
from storage.models.people import Person
from storage.queries import commitments
from storage.vocabulary import Action, CommitmentState, EntryKind, Outcome, Role, Stage
from tests.furniture import Furniture, furnish
from tests.town import MONDAY

OPINIONS = 3
"""So many may be merged in a chain."""
TO_ACT = {
    Stage.SUBMITTED,
    Stage.ASSIGNED,
    Stage.WAITING,
    Stage.REFERRED,
    Stage.REPLIED,
    Stage.SUPERVISED,
    Stage.IMPLEMENTING,
}
"""Where somebody has to act. An answer may stay unrated, and what is over is over."""
WITH_UNIT = {Stage.REFERRED, Stage.REPLIED}
KEPT = ("opinion", "entry", "event", "referral", "extension", "rating", "due", "supporting", "commitment_concern")
"""The tables that a move writes into."""
SAID = {
    Action.ADD: EntryKind.ADDITION,
    Action.ASK: EntryKind.QUESTION,
    Action.RESUME: EntryKind.ANSWER,
    Action.REPLY: EntryKind.REPLY,
    Action.REFER: EntryKind.REFERRAL,
    Action.SUPPORT: EntryKind.PART,
    Action.REOPEN: EntryKind.REOPENING,
    Action.APPEAL: EntryKind.APPEAL,
    Action.SUPERVISE: EntryKind.REOPENING,
}
Rows = dict[str, list[Row[Any]]]


@dataclass
class House:
    """A town's database on a file, with somebody in each role."""

    runner: asyncio.Runner
    database: Database
    furniture: Furniture
    people: dict[Role, int]
    drafts: int = 0


@contextmanager
def opened(file: Path) -> Iterator[House]:
    """The house, until the test is over."""
    crypto.install([Fernet.generate_key().decode()])
    with asyncio.Runner() as runner:
        database = open_database(f"sqlite:///{file}")
        try:
            yield House(runner, database, *runner.run(_built(database)))
        finally:
            runner.run(database.close())


async def _built(database: Database) -> tuple[Furniture, dict[Role, int]]:
    async with database.engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with database.writing() as session:
        furniture = await furnish(session)
        roles = [role for role in Role if role is not Role.SYSTEM]
        people = {
            role: Person(chat_id=9000 + number, name=role, language="en", created_at=MONDAY)
            for number, role in enumerate(roles)
        }
        session.add_all(people.values())
        await session.flush()
        return furniture, {role: person.id for role, person in people.items()}


class Life(RuleBasedStateMachine):
    """Some opinions of one constituent, and what is known to have happened to them."""

    house: House

    def __init__(self) -> None:
        super().__init__()
        self.now = MONDAY
        self.ids: list[int] = self.house.runner.run(self._submit())
        self.rows: Rows = self.house.runner.run(self._rows())

    async def _submit(self) -> list[int]:
        async with self.house.database.writing() as session:
            person = await session.get_one(Person, self.house.people[Role.CONSTITUENT])
            ids = []
            for _ in range(OPINIONS):
                self.house.drafts += 1
                new = NewOpinion(f"draft{self.house.drafts}", [Said("The lamp is out")], None, None, None, None, False)
                opinion, _ = await transitions.submit(self._post(session), person, new)
                ids.append(opinion.id)
            return ids

    def _post(self, session: AsyncSession) -> Outgoing:
        return Outgoing(session, County(ZoneInfo("Asia/Shanghai"), "CN", "en", "TC", 42, "sandbox_bot"), self.now)

    async def _rows(self) -> Rows:
        """What is kept of these opinions, table by table in the order of writing."""
        found: Rows = {}
        numbers = ", ".join(map(str, self.ids))
        async with self.house.database.reading() as session:
            for table in KEPT:
                column = "id" if table == "opinion" else "opinion_id"
                rows = await session.execute(
                    text(f"SELECT * FROM {table} WHERE {column} IN ({numbers}) ORDER BY id")  # noqa: S608 (ours)
                )
                found[table] = list(rows)
        return found

    async def _promises(self) -> dict[int, CommitmentState]:
        """State of the promise that each of the opinions waits for; without those that wait for none."""
        async with self.house.database.reading() as session:
            found = {one: await commitments.open_of(session, one) for one in self.ids}
            return {one: pair[0].state for one, pair in found.items() if pair is not None}

    async def _opinions(self) -> dict[int, Opinion]:
        async with self.house.database.reading() as session:
            rows = await session.scalars(select(Opinion).where(Opinion.id.in_(self.ids)))
            return {row.id: row for row in rows}

    def _events(self) -> dict[int, list[Row[Any]]]:
        """Of each opinion, in the order of writing."""
        return {one: [row for row in self.rows["event"] if row.opinion_id == one] for one in self.ids}

    @rule(hours=st.integers(1, 24 * 40))
    def time_passes(self, hours: int) -> None:
        """Clocks are counted from another instant."""
        self.now += timedelta(hours=hours)

    @rule(
        which=st.integers(0, OPINIONS - 1), role=st.sampled_from(Role), action=st.sampled_from(Action), data=st.data()
    )
    def anybody_tries(self, which: int, role: Role, action: Action, data: st.DataObject) -> None:
        """Whatever the table knows nothing of changes nothing."""
        self.house.runner.run(self._tries(self.ids[which], role, action, data))

    @rule(which=st.integers(0, OPINIONS - 1), data=st.data())
    def somebody_moves_it_on(self, which: int, data: st.DataObject) -> None:
        """One of the ways on, so that opinions come far."""
        stage = self.house.runner.run(self._opinions())[self.ids[which]].stage
        ways = [move for move in rules.MOVES if move.at is stage]
        if ways:
            move = data.draw(st.sampled_from(ways))
            self.house.runner.run(self._tries(self.ids[which], move.by, move.action, data))

    async def _tries(self, number: int, role: Role, action: Action, data: st.DataObject) -> None:
        before, counts = await self._opinions(), {one: len(rows) for one, rows in self._events().items()}
        found = rules.find(before[number].stage, action, role)
        if rules.is_idle(action, asked=before[number].extension_asked):
            found = None
        state = (await self._promises()).get(number)
        if found is not None and not rules.fits_promise(found, state):
            found = None
        mains = [one for one in before.values() if one.id != number and one.stage in rules.TAKES_IN]
        main = data.draw(st.sampled_from([one.id for one in mains])) if action is Action.MERGE and mains else None
        if found is not None and action is Action.MERGE and main is None:
            return
        async with self.house.database.writing() as session:
            post = self._post(session)
            opinion = await session.get_one(Opinion, number)
            step = await self._step(session, role, action, main, data)
            if found is None:
                with pytest.raises(MoveRefused):
                    await transitions.move(post, opinion, action, step)
                assert not post.calls
            else:
                moved = await transitions.move(post, opinion, action, step)
                if action is Action.REPORT_DONE and moved.commitment is not None:
                    moved.commitment.state = CommitmentState.REPORTED
                assert (moved.opinion.stage, moved.action) == (found.to, found.action)
        if found is None:
            assert await self._rows() == self.rows
            return
        await self._moved(found, number, before, counts)

    async def _step(
        self, session: AsyncSession, role: Role, action: Action, main: int | None, data: st.DataObject
    ) -> Step:
        house = self.house
        by = None if role is Role.SYSTEM else await session.get_one(Person, house.people[role])
        step = Step(by, role, why="because")
        if action in SAID and role is not Role.SYSTEM:
            step.kind = EntryKind.UNIT_REPLY if (role, action) == (Role.UNIT, Action.REPLY) else SAID[action]
            step.said = [Said("words")]
        if action in (Action.ASSIGN, Action.HAND_OVER):
            step.representative = await session.get_one(Representative, house.furniture.representatives["Wang"])
        if action in (Action.ASK_EXTENSION, Action.EXTEND):
            step.until = self.now + timedelta(days=9)
        if action is Action.REFER:
            step.unit = await session.get_one(HandlingUnit, house.furniture.units["Power"])
        if action in (Action.ASK_SUPPORT, Action.SUPPORT):
            step.unit = await session.get_one(HandlingUnit, house.furniture.units["Water"])
        if action is Action.REASSIGN:
            step.officer = by
        if action is Action.REPLY and role is Role.UNIT:
            step.outcome = data.draw(st.sampled_from([Outcome.A, Outcome.B]))
            step.planned_for = (self.now + timedelta(days=40)).date() if step.outcome is Outcome.B else None
        if main is not None:
            step.merged_into = await session.get_one(Opinion, main)
        return step

    async def _moved(self, move: rules.Move, number: int, before: dict[int, Opinion], counts: dict[int, int]) -> None:
        """One event for what moved, and one for each that moved along with it; nothing of the past is other than it
        was."""
        after, past = await self._opinions(), self.rows["event"]
        self.rows = await self._rows()
        assert self.rows["event"][: len(past)] == past
        brought = {one.id for one in before.values() if one.merged_into_id == number} if rules.along(move) else set()
        moved = {number, *brought}
        assert {one: len(rows) - counts[one] for one, rows in self._events().items()} == {
            one: one in moved for one in self.ids
        }
        assert after[number].stage is move.to
        for one in self.ids:
            was, is_ = before[one], after[one]
            assert is_.version >= was.version
            assert is_.version > was.version or is_.stage is was.stage
            assert one in moved or is_.version == was.version
        if move.restarts_clock:
            assert after[number].version > before[number].version
        if move.action in (Action.GRANT_EXTENSION, Action.EXTEND):
            due_at, since = after[number].due_at, before[number].stage_since
            assert due_at is not None and due_at > self.now, "more time ends later than now"
            assert after[number].stage_since == since, "the same clock runs longer"
        assert after[number].round == before[number].round + move.opens_round

    @invariant()
    def all_is_as_it_stands(self) -> None:
        """Who has it, since when and until when fit its stage; its last event says the same."""
        opinions = self.house.runner.run(self._opinions())
        events, promised = self._events(), self.house.runner.run(self._promises())
        for opinion in opinions.values():
            assert (opinion.due_at is not None) == (opinion.stage in TO_ACT), opinion.stage
            waits = opinion.id in promised
            assert (opinion.unit_id is not None) == (opinion.stage in WITH_UNIT or waits), opinion.stage
            assert waits or opinion.stage is not Stage.IMPLEMENTING, "held to what nobody promised"
            assert not waits or opinion.stage in (Stage.ANSWERED, Stage.IMPLEMENTING), "promised, and over"
            assert (opinion.merged_into_id is not None) == (opinion.stage is Stage.MERGED), opinion.stage
            assert events[opinion.id][-1].stage_after == opinion.stage
            asked = [row for row in self.rows["rating"] if row.opinion_id == opinion.id]
            rounds = [row.round for row in asked]
            assert len({*rounds}) == len(rounds), "every round has one rating at most"
            assert all(number <= opinion.round for number in rounds), "nothing is rated before it was handled"
            assert opinion.stage is not Stage.ANSWERED or opinion.round in rounds, "an answer is asked about"
            assert (opinion.round_due_at is None) or opinion.round > 1, "only what is handled again has that clock"
            by_unit = {(row.round, row.unit_id) for row in self.rows["referral"] if row.opinion_id == opinion.id}
            alone = all(event.action is not Action.MERGE for event in events[opinion.id])
            rated = {(row.round, row.unit_id) for row in asked if row.unit_id is not None}
            assert not alone or rated <= by_unit, "the rated unit is one of that round"
            into = opinions.get(opinion.merged_into_id or 0)
            assert into is None or into.stage in TO_ACT, "merged into what takes nobody along any more"
            waiting = [row for row in self.rows["extension"] if row.opinion_id == opinion.id and row.ended_at is None]
            assert len(waiting) == opinion.extension_asked, "one request waits for staff, or none"
            left = [row for row in self.rows["referral"] if row.opinion_id == opinion.id and row.ended_at is None]
            support = [row for row in self.rows["supporting"] if row.opinion_id == opinion.id and row.ended_at is None]
            assert not support or opinion.stage in WITH_UNIT, "a lead has it as long as others support"
            assert len(left) == (opinion.stage in WITH_UNIT), "one referral is open while a unit has it, and none else"


@pytest.mark.timeout(120)
def test_no_order_of_actions_leaves_the_table(tmp_path: Path) -> None:
    with opened(tmp_path / "life.sqlite3") as house:
        Life.house = house
        run_state_machine_as_test(
            Life,
            settings=settings(max_examples=20, stateful_step_count=30, suppress_health_check=[*HealthCheck]),
        )

"""Every role tries every action in any order: an opinion only ever goes the ways of the table, and all is written."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    initialize,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.conversation.outgoing import Outgoing
from handlers.core.actor import Actor
from handlers.core.casework import rules, transitions
from handlers.core.casework.actions import time
from handlers.core.casework.content import NewOpinion, Said
from handlers.core.casework.deadlines import MOVES_ALONE
from handlers.core.casework.events import Step
from handlers.core.casework.supporting import MOST
from handlers.core.errors import (
    HasItAlready,
    MoveRefused,
    OpinionNotFound,
    Refusal,
    SameDay,
    StaffDecide,
    SupportsAlready,
    TooManySupporting,
)
from handlers.core.supervision import actions as supervision
from handlers.core.supervision.errors import NothingToSupervise, SupervisedAlready, SupervisionOver
from handlers.core.supervision.kinds import kinds
from handlers.core.unit_of_work import County
from handlers.notifications.dispatch import notify
from handlers.presentation.letters import author, somebody
from storage.models.opinions import Opinion
from storage.models.people import Person
from storage.vocabulary import OF_SUPERVISION, Action, CommitmentState, Role, Stage
from tests.properties.doing import UNITS, do, step_of
from tests.properties.house import AUTHOR, AUTHORS_CHAT, Rows, opened
from tests.properties.standing import TO_ACT, Standing
from tests.town import MONDAY

OPINIONS = 3
"""So many may be merged in a chain. Only the first bears a name."""
LEADS_ON = TO_ACT | {Stage.ANSWERED}
USUAL = {
    Stage.SUBMITTED: (Role.STAFF, Action.ASSIGN),
    Stage.ASSIGNED: (Role.REPRESENTATIVE, Action.REFER),
    Stage.REFERRED: (Role.UNIT, Action.REPLY),
    Stage.REPLIED: (Role.REPRESENTATIVE, Action.PASS_ON),
    Stage.ANSWERED: (Role.CONSTITUENT, Action.HOLD_TO),
}
"""The way to a promise."""
TOGETHER = {Action.REPORT, Action.REPORT_DONE, Action.PLAN, Action.MOVE_DATE, Action.ENTRUST}
"""All that wait for a promise make these moves together."""
NOT_BY_ITSELF = {(Role.SYSTEM, Action.MOVE_DATE)}
"""Moves that only ever come with another."""
WAYS = (
    "somebody_moves_it_on",
    "it_goes_the_usual_way",
    "a_promise_is_seen_to",
    "others_are_asked",
    "staff_supervise",
    "anybody_tries",
)
HOURS = (0, 0, 5, 30, 24 * 9, 24 * 40)
ASKING = (Role.UNIT, Role.REPRESENTATIVE, Role.STAFF)


def instant(kept: str | None) -> datetime | None:
    """An instant as SQLite keeps it."""
    return None if kept is None else datetime.fromisoformat(kept).replace(tzinfo=UTC)


class Life(Standing):
    """Some opinions of one constituent, and what is known to have happened to them."""

    def __init__(self) -> None:
        super().__init__()
        self.now = MONDAY
        self.ids: list[int] = self.house.runner.run(self._submit())
        self.anonymous = self.ids[1:]
        self.rows: Rows = self.house.rows(self.ids)

    async def _submit(self) -> list[int]:
        async with self.house.database.writing() as session:
            person = await session.get_one(Person, self.house.people[Role.CONSTITUENT])
            ids = []
            for number in range(OPINIONS):
                self.house.drafts += 1
                draft = f"draft{self.house.drafts}"
                new = NewOpinion(draft, [Said("The lamp is out")], None, None, None, None, anonymous=number > 0)
                opinion, _ = await transitions.submit(self._post(session), person, new)
                ids.append(opinion.id)
            return ids

    def _post(self, session: AsyncSession) -> Outgoing:
        return Outgoing(session, County(ZoneInfo("Asia/Shanghai"), "CN", "en", "TC", 42, "sandbox_bot"), self.now)

    @initialize(merged=st.integers(0, OPINIONS - 1), data=st.data())
    def some_are_alike(self, merged: int, data: st.DataObject) -> None:
        """Handled with another one from the first day."""
        for number in self.ids[OPINIONS - merged :]:
            self.house.runner.run(self._tries(number, Role.STAFF, Action.MERGE, data))

    @rule(which=st.integers(0, OPINIONS - 1), way=st.sampled_from(WAYS), hours=st.sampled_from(HOURS), data=st.data())
    def something_happens(self, which: int, way: str, hours: int, data: st.DataObject) -> None:
        """After some time, in one of the ways: one rule, so that all of them come together in few examples."""
        self._time_passes(hours)
        getattr(self, f"_{way}")(self.ids[which], data)

    def _time_passes(self, hours: int) -> None:
        """Clocks are counted from another instant; those of whoever asks for more time stand still."""
        self.now += timedelta(hours=hours)
        asking = [row["id"] for row in self.rows["opinion"] if row["extension_asked"]]
        if asking and hours:
            self.house.runner.run(self._hold(asking))
            assert not any(self._new(self._look()).values())

    async def _hold(self, asking: list[int]) -> None:
        async with self.house.database.writing() as session:
            for number in asking:
                await time.hold(self._post(session), await session.get_one(Opinion, number))

    def _anybody_tries(self, number: int, data: st.DataObject) -> None:
        """Whatever the table knows nothing of changes nothing."""
        role, action = data.draw(st.sampled_from(Role)), data.draw(st.sampled_from(Action))
        self.house.runner.run(self._tries(number, role, action, data))

    def _somebody_moves_it_on(self, number: int, data: st.DataObject) -> None:
        """One of the ways on, so that opinions come far."""
        self._goes_on(number, self._ways(number), data)

    def _it_goes_the_usual_way(self, number: int, data: st.DataObject) -> None:
        """On to a promise, so that there are some."""
        for _ in range(data.draw(st.integers(1, 3))):
            usual = USUAL.get(self._stage(number))
            if usual is not None:
                self.house.runner.run(self._tries(number, *usual, data))

    def _a_promise_is_seen_to(self, number: int, data: st.DataObject) -> None:
        """One of the ways on about what is promised."""
        ways = [move for move in self._ways(number) if rules.is_on_promise(move.at, move.action)]
        self._goes_on(number, ways or self._ways(number), data)

    def _others_are_asked(self, number: int, data: st.DataObject) -> None:
        """Units to support the one that leads, perhaps more than can."""
        if self._stage(number) is not Stage.REFERRED:
            self._it_goes_the_usual_way(number, data)
            return
        role = data.draw(st.sampled_from(ASKING))
        for unit in UNITS[Action.ASK_SUPPORT][data.draw(st.sampled_from((0, 4))) :]:
            self.house.runner.run(self._tries(number, role, Action.ASK_SUPPORT, data, unit))

    def _ways(self, number: int) -> list[rules.Move]:
        """Ways on that are open now, those that lead farther three times."""
        stage = self._stage(number)
        ways = [move for move in rules.MOVES if move.at is stage and self._found(number, move.by, move.action)]
        return [move for move in ways for _ in range(3 if move.to in LEADS_ON else 1)]

    def _goes_on(self, number: int, ways: list[rules.Move], data: st.DataObject) -> None:
        if ways:
            move = data.draw(st.sampled_from(ways))
            self.house.runner.run(self._tries(number, move.by, move.action, data))

    def _staff_supervise(self, number: int, data: st.DataObject) -> None:
        """Beside the stage, which stays."""
        rows = self._of("supervision", number)
        refusal: type[Refusal] | None = None
        step = data.draw(st.sampled_from(OF_SUPERVISION if rows else OF_SUPERVISION[:1]))
        days = data.draw(st.integers(2, 60))
        if step is Action.BEGIN_SUPERVISION:
            refusal = SupervisedAlready if self._of("supervision", number, running=True) else None
            refusal = refusal if self._stage(number) in supervision.CAN_BE else NothingToSupervise
        elif rows[-1]["ended_at"] is not None:
            refusal = SupervisionOver
        self.house.runner.run(self._supervises(number, step, rows[-1]["id"] if rows else 0, days, refusal))
        past = self._look()
        assert self._new(past) == {one: [step] if one == number and refusal is None else [] for one in self.ids}
        assert self.rows["opinion"] == past["opinion"]
        assert refusal is None or self.rows == past

    async def _supervises(
        self, number: int, step: Action, which: int, days: int, refusal: type[Refusal] | None
    ) -> None:
        async with self.house.database.writing() as session:
            post, day = self._post(session), (self.now + timedelta(days=days)).date()
            by = Actor(await session.get_one(Person, self.house.people[Role.STAFF]))
            if step is Action.BEGIN_SUPERVISION:
                version = self._opinions()[number]["version"]
                done: Any = supervision.begin(post, by, number, version, next(iter(kinds())), "Mend it", day)
            elif step is Action.MOVE_SUPERVISION:
                done = supervision.move(post, by, which, day, "Rain")
            elif step is Action.MINUTE_SUPERVISION:
                done = supervision.minute(post, by, which, Said("We met"))
            else:
                done = supervision.finish(post, by, which, "Mended")
            if refusal is None:
                await done
                await self._tell(post)
                return
            with pytest.raises(refusal):
                await done

    def _found(self, number: int, role: Role, action: Action) -> rules.Move | None:
        """The move, if the table and what is promised allow it."""
        promise, found = self._promise(number), rules.find(self._stage(number), action, role)
        asked = bool(self._opinions()[number]["extension_asked"])
        if promise is not None and action is Action.ASK_EXTENSION:
            asked = promise["asked_at"] is not None
        if found is None or rules.is_idle(action, asked=asked):
            return None
        return found if rules.fits_promise(found, CommitmentState(promise["state"]) if promise else None) else None

    def _refusal(self, number: int, action: Action, step: Step) -> type[Refusal] | None:
        """What is in the way of an action that the table allows."""
        others, promise = self._of("supporting", number, running=True), self._promise(number)
        owing = {row["unit_id"] for row in others if row["answered_at"] is None}
        asks = (action, step.role) == (Action.ASK_SUPPORT, Role.REPRESENTATIVE)
        if asks and self._opinions()[number]["representative_id"] is None:
            return OpinionNotFound
        if action is Action.ASK_SUPPORT and step.unit is not None:
            if step.unit.id in {*owing, self._opinions()[number]["unit_id"]}:
                return SupportsAlready
            return TooManySupporting if len(others) >= MOST else None
        if action is Action.SUPPORT and not owing:
            return OpinionNotFound
        if action is Action.ENTRUST and promise is not None and step.unit is not None:
            return HasItAlready if step.unit.id == promise["unit_id"] else None
        if action is Action.MOVE_DATE and promise is not None:
            if str(step.planned_for) == promise["due_on"]:
                return SameDay
            return StaffDecide if promise["moves"] >= MOVES_ALONE else None
        return None

    async def _tries(
        self, number: int, role: Role, action: Action, data: st.DataObject, unit: str | None = None
    ) -> None:
        found = self._found(number, role, action)
        mains = [one for one in self.ids if one != number and self._stage(one) in rules.TAKES_IN]
        main = data.draw(st.sampled_from(mains)) if action is Action.MERGE and mains else None
        if found is not None and ((action is Action.MERGE and main is None) or (role, action) in NOT_BY_ITSELF):
            return
        async with self.house.database.writing() as session:
            post = self._post(session)
            opinion = await session.get_one(Opinion, number)
            step = await step_of(self.house, post, role, action, main, data.draw, unit)
            refusal = MoveRefused if found is None else self._refusal(number, action, step)
            if refusal is not None:
                with pytest.raises(refusal):
                    await (transitions.move if found is None else do)(post, opinion, action, step)
            elif found is not None:
                moved = await do(post, opinion, action, step)
                assert (moved.opinion.stage, moved.action) == (found.to, found.action) or action in rules.DECIDES
            await self._tell(post)
        together = self._waiting_with(number) if action in TOGETHER or action is Action.PARTLY else set()
        past = self._look()
        if found is None or refusal is not None:
            assert self.rows == past
            return
        self._moved(found, number, together, past)

    async def _tell(self, post: Outgoing) -> None:
        """Tell everybody; of whoever wrote without a name nobody else hears who or where they are."""
        for event in post.events:
            opinion = getattr(event, "opinion", None)
            if opinion is not None:
                t = post.t(opinion.constituent)
                assert (AUTHOR in author(t, opinion)) == (opinion.id not in self.anonymous)
                assert AUTHOR not in somebody(t, opinion)
        await notify(post)
        for call in post.calls:
            if call.chat_id != AUTHORS_CHAT and call.opinion_id != self.ids[0]:
                assert AUTHOR not in call.payload
                assert str(AUTHORS_CHAT) not in call.payload

    def _moved(self, move: rules.Move, number: int, together: set[int], past: Rows) -> None:
        """One event for what moved, and one for each that moved along with it; nothing of the past is other than it
        was."""
        before = {row["id"]: row for row in past["opinion"]}
        after, new = self._opinions(), self._new(past)
        brought = {one for one in self.ids if before[one]["merged_into_id"] == number} if rules.along(move) else set()
        if move.action in rules.DECIDES:
            for actions in new.values():
                assert actions.count(Action.MOVE_DATE) < 2
                new_ones = [one for one in actions if one != Action.MOVE_DATE]
                actions[:] = new_ones
        moved = {number, *brought, *together}
        assert {one: len(actions) for one, actions in new.items()} == {one: one in moved for one in self.ids}
        assert new[number] == [move.action]
        assert after[number]["stage"] == move.to
        for one in self.ids:
            was, is_ = before[one], after[one]
            assert is_["version"] >= was["version"]
            assert is_["version"] > was["version"] or is_["stage"] == was["stage"]
        if move.restarts_clock:
            assert after[number]["version"] > before[number]["version"]
        if move.action in (Action.GRANT_EXTENSION, Action.EXTEND):
            due_at = instant(after[number]["due_at"])
            assert due_at is not None and due_at > self.now, "more time ends later than now"
            assert after[number]["stage_since"] == before[number]["stage_since"], "the same clock runs longer"
        assert after[number]["round"] == before[number]["round"] + move.opens_round


@pytest.mark.timeout(600)
def test_no_order_of_actions_leaves_the_table(tmp_path: Path) -> None:
    with opened(tmp_path / "life.sqlite3") as house:
        Life.house = house
        run_state_machine_as_test(
            Life,
            settings=settings(max_examples=8, stateful_step_count=60, suppress_health_check=[*HealthCheck]),
        )

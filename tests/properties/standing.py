"""What is so about every opinion after each step, and what is kept of it to see that by."""

import sqlite3
from collections import Counter

from hypothesis.stateful import RuleBasedStateMachine, invariant

from handlers.core.casework.supporting import MOST
from storage.vocabulary import Action, CommitmentState, Stage
from tests.properties.house import ENDING, House, Rows
from tests.properties.rebuilt import Case, rebuilt

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


class Standing(RuleBasedStateMachine):
    """Some opinions, as they stand."""

    house: House
    ids: list[int]
    anonymous: list[int]
    """Those of them that bear no name."""
    rows: Rows

    def _opinions(self) -> dict[int, sqlite3.Row]:
        return {row["id"]: row for row in self.rows["opinion"]}

    def _stage(self, number: int) -> Stage:
        return Stage(self._opinions()[number]["stage"])

    def _of(self, table: str, number: int, *, running: bool = False) -> list[sqlite3.Row]:
        """Rows of an opinion, in the order of writing; only those that have not ended."""
        rows = [row for row in self.rows[table] if row["opinion_id"] == number]
        return [row for row in rows if row["ended_at"] is None] if running else rows

    def _promise(self, number: int) -> sqlite3.Row | None:
        """The promise that an opinion waits for."""
        waits = {row["commitment_id"] for row in self._of("commitment_concern", number, running=True)}
        return next((row for row in self.rows["commitment"] if row["id"] in waits), None)

    def _waiting_with(self, number: int) -> set[int]:
        """All that wait for the same promise."""
        promise = self._promise(number)
        rows = self.rows["commitment_concern"]
        return {
            row["opinion_id"]
            for row in rows
            if promise is not None and row["commitment_id"] == promise["id"] and row["ended_at"] is None
        }

    def _look(self) -> Rows:
        """See what is kept now; what was kept before. The past stays as it was, and what has ended stays ended."""
        past, self.rows = self.rows, self.house.rows(self.ids)
        assert self.rows["event"][: len(past["event"])] == past["event"]
        for table in ENDING:
            kept = {row["id"]: row for row in self.rows[table]}
            assert all(kept[row["id"]] == row for row in past[table] if row["ended_at"] is not None), table
        return past

    def _new(self, past: Rows) -> dict[int, list[str]]:
        """Actions of each opinion that were not there before."""
        events = self.rows["event"][len(past["event"]) :]
        return {one: [row["action"] for row in events if row["opinion_id"] == one] for one in self.ids}

    @invariant()
    def events_alone_tell_it(self) -> None:
        """Whatever was written of an opinion leads to where it stands, and to what it waits for."""
        for number, row in self._opinions().items():
            promise, others = self._promise(number), self._of("supporting", number, running=True)
            told = rebuilt(self._of("event", number))
            told.supporting = {unit: parts for unit, parts in told.supporting.items() if parts}
            assert told == Case(
                stage=Stage(row["stage"]),
                round=row["round"],
                representative=row["representative_id"],
                unit=row["unit_id"],
                promised_for=promise["due_on"] if promise is not None else None,
                moves=promise["moves"] if promise is not None else 0,
                supporting=dict(Counter(one["unit_id"] for one in others if one["answered_at"] is None)),
                supported=sum(one["answered_at"] is not None for one in others),
                supervised=bool(self._of("supervision", number, running=True)),
                supervisions=len(self._of("supervision", number)),
                after_last=bool(row["supervised"]),
            )
            assert promise is None or row["planned_for"] == promise["due_on"]

    @invariant()
    def nobody_is_known(self) -> None:
        """Nobody is written down as having learnt who did not say it."""
        assert not self.house.seen(self.anonymous)

    @invariant()
    def others_help_a_lead(self) -> None:
        """Units support the one that leads, and no more of them than can; supervision expects something by a day."""
        for number, row in self._opinions().items():
            others = self._of("supporting", number, running=True)
            assert not others or row["stage"] in WITH_UNIT, "a lead has it as long as others support"
            assert len(others) <= MOST
            assert all(one["lead_id"] == row["unit_id"] and one["due_at"] > one["at"] for one in others)
            watched = self._of("supervision", number)
            assert all(one["due_on"] for one in watched)
            assert all((one["ended_at"] is None) == (one["result"] is None) for one in watched)
            asking = {one for one in self._waiting_with(number) if self._opinions()[one]["extension_asked"]}
            promise = self._promise(number)
            assert promise is None or (promise["asked_at"] is not None) == bool(asking), "one request for each promise"

    @invariant()
    def all_is_as_it_stands(self) -> None:
        """Who has it, since when and until when fit its stage; its last event says the same."""
        opinions = self._opinions()
        for number, row in opinions.items():
            stage, promise = Stage(row["stage"]), self._promise(number)
            waits = promise is not None
            reported = promise is not None and promise["state"] == CommitmentState.REPORTED
            assert (row["due_at"] is not None) == (stage in TO_ACT and not reported), stage
            assert (row["unit_id"] is not None) == (stage in WITH_UNIT or waits), stage
            assert waits or stage is not Stage.IMPLEMENTING, "held to what nobody promised"
            assert not waits or stage in (Stage.ANSWERED, Stage.IMPLEMENTING), "promised, and over"
            assert (row["merged_into_id"] is not None) == (stage is Stage.MERGED), stage
            self._is_asked_about(number, row, stage)
            into = opinions.get(row["merged_into_id"] or 0)
            assert into is None or into["stage"] in TO_ACT, "merged into what takes nobody along any more"
            waiting = self._of("extension", number, running=True)
            assert len(waiting) == row["extension_asked"], "one request waits for staff, or none"
            left = self._of("referral", number, running=True)
            assert len(left) == (stage in WITH_UNIT), "one referral is open while a unit has it, and none else"

    def _is_asked_about(self, number: int, row: sqlite3.Row, stage: Stage) -> None:
        asked, events = self._of("rating", number), self._of("event", number)
        rounds = [one["round"] for one in asked]
        assert len({*rounds}) == len(rounds), "every round has one rating at most"
        assert all(one <= row["round"] for one in rounds), "nothing is rated before it was handled"
        assert stage is not Stage.ANSWERED or row["round"] in rounds, "an answer is asked about"
        assert row["round_due_at"] is None or row["round"] > 1, "only what is handled again has that clock"
        by_unit = {(one["round"], one["unit_id"]) for one in self._of("referral", number)}
        alone = all(event["action"] != Action.MERGE for event in events)
        rated = {(one["round"], one["unit_id"]) for one in asked if one["unit_id"] is not None}
        assert not alone or rated <= by_unit, "the rated unit is one of that round"

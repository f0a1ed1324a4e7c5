"""Promises and supervision, as the keys and messages they take."""

from collections.abc import Sequence
from datetime import date

from handlers.presentation.callbacks import (
    BeginSupervision,
    Judge,
    OpenMine,
    OpenReferred,
    OpenSupervision,
    Rate,
    StaffAct,
    UnitAct,
)
from handlers.supervision.callbacks import ChooseKind, Finish, TakeUnder, WriteResult
from handlers.writing.callbacks import AskSteps, DoneSoFar, KeepSteps, Result, SendWords, TickStep
from handlers.writing.days import ChooseDay
from storage.vocabulary import Action, Done, Outcome, Satisfaction
from tests.year.deeds import Case
from tests.year.diary import Did
from tests.year.people import Somebody

JUDGED = {Done.YES: Did.CONFIRMED, Done.PARTLY: Did.FOUND_PARTLY_DONE, Done.NO: Did.REFUTED}


class PromisedCase(Case):
    """An opinion about which something is promised, or which staff supervise."""

    supervision = 0
    """Number of its supervision, once it is watched."""
    asked_for = ""
    """The day that its unit asked for last, ISO, and why."""

    # Units

    async def is_promised(self, officer: Somebody, day: date, steps: Sequence[date] = ()) -> None:
        """The unit replies with a day, and perhaps with steps by others."""
        async with officer.busy:
            await self._acts(officer, Action.REPLY)
            await officer.presses(Result, opinion=self.id, outcome=Outcome.B)
            await officer.says(f"{day:%Y-%m-%d}")
            await officer.says("It will be mended")
            if steps:
                await officer.presses(AskSteps, opinion=self.id)
                await officer.says(_lines(steps))
                await officer.presses(KeepSteps, opinion=self.id)
            await officer.presses(SendWords, opinion=self.id)
            self.year.notes(officer, Did.PROMISED, self.reference, day.isoformat())
            if steps:
                self.year.notes(officer, Did.PLANNED, self.reference, str(len(steps)))

    async def is_planned(self, officer: Somebody, steps: Sequence[date]) -> None:
        """The steps that are still to come are others now."""
        async with officer.busy:
            await self._acts(officer, Action.PLAN)
            await officer.says(_lines(steps))
            await officer.presses(SendWords, opinion=self.id)
            self.year.notes(officer, Did.PLANNED, self.reference, str(len(steps)))

    async def is_reported_on(self, officer: Somebody, percent: int, *, ticks: bool = False) -> None:
        """How far it is, in words that nobody else writes; perhaps with the first step that is to come."""
        words = f"{self.reference}: {percent} of a hundred poles stand"
        async with officer.busy:
            await self._acts(officer, Action.REPORT)
            await officer.says(words)
            await officer.presses(DoneSoFar, opinion=self.id, percent=percent)
            if ticks:
                await officer.presses(TickStep, opinion=self.id)
            await officer.presses(SendWords, opinion=self.id)
            if ticks:
                self.year.notes(officer, Did.TICKED, self.reference)
            self.year.notes(officer, Did.REPORTED, self.reference, words)

    async def is_reported_done(self, officer: Somebody, time: str = "first") -> None:
        """The unit says that it is done, for the first time or another."""
        words = f"{self.reference}: all poles stand, {time}"
        async with officer.busy:
            await self._acts(officer, Action.REPORT_DONE)
            await officer.says(words)
            await officer.presses(SendWords, opinion=self.id)
            self.year.notes(officer, Did.REPORTED_DONE, self.reference, words)

    async def is_moved(self, officer: Somebody, day: date) -> None:
        """The unit moves the promised day, once."""
        await self._gets_a_day(officer, Action.MOVE_DATE, Did.DATE_MOVED, day, "the ground is frozen")

    async def is_to_be_moved(self, officer: Somebody, day: date) -> None:
        """The unit asks staff for another day."""
        await self._gets_a_day(officer, Action.ASK_EXTENSION, Did.ASKED_FOR_DAY, day, "the poles are late")

    async def _gets_a_day(self, officer: Somebody, action: Action, did: Did, day: date, why: str) -> None:
        async with officer.busy:
            await self._acts(officer, action)
            await officer.says(day.isoformat())
            await officer.says(f"{self.reference}: {why}")
            await officer.presses(SendWords, opinion=self.id)
            self.asked_for = f"{day.isoformat()} {self.reference}: {why}"
            self.year.notes(officer, did, self.reference, self.asked_for)

    async def _acts(self, officer: Somebody, action: Action) -> None:
        await officer.opens(OpenReferred(opinion=self.id))
        await officer.presses(UnitAct, opinion=self.id, action=action)

    # The constituent

    async def is_half_done(self, round_: int) -> None:
        """Rated as half done, and what is missing."""
        async with self.voter.busy:
            await self.voter.presses(Rate, opinion=self.id, round=round_, satisfaction=Satisfaction.HALF)
            self.year.notes(self.voter, Did.FOUND_HALF_DONE, self.reference)
            words = f"{self.reference}: one pole is missing"
            await self.voter.says(words)
            self.year.notes(self.voter, Did.SAID_MISSING, self.reference, words)
            await self.voter.presses(OpenMine, opinion=self.id)  # "Done": what comes next is something else

    async def is_judged(self, done: Done) -> None:
        """Was it really done? One tap; what is missing is not said."""
        async with self.voter.busy:
            await self.voter.presses(Judge, opinion=self.id, done=done)
            self.voter.owes_words = done is not Done.YES
            self.year.notes(self.voter, JUDGED[done], self.reference)

    # Staff

    async def is_granted(self, clerk: Somebody) -> None:
        """The unit may have the day it asked for."""
        async with clerk.busy:
            await self._decides(clerk, Action.GRANT_EXTENSION)
            self.year.notes(clerk, Did.DATE_MOVED, self.reference, self.asked_for)

    async def is_refused(self, clerk: Somebody) -> None:
        """The unit may not."""
        why = f"{self.reference}: it was moved already"
        async with clerk.busy:
            await self._decides(clerk, Action.REFUSE_EXTENSION)
            await clerk.says(why)
            await clerk.presses(SendWords, opinion=self.id)
            self.year.notes(clerk, Did.REFUSED_DAY, self.reference, why)

    async def _decides(self, clerk: Somebody, action: Action) -> None:
        self.year.running.passes(minutes=1)
        await clerk.says(f"/find {self.reference}")
        await clerk.presses(StaffAct, opinion=self.id, action=action)

    async def is_concluded(self, clerk: Somebody) -> None:
        """What supervision has brought about."""
        async with clerk.busy:
            self.year.running.passes(minutes=1)
            await clerk.says(f"/find {self.reference}")
            await clerk.presses(StaffAct, opinion=self.id, action=Action.REPLY)
            await clerk.says("We went there, and it is seen to")
            await clerk.presses(SendWords, opinion=self.id)
            self.year.notes(clerk, Did.CONCLUDED, self.reference)

    async def is_watched(self, clerk: Somebody) -> None:
        """Staff take it under supervision as a key item."""
        async with clerk.busy:
            self.year.running.passes(minutes=1)
            await clerk.says(f"/find {self.reference}")
            await clerk.presses(BeginSupervision, opinion=self.id)
            await clerk.presses(ChooseKind, opinion=self.id, how="key_item")
            until = await clerk.presses(ChooseDay)
            await clerk.says("It should be done by now")
            await clerk.presses(TakeUnder, opinion=self.id)
            found = clerk.button(WriteResult)
            assert found is not None
            self.supervision = found[1].supervision
            self.year.notes(clerk, Did.WATCHED, self.reference, until.day)

    async def is_watched_no_more(self, clerk: Somebody) -> None:
        """It has come to its result."""
        async with clerk.busy:
            await clerk.opens(OpenSupervision(supervision=self.supervision))
            await clerk.presses(WriteResult, supervision=self.supervision)
            await clerk.says("It is done at last")
            await clerk.presses(Finish, supervision=self.supervision)
            self.year.notes(clerk, Did.WATCHED_NO_MORE, self.reference)


def _lines(steps: Sequence[date]) -> str:
    """Steps as an officer types them."""
    return "\n".join(f"{day:%Y-%m-%d} row {number} of the poles" for number, day in enumerate(steps, 1))

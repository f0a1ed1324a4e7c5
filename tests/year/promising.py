"""Promises and supervision, as the keys and messages they take."""

from datetime import date

from handlers.presentation.callbacks import BeginSupervision, Judge, OpenReferred, OpenSupervision, StaffAct, UnitAct
from handlers.supervision.callbacks import ChooseDay, ChooseKind, Finish, TakeUnder, WriteResult
from handlers.writing.callbacks import DoneSoFar, Result, SendWords
from storage.vocabulary import Action, Done, Outcome
from tests.year.deeds import Case
from tests.year.diary import Did
from tests.year.people import Somebody

JUDGED = {Done.YES: Did.CONFIRMED, Done.PARTLY: Did.FOUND_PARTLY_DONE, Done.NO: Did.REFUTED}


class PromisedCase(Case):
    """An opinion about which something is promised, or which staff supervise."""

    supervision = 0
    """Number of its supervision, once it is watched."""

    # Units

    async def is_promised(self, officer: Somebody, day: date) -> None:
        """The unit replies with a day."""
        async with officer.busy:
            await self._acts(officer, Action.REPLY)
            await officer.presses(Result, opinion=self.id, outcome=Outcome.B)
            await officer.says(f"{day:%Y-%m-%d}")
            await officer.says("It will be mended")
            await officer.presses(SendWords, opinion=self.id)
            self.year.notes(officer, Did.PROMISED, self.reference, day.isoformat())

    async def is_reported_on(self, officer: Somebody, percent: int) -> None:
        """How far it is, in words that nobody else writes."""
        words = f"{self.reference}: {percent} of a hundred poles stand"
        async with officer.busy:
            await self._acts(officer, Action.REPORT)
            await officer.says(words)
            await officer.presses(DoneSoFar, opinion=self.id, percent=percent)
            await officer.presses(SendWords, opinion=self.id)
            self.year.notes(officer, Did.REPORTED, self.reference, words)

    async def is_reported_done(self, officer: Somebody, time: str = "first") -> None:
        """The unit says that it is done, for the first time or another."""
        words = f"{self.reference}: all poles stand, {time}"
        async with officer.busy:
            await self._acts(officer, Action.REPORT_DONE)
            await officer.says(words)
            await officer.presses(SendWords, opinion=self.id)
            self.year.notes(officer, Did.REPORTED_DONE, self.reference, words)

    async def _acts(self, officer: Somebody, action: Action) -> None:
        await officer.opens(OpenReferred(opinion=self.id))
        await officer.presses(UnitAct, opinion=self.id, action=action)

    # The constituent

    async def is_judged(self, done: Done) -> None:
        """Was it really done? One tap; what is missing is not said."""
        async with self.voter.busy:
            await self.voter.presses(Judge, opinion=self.id, done=done)
            self.voter.owes_words = done is not Done.YES
            self.year.notes(self.voter, JUDGED[done], self.reference)

    # Staff

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

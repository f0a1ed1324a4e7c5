"""Each thing that is done with an opinion, as the keys and messages it takes."""

import re

from bot.demo.buttons import find_button
from handlers.conversation.callbacks import Go, Narrow
from handlers.presentation.callbacks import (
    ConstituentAct,
    OpenCase,
    OpenMine,
    OpenReferred,
    Rate,
    ReferTo,
    RepresentativeAct,
    SendAs,
    SendOwn,
    StaffAct,
    ToWhom,
    UnitAct,
    Withdraw,
)
from handlers.representatives.callbacks import HandTo
from handlers.screening.callbacks import AssignTo, SendDecline
from handlers.units.callbacks import RightUnit
from handlers.writing.callbacks import ListUnits, Result, SendWords
from storage.vocabulary import Action, Outcome, Satisfaction
from tests.year.clocks import ROUNDS
from tests.year.diary import Did
from tests.year.people import Somebody
from tests.year.year import Year

RECEIPT = r"Received: (\S+)"


class Case:
    """An opinion on its way: what people do with it."""

    def __init__(self, year: Year, voter: Somebody) -> None:
        self.year, self.voter = year, voter
        self.reference, self.id = "", 0

    async def is_sent(self, words: str) -> None:
        """The constituent sends it, to whoever is responsible."""
        async with self.voter.busy:
            if self.voter.owes_words or self.voter.questions:
                await self.voter.says("/opinion")
                self.voter.owes_words = False
            await self.voter.says(words)
            if self.voter.is_offered(Go, to="held-new"):  # it might be the answer to a question
                await self.voter.presses(Go, to="held-new")
            await self.voter.presses(Go, to="draft-done")
            await self.voter.presses(ToWhom, representative=0)
            if self.voter.is_offered(SendOwn):  # it reads like another one of theirs
                await self.voter.presses(SendOwn)
            await self.voter.presses(SendAs, anonymous=False)
            self.reference = self.voter.reads(RECEIPT)
            found = find_button([self.voter.message(RECEIPT)], OpenMine)
            assert found is not None
            self.id = found[1].opinion
            self.year.notes(self.voter, Did.SENT, self.reference)

    # Staff

    async def is_assigned(self, clerk: Somebody, to: int) -> None:
        """To the representative of its village, whom the bot suggests, or to another one."""
        async with clerk.busy:
            self.year.running.passes(minutes=1)
            await clerk.says(f"/find {self.reference}")
            if clerk.button(AssignTo, opinion=self.id, representative=to + 1) is None:
                await clerk.presses(StaffAct, opinion=self.id, action=Action.ASSIGN)
            await clerk.presses(AssignTo, opinion=self.id, representative=to + 1)
            self.year.notes(clerk, Did.ASSIGNED, self.reference, self.year.town.representatives[to].name)

    async def is_declined(self, clerk: Somebody) -> None:
        """With a reason."""
        async with clerk.busy:
            self.year.running.passes(minutes=1)
            await clerk.says(f"/find {self.reference}")
            await clerk.presses(StaffAct, opinion=self.id, action=Action.DECLINE)
            await clerk.says("This is for the court")
            await clerk.presses(SendDecline, opinion=self.id)
            self.year.notes(clerk, Did.DECLINED, self.reference)

    # Representatives

    async def _writes(self, who: Somebody, action: Action, words: str, did: Did) -> None:
        async with who.busy:
            await self._begins(who, action)
            if words:
                await who.says(words)
            await who.presses(SendWords, opinion=self.id)
            self.year.notes(who, did, self.reference)

    async def _begins(self, who: Somebody, action: Action) -> None:
        await who.opens(OpenCase(opinion=self.id))
        await who.presses(RepresentativeAct, opinion=self.id, action=action)

    async def is_answered(self, who: Somebody) -> None:
        """In the representative's own words."""
        await self._writes(who, Action.REPLY, "It is seen to", Did.ANSWERED)

    async def is_asked_about(self, who: Somebody) -> None:
        """The representative asks back."""
        await self._writes(who, Action.ASK, "Where is it exactly?", Did.ASKED)
        self.voter.questions.add(self.reference)

    async def is_passed_on(self, who: Somebody) -> None:
        """The unit's reply, as it is."""
        await self._writes(who, Action.PASS_ON, "", Did.PASSED_ON)

    async def is_sent_back(self, who: Somebody) -> None:
        """The unit's reply does not do."""
        await self._writes(who, Action.SEND_BACK, "This says nothing", Did.SENT_BACK)

    async def is_handed_over(self, who: Somebody, to: int) -> None:
        """To a colleague."""
        name = self.year.town.representatives[to].name
        async with who.busy:
            await self._begins(who, Action.HAND_OVER)
            await who.presses(Narrow, of=self.id)
            await who.says(name)
            await who.presses(HandTo, opinion=self.id, representative=to + 1)
            await who.presses(SendWords, opinion=self.id)
            self.year.notes(who, Did.HANDED_OVER, self.reference, name)

    async def is_referred(self, who: Somebody, unit: int) -> None:
        """To a unit."""
        async with who.busy:
            await self._begins(who, Action.REFER)
            if who.button(ReferTo, opinion=self.id, unit=unit + 1) is None:
                await who.presses(ListUnits, opinion=self.id)
            await who.presses(ReferTo, opinion=self.id, unit=unit + 1)
            await who.presses(SendWords, opinion=self.id)
            self.year.notes(who, Did.REFERRED, self.reference, str(unit))

    # Units

    async def is_accepted(self, officer: Somebody) -> None:
        """The unit takes it."""
        async with officer.busy:
            await officer.opens(OpenReferred(opinion=self.id))
            await officer.presses(UnitAct, opinion=self.id, action=Action.ACCEPT)
            self.year.notes(officer, Did.ACCEPTED, self.reference)

    async def is_returned(self, officer: Somebody) -> None:
        """Not theirs."""
        async with officer.busy:
            await officer.opens(OpenReferred(opinion=self.id))
            await officer.presses(UnitAct, opinion=self.id, action=Action.RETURN)
            await officer.presses(RightUnit, opinion=self.id, unit=0)
            await officer.says("Not ours")
            await officer.presses(SendWords, opinion=self.id)
            self.year.notes(officer, Did.RETURNED, self.reference)

    async def is_replied_to(self, officer: Somebody) -> None:
        """The unit says what it did."""
        async with officer.busy:
            await officer.opens(OpenReferred(opinion=self.id))
            await officer.presses(UnitAct, opinion=self.id, action=Action.REPLY)
            await officer.presses(Result, opinion=self.id, outcome=Outcome.A)
            await officer.says("It is mended")
            await officer.presses(SendWords, opinion=self.id)
            self.year.notes(officer, Did.REPLIED, self.reference)

    # The constituent

    async def is_told(self) -> None:
        """The answer to the representative's question."""
        async with self.voter.busy:
            found = self.voter.message(rf"{re.escape(self.reference)}: your representative asks")
            await self.voter.says("By the mill", reply_to=found)
            self.voter.questions.discard(self.reference)
            self.year.notes(self.voter, Did.TOLD, self.reference)

    def is_not_told(self) -> None:
        """The question was given up."""
        self.voter.questions.discard(self.reference)

    async def is_rated(self, satisfaction: Satisfaction, round_: int) -> None:
        """One tap."""
        async with self.voter.busy:
            await self.voter.presses(Rate, opinion=self.id, round=round_, satisfaction=satisfaction)
            self.year.notes(self.voter, Did.RATED, self.reference)

    async def is_found_wanting(self, round_: int, *, says_why: bool) -> None:
        """Dissatisfied: it waits for a word why, with which the next round begins, or supervision after the last."""
        async with self.voter.busy:
            await self.voter.presses(Rate, opinion=self.id, round=round_, satisfaction=Satisfaction.DISSATISFIED)
            self.year.notes(self.voter, Did.FOUND_WANTING, self.reference)
            self.voter.owes_words = not says_why
            if says_why:
                await self.voter.says("It is dark again")
                did = Did.SUPERVISED if round_ == ROUNDS else Did.REOPENED
                self.year.notes(self.voter, did, self.reference)
                await self.voter.presses(OpenMine, opinion=self.id)  # "Done": what comes next is something else

    async def is_withdrawn(self) -> None:
        """Its author has thought better of it."""
        async with self.voter.busy:
            await self.voter.opens(OpenMine(opinion=self.id))
            await self.voter.presses(ConstituentAct, opinion=self.id, action=Action.WITHDRAW)
            await self.voter.presses(Withdraw, opinion=self.id)
            self.year.notes(self.voter, Did.WITHDREW, self.reference)

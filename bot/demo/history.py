"""Plays the history of the town, the weeks before it is opened, through the bot's own conversations."""

import contextlib
from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime, timedelta

import structlog
from sqlalchemy import select

from bot.demo.matters import Matters
from bot.demo.script import Step
from bot.demo.simulation import Simulation, Stuck
from bot.demo.suggestions import Raising
from bot.sandbox.people import Person
from handlers.constituents.previewing import ToTopic
from handlers.conversation.callbacks import Go
from handlers.conversation.texts import shortened
from handlers.core.notices.rules import NoticeAction
from handlers.notices.callbacks import NewNotice, SetColumn
from handlers.presentation.callbacks import (
    BeginSupervision,
    ConstituentAct,
    Judge,
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
from handlers.presentation.notices.callbacks import DraftAct, NoticeAct, OpenNotice, Part, WriteText
from handlers.reception.callbacks import (
    Change,
    ChangeDay,
    Confirm,
    NewDay,
    PickDate,
    PickHours,
    PickPlace,
    Seat,
)
from handlers.screening.callbacks import AssignTo, Compare, MergeInto, MergeNow, SendDecline
from handlers.supervision.callbacks import ChooseKind, NameSupervisor, PickSupervisor, TakeUnder
from handlers.units.callbacks import RightUnit, WritePart
from handlers.welcome.place import PickArea
from handlers.writing.callbacks import ListUnits, Result, SendWords, SupportBy
from handlers.writing.days import ChooseDay as SupervisedUntil
from handlers.writing.extending_callbacks import ExtendTo
from storage.models.directory import Area, HandlingUnit, Representative
from storage.models.opinions import Opinion
from storage.queries import people
from storage.vocabulary import Action, Done, NoticeColumn, Outcome, Satisfaction

log = structlog.get_logger()

OPENING, WHOLE_REPLY = 500, "全文.txt"
"""So many characters of a reply that is too long stay a message; and the name of the document that has all of it."""


class History:
    """Plays steps. Each opinion goes its own way: where one is stuck, the others still go on."""

    def __init__(self, simulation: Simulation, opens: datetime) -> None:
        self.stuck: dict[str, str] = {}
        """Headings of opinions whose conversation went another way, and where."""
        self.attached: set[str] = set()
        """Headings of opinions whose unit's reply was too long for a message and went as a document."""
        self._simulation = simulation
        self._opens = opens
        """The instant the town is opened: what is planned for tomorrow is for the day after."""
        self.opinions: dict[str, int] = {}
        """Their numbers, by heading."""
        self._written: dict[str, int] = {}
        """Notices by heading."""
        self._area_ids: dict[str, int] = {}
        self._representative_ids: dict[str, int] = {}
        self._unit_ids: dict[str, int] = {}
        self._actions: dict[str, Callable[[Step, Person], Awaitable[object]]] = {
            "settles": self._settles,
            "writes": self._writes,
            "assigns": self._assigns,
            "declines": self._declines,
            "supervises": self._supervises,
            "merges": self._merges,
            "asks": self._to_constituent,
            "replies": self._to_constituent,
            "refers": self._refers,
            "takes it": self._takes,
            "calls in": self._calls_in,
            "supports": self._supports,
            "needs time": self._needs_time,
            "moves it": self._needs_time,
            "returns": self._returns,
            "reports": self._reports,
            "drafts": self._reports,
            "finishes": self._finishes,
            "confirms": self._confirms,
            "names": self._names,
            "sends back": self._checks,
            "passes on": self._checks,
            "answers": self._into_opinion,
            "rates": self._rates,
            "withdraws": self._withdraws,
            "plans": self._plans,
            "announces": self._announces,
            "releases": self._releases,
            "pauses": self._pauses,
            **Matters(simulation, self.opinions).actions(),
            **Raising(simulation, self._representative_ids, self._unit_ids).actions,
        }

    async def play(self, steps: Iterable[Step]) -> None:
        """Live through all of them, in order of time."""
        await self._look_up()
        for step in steps:
            await self._simulation.moves_to(step.at)
            if step.thread in self.stuck:
                continue
            try:
                await self._actions[step.verb](step, self._simulation.world.people.by_name[step.who])
            except Stuck as stuck:
                self.stuck[step.thread] = f"{step.verb}: {stuck}"
                log.warning(
                    "A part of the town's history is left out.", about=step.thread, at=step.verb, why=str(stuck)
                )

    async def _look_up(self) -> None:
        async with self._simulation.database.reading() as session:
            for code, row in await session.execute(select(Area.code, Area.id)):
                self._area_ids[code] = row
            for code, row in await session.execute(select(Representative.code, Representative.id)):
                self._representative_ids[code] = row
            for code, row in await session.execute(select(HandlingUnit.code, HandlingUnit.id)):
                self._unit_ids[code] = row

    async def _settles(self, step: Step, person: Person) -> None:
        area = self._area_ids[step.how.removeprefix("in ")]
        async with self._simulation.database.reading() as session:
            place = await session.get_one(Area, area)
        await self._simulation.says(person, "/start")
        with contextlib.suppress(Stuck):  # a newcomer is asked at once, who has an office finds it behind a key
            await self._simulation.presses(person, Go, to="place")
        await self._simulation.says(person, (person.language == "en" and place.name_en) or place.name)
        await self._simulation.presses(person, PickArea, area=area)

    async def _writes(self, step: Step, person: Person) -> None:
        await self._simulation.says(person, "/opinion")
        for words in step.words:
            await self._simulation.says(person, words)
        anonymously, _, whom = step.how.rpartition("to ")
        await self._simulation.presses(person, Go, to="draft-done")
        await self._simulation.presses(person, ToWhom, representative=self._representative_ids.get(whom, 0))
        with contextlib.suppress(Stuck):  # nothing like it is known yet
            await self._simulation.presses(person, SendOwn)
        with contextlib.suppress(Stuck):  # its words suggest no topic
            await self._simulation.presses(person, ToTopic)
        await self._simulation.presses(person, SendAs, anonymous=bool(anonymously))
        self.opinions[step.thread] = self._simulation.button(person, OpenMine)[1].opinion

    async def _assigns(self, step: Step, clerk: Person) -> None:
        opinion, chosen = self.opinions[step.thread], self._representative_ids[step.how.removeprefix("to ")]
        await self._simulation.says(clerk, f"/find {await self._reference(opinion)}")
        try:
            await self._simulation.presses(clerk, AssignTo, opinion=opinion, representative=chosen)
        except Stuck:  # not the one the bot suggests
            await self._simulation.presses(clerk, StaffAct, opinion=opinion, action=Action.ASSIGN)
            await self._simulation.presses(clerk, AssignTo, opinion=opinion, representative=chosen)

    async def _supervises(self, step: Step, clerk: Person) -> None:
        """Take it under supervision: `key_item`, or another kind; the words say what is expected."""
        opinion = self.opinions[step.thread]
        await self._simulation.says(clerk, f"/find {await self._reference(opinion)}")
        await self._simulation.presses(clerk, BeginSupervision, opinion=opinion)
        await self._simulation.presses(clerk, ChooseKind, opinion=opinion, how=step.how.strip())
        await self._simulation.presses(clerk, SupervisedUntil)
        await self._simulation.says(clerk, step.words[0])
        await self._simulation.presses(clerk, TakeUnder, opinion=opinion)

    async def _names(self, step: Step, clerk: Person) -> None:
        """`吴秋生`: they supervise it together with who began."""
        async with self._simulation.database.reading() as session:
            named = await people.by_chat(session, self._simulation.world.people.by_name[step.how].id)
        await self._simulation.presses(clerk, PickSupervisor)
        await self._simulation.presses(clerk, NameSupervisor, person=named.id if named is not None else 0)

    async def _declines(self, step: Step, clerk: Person) -> None:
        opinion = self.opinions[step.thread]
        await self._simulation.says(clerk, f"/find {await self._reference(opinion)}")
        await self._simulation.presses(clerk, StaffAct, opinion=opinion, action=Action.DECLINE)
        await self._simulation.says(clerk, step.words[0])
        await self._simulation.presses(clerk, SendDecline, opinion=opinion)

    async def _merges(self, step: Step, clerk: Person) -> None:
        into = step.how.removeprefix("into ")
        if into not in self.opinions:
            raise Stuck(f"“{into}” was left out")
        opinion, main = self.opinions[step.thread], self.opinions[into]
        await self._simulation.says(clerk, f"/find {await self._reference(opinion)}")
        await self._simulation.presses(clerk, StaffAct, opinion=opinion, action=Action.MERGE)
        try:
            await self._simulation.presses(clerk, Compare, opinion=opinion, other=main)
        except Stuck:  # not among those that resemble it
            await self._simulation.says(clerk, await self._reference(main))
        await self._simulation.presses(clerk, MergeInto, opinion=opinion, main=main)
        await self._simulation.presses(clerk, MergeNow, opinion=opinion, main=main)

    async def _reference(self, opinion: int) -> str:
        async with self._simulation.database.reading() as session:
            return (await session.get_one(Opinion, opinion)).reference

    async def _to_constituent(self, step: Step, representative: Person) -> None:
        opinion = self.opinions[step.thread]
        action = Action.ASK if step.verb == "asks" else Action.REPLY
        await self._simulation.presses(representative, OpenCase, opinion=opinion)
        await self._simulation.presses(representative, RepresentativeAct, opinion=opinion, action=action)
        await self._simulation.says(representative, step.words[0])
        await self._simulation.presses(representative, SendWords, opinion=opinion)

    async def _refers(self, step: Step, person: Person) -> None:
        """A representative refers it to a unit, with a remark perhaps."""
        opinion, unit = self.opinions[step.thread], self._unit_ids[step.how.removeprefix("to ")]
        await self._simulation.presses(person, OpenCase, opinion=opinion)
        await self._simulation.presses(person, RepresentativeAct, opinion=opinion, action=Action.REFER)
        try:
            await self._simulation.presses(person, ReferTo, opinion=opinion, unit=unit)
        except Stuck:  # not the one the bot suggests
            await self._simulation.presses(person, ListUnits, opinion=opinion)
            await self._simulation.presses(person, ReferTo, opinion=opinion, unit=unit)
        for words in step.words:
            await self._simulation.says(person, words)
        await self._simulation.presses(person, SendWords, opinion=opinion)

    async def _takes(self, step: Step, officer: Person) -> None:
        opinion = self.opinions[step.thread]
        await self._simulation.says(officer, "/inbox")
        await self._simulation.presses(officer, OpenReferred, opinion=opinion)
        await self._simulation.presses(officer, UnitAct, opinion=opinion, action=Action.ACCEPT)

    async def _calls_in(self, step: Step, officer: Person) -> None:
        """The unit that leads has another one support it."""
        opinion = self.opinions[step.thread]
        await self._simulation.says(officer, "/inbox")
        await self._simulation.presses(officer, OpenReferred, opinion=opinion)
        await self._simulation.presses(officer, UnitAct, opinion=opinion, action=Action.ASK_SUPPORT)
        await self._simulation.presses(officer, SupportBy, opinion=opinion, unit=self._unit_ids[step.how])
        await self._simulation.says(officer, step.words[0])
        await self._simulation.presses(officer, SendWords, opinion=opinion)

    async def _supports(self, step: Step, officer: Person) -> None:
        """A supporting unit writes its part."""
        opinion = self.opinions[step.thread]
        await self._simulation.presses(officer, OpenReferred, opinion=opinion)
        await self._simulation.presses(officer, WritePart, opinion=opinion)
        await self._simulation.says(officer, step.words[0])
        await self._simulation.presses(officer, SendWords, opinion=opinion)

    async def _needs_time(self, step: Step, officer: Person) -> None:
        """A unit asks staff for more time, which they have still to decide; what it promised it moves by itself."""
        opinion = self.opinions[step.thread]
        action = Action.MOVE_DATE if step.verb == "moves it" else Action.ASK_EXTENSION
        await self._simulation.says(officer, "/inbox")
        await self._simulation.presses(officer, OpenReferred, opinion=opinion)
        await self._simulation.presses(officer, UnitAct, opinion=opinion, action=action)
        await self._simulation.presses(officer, ExtendTo, opinion=opinion)
        await self._simulation.says(officer, step.words[0])
        await self._simulation.presses(officer, SendWords, opinion=opinion)

    async def _returns(self, step: Step, officer: Person) -> None:
        """Not theirs: `to U01`, whose it is."""
        opinion = self.opinions[step.thread]
        await self._simulation.says(officer, "/inbox")
        await self._simulation.presses(officer, OpenReferred, opinion=opinion)
        await self._simulation.presses(officer, UnitAct, opinion=opinion, action=Action.RETURN)
        await self._simulation.presses(officer, RightUnit, unit=self._unit_ids.get(step.how.removeprefix("to "), 0))
        await self._simulation.says(officer, step.words[0])
        await self._simulation.presses(officer, SendWords, opinion=opinion)

    async def _reports(self, step: Step, officer: Person) -> None:
        """A unit replies: `A`, or `B in 30 days` from then; what is drafted waits for the chief's release."""
        opinion, (outcome, _, days) = self.opinions[step.thread], step.how.partition(" in ")
        await self._simulation.says(officer, "/inbox")
        await self._simulation.presses(officer, OpenReferred, opinion=opinion)
        await self._simulation.presses(officer, UnitAct, opinion=opinion, action=Action.REPLY)
        await self._simulation.presses(officer, Result, opinion=opinion, outcome=Outcome(outcome))
        if days:
            promised = step.at + timedelta(days=int(days.removesuffix(" days")))
            await self._simulation.says(officer, f"{promised:%Y-%m-%d}")
        said = [await self._simulation.says(officer, words) for words in step.words]
        try:
            await self._simulation.presses(officer, SendWords, opinion=opinion)
        except Stuck:  # too long; the bot says what to do
            await self._simulation.edits(officer, said[0], shortened(step.words[0], OPENING))
            await self._simulation.sends_document(officer, "\n".join(step.words).encode(), WHOLE_REPLY)
            await self._simulation.presses(officer, SendWords, opinion=opinion)
            self.attached.add(step.thread)

    async def _finishes(self, step: Step, officer: Person) -> None:
        """A unit says that what it promised is done."""
        opinion = self.opinions[step.thread]
        await self._simulation.presses(officer, OpenReferred, opinion=opinion)
        await self._simulation.presses(officer, UnitAct, opinion=opinion, action=Action.REPORT_DONE)
        await self._simulation.says(officer, step.words[0])
        await self._simulation.presses(officer, SendWords, opinion=opinion)

    async def _confirms(self, step: Step, person: Person) -> None:
        """It was really done, as who wrote says."""
        await self._simulation.presses(person, Judge, opinion=self.opinions[step.thread], done=Done.YES)

    async def _checks(self, step: Step, representative: Person) -> None:
        """The unit's reply is passed on, with own words perhaps, or sent back with a reason."""
        opinion = self.opinions[step.thread]
        action = Action.PASS_ON if step.verb == "passes on" else Action.SEND_BACK
        await self._simulation.presses(representative, OpenCase, opinion=opinion)
        await self._simulation.presses(representative, RepresentativeAct, opinion=opinion, action=action)
        for words in step.words:
            await self._simulation.says(representative, words)
        await self._simulation.presses(representative, SendWords, opinion=opinion)

    async def _into_opinion(self, step: Step, person: Person) -> None:
        """By replying to the newest message about it."""
        about, _ = self._simulation.button(person, OpenMine, opinion=self.opinions[step.thread])
        await self._simulation.says(person, step.words[0], reply_to=about)

    async def _rates(self, step: Step, person: Person) -> None:
        opinion = self.opinions[step.thread]
        await self._simulation.presses(person, Rate, opinion=opinion, satisfaction=Satisfaction(step.how))
        for words in step.words:
            await self._simulation.says(person, words)

    async def _withdraws(self, step: Step, person: Person) -> None:
        opinion = self.opinions[step.thread]
        await self._simulation.presses(person, OpenMine, opinion=opinion)
        await self._simulation.presses(person, ConstituentAct, opinion=opinion, action=Action.WITHDRAW)
        await self._simulation.presses(person, Withdraw, opinion=opinion)

    async def _plans(self, step: Step, clerk: Person) -> None:
        """`a reception day with R01 R13`, for the day after the town is opened."""
        tomorrow = self._opens.astimezone(self._simulation.place.zone).date() + timedelta(days=1)
        await self._simulation.says(clerk, "/reception")
        await self._simulation.presses(clerk, Go, to="reception-plan")
        await self._simulation.presses(clerk, NewDay)
        try:
            await self._simulation.presses(clerk, PickDate, date=tomorrow.isoformat(), month=False)
        except Stuck:  # not on the page of this month
            await self._simulation.presses(clerk, PickDate, date=tomorrow.replace(day=1).isoformat(), month=True)
            await self._simulation.presses(clerk, PickDate, date=tomorrow.isoformat(), month=False)
        await self._simulation.presses(clerk, PickHours, number=0)
        await self._simulation.presses(clerk, PickPlace)
        await self._simulation.presses(clerk, Confirm)
        await self._simulation.presses(clerk, ChangeDay, change=Change.ROSTER)
        for code in step.how.rpartition("with ")[2].split():
            await self._simulation.presses(clerk, Seat, representative=self._representative_ids[code], on=True)

    async def _announces(self, step: Step, clerk: Person) -> None:
        """`reception in 4 days`: the column, and if it is put off, by how much; the second message in Chinese."""
        column, _, days = step.how.removesuffix(" days").partition(" in ")
        await self._simulation.says(clerk, "/notice")
        await self._simulation.presses(clerk, NewNotice)
        await self._simulation.says(clerk, step.words[0])
        for words in step.words[1:]:
            await self._simulation.presses(clerk, WriteText, language="zh_Hans")
            await self._simulation.says(clerk, words)
        await self._simulation.presses(clerk, DraftAct, part=Part.COLUMN)
        await self._simulation.presses(clerk, SetColumn, column=NoticeColumn(column))
        if days:
            day = (step.at + timedelta(days=int(days))).astimezone(self._simulation.place.zone)
            await self._simulation.presses(clerk, DraftAct, part=Part.TIME)
            await self._simulation.says(clerk, f"{day:%Y-%m-%d} 09:00")
        done = await self._simulation.presses(clerk, NoticeAct, action=NoticeAction.HAND_OVER)
        self._written[step.thread] = done.notice

    async def _releases(self, step: Step, clerk: Person) -> None:
        """`until 8 are sent`: the others have not got it when somebody pauses it."""
        notice = self._written[step.thread]
        if step.how:
            self._simulation.notices_left = int(step.how.split()[1])
        await self._simulation.presses(clerk, OpenNotice, notice=notice)
        await self._simulation.presses(clerk, NoticeAct, notice=notice, action=NoticeAction.RELEASE)

    async def _pauses(self, step: Step, clerk: Person) -> None:
        notice = self._written[step.thread]
        await self._simulation.presses(clerk, NoticeAct, notice=notice, action=NoticeAction.PAUSE)
        self._simulation.notices_left = None

"""The weeks before the town is opened, lived through by its people."""

import contextlib
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import structlog
from sqlalchemy import select

from bot.demo.living import Life, Stuck
from bot.demo.script import Beat
from bot.sandbox.people import Person
from handlers.conversation.callbacks import Go
from handlers.core.notices.rules import NoticeAction
from handlers.notices.callbacks import DraftAct, NewNotice, NoticeAct, OpenNotice, Part, SetColumn, WriteText
from handlers.presentation.callbacks import (
    ConstituentAct,
    OpenCase,
    OpenMine,
    OpenReferred,
    Rate,
    RepresentativeAct,
    SendAs,
    StaffAct,
    ToWhom,
    UnitAct,
    Withdraw,
)
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
from handlers.units.callbacks import RightUnit
from handlers.welcome.place import PickArea
from handlers.writing.callbacks import ListUnits, ReferTo, Result, SendWords
from handlers.writing.extending_callbacks import ExtendTo
from storage.models import Area, HandlingUnit, Opinion, Representative
from storage.vocabulary import Action, NoticeColumn, Outcome, Satisfaction

log = structlog.get_logger()


class Story:
    """Plays beats. Each opinion goes its own way: where one is stuck, the others still go on."""

    def __init__(self, life: Life, opens: datetime) -> None:
        self.stuck: dict[str, str] = {}
        """Headings of opinions whose conversation went another way, and where."""
        self._life = life
        self._opens = opens
        """When the town is opened: what is planned for tomorrow is for the day after."""
        self._opinions: dict[str, int] = {}
        self._written: dict[str, int] = {}
        """Notices by heading."""
        self._area_ids: dict[str, int] = {}
        self._representative_ids: dict[str, int] = {}
        self._unit_ids: dict[str, int] = {}
        self._deeds: dict[str, Callable[[Beat, Person], Awaitable[object]]] = {
            "settles": self._settles,
            "writes": self._writes,
            "assigns": self._assigns,
            "declines": self._declines,
            "merges": self._merges,
            "asks": self._to_constituent,
            "replies": self._to_constituent,
            "refers": self._refers,
            "takes it": self._takes,
            "needs time": self._needs_time,
            "returns": self._returns,
            "reports": self._reports,
            "sends back": self._checks,
            "passes on": self._checks,
            "answers": self._into_opinion,
            "rates": self._rates,
            "withdraws": self._withdraws,
            "plans": self._plans,
            "announces": self._announces,
            "releases": self._releases,
            "pauses": self._pauses,
        }

    async def play(self, beats: list[Beat]) -> None:
        """Live through all of them, in order of time."""
        await self._look_up()
        for beat in beats:
            await self._life.moves_to(beat.at)
            if beat.thread in self.stuck:
                continue
            try:
                await self._deeds[beat.verb](beat, self._life.world.people.by_name[beat.who])
            except Stuck as stuck:
                self.stuck[beat.thread] = f"{beat.verb}: {stuck}"
                log.warning("A part of the town's story is left out.", about=beat.thread, at=beat.verb, why=str(stuck))

    async def _look_up(self) -> None:
        async with self._life.database.reading() as session:
            for code, row in await session.execute(select(Area.code, Area.id)):
                self._area_ids[code] = row
            for code, row in await session.execute(select(Representative.code, Representative.id)):
                self._representative_ids[code] = row
            for code, row in await session.execute(select(HandlingUnit.code, HandlingUnit.id)):
                self._unit_ids[code] = row

    async def _settles(self, beat: Beat, person: Person) -> None:
        area = self._area_ids[beat.how.removeprefix("in ")]
        async with self._life.database.reading() as session:
            place = await session.get_one(Area, area)
        await self._life.says(person, "/start")
        with contextlib.suppress(Stuck):  # a newcomer is asked at once, who has an office finds it behind a key
            await self._life.presses(person, Go, to="place")
        await self._life.says(person, (person.language == "en" and place.name_en) or place.name)
        await self._life.presses(person, PickArea, area=area)

    async def _writes(self, beat: Beat, person: Person) -> None:
        await self._life.says(person, "/opinion")
        for words in beat.words:
            await self._life.says(person, words)
        anonymously, _, whom = beat.how.rpartition("to ")
        await self._life.presses(person, Go, to="draft-done")
        await self._life.presses(person, ToWhom, representative=self._representative_ids.get(whom, 0))
        await self._life.presses(person, SendAs, anonymous=bool(anonymously))
        self._opinions[beat.thread] = self._life.button(person, OpenMine)[1].opinion

    async def _assigns(self, beat: Beat, clerk: Person) -> None:
        opinion, chosen = self._opinions[beat.thread], self._representative_ids[beat.how.removeprefix("to ")]
        await self._life.says(clerk, f"/find {await self._reference(opinion)}")
        try:
            await self._life.presses(clerk, AssignTo, opinion=opinion, representative=chosen)
        except Stuck:  # not the one the bot suggests
            await self._life.presses(clerk, StaffAct, opinion=opinion, action=Action.ASSIGN)
            await self._life.presses(clerk, AssignTo, opinion=opinion, representative=chosen)

    async def _declines(self, beat: Beat, clerk: Person) -> None:
        opinion = self._opinions[beat.thread]
        await self._life.says(clerk, f"/find {await self._reference(opinion)}")
        await self._life.presses(clerk, StaffAct, opinion=opinion, action=Action.DECLINE)
        await self._life.says(clerk, beat.words[0])
        await self._life.presses(clerk, SendDecline, opinion=opinion)

    async def _merges(self, beat: Beat, clerk: Person) -> None:
        into = beat.how.removeprefix("into ")
        if into not in self._opinions:
            raise Stuck(f"“{into}” was left out")
        opinion, main = self._opinions[beat.thread], self._opinions[into]
        await self._life.says(clerk, f"/find {await self._reference(opinion)}")
        await self._life.presses(clerk, StaffAct, opinion=opinion, action=Action.MERGE)
        try:
            await self._life.presses(clerk, Compare, opinion=opinion, other=main)
        except Stuck:  # not among those that resemble it
            await self._life.says(clerk, await self._reference(main))
        await self._life.presses(clerk, MergeInto, opinion=opinion, main=main)
        await self._life.presses(clerk, MergeNow, opinion=opinion, main=main)

    async def _reference(self, opinion: int) -> str:
        async with self._life.database.reading() as session:
            return (await session.get_one(Opinion, opinion)).reference

    async def _to_constituent(self, beat: Beat, representative: Person) -> None:
        opinion = self._opinions[beat.thread]
        action = Action.ASK if beat.verb == "asks" else Action.REPLY
        await self._life.presses(representative, OpenCase, opinion=opinion)
        await self._life.presses(representative, RepresentativeAct, opinion=opinion, action=action)
        await self._life.says(representative, beat.words[0])
        await self._life.presses(representative, SendWords, opinion=opinion)

    async def _refers(self, beat: Beat, person: Person) -> None:
        """A representative refers it to a unit, with a remark perhaps."""
        opinion, unit = self._opinions[beat.thread], self._unit_ids[beat.how.removeprefix("to ")]
        await self._life.presses(person, OpenCase, opinion=opinion)
        await self._life.presses(person, RepresentativeAct, opinion=opinion, action=Action.REFER)
        try:
            await self._life.presses(person, ReferTo, opinion=opinion, unit=unit)
        except Stuck:  # not the one the bot suggests
            await self._life.presses(person, ListUnits, opinion=opinion)
            await self._life.presses(person, ReferTo, opinion=opinion, unit=unit)
        for words in beat.words:
            await self._life.says(person, words)
        await self._life.presses(person, SendWords, opinion=opinion)

    async def _takes(self, beat: Beat, officer: Person) -> None:
        opinion = self._opinions[beat.thread]
        await self._life.says(officer, "/inbox")
        await self._life.presses(officer, OpenReferred, opinion=opinion)
        await self._life.presses(officer, UnitAct, opinion=opinion, action=Action.ACCEPT)

    async def _needs_time(self, beat: Beat, officer: Person) -> None:
        """A unit asks staff for more time; they have not decided yet."""
        opinion = self._opinions[beat.thread]
        await self._life.says(officer, "/inbox")
        await self._life.presses(officer, OpenReferred, opinion=opinion)
        await self._life.presses(officer, UnitAct, opinion=opinion, action=Action.ASK_EXTENSION)
        await self._life.presses(officer, ExtendTo, opinion=opinion)
        await self._life.says(officer, beat.words[0])
        await self._life.presses(officer, SendWords, opinion=opinion)

    async def _returns(self, beat: Beat, officer: Person) -> None:
        """Not theirs: `to U01`, whose it is."""
        opinion = self._opinions[beat.thread]
        await self._life.says(officer, "/inbox")
        await self._life.presses(officer, OpenReferred, opinion=opinion)
        await self._life.presses(officer, UnitAct, opinion=opinion, action=Action.RETURN)
        await self._life.presses(officer, RightUnit, unit=self._unit_ids.get(beat.how.removeprefix("to "), 0))
        await self._life.says(officer, beat.words[0])
        await self._life.presses(officer, SendWords, opinion=opinion)

    async def _reports(self, beat: Beat, officer: Person) -> None:
        """A unit replies: `A`, or `B in 30 days` from then."""
        opinion, (outcome, _, days) = self._opinions[beat.thread], beat.how.partition(" in ")
        await self._life.says(officer, "/inbox")
        await self._life.presses(officer, OpenReferred, opinion=opinion)
        await self._life.presses(officer, UnitAct, opinion=opinion, action=Action.REPLY)
        await self._life.presses(officer, Result, opinion=opinion, outcome=Outcome(outcome))
        if days:
            promised = beat.at + timedelta(days=int(days.removesuffix(" days")))
            await self._life.says(officer, f"{promised:%Y-%m-%d}")
        await self._life.says(officer, beat.words[0])
        await self._life.presses(officer, SendWords, opinion=opinion)

    async def _checks(self, beat: Beat, representative: Person) -> None:
        """The unit's reply is passed on, with own words perhaps, or sent back with a reason."""
        opinion = self._opinions[beat.thread]
        action = Action.PASS_ON if beat.verb == "passes on" else Action.SEND_BACK
        await self._life.presses(representative, OpenCase, opinion=opinion)
        await self._life.presses(representative, RepresentativeAct, opinion=opinion, action=action)
        for words in beat.words:
            await self._life.says(representative, words)
        await self._life.presses(representative, SendWords, opinion=opinion)

    async def _into_opinion(self, beat: Beat, person: Person) -> None:
        """By replying to the newest message about it."""
        about, _ = self._life.button(person, OpenMine, opinion=self._opinions[beat.thread])
        await self._life.says(person, beat.words[0], reply_to=about)

    async def _rates(self, beat: Beat, person: Person) -> None:
        opinion = self._opinions[beat.thread]
        await self._life.presses(person, Rate, opinion=opinion, satisfaction=Satisfaction(beat.how))
        for words in beat.words:
            await self._life.says(person, words)

    async def _withdraws(self, beat: Beat, person: Person) -> None:
        opinion = self._opinions[beat.thread]
        await self._life.presses(person, OpenMine, opinion=opinion)
        await self._life.presses(person, ConstituentAct, opinion=opinion, action=Action.WITHDRAW)
        await self._life.presses(person, Withdraw, opinion=opinion)

    async def _plans(self, beat: Beat, clerk: Person) -> None:
        """`a reception day with R01 R13`, for the day after the town is opened."""
        tomorrow = self._opens.astimezone(self._life.place.zone).date() + timedelta(days=1)
        await self._life.says(clerk, "/reception")
        await self._life.presses(clerk, Go, to="reception-plan")
        await self._life.presses(clerk, NewDay)
        try:
            await self._life.presses(clerk, PickDate, date=tomorrow.isoformat(), month=False)
        except Stuck:  # not on the page of this month
            await self._life.presses(clerk, PickDate, date=tomorrow.replace(day=1).isoformat(), month=True)
            await self._life.presses(clerk, PickDate, date=tomorrow.isoformat(), month=False)
        await self._life.presses(clerk, PickHours, number=0)
        await self._life.presses(clerk, PickPlace)
        await self._life.presses(clerk, Confirm)
        await self._life.presses(clerk, ChangeDay, change=Change.ROSTER)
        for code in beat.how.rpartition("with ")[2].split():
            await self._life.presses(clerk, Seat, representative=self._representative_ids[code], on=True)

    async def _announces(self, beat: Beat, clerk: Person) -> None:
        """`reception in 4 days`: the column, and if it is put off, by how much; the second message in Chinese."""
        column, _, days = beat.how.removesuffix(" days").partition(" in ")
        await self._life.says(clerk, "/notice")
        await self._life.presses(clerk, NewNotice)
        await self._life.says(clerk, beat.words[0])
        for words in beat.words[1:]:
            await self._life.presses(clerk, WriteText, language="zh_Hans")
            await self._life.says(clerk, words)
        await self._life.presses(clerk, DraftAct, part=Part.COLUMN)
        await self._life.presses(clerk, SetColumn, column=NoticeColumn(column))
        if days:
            day = (beat.at + timedelta(days=int(days))).astimezone(self._life.place.zone)
            await self._life.presses(clerk, DraftAct, part=Part.TIME)
            await self._life.says(clerk, f"{day:%Y-%m-%d} 09:00")
        done = await self._life.presses(clerk, NoticeAct, action=NoticeAction.HAND_OVER)
        self._written[beat.thread] = done.notice

    async def _releases(self, beat: Beat, clerk: Person) -> None:
        """`until 8 are sent`: the others have not got it when somebody pauses it."""
        notice = self._written[beat.thread]
        if beat.how:
            self._life.notices_left = int(beat.how.split()[1])
        await self._life.presses(clerk, OpenNotice, notice=notice)
        await self._life.presses(clerk, NoticeAct, notice=notice, action=NoticeAction.RELEASE)

    async def _pauses(self, beat: Beat, clerk: Person) -> None:
        notice = self._written[beat.thread]
        await self._life.presses(clerk, NoticeAct, notice=notice, action=NoticeAction.PAUSE)
        self._life.notices_left = None

"""Formal suggestions in the town: what was raised last year, and how the representatives raise things this year."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.demo.script import Step
from bot.demo.simulation import Simulation
from bot.sandbox.people import Person
from handlers.core.suggestions.similar import words_of
from handlers.presentation.callbacks import OpenSuggestion
from handlers.suggestions.callbacks import (
    ActOnSuggestion,
    AssignNow,
    BeginSuggestion,
    HandIn,
    Invite,
    LookOver,
    NamePage,
    PickClass,
    PickLead,
    RateReply,
    SayIt,
    Sign,
    UnitPage,
    WritePart,
)
from storage.models.commitments import Commitment
from storage.models.directory import HandlingUnit, Representative
from storage.models.suggestions import CongressSession, Signature, Suggestion, SuggestionReply
from storage.suggestion_vocabulary import (
    SignatureState,
    SuggestionAction,
    SuggestionKind,
    SuggestionPart,
    SuggestionStage,
)
from storage.vocabulary import CommitmentState, Outcome, Satisfaction

LAST_YEARS = {
    "title": "关于改造石桥社区老街排水管网的建议",
    "matter": "石桥社区老街雨水与污水共用一条管道，每逢大雨倒灌，沿街三户一楼人家进水，去年汛期达五次。",
    "reasons": "管道建于上世纪九十年代，管径不足三百毫米，居民多次反映，社区无力自行改造。",
    "proposal": "由县城市管理局在汛期前完成老街三百米排水管网的雨污分流改造，并公布工期。",
}
REPLY = "老街排水改造已列入城市更新计划，将于明年五月底前完成管网分流。"


async def plant_last_year(
    session: AsyncSession, lead: Representative, unit: HandlingUnit, opens: datetime, day: date
) -> None:
    """Last year's session and this year's; one suggestion of last year's, answered with a promise that has passed."""
    last = _session(opens, "县十九届人大第三次会议", day - timedelta(days=301))
    session.add_all([last, _session(opens, "县十九届人大第四次会议", day + timedelta(days=64))])
    handed = opens - timedelta(days=300)
    one = Suggestion(
        reference=f"LS-S-{handed.year}-0001",
        kind=SuggestionKind.SUGGESTION,
        lead=lead,
        session=last,
        stage=SuggestionStage.CLOSED,
        stage_since=handed + timedelta(days=80),
        unit=unit,
        created_at=handed,
        handed_in_at=handed,
        assigned_at=handed + timedelta(days=4),
        **LAST_YEARS,
    )
    one.words = words_of(one)
    one.signatures = [Signature(representative=lead, position=0, state=SignatureState.SIGNED, edition=1, at=handed)]
    said = handed + timedelta(days=60)
    promised = (opens - timedelta(days=30)).date()
    one.replies = [SuggestionReply(round=1, unit=unit, at=said, text=REPLY, outcome=Outcome.B, planned_for=promised)]
    session.add(one)
    await session.flush()
    came_of_it = {
        "made_at": said,
        "due_on": promised,
        "first_due_on": promised,
        "moves": 0,
        "what": REPLY,
        "state": CommitmentState.UNCONFIRMED,
        "reported_at": opens - timedelta(days=30),
        "ended_at": opens - timedelta(days=2),
    }
    session.add(Commitment(suggestion_id=one.id, round=1, unit=unit, **came_of_it))


def _session(opens: datetime, name: str, begins: date) -> CongressSession:
    days = {"begins_on": begins, "ends_on": begins + timedelta(days=3), "hand_in_by": begins + timedelta(days=2)}
    return CongressSession(name=name, created_at=opens, **days)


class Raising:
    """Plays what representatives, the office and units do with suggestions; each stands under a heading."""

    def __init__(self, simulation: Simulation, representatives: Mapping[str, int], units: Mapping[str, int]) -> None:
        self._simulation, self._representatives, self._units = simulation, representatives, units
        self._numbers: dict[str, int] = {}
        """Suggestions by heading."""
        self.actions: dict[str, Callable[[Step, Person], Awaitable[object]]] = {
            "raises": self._raises,
            "cosigns": self._cosigns,
            "files it": self._files,
            "accepts": self._accepts,
            "talks": self._talks,
            "concludes": self._concludes,
            "judges": self._judges,
        }

    async def _raises(self, step: Step, person: Person) -> None:
        """The four parts, one after the other; `asking R15`: who is to sign."""
        does = self._simulation
        await does.says(person, "/suggestions")
        await does.presses(person, BeginSuggestion)
        for part, words in zip(SuggestionPart, step.words, strict=True):
            if part is not SuggestionPart.TITLE:
                await does.presses(person, WritePart, part=part)
            await does.says(person, words)
        self._numbers[step.thread] = does.button(person, WritePart)[1].suggestion
        for code in step.how.removeprefix("asking ").split():
            await self._opens(step, person)
            await does.presses(person, NamePage)
            async with does.database.reading() as session:
                asked = await session.get_one(Representative, self._representatives[code])
            await does.says(person, asked.name)
            await does.presses(person, Invite, representative=asked.id)

    async def _opens(self, step: Step, person: Person) -> None:
        await self._simulation.says(person, "/suggestions")
        await self._simulation.presses(person, OpenSuggestion, suggestion=self._numbers[step.thread])

    async def _cosigns(self, step: Step, person: Person) -> None:
        await self._opens(step, person)
        await self._simulation.presses(person, Sign, suggestion=self._numbers[step.thread])

    async def _files(self, step: Step, person: Person) -> None:
        await self._opens(step, person)
        await self._simulation.presses(person, LookOver)
        await self._simulation.presses(person, HandIn, suggestion=self._numbers[step.thread])

    async def _accepts(self, step: Step, clerk: Person) -> None:
        """`for U01`: the office takes it, and assigns it to that unit."""
        number, does = self._numbers[step.thread], self._simulation
        await self._opens(step, clerk)
        await does.presses(clerk, ActOnSuggestion, suggestion=number, act=SuggestionAction.ACCEPT)
        await does.presses(clerk, UnitPage, suggestion=number)
        await does.presses(clerk, PickLead, suggestion=number, unit=self._units[step.how.removeprefix("for ")])
        await does.presses(clerk, AssignNow, suggestion=number)

    async def _talks(self, step: Step, officer: Person) -> None:
        await self._says(step, officer, SuggestionAction.TALK)

    async def _concludes(self, step: Step, officer: Person) -> None:
        """`A`: the unit replies, with that class."""
        number = self._numbers[step.thread]
        await self._opens(step, officer)
        await self._simulation.presses(officer, ActOnSuggestion, suggestion=number, act=SuggestionAction.REPLY)
        await self._simulation.presses(officer, PickClass, suggestion=number, outcome=Outcome(step.how))
        await self._simulation.says(officer, step.words[0])
        await self._simulation.presses(officer, SayIt, suggestion=number)

    async def _says(self, step: Step, officer: Person, act: SuggestionAction) -> None:
        number = self._numbers[step.thread]
        await self._opens(step, officer)
        await self._simulation.presses(officer, ActOnSuggestion, suggestion=number, act=act)
        await self._simulation.says(officer, step.words[0])
        await self._simulation.presses(officer, SayIt, suggestion=number)

    async def _judges(self, step: Step, person: Person) -> None:
        await self._opens(step, person)
        await self._simulation.presses(person, RateReply, satisfaction=Satisfaction(step.how))

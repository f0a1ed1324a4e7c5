"""Opinions written to the county's representatives, each at some stage of its way."""

from datetime import date, datetime, timedelta
from random import Random
from typing import Any, NamedTuple

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from bot.demo.county.directory import UNITS, Places
from bot.demo.county.people import Crowd, Member
from handlers.core.casework.clocks import CLOCK, clock_of
from handlers.core.reminders import rules as reminding
from handlers.core.workdays.rules import Calendar, due, end_of
from storage.models.commitments import Commitment, Concern
from storage.models.opinions import Due, Entry, Event, Opinion, Rating, ReferenceCounter, Referral
from storage.stages import ANSWERED, PROMISED, REMINDED, WITH_UNIT
from storage.vocabulary import OF_ANY_ANSWER, Action, CommitmentState, EntryKind, Outcome, Role, Stage

TO_SCREEN, OPEN_OF_ONE, PAST_OF_ONE, WITH_ONE_UNIT, OF_ONE_VOTER, MERGED, OTHERS = 800, 400, 120, 150, 60, 100, 500
"""Opinions to screen; open, and over, with the first representative; with the first unit; of the first constituent;
merged into the first case; spread over everybody."""
PROMISED_BY_ONE = 40
"""Promises of the first unit, with the first representative, that are still to be kept."""
SAID_IN_ONE = 300
"""Entries of the first case."""
_BEGINNINGS = (
    "村口的路灯",
    "学校门前的路",
    "东边的水渠",
    "卫生室的药",
    "公交车站牌",
    "垃圾站",
    "自来水",
    "河堤",
    "农贸市场",
)
_ENDINGS = ("坏了三周，没有人来修", "晚上看不见，孩子们害怕", "一下雨就积水", "离得太远，老人走不动", "请早点答复")
_PROMISES = ("年内更换全部灯具", "汛期前疏通水渠", "明年列入道路维修计划")
_IN_ENGLISH = ("The lamp by the school has been dark for three weeks", "The bus no longer stops at our village")


class _Kind(NamedTuple):
    """So many opinions alike."""

    many: int
    stages: tuple[Stage, ...]
    representative: int | None = None
    """Representative who has them; None: any, by turns."""
    unit: int | None = None
    voter: int | None = None


FIRST_CASE = 1
_KINDS = (
    _Kind(1, (Stage.ASSIGNED,), 1, None, 1),
    _Kind(OPEN_OF_ONE - 1, (*[Stage.ASSIGNED] * 8, Stage.WAITING, Stage.REFERRED, Stage.REPLIED), 1),
    _Kind(PAST_OF_ONE, (Stage.ANSWERED, Stage.CLOSED), 1, 1),
    _Kind(WITH_ONE_UNIT, (Stage.REFERRED, Stage.REFERRED, Stage.REPLIED), None, 1),
    _Kind(OF_ONE_VOTER - 1, tuple(stage for stage in Stage if stage is not Stage.MERGED), None, None, 1),
    _Kind(MERGED, (Stage.MERGED,)),
    _Kind(TO_SCREEN, (Stage.SUBMITTED,)),
    _Kind(OTHERS, (Stage.ASSIGNED, Stage.REFERRED, Stage.ANSWERED, Stage.CLOSED, Stage.DECLINED)),
    _Kind(PROMISED_BY_ONE, (Stage.IMPLEMENTING,), 1, 1),
)


class _Rows(NamedTuple):
    opinions: list[dict[str, Any]]
    referrals: list[dict[str, Any]]
    entries: list[dict[str, Any]]
    events: list[dict[str, Any]]
    ratings: list[dict[str, Any]]
    due: list[dict[str, Any]]
    commitments: list[dict[str, Any]]
    concerns: list[dict[str, Any]]


TABLES = (Opinion, Referral, Entry, Event, Rating, Due, Commitment, Concern)


class Cases:
    """Makes up opinions."""

    def __init__(
        self, random: Random, places: Places, crowd: Crowd, days: Calendar, now: datetime, prefix: str
    ) -> None:
        self._random, self._places, self._crowd, self._days, self._now = random, places, crowd, days, now
        self._prefix = prefix
        self._rows = _Rows([], [], [], [], [], [], [], [])

    async def build(self, session: AsyncSession) -> None:
        """Keep all of them."""
        for kind in _KINDS:
            for n in range(kind.many):
                self._opinion(kind, n)
        self._long_story()
        for model, rows in zip(TABLES, self._rows, strict=True):
            await session.execute(insert(model), rows)
        year = self._now.astimezone(self._days.zone).year
        session.add(ReferenceCounter(year=year, last=len(self._rows.opinions)))
        await session.flush()

    def _opinion(self, kind: _Kind, n: int) -> None:
        number, stage = len(self._rows.opinions) + 1, kind.stages[n % len(kind.stages)]
        voter = self._voter(kind, number)
        village = self._village(number)
        since = self._since(number, stage)
        representative = kind.representative or number % len(self._crowd.representatives) + 1
        row: dict[str, Any] = {
            "id": number,
            "reference": f"{self._prefix}-{since.astimezone(self._days.zone).year}-{number:06d}",
            "submission": f"{voter.id}:county{number}",
            "constituent_id": voter.id,
            "anonymous": number % 4 == 0,
            "summary": self._words(voter, number),
            "area_id": village,
            "station_id": self._places.station_of(village),
            "representative_id": None if stage is Stage.SUBMITTED else representative,
            "unit_id": kind.unit or number % UNITS + 1 if stage in (*WITH_UNIT, *PROMISED) else None,
            "stage": stage,
            "merged_into_id": FIRST_CASE if stage is Stage.MERGED else None,
            "version": 1 if stage is Stage.SUBMITTED else 2,
            "submitted_at": since - timedelta(days=2),
            "stage_since": since,
            "due_at": self._due_at(since, stage),
        }
        self._rows.opinions.append(row)
        self._way(row, kind)

    def _voter(self, kind: _Kind, number: int) -> Member:
        voters = self._crowd.voters
        return voters[(kind.voter or number % (len(voters) - 1) + 2) - 1]

    def _village(self, number: int) -> int:
        villages = list(self._places.town_of)
        return villages[0] if number % 3 == 0 else villages[number % len(villages)]

    def _since(self, number: int, stage: Stage) -> datetime:
        """Instant at which its stage began; of what is open a fifth is late."""
        ago = 8 + number % 12 if number % 5 == 0 else number % 3
        if stage not in REMINDED:
            ago = 3 + number % 10
        return self._now - timedelta(days=ago, minutes=number % 400)

    def _promised_for(self, since: datetime) -> date:
        """Of what is promised every fourth is late."""
        return self._days.day_of(since) + timedelta(days=(2, 20, 60, 120)[len(self._rows.commitments) % 4])

    def _due_at(self, since: datetime, stage: Stage) -> datetime | None:
        if stage in PROMISED:
            return end_of(self._promised_for(since), self._days.zone)
        if stage is Stage.WAITING:
            return end_of(self._days.next_working(self._days.day_of(self._now + timedelta(days=5))), self._days.zone)
        return due(since, {Stage.SUBMITTED: 2}.get(stage, 5), self._days) if stage in REMINDED else None

    def _words(self, voter: Member, number: int) -> str:
        if voter.language == "en":
            return f"{_IN_ENGLISH[number % 2]} (house {number})"
        return f"{self._random.choice(_BEGINNINGS)}{self._random.choice(_ENDINGS)}（{number}号）"

    def _way(self, row: dict[str, Any], kind: _Kind) -> None:
        """Write down all that was said and all that happened."""
        number, stage, voter = row["id"], row["stage"], row["constituent_id"]
        self._said(row, EntryKind.OPINION, Role.CONSTITUENT, voter, row["summary"] + "。")
        self._happened(row, Action.SUBMIT, Role.CONSTITUENT, voter, Stage.SUBMITTED)
        if stage is not Stage.SUBMITTED:
            self._happened(row, Action.ASSIGN, Role.STAFF, self._crowd.county[0].id, Stage.ASSIGNED)
        if stage is Stage.WAITING:
            self._said(row, EntryKind.QUESTION, Role.REPRESENTATIVE, self._actor(row), "请问具体在哪里？")
        if stage in WITH_UNIT or kind.unit is not None:
            self._referred(row, kind.unit or number % UNITS + 1)
        if stage in ANSWERED:
            self._said(row, EntryKind.REPLY, Role.REPRESENTATIVE, self._actor(row), "已经安排人去看，下周修好。")
            self._happened(row, Action.REPLY, Role.REPRESENTATIVE, self._actor(row), Stage.ANSWERED)
            self._rated(row)
        if stage in REMINDED:
            self._clock(row)
        if stage in PROMISED:
            self._promised(row)

    def _actor(self, row: dict[str, Any]) -> int:
        """The person who acts for the representative who has it."""
        number: int = row["representative_id"]
        return self._crowd.representatives[number - 1].id

    def _referred(self, row: dict[str, Any], unit: int) -> None:
        stage, since = row["stage"], row["stage_since"]
        replied = None if stage is Stage.REFERRED else since
        referral = {
            "id": len(self._rows.referrals) + 1,
            "opinion_id": row["id"],
            "round": 1,
            "unit_id": unit,
            "at": since,
            "accept_due_at": due(since, 5, self._days),
            "reply_due_at": due(since, 15, self._days),
            "replied_at": replied,
            "outcome": None if replied is None else Outcome.B if stage in PROMISED else Outcome.A,
            "passed_on_at": since if stage in ANSWERED else None,
            "ended_at": None if stage in WITH_UNIT else since,
        }
        self._rows.referrals.append(referral)
        self._happened(row, Action.REFER, Role.REPRESENTATIVE, self._actor(row), Stage.REFERRED, unit)

    def _promised(self, row: dict[str, Any]) -> None:
        """Hold the unit to what it promised."""
        referral, day = self._rows.referrals[-1], self._promised_for(row["stage_since"])
        number = len(self._rows.commitments) + 1
        self._rows.commitments.append(
            {"id": number, "referral_id": referral["id"], "opinion_id": row["id"], "round": 1,
             "unit_id": row["unit_id"], "station_id": row["station_id"], "what": self._random.choice(_PROMISES),
             "due_on": day, "first_due_on": day, "moves": 0, "percent": (None, 25, 50)[number % 3],
             "state": CommitmentState.OPEN, "made_at": row["stage_since"]}
        )  # fmt: skip
        self._rows.concerns.append({"commitment_id": number, "opinion_id": row["id"]})
        self._rows.events[-1]["promised_for"] = day

    def _said(self, row: dict[str, Any], kind: EntryKind, role: Role, author: int, text: str) -> None:
        at = row["submitted_at"] + timedelta(minutes=len(self._rows.entries) % 60)
        self._rows.entries.append(
            {"opinion_id": row["id"], "round": 1, "kind": kind, "author_role": role, "author_id": author,
             "text": text, "at": at}
        )  # fmt: skip

    def _happened(
        self, row: dict[str, Any], action: Action, role: Role, actor: int, after: Stage, unit: int | None = None
    ) -> None:
        self._rows.events.append(
            {"opinion_id": row["id"], "at": row["stage_since"], "actor_id": actor, "actor_role": role, "action": action,
             "stage_before": None, "stage_after": after, "round": 1, "representative_id": row["representative_id"],
             "unit_id": unit, "promised_for": None}
        )  # fmt: skip

    def _rated(self, row: dict[str, Any]) -> None:
        given = None if row["stage"] is Stage.ANSWERED else OF_ANY_ANSWER[row["id"] % len(OF_ANY_ANSWER)]
        last = self._rows.referrals[-1] if self._rows.referrals else {}
        replied = last if last.get("opinion_id") == row["id"] else {}
        self._rows.ratings.append(
            {"opinion_id": row["id"], "round": 1, "representative_id": row["representative_id"],
             "station_id": row["station_id"], "unit_id": replied.get("unit_id"), "outcome": replied.get("outcome"),
             "asked_at": row["stage_since"], "satisfaction": given, "rated_at": row["stage_since"] if given else None}
        )  # fmt: skip

    def _clock(self, row: dict[str, Any]) -> None:
        """Set the clock that reminds whoever must act."""
        since, due_at = row["stage_since"], row["due_at"]
        case = Opinion(id=row["id"], stage_since=since, due_at=due_at)
        look = reminding.next_look(since, due_at, self._days, self._now)
        self._rows.due.append({"kind": CLOCK, "opinion_id": case.id, "due_at": look, "once": clock_of(case)})

    def _long_story(self) -> None:
        """The first case: much was said in it."""
        first = self._rows.opinions[FIRST_CASE - 1]
        sides = ((EntryKind.ADDITION, Role.CONSTITUENT, first["constituent_id"]),
                 (EntryKind.QUESTION, Role.REPRESENTATIVE, self._actor(first)))  # fmt: skip
        for n in range(SAID_IN_ONE - 1):
            kind, role, author = sides[n // 2 % 2]
            self._said(first, kind, role, author, f"第{n + 1}次：{self._random.choice(_ENDINGS)}。")

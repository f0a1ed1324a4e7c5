"""Formal suggestions of the county's representatives over three sessions, at every stage."""

from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.demo.county.directory import UNITS
from bot.demo.county.people import Crowd
from handlers.core.casework.wording import words
from handlers.core.workdays.rules import Calendar, due
from storage.models.commitments import Commitment
from storage.models.directory import Representative
from storage.models.suggestions import CongressSession, Signature, Suggestion, SuggestionReply
from storage.suggestion_vocabulary import SignatureState, SuggestionKind, SuggestionStage
from storage.vocabulary import CommitmentState, Outcome

MANY, SESSIONS = 400, 3
"""Suggestions, and sessions: our own choice, more than a county has in a year."""
OF_FIRST = 3
"""Each so many is of the representative with the most to do, or signed by them."""
PLACES = ("东柳村", "石桥社区", "河洲村", "白石村", "茶亭村")
THINGS = ("路灯", "排水管网", "校车", "卫生室", "机耕路", "饮水井", "养老服务点")
REPLIED = (
    SuggestionStage.REPLIED,
    SuggestionStage.IMPLEMENTING,
    SuggestionStage.REPORTED,
    SuggestionStage.CLOSED,
)
PROMISED = {
    SuggestionStage.IMPLEMENTING: CommitmentState.OPEN,
    SuggestionStage.REPORTED: CommitmentState.REPORTED,
}
WITH_UNIT = (SuggestionStage.ASSIGNED, *REPLIED)
DUE = (
    SuggestionStage.HANDED_IN,
    SuggestionStage.ACCEPTED,
    SuggestionStage.ASSIGNED,
    SuggestionStage.REPLIED,
    SuggestionStage.IMPLEMENTING,
    SuggestionStage.REPORTED,
)
Row = dict[str, Any]
SAID = "已列入年度计划，年底前完成。"


async def build(
    session: AsyncSession, random: Random, crowd: Crowd, now: datetime, days: Calendar, prefix: str
) -> None:
    """Keep them all, in order of time."""
    today, first = days.day_of(now), crowd.representatives[0].office or 1
    for number in range(SESSIONS):
        begins = today - timedelta(days=365 * (SESSIONS - number) - 20)
        last = {"begins_on": begins, "ends_on": begins + timedelta(days=4), "hand_in_by": begins + timedelta(days=3)}
        await session.execute(insert(CongressSession).values(name=f"第{number + 1}次会议", created_at=now, **last))
    level = (await session.get_one(Representative, first)).level
    same = select(Representative.id).where(Representative.level == level, Representative.id != first)
    others = list((await session.scalars(same.order_by(Representative.id).limit(50))).all())
    rows, names, replies, promises = [], [], [], []
    for number in range(1, MANY + 1):
        stage = [*SuggestionStage][number % len(SuggestionStage)]
        lead = first if number % OF_FIRST == 0 else random.choice(others)
        at = now - timedelta(days=3 * (MANY - number) + 1)
        thing = f"{random.choice(PLACES)}{random.choice(THINGS)}"
        text = {
            "title": f"关于改善{thing}的建议",
            "matter": f"{thing}多年失修，群众多次反映，涉及一百余户。",
            "reasons": "村集体没有经费，去年以来已发生两次事故。",
            "proposal": f"由主管部门在年底前完成{thing}的改造，并公布工期。",
        }
        with_unit = stage in WITH_UNIT
        handed = None if stage in (SuggestionStage.DRAFT, SuggestionStage.WITHDRAWN) else at
        rows.append(
            {
                "id": number,
                "reference": f"{prefix}-S-{at.year}-{number:04d}",
                "kind": SuggestionKind.SUGGESTION,
                "lead_id": lead,
                "session_id": number % (SESSIONS + 1) or None,
                "stage": stage,
                "stage_since": at,
                "due_at": due(now, 1 + number % 30, days) if stage in DUE else None,
                "unit_id": 1 + number % 2 * random.randrange(UNITS) if with_unit else None,
                "created_at": at,
                "handed_in_at": handed,
                "assigned_at": at if with_unit else None,
                "words": " ".join(words("\n".join(text.values()))) if handed is not None else "",
                **text,
            }
        )
        signed = {"state": SignatureState.SIGNED, "edition": 1, "at": at}
        names.append({"suggestion_id": number, "representative_id": lead, "position": 0, **signed})
        if lead != first and number % OF_FIRST == 1:
            names.append({"suggestion_id": number, "representative_id": first, "position": 1, **signed})
        if stage in REPLIED:
            reply, made = _answered(random, rows[-1], today + timedelta(days=number % 90))
            replies.append(reply)
            promises += made
    kept = ((Suggestion, rows), (Signature, names), (SuggestionReply, replies), (Commitment, promises))
    for table, found in kept:
        await session.execute(insert(table), found)


def _answered(random: Random, row: Row, day: date) -> tuple[Row, list[Row]]:
    """The reply to a suggestion, and what is promised with it."""
    state, of = PROMISED.get(row["stage"]), {"suggestion_id": row["id"], "round": 1, "unit_id": row["unit_id"]}
    outcome = Outcome.B if state is not None else random.choice([*Outcome])
    planned = day if outcome is Outcome.B else None
    reply = {**of, "text": SAID, "outcome": outcome, "at": row["stage_since"], "planned_for": planned}
    if state is None:
        return reply, []
    days = {"made_at": row["stage_since"], "due_on": day, "first_due_on": day, "moves": row["id"] % 2}
    return reply, [{**of, **days, "what": SAID, "state": state}]

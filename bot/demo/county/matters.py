"""Matters of the county: many of them, one that many wrote about, and many that one constituent follows."""

from datetime import datetime, timedelta

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.demo.county.people import Crowd
from handlers.core.casework import wording
from storage.matter_vocabulary import MatterState
from storage.models.matters import Endorsement, EndorsementWord, Matter, MatterOpinion
from storage.models.opinions import Opinion

MATTERS, WITHIN, SAID = 300, 120, 60
"""Matters; opinions in the newest one; messages said with its voices."""
_STATES = (MatterState.RELEASED, MatterState.DRAFT, MatterState.RELEASED, MatterState.TO_CHECK, MatterState.WITHDRAWN)
ABOUT = ("路灯不亮", "道路破损", "自来水浑浊", "垃圾清运不及时", "公交班次太少")


async def build(session: AsyncSession, crowd: Crowd, now: datetime) -> None:
    """Keep them; the first voter follows every public one, and many the newest."""
    rows = [_matter(number, now) for number in range(1, MATTERS + 1)]
    await session.execute(insert(Matter), rows)
    ids = (await session.scalars(select(Opinion.id).order_by(Opinion.id.desc()).limit(WITHIN))).all()
    within = [
        {"opinion_id": one, "matter_id": MATTERS, "added_at": now, "added_by_id": crowd.county[0].id} for one in ids
    ]
    await session.execute(insert(MatterOpinion), within)
    public = [row["id"] for row in rows if row["state"] is MatterState.RELEASED]
    voter = crowd.voters[0].id
    voices = [{"matter_id": number, "person_id": voter, "at": now, "follows": True} for number in public]
    voices += [{"matter_id": MATTERS, "person_id": one.id, "at": now, "follows": True} for one in crowd.voters[1:SAID]]
    await session.execute(insert(Endorsement), voices)
    first = (await session.scalars(select(Endorsement.id).where(Endorsement.matter_id == MATTERS))).all()
    said = [
        {"endorsement_id": first[n % len(first)], "at": now, "text": f"我家门口也是这样（{n}）。"} for n in range(SAID)
    ]
    await session.execute(insert(EndorsementWord), said)


def _matter(number: int, now: datetime) -> dict[str, object]:
    title = f"{ABOUT[number % len(ABOUT)]}（第{number}项）"
    summary = f"多处{ABOUT[number % len(ABOUT)]}，居民出行不便。"
    return {
        "id": number,
        "title": title,
        "summary": summary,
        "words": " ".join(wording.words(f"{title}\n{summary}")),
        "state": _STATES[number % len(_STATES)],
        "version": 1,
        "opinions": WITHIN if number == MATTERS else 0,
        "endorsements": SAID if number == MATTERS else 1,
        "people": WITHIN + SAID if number == MATTERS else 1,
        "created_at": now - timedelta(days=MATTERS - number),
        "released_at": now - timedelta(days=MATTERS - number),
    }

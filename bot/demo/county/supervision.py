"""Cases that the county's office has under supervision: one is late, one is near, one has time."""

from datetime import datetime, timedelta

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.demo.county.people import Crowd
from handlers.core.supervision import clock
from handlers.core.supervision.kinds import kinds
from handlers.core.workdays.rules import Calendar
from storage.models.opinions import Due, Event, Opinion
from storage.models.people import Person
from storage.models.supervision import Supervision
from storage.vocabulary import Action, Role, Stage

EXPECTED = "群众多次反映，请于期限前办结，并附照片。"
DAYS = (-2, 1, 14)
"""Days from now by which each is expected."""
BEGUN = timedelta(days=6)


async def build(session: AsyncSession, crowd: Crowd, now: datetime, days: Calendar) -> None:
    """Take under supervision what the first unit has, the oldest first, by whoever has the most to do."""
    found = select(Opinion).where(Opinion.unit_id == 1, Opinion.stage == Stage.REFERRED).order_by(Opinion.id)
    opinions = (await session.scalars(found.limit(len(DAYS)))).all()
    clerk = await session.get_one(Person, crowd.county[0].id)
    for opinion, ahead, kind in zip(opinions, DAYS, kinds(), strict=False):
        one = Supervision(
            opinion=opinion,
            kind=kind,
            expected=EXPECTED,
            due_on=days.day_of(now) + timedelta(days=ahead),
            begun_at=now - BEGUN,
            begun_by_id=clerk.id,
            supervisors=[clerk],
        )
        session.add(one)
        await session.flush()
        await session.execute(insert(Event).values(_begun(one, opinion)))
        look = {"kind": clock.CLOCK, "subject_id": one.id, "once": f"{clock.CLOCK}:{one.id}"}
        await session.execute(insert(Due).values(due_at=clock.next_look(one, days, now), **look))


def _begun(one: Supervision, opinion: Opinion) -> dict[str, object]:
    return {
        "opinion_id": opinion.id,
        "at": one.begun_at,
        "actor_id": one.begun_by_id,
        "actor_role": Role.STAFF,
        "action": Action.BEGIN_SUPERVISION,
        "stage_before": opinion.stage,
        "stage_after": opinion.stage,
        "round": 1,
        "why": one.expected,
        "representative_id": opinion.representative_id,
        "unit_id": opinion.unit_id,
    }

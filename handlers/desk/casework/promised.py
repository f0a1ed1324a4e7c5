"""A unit's promises that are still to be kept, and parts that it owes to others, the earliest due first."""

from handlers.core.casework.rules import KEPT_BY_UNIT
from handlers.core.workdays.days import calendar
from handlers.desk.web import Answer, Desk, number
from handlers.presentation.due_days import due_day
from handlers.presentation.promises import waiting_sign
from storage.queries import commitments, supporting
from storage.queries.commitments import Promised

A_PAGE = 50
LIGHTS = {"🔴": "late", "🟡": "soon"}


async def show(desk: Desk) -> Answer:
    """A page of them, or of those that say some words."""
    units, words = [unit.id for unit in desk.actor.units], desk.asked.one("words").strip()[:80]
    total = await commitments.count_kept_by(desk.session, units, KEPT_BY_UNIT, words)
    last = max(0, (total - 1) // A_PAGE)
    page = min(number(desk.asked.one("page")), last)
    days = await calendar(desk.out)
    found = await commitments.kept_by(desk.session, units, KEPT_BY_UNIT, A_PAGE, page * A_PAGE, words)

    def light(one: Promised) -> str:
        return LIGHTS.get(waiting_sign(one.due_on, one.asked_at, desk.out.now, days), "")

    return desk.page(
        "casework/promised.html",
        found=found,
        total=total,
        late=await commitments.count_kept_by(desk.session, units, KEPT_BY_UNIT, before=days.day_of(desk.out.now)),
        page=page,
        last=last,
        words=words,
        light=light,
        owed=await supporting.listed(desk.session, units, A_PAGE, 0),
        owes=await supporting.count_open(desk.session, units),
        due=lambda one: due_day(desk.t, one.due_at, days),
        units={unit.id: unit for unit in desk.actor.units},
    )

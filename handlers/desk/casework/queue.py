"""What waits for staff: the list at the side, the whole of one beside it, and what may be done with it."""

from typing import Any

from handlers.core.casework import access
from handlers.core.errors import OpinionNotFound
from handlers.core.workdays.days import calendar
from handlers.desk.casework import case
from handlers.desk.web import Answer, Desk, number
from handlers.presentation.due_days import due_day, moving
from handlers.presentation.names import capped
from handlers.presentation.status_icon import light
from storage.queries import mismatches, on_behalf, opinions
from storage.queries import screening as queries
from storage.vocabulary import Role

LISTED = 60
"""So many of those that fall due first are listed: nobody screens more in a morning."""


async def show(desk: Desk) -> Answer:
    """The queue, the earliest due first; open is the one that is asked for, else the first."""
    stations, t, now = desk.actor.stations, desk.t, desk.out.now
    listed = await queries.queue(desk.session, stations, LISTED, 0, desk.asked.one("words").strip()[:80])
    days, waiting = await calendar(desk.out), await opinions.count_to_screen(desk.session, stations)
    late = await opinions.count_to_screen(desk.session, stations, late=now)
    ratings = await mismatches.count(desk.session, stations)
    wanted, about = number(desk.asked.one("open")), number(desk.asked.one("about"))
    ids = [one.id for one in listed]
    opened = wanted if wanted in ids or await _is_theirs(desk, wanted) else next(iter(ids), 0)
    shared: dict[str, Any] = {
        "listed": listed,
        "waiting": capped(waiting),
        "to_tell": await on_behalf.count_to_tell(desk.session, stations),
        "disagreeing": ratings,
        "late_ones": capped(late) if late else "",
        "opened": opened,
        "words": desk.asked.one("words"),
        "due_of": lambda one: due_day(t, one.due_at, moving(one.stage, days)),
        "light": lambda one: {"🔴": "late", "🟡": "soon"}.get(light(one.due_at, now, days), ""),
        "said": case.done(desk, await _reference(desk, about)),
        "about": about,
    }
    if not opened:
        return desk.page("casework/queue.html", **shared)
    return desk.page("casework/queue.html", **{**await case.facts(desk, opened), **shared})


async def _is_theirs(desk: Desk, opinion_id: int) -> bool:
    return opinion_id > 0 and await _reference(desk, opinion_id) != ""


async def _reference(desk: Desk, opinion_id: int) -> str:
    """Its reference, if it is theirs to see."""
    if not opinion_id:
        return ""
    try:
        return (await access.find(desk.out, desk.actor, Role.STAFF, opinion_id)).reference
    except OpinionNotFound:
        return ""

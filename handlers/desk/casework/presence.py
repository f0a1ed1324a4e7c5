"""Who else has a case open just now: known to this process alone, and forgotten after two minutes."""

from datetime import datetime, timedelta

from handlers.desk.web import Desk

OPEN_FOR = timedelta(minutes=2)
"""After its last look a case counts as open for so long: our own choice."""
MOST = 2_000
"""Cases that are remembered."""

_seen: dict[int, dict[int, tuple[str, datetime]]] = {}


def looks(desk: Desk, opinion_id: int) -> list[str]:
    """Remember that they look at it; the names of others who do."""
    now, me = desk.out.now, desk.me
    if len(_seen) > MOST:
        _seen.clear()
    here = _seen.setdefault(opinion_id, {})
    here[me.id] = (me.name or "", now)
    for person_id, (_, at) in list(here.items()):
        if not timedelta() <= now - at < OPEN_FOR:
            del here[person_id]
    return [name for person_id, (name, _) in here.items() if person_id != me.id]


def acted(desk: Desk, opinion_id: int) -> None:
    """They have done with it."""
    _seen.get(opinion_id, {}).pop(desk.me.id, None)

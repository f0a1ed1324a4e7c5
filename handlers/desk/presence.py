"""Who else has a case open just now: known to one process alone, and forgotten after two minutes."""

from datetime import datetime, timedelta

from storage.models.people import Person

OPEN_FOR = timedelta(minutes=2)
"""After its last look a case counts as open for so long: our own choice."""
MOST = 2_000
"""Cases that are remembered."""


class Presence:
    """Who looked at which case, and when last."""

    def __init__(self) -> None:
        self._seen: dict[int, dict[int, tuple[str, datetime]]] = {}

    def looks(self, me: Person, opinion_id: int, now: datetime) -> list[str]:
        """Remember that they look at it; the names of others who do."""
        if len(self._seen) > MOST:
            self._seen.clear()
        here = self._seen.setdefault(opinion_id, {})
        here[me.id] = (me.name or "", now)
        for person_id, (_, at) in list(here.items()):
            if not timedelta() <= now - at < OPEN_FOR:
                del here[person_id]
        return [name for person_id, (name, _) in here.items() if person_id != me.id]

    def acted(self, me: Person, opinion_id: int) -> None:
        """They have done with it."""
        self._seen.get(opinion_id, {}).pop(me.id, None)

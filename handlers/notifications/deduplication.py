"""The one way to remind anybody: by day, once for each occasion, written down with the promise."""

from datetime import datetime
from typing import NamedTuple

from handlers.conversation.outgoing import Outgoing
from handlers.conversation.screen import Screen
from handlers.core.reminders import rules
from handlers.core.workdays.days import calendar
from storage.models.opinions import Due
from storage.models.people import Person
from storage.queries import reminders
from storage.vocabulary import Lane

LANE = Lane.REMINDER


class About(NamedTuple):
    """Subject of a reminder. To one person it is promised once."""

    kind: str
    subject: str
    """`opinion:12`; empty where the kind says all."""
    occasion: str
    """One time among those of the subject."""


async def remind(out: Outgoing, person: Person, about: About, screen: Screen, *, opinion_id: int | None = None) -> bool:
    """Promise a reminder; False if this person got it before, or cannot be reached.

    The ledger's row and the promise are kept or lost together: a sweep that is killed, is run twice or meets a clock
    that was set back sends nothing twice.
    """
    if not await enter(out, person, about):
        return False
    out.tell(person, screen, lane=LANE, opinion_id=opinion_id)
    return True


async def enter(out: Outgoing, person: Person, about: About) -> bool:
    """Write down what the caller promises in the same transaction; False as for `remind`."""
    if person.chat_id is None or not person.reachable:
        return False
    return await reminders.enter(out.session, person.id, *about, out.now)


async def had(out: Outgoing, person: Person, about: About) -> bool:
    """True if this person has got it."""
    return await reminders.entered(out.session, person.id, *about)


async def put_off(out: Outgoing, thing: Due) -> bool:
    """True if now is no time to remind people; then what fell due does so again on the next working morning."""
    days = await calendar(out)
    if rules.is_time(out.now, days):
        return False
    again(thing, rules.next_morning(out.now, days))
    return True


def again(thing: Due, due_at: datetime) -> None:
    """Let what fell due do so again then: one row goes from occasion to occasion."""
    thing.due_at, thing.done_at = due_at, None

"""Who supervises is reminded of what they expect: one message a morning, however much comes near or has passed."""

from collections.abc import Sequence

from handlers.conversation.outgoing import Outgoing
from handlers.conversation.screen import Button, Screen, in_pairs
from handlers.conversation.texts import N_, Html, Translator, bold, join
from handlers.core.supervision import clock
from handlers.core.workdays.days import calendar
from handlers.core.workdays.rules import Calendar, end_of, soon
from handlers.notifications import deduplication
from handlers.notifications.deduplication import About
from handlers.presentation.callbacks import OpenSupervision
from handlers.presentation.due_days import due_day
from handlers.presentation.status_icon import light
from handlers.presentation.supervision import kind_name
from storage.models.opinions import Due
from storage.models.people import Person
from storage.models.supervision import Supervision
from storage.queries import people
from storage.queries import supervision as kept
from storage.vocabulary import Role

LISTED = 6
"""So many are named and have a key; /supervise has the others."""


async def tick(out: Outgoing, thing: Due) -> None:
    """Its day is near, or has passed: each who supervises it reads of all of theirs; looked at again at the next."""
    one = await out.session.get(Supervision, thing.subject_id or 0)
    if one is None or one.ended_at is not None or await deduplication.put_off(out, thing):
        return
    days = await calendar(out)
    for person in await _supervisors(out, one):
        about = About(clock.CLOCK, "", days.day_of(out.now).isoformat())
        found = await kept.supervised_by(out.session, person.id, until=days.day_of(soon(out.now, days)))
        if await deduplication.enter(out, person, about):
            out.tell(person, _screen(out.t(person), found or [one], out, days), lane=deduplication.LANE)
    deduplication.again(thing, clock.next_look(one, days, out.now))


async def _supervisors(out: Outgoing, one: Supervision) -> list[Person]:
    """Those who supervise it and still are staff; if none is left, the staff of its station."""
    theirs = [person for person in one.supervisors if any(grant.role is Role.STAFF for grant in person.grants)]
    return theirs or await people.staff_of(out.session, one.opinion.station_id)


def _screen(t: Translator, found: Sequence[Supervision], out: Outgoing, days: Calendar) -> Screen:
    """A line and a key for each, the longest due first."""
    head = t("👁 What you expect under supervision is due. See what came, write to them, or end it with a result:")
    lines = [_line(t, one, out, days) for one in found[:LISTED]]
    more = len(found) - len(lines)
    last = t.plural("… and {n} more", "… and {n} more", more) if more else Html()
    keys = [Button(one.opinion.reference, OpenSupervision(supervision=one.id)) for one in found[:LISTED]]
    return Screen(join([bold(head), *lines, last]), in_pairs(keys))


def _line(t: Translator, one: Supervision, out: Outgoing, days: Calendar) -> Html:
    due_at = end_of(one.due_on, days.zone)
    words = N_("it was due {day}") if due_at < out.now else N_("due {day}")
    said = t(words, day=due_day(t, one.due_on, days))
    head = Html(f"{light(due_at, out.now, days)} {bold(one.opinion.reference)}")
    return join([head, said, kind_name(t, one.kind)], " · ")

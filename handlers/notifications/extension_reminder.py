"""Staff are reminded of requests for more time that wait for them."""

from handlers.conversation.outgoing import Outgoing
from handlers.core.reminders.rules import EACH
from handlers.core.workdays.days import calendar
from handlers.core.workdays.rules import due as due_after
from handlers.core.workdays.rules import working_morning
from handlers.notifications import deduplication
from handlers.notifications.deduplication import About
from handlers.notifications.to_staff import to_decide
from storage.models.opinions import Due
from storage.queries import extensions, opinions, people


async def remind(out: Outgoing, thing: Due) -> None:
    """A request still waits for staff; looked at again on each third working morning, as of all that is late."""
    opinion = await opinions.any_of(out.session, thing.opinion_id or 0)
    extension = await extensions.newest(out.session, opinion.id) if opinion is not None else None
    if (
        opinion is None
        or extension is None
        or extension.ended_at is not None
        or await deduplication.put_off(out, thing)
    ):
        return
    days = await calendar(out)
    about = About(thing.kind, f"opinion:{opinion.id}", f"{extension.id}:{days.day_of(out.now)}")
    for person in await people.staff_of(out.session, opinion.station_id):
        screen = to_decide(out.t(person), opinion, extension, days)
        await deduplication.remind(out, person, about, screen, opinion_id=opinion.id)
    deduplication.again(thing, working_morning(due_after(out.now, EACH, days), days))

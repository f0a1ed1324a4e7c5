"""Staff are reminded of requests for more time that wait for them."""

from handlers.conversation.callbacks import Go
from handlers.conversation.outgoing import Outgoing
from handlers.conversation.screen import Button
from handlers.core.reminders.rules import EACH
from handlers.core.workdays.days import calendar
from handlers.core.workdays.rules import due as due_after
from handlers.core.workdays.rules import working_morning
from handlers.notifications import deduplication
from handlers.notifications.deduplication import About
from handlers.notifications.gathering import Manner, gathered
from handlers.notifications.to_staff import to_decide
from handlers.presentation.callbacks import OpenScreening
from storage.models.opinions import Due, Opinion
from storage.queries import extensions, opinions, people

REQUESTS = Manner(
    lambda t, n: t.plural(
        "⏳ {n} request for more time waits for your decision:",
        "⏳ {n} requests for more time wait for your decision:",
        n,
    ),
    lambda number: OpenScreening(opinion=number),
    lambda t: (Button(t("🔎 To screen"), Go(to="screen")),),
)


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
    about = About(thing.kind, f"opinion:{opinion.id}", f"{thing.once}:{days.day_of(out.now)}")
    same = Opinion.extension_asked & (Opinion.station_id == opinion.station_id)
    for person in await people.staff_of(out.session, opinion.station_id):
        if await gathered(out, person, thing.kind, same, lambda one: f"{one.once}:{days.day_of(out.now)}", REQUESTS):
            continue
        screen = await to_decide(out, out.t(person), opinion, extension, days)
        await deduplication.remind(out, person, about, screen, opinion_id=opinion.id)
    deduplication.again(thing, working_morning(due_after(out.now, EACH, days), days))

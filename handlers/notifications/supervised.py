"""A weekly line in the digest of who supervises key items."""

from datetime import timedelta

from handlers.conversation.outgoing import Outgoing
from handlers.conversation.texts import Html, Translator, bold, join
from handlers.core.supervision.kinds import key_kinds
from handlers.core.workdays.rules import Calendar, end_of
from handlers.presentation.due_days import due_day
from handlers.presentation.status_icon import light
from storage.models.people import Person
from storage.queries import supervision as kept
from storage.vocabulary import Role

LISTED = 5
"""So many are named."""


async def weekly(out: Outgoing, t: Translator, person: Person, days: Calendar) -> Html:
    """Key items that a person supervises, on the first working day of the week; else empty."""
    today = days.day_of(out.now)
    monday = today - timedelta(days=today.weekday())
    if days.next_working(monday) != today or all(grant.role is not Role.STAFF for grant in person.grants):
        return Html()
    found = await kept.supervised_by(out.session, person.id, kinds=key_kinds())
    lines = [
        t(
            "{light} {reference}: due {day}",
            light=light(end_of(one.due_on, days.zone), out.now, days),
            reference=bold(one.opinion.reference),
            day=due_day(t, one.due_on, days),
        )
        for one in found[:LISTED]
    ]
    if not lines:
        return Html()
    head = t.plural("🔑 You supervise {n} key item:", "🔑 You supervise {n} key items:", len(found))
    return join([head, *lines, "…" if len(found) > LISTED else "", t("All of them: /supervise")])

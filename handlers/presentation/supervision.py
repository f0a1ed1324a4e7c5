"""Supervision as people read it: the names of its kinds, how it stands, and its way so far."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.conversation.texts import N_, Html, Translator, join, quote, shortened
from handlers.core.supervision.kinds import kinds
from handlers.core.workdays.rules import Calendar
from handlers.presentation.due_days import due_day
from storage.models.opinions import Event, Opinion
from storage.queries import supervision as kept
from storage.vocabulary import Action

STEPS = {
    Action.BEGIN_SUPERVISION: N_("👁 taken under supervision"),
    Action.MOVE_SUPERVISION: N_("📅 the day was moved"),
    Action.END_SUPERVISION: N_("🏁 the supervision has come to its result"),
}
"""Steps for who handles the case."""
BY_STAFF = {**STEPS, Action.MINUTE_SUPERVISION: N_("📝 minutes were written")}
"""Steps for staff."""
SHOWN = 6
"""So many of its steps, the newest, stand on a card: our own choice."""
LONGEST = 200
"""Characters of a reason on a card."""


def kind_name(t: Translator, key: str) -> str:
    """Name of a kind with its sign; the key itself for one that is no longer known."""
    kind = kinds().get(key)
    return f"{kind.sign} {kind.name[t.language]}" if kind is not None else key


async def watched(
    session: AsyncSession, t: Translator, opinion: Opinion, days: Calendar, *, by_staff: bool = False
) -> Html:
    """What is expected under supervision, and its way so far, as who handles the case reads it; empty if it never was.

    `by_staff`: staff read it, and of minutes too.
    """
    events = await kept.steps(session, opinion.id)
    if not events:
        return Html()
    one = await kept.of_opinion(session, opinion.id)
    now = []
    if one is not None:
        facts = {"kind": kind_name(t, one.kind), "day": due_day(t, one.due_on, days)}
        now = [t("👁 Under supervision ({kind}); expected by {day}:", **facts), quote(one.expected)]
    return join([*now, *steps(t, events, by_staff=by_staff)])


def steps(t: Translator, events: Sequence[Event], *, by_staff: bool) -> list[Html]:
    """The newest of its steps, a line each, with the reason of a moved day and the result."""
    words = BY_STAFF if by_staff else STEPS
    lines: list[Html] = []
    for event in [one for one in events if one.action in words][-SHOWN:]:
        line = Html(f"{t(words[event.action])} · {t.day(event.at)}")
        if line not in lines[-1:]:
            lines.append(line)
        if event.why and event.action is not Action.BEGIN_SUPERVISION:
            lines.append(quote(shortened(event.why, LONGEST)))
    return lines

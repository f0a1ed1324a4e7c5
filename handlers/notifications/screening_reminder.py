"""Staff are reminded of what they must screen or supervise: one message a morning, however much it is."""

from handlers.conversation.callbacks import Go
from handlers.conversation.outgoing import Outgoing
from handlers.conversation.screen import Button, Screen
from handlers.conversation.texts import Html, Translator, bold, join
from handlers.core.reminders import rules
from handlers.core.reminders.rules import Occasion
from handlers.core.roles import stations_of
from handlers.core.workdays.days import calendar
from handlers.core.workdays.rules import Calendar, soon
from handlers.notifications import deduplication
from handlers.notifications.deduplication import About
from handlers.presentation.callbacks import OpenScreening
from handlers.presentation.due_days import due_day
from storage.models.opinions import Opinion
from storage.models.people import Person
from storage.queries import reminders
from storage.queries.reminders import Open
from storage.vocabulary import Stage

DUE = "screening.due"
LISTED = 6
"""So many are named and have a key; the queue has the others."""


async def remind(out: Outgoing, person: Person, opinion: Opinion, occasion: Occasion, days: Calendar) -> None:
    """All that is due until the end of the next working day, when the first of it calls for a reminder."""
    found = await fallen_due(out, person)
    if found and await deduplication.enter(out, person, about(out, days)):
        t = out.t(person)
        text, rows = listed(t, found, out, days)
        out.tell(person, Screen(text, [*rows, [Button(t("Open the queue"), Go(to="screen"))]]), lane=deduplication.LANE)


def about(out: Outgoing, days: Calendar) -> About:
    """The ledger's words for this morning: the digest that says it in full enters them too."""
    return About(DUE, "", days.day_of(out.now).isoformat())


async def fallen_due(out: Outgoing, person: Person) -> list[Open]:
    """Opinions this person must screen by the end of the next working day, one more than is listed."""
    by = soon(out.now, await calendar(out))
    return await reminders.to_screen_by(out.session, stations_of(person.grants), by, LISTED + 1)


def listed(t: Translator, found: list[Open], out: Outgoing, days: Calendar) -> tuple[Html, list[list[Button]]]:
    """A line and a key for each, what is to be supervised below what is to be screened."""
    lines: list[Html] = []
    heads = (
        (Stage.SUBMITTED, t("🔎 Please screen these now:")),
        (Stage.SUPERVISED, t("🛟 Please supervise these now:")),
    )
    for stage, head in heads:
        named = [_line(t, one, out, days) for one in found[:LISTED] if one.stage is stage]
        lines += [bold(head), *named] if named else []
    if len(found) > LISTED:
        lines.append(t("… and more in the queue."))
    keys = [Button(one.reference, OpenScreening(opinion=one.id)) for one in found[:LISTED]]
    return join(list(lines)), [keys[at : at + 2] for at in range(0, len(keys), 2)]


def _line(t: Translator, one: Open, out: Outgoing, days: Calendar) -> Html:
    late = one.due_at is not None and one.due_at < out.now
    return Html(f"{'🔴' if late else '🟡'} {bold(one.reference)} · {when(t, one, out, days)}")


def when(t: Translator, one: Open, out: Outgoing, days: Calendar) -> Html:
    """Due day, or how late, in words."""
    due_at = one.due_at or out.now
    if due_at < out.now:
        late = rules.days_late(due_at, days, out.now)
        # Due is the end of a working day: on the days off after it nobody is a working day late yet.
        return t.plural("{n} working day late", "{n} working days late", late) if late else t("late")
    if days.day_of(due_at) == days.day_of(out.now):
        return t("due today")
    return t("due {day}", day=due_day(t, due_at, days))

"""Staff are reminded of what they must screen: one message a morning, however much it is."""

from handlers.calendar.days import calendar
from handlers.calendar.marks import due_day
from handlers.calendar.rules import Calendar, soon
from handlers.conversation.callbacks import Go
from handlers.conversation.outgoing import Post
from handlers.conversation.roles import stations_of
from handlers.conversation.screen import Button, Screen
from handlers.conversation.texts import Html, Translator, bold, join
from handlers.opinions.callbacks import OpenScreening
from handlers.reminders import ledger, rules
from handlers.reminders.ledger import About
from handlers.reminders.rules import Occasion
from storage.models import Opinion, Person
from storage.queries import reminders
from storage.queries.reminders import Open

DUE = "screening.due"
LISTED = 6
"""So many are named and have a key; the queue has the others."""


async def remind(post: Post, person: Person, opinion: Opinion, occasion: Occasion, days: Calendar) -> None:
    """All that is due until the end of the next working day, when the first of it calls for a reminder."""
    found = await fallen_due(post, person)
    if found and await ledger.enter(post, person, about(post, days)):
        t = post.t(person)
        text, rows = listed(t, found, post, days)
        post.tell(person, Screen(text, [*rows, [Button(t("Open the queue"), Go(to="screen"))]]), lane=ledger.LANE)


def about(post: Post, days: Calendar) -> About:
    """The ledger's words for this morning: the digest that says it in full enters them too."""
    return About(DUE, "", days.day_of(post.now).isoformat())


async def fallen_due(post: Post, person: Person) -> list[Open]:
    """What this person must screen by the end of the next working day, one more than is listed."""
    by = soon(post.now, await calendar(post))
    return await reminders.to_screen_by(post.session, stations_of(person.grants), by, LISTED + 1)


def listed(t: Translator, found: list[Open], post: Post, days: Calendar) -> tuple[Html, list[list[Button]]]:
    """A line and a key for each."""
    lines = [bold(t("🔎 Please screen these now:"))]
    lines += [_line(t, one, post, days) for one in found[:LISTED]]
    if len(found) > LISTED:
        lines.append(t("… and more in the queue."))
    keys = [Button(one.reference, OpenScreening(opinion=one.id)) for one in found[:LISTED]]
    return join(list(lines)), [keys[at : at + 2] for at in range(0, len(keys), 2)]


def _line(t: Translator, one: Open, post: Post, days: Calendar) -> Html:
    late = one.due_at is not None and one.due_at < post.now
    return Html(f"{'🔴' if late else '🟡'} {bold(one.reference)} · {when(t, one, post, days)}")


def when(t: Translator, one: Open, post: Post, days: Calendar) -> Html:
    """By when, or how late, in words."""
    due_at = one.due_at or post.now
    if due_at < post.now:
        late = rules.days_late(due_at, days, post.now)
        # Due is the end of a working day: on the days off after it nobody is a working day late yet.
        return t.plural("{n} working day late", "{n} working days late", late) if late else t("late")
    if days.day_of(due_at) == days.day_of(post.now):
        return t("due today")
    return t("due {day}", day=due_day(t, due_at, days))

"""The clock of a supporting unit reminds its officers of the part they owe."""

from handlers.conversation.outgoing import Outgoing
from handlers.conversation.screen import Button, Screen
from handlers.conversation.texts import Html, Translator, bold, join, quote
from handlers.core.reminders import rules
from handlers.core.workdays.days import calendar
from handlers.core.workdays.rules import Calendar
from handlers.notifications import deduplication
from handlers.notifications.deduplication import About
from handlers.presentation.callbacks import OpenReferred
from handlers.presentation.due_days import due_day
from storage.models.opinions import Due, Opinion
from storage.models.supporting import Supporting
from storage.queries import people, supporting
from storage.vocabulary import Stage


async def tick(out: Outgoing, thing: Due) -> None:
    """Remind of the newest occasion, and look again at the next; nothing once the part is written or not wanted."""
    owed = await supporting.by_id(out.session, thing.subject_id or 0)
    if owed is None or owed.answered_at is not None or owed.ended_at is not None:
        return
    if await deduplication.put_off(out, thing):
        return
    opinion, days = await out.session.get_one(Opinion, owed.opinion_id), await calendar(out)
    newest = rules.newest(owed.at, owed.due_at, days, out.now)
    if newest is not None and opinion.stage is Stage.REFERRED:
        about = About(thing.kind, f"supporting:{owed.id}", newest.name)
        for person in await people.officers_of(out.session, owed.unit_id):
            screen = Screen(
                _words(out.t(person), owed, opinion, out, days),
                [[Button(out.t(person)("Open"), OpenReferred(opinion=opinion.id))]],
            )
            await deduplication.remind(out, person, about, screen, opinion_id=opinion.id)
    deduplication.again(thing, rules.upcoming(owed.at, owed.due_at, days, out.now).at)


def _words(t: Translator, owed: Supporting, opinion: Opinion, out: Outgoing, days: Calendar) -> Html:
    facts = {"reference": bold(opinion.reference), "lead": t.named(owed.lead), "day": due_day(t, owed.due_at, days)}
    if owed.due_at < out.now:
        head = t("🔴 {lead} waits for your part on {reference}; it was due {day}.", **facts)
    else:
        head = t("🟡 {lead} waits for your part on {reference}; it is due {day}.", **facts)
    return join([head, quote(opinion.summary) if opinion.summary else ""])

"""Notifications of a changed reception day: to its roster, and to who has it in their calendar."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from handlers.conversation.outgoing import Outgoing
from handlers.conversation.screen import Button, Screen, column
from handlers.conversation.texts import Html, Translator, bold, join
from handlers.core.events import DomainEvent
from handlers.core.people.events import RoleGranted
from handlers.core.reception.events import DayCancelled, DayMoved, Schedule, Seated, Unseated
from handlers.core.reception.planning import ending
from handlers.core.workdays.days import calendar
from handlers.core.workdays.rules import Calendar
from handlers.notifications import deduplication
from handlers.notifications.deduplication import About
from handlers.presentation import due_days
from handlers.presentation.callbacks import CalendarFile, CheckIn, OpenDay
from handlers.presentation.due_days import due_day
from storage.models.people import Person
from storage.models.reception import ReceptionDay
from storage.queries import people
from storage.queries import reception as kept

NAMED = 6
"""So many coming days are named to who joins."""


def when(t: Translator, one: ReceptionDay | Schedule, days: Calendar) -> Html:
    """`Mon 9 Mar 2026, 09:00–11:00`; marked where a day off that is not known yet would move it."""
    day = due_day(t, one.day, days) if _by_rule(one) else t.day(one.day)
    return t("{day}, {starts}–{ends}", day=day, starts=f"{one.starts:%H:%M}", ends=f"{one.ends:%H:%M}")


def note(t: Translator, one: ReceptionDay, days: Calendar) -> Html:
    """Line that says what the mark means; empty where there is none."""
    return due_days.note(t, one.day if _by_rule(one) else None, days)


def _by_rule(one: ReceptionDay | Schedule) -> bool:
    return isinstance(one, ReceptionDay) and one.rule_id is not None and not one.moved_by_hand


async def seated(out: Outgoing, event: Seated) -> None:
    """Somebody is on the roster now."""
    one, representative_id = event.day, event.representative_id
    days = await calendar(out)
    for person in await people.acting_for(out.session, representative_id):
        t = out.t(person)
        text = t("🪑 You sit on the reception day {when}, {place}.", when=bold(when(t, one, days)), place=one.place)
        _tell(out, person, one, join([text, t("I remind you 7, 3 and 1 days before, and that morning.")]))


async def joined(out: Outgoing, event: RoleGranted) -> None:
    """Somebody acts for a representative from now on who sits on days already: nobody could tell them before."""
    if event.grant.representative_id is None:
        return
    days = await calendar(out)
    found = await kept.days_of_representatives(
        out.session, [event.grant.representative_id], days.day_of(out.now), NAMED
    )
    coming = [one for one in found if out.now <= ending(one, out)]
    if not coming:
        return
    t = out.t(event.person)
    lines = [t("🪑 You sit on these reception days:")]
    lines += [t("• {when}, {place}", when=bold(when(t, one, days)), place=one.place) for one in coming]
    lines.append(t("I remind you 7, 3 and 1 days before, and that morning."))
    rows = column([Button(when(t, one, days).plain, OpenDay(day=one.id)) for one in coming])
    out.tell(event.person, Screen(join(list(lines)), rows))


async def unseated(out: Outgoing, event: Unseated) -> None:
    """Somebody is not on the roster any more."""
    one, representative_id = event.day, event.representative_id
    days = await calendar(out)
    for person in await people.acting_for(out.session, representative_id):
        t = out.t(person)
        _tell(out, person, one, t("You need not come to the reception day {when}.", when=bold(when(t, one, days))))


async def moved(out: Outgoing, event: DayMoved) -> None:
    """It is on another day, or at another hour."""
    one, before = event.day, event.before
    days = await calendar(out)

    def words(t: Translator) -> Html:
        why = one.reason or t("the day it was planned for is a day off")
        return t(
            "🗓 The reception day at {station} moves from {before} to {when}, {place}: {reason}",
            station=t.named(one.station),
            before=when(t, before, days),
            when=bold(when(t, one, days)),
            place=one.place,
            reason=why,
        )

    await _tell_concerned(out, one, words)


async def cancelled(out: Outgoing, event: DayCancelled) -> None:
    """It does not take place."""
    one = event.day
    days = await calendar(out)

    def words(t: Translator) -> Html:
        return t(
            "✖️ The reception day at {station}, {when}, does not take place: {reason}",
            station=t.named(one.station),
            when=bold(when(t, one, days)),
            reason=one.reason or "",
        )

    await _tell_concerned(out, one, words)


async def _tell_concerned(out: Outgoing, one: ReceptionDay, words: Callable[[Translator], Html]) -> None:
    sitting = await kept.acting_on(out.session, one.id)
    for person in sitting:
        _tell(out, person, one, words(out.t(person)))
    for person in await kept.interested(out.session, one.id):
        if person not in sitting:
            t = out.t(person)
            row = [Button(t("📅 Bring my calendar up to date"), CalendarFile(day=one.id))]
            out.tell(person, Screen(words(t), [row]))


async def remind(out: Outgoing, person: Person, one: ReceptionDay, days_before: int, about: About) -> None:
    """The roster is reminded; on the day itself with the key to check in."""
    t, days = out.t(person), await calendar(out)
    facts = {"when": bold(when(t, one, days)), "place": one.place}
    text = t("🪑 Reception day today: {when}, {place}.", **facts)
    row = [Button(t("✅ I am here"), CheckIn(day=one.id)), Button(t("Open"), OpenDay(day=one.id))]
    if days_before:
        text = t("🪑 Your reception day comes: {when}, {place}.", **facts)
        row = [Button(t("Open"), OpenDay(day=one.id))]
    await deduplication.remind(out, person, about, Screen(text, [row]))


def _tell(out: Outgoing, person: Person, one: ReceptionDay, text: Html) -> None:
    out.tell(person, Screen(text, [[Button(out.t(person)("Open"), OpenDay(day=one.id))]]))


TOLD: Mapping[type[DomainEvent], Callable[[Outgoing, Any], Awaitable[None]]] = {
    Seated: seated,
    Unseated: unseated,
    DayMoved: moved,
    DayCancelled: cancelled,
}

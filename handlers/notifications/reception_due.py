"""Due rows of reception days: days are made, rosters reminded, staff told who came."""

from handlers.conversation.outgoing import Outgoing
from handlers.conversation.screen import Button, Screen
from handlers.conversation.texts import join
from handlers.core.reception import planning, rules
from handlers.core.workdays.days import calendar
from handlers.notifications import deduplication, reception
from handlers.notifications.deduplication import About
from handlers.presentation.callbacks import ManageDay
from handlers.presentation.names import ATTENDANCE_MARKS
from storage.models.opinions import Due
from storage.models.reception import ReceptionDay, RosterPlace
from storage.queries import people
from storage.queries import reception as kept


async def plan_ahead(out: Outgoing, thing: Due) -> None:
    """The nightly look at the rules, and at the calendar."""
    await planning.plan_ahead(out)


async def remind(out: Outgoing, thing: Due) -> None:
    """The roster is reminded, unless the day moved or was cancelled, or they are off the roster."""
    seat = await out.session.get(RosterPlace, thing.subject_id)
    one = await _unchanged(out, thing, None if seat is None else seat.day_id)
    if seat is None or one is None or out.now > planning.ending(one, out):
        return
    today = out.now.astimezone(out.county.zone).date()
    before = (one.day - today).days
    # On the day itself they are to come, and so are reminded, though it be a day off.
    if before and await deduplication.put_off(out, thing):
        return
    # Of several that were put off to one morning, the first is enough.
    about = About(thing.kind, f"reception:{one.id}", f"{one.sequence}:{today}")
    for person in await people.acting_for(out.session, seat.representative_id):
        await reception.remind(out, person, one, before, about)


async def account(out: Outgoing, thing: Due) -> None:
    """Staff learn who came, if anybody was to come."""
    one = await _unchanged(out, thing, thing.subject_id)
    roster = await kept.roster(out.session, one.id) if one is not None else []
    if one is None or not roster or await deduplication.put_off(out, thing):
        return
    starts, ends = planning.beginning(one, out), planning.ending(one, out)
    marks = [(seat.representative.name, rules.attendance(seat.came_at, starts, ends, out.now)) for seat in roster]
    days = await calendar(out)
    for person in await people.staff_of(out.session, one.station_id):
        t = out.t(person)
        lines = [t("🪑 Reception day {when}:", when=reception.when(t, one, days))]
        lines += [t(ATTENDANCE_MARKS[mark], name=name) for name, mark in marks]
        row = [Button(t("Open"), ManageDay(day=one.id))]
        about = About(thing.kind, f"reception:{one.id}", thing.once)
        await deduplication.remind(out, person, about, Screen(join(list(lines)), [row]))


async def _unchanged(out: Outgoing, thing: Due, day_id: int | None) -> ReceptionDay | None:
    """The day, if it stands as when this was planned."""
    one = await kept.day(out.session, day_id) if day_id is not None else None
    if one is None or one.cancelled_at is not None or one.sequence != planning.sequence_of(thing.once):
        return None
    return one

"""Due rows of reception days: days are made, rosters reminded, staff told who came."""

from handlers.conversation.outgoing import Outgoing
from handlers.conversation.screen import Button, Screen
from handlers.conversation.texts import Html, Translator, join
from handlers.core.reception import planning, rosters
from handlers.core.reception.rules import Attendance
from handlers.core.workdays.days import calendar
from handlers.notifications import deduplication, reception
from handlers.notifications.deduplication import About
from handlers.presentation.callbacks import ManageDay
from handlers.presentation.names import attendance_line
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


async def close(out: Outgoing, thing: Due) -> None:
    """The day has ended: who could be told is kept."""
    one = await _unchanged(out, thing, thing.subject_id)
    if one is not None:
        await rosters.close(out, one)


async def account(out: Outgoing, thing: Due) -> None:
    """Staff learn who came, if anybody was to come."""
    one = await _unchanged(out, thing, thing.subject_id)
    roster = await kept.roster(out.session, one.id) if one is not None else []
    if one is None or not roster or await deduplication.put_off(out, thing):
        return
    if any(place.reached is None for place in roster):
        await rosters.close(out, one)
    seated = await rosters.seated(out, one)
    days = await calendar(out)
    for person in await people.staff_of(out.session, one.station_id):
        t = out.t(person)
        lines = [t("🪑 Reception day {when}:", when=reception.when(t, one, days))]
        lines += [attendance_line(t, who) for who in seated]
        lines += _what_to_do(t, {who.attendance for who in seated})
        row = [Button(t("Open"), ManageDay(day=one.id))]
        about = About(thing.kind, f"reception:{one.id}", thing.once)
        await deduplication.remind(out, person, about, Screen(join(list(lines)), [row]))


def _what_to_do(t: Translator, found: set[Attendance]) -> list[Html]:
    """Words about who did not check in."""
    words = []
    if Attendance.UNTOLD in found:
        words.append(t("Who is not in the bot hears of no day: invite them, or call."))
    if found & {Attendance.ABSENT, Attendance.UNTOLD}:
        words.append(t("Did somebody come all the same? Open the day and record it."))
    return words


async def _unchanged(out: Outgoing, thing: Due, day_id: int | None) -> ReceptionDay | None:
    """The day, if it stands as when this was planned."""
    one = await kept.day(out.session, day_id) if day_id is not None else None
    if one is None or one.cancelled_at is not None or one.sequence != planning.sequence_of(thing.once):
        return None
    return one

"""What time makes happen to reception days: days are made, rosters reminded, staff told who came."""

from handlers.calendar.days import calendar
from handlers.conversation.outgoing import Post
from handlers.conversation.screen import Button, Screen
from handlers.conversation.texts import join
from handlers.reception import news, planning, rules
from handlers.reception.callbacks import ManageDay
from handlers.reception.screens import MARKS
from handlers.reminders import ledger
from handlers.reminders.ledger import About
from storage.models import Due, ReceptionDay, RosterPlace
from storage.queries import people
from storage.queries import reception as kept


async def plan_ahead(post: Post, thing: Due) -> None:
    """A look at the rules, and at the calendar."""
    await planning.plan_ahead(post)


async def remind(post: Post, thing: Due) -> None:
    """The roster is reminded, unless the day moved or was cancelled, or they are off the roster."""
    place = await post.session.get(RosterPlace, thing.subject_id)
    one = await _unchanged(post, thing, None if place is None else place.day_id)
    if place is None or one is None or post.now > planning.ending(one, post):
        return
    today = post.now.astimezone(post.place.zone).date()
    before = (one.day - today).days
    # On the day itself they are to come, and so are reminded, though it be a day off.
    if before and await ledger.put_off(post, thing):
        return
    # Of several that were put off to one morning, the first is enough.
    about = About(thing.kind, f"reception:{one.id}", f"{one.sequence}:{today}")
    for person in await people.acting_for(post.session, place.representative_id):
        await news.remind(post, person, one, before, about)


async def account(post: Post, thing: Due) -> None:
    """Staff learn who came, if anybody was to come."""
    one = await _unchanged(post, thing, thing.subject_id)
    roster = await kept.roster(post.session, one.id) if one is not None else []
    if one is None or not roster or await ledger.put_off(post, thing):
        return
    starts, ends = planning.beginning(one, post), planning.ending(one, post)
    marks = [(place.representative.name, rules.attendance(place.came_at, starts, ends, post.now)) for place in roster]
    days = await calendar(post)
    for person in await people.staff_of(post.session, one.station_id):
        t = post.t(person)
        lines = [t("🪑 Reception day {when}:", when=news.when(t, one, days))]
        lines += [t(MARKS[mark], name=name) for name, mark in marks]
        row = [Button(t("Open"), ManageDay(day=one.id))]
        about = About(thing.kind, f"reception:{one.id}", thing.once)
        await ledger.remind(post, person, about, Screen(join(list(lines)), [row]))


async def _unchanged(post: Post, thing: Due, day_id: int | None) -> ReceptionDay | None:
    """The day, if it stands as when this was planned."""
    one = await kept.day(post.session, day_id) if day_id is not None else None
    if one is None or one.cancelled_at is not None or one.sequence != planning.sequence_of(thing.once):
        return None
    return one

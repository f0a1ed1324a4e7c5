"""One reception day: who sits and who came, who could sit, moving it and calling it off; each as in the chat."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import date, time
from typing import Any, NamedTuple

from handlers.conversation.errors import Unusable
from handlers.conversation.texts import N_, Html
from handlers.core.errors import DayIsOver, ReceptionDayNotFound, check_length
from handlers.core.reception import access, actions, planning, rosters, rules
from handlers.core.reception.events import Schedule
from handlers.core.reception.rosters import Choice as Candidate
from handlers.core.reception.rosters import Seated
from handlers.core.reception.rules import Attendance, TimeAndPlace
from handlers.core.workdays.days import calendar
from handlers.desk.fields import Choice, missing
from handlers.desk.web import Answer, Desk, number
from handlers.notifications.reception import note, when
from handlers.presentation.calendar_file import calendar_file
from handlers.presentation.names import REACH_MARKS, attendance_line, has_namesake
from handlers.presentation.reception import untold
from storage.models.reception import ReceptionDay
from storage.queries import reception as kept
from storage.vocabulary import Role

SAID = {
    "added": N_("✅ The day is added."),
    "seat": N_("They sit on this day now, and were told if they can be."),
    "unseat": N_("They no longer sit on this day, and were told if they can be."),
    "propose": N_("The proposal is on the roster, and they were told if they can be."),
    "came": N_("Written down: they came."),
    "absent": N_("Taken back: they did not come."),
    "move": N_("Moved; everybody concerned is told."),
    "cancel": N_("Cancelled; everybody concerned is told."),
    "here": N_("Welcome! You are checked in."),
}
"""Said of what was done just now, by its name in the address."""


class Place(NamedTuple):
    """Somebody on the roster, and what can be written down of them."""

    who: Seated
    line: Html | str
    """Their name; for staff, also how they stand: who came is nobody else's business."""
    may_come: bool
    may_be_absent: bool
    """What staff recorded can be taken back."""


async def show(desk: Desk) -> Answer:
    """The day as staff plan it, or as everybody may see it."""
    one = await _day(desk)
    staff = desk.role is Role.STAFF
    days, seated = await calendar(desk.out), await rosters.seated(desk.out, one)
    return desk.page(
        "reception/day.html",
        role=desk.role.value,
        one=one,
        when=when(desk.t, one, days),
        note=note(desk.t, one, days),
        seats=[_place(desk, one, who) for who in seated],
        untold=untold(desk.t, one, seated) if staff else "",
        said=_said(desk),
        deed=desk.parts.get("deed", ""),
        typed=desk.asked.typed,
        longest=rules.LONGEST_TEXT,
        **(await _of_staff(desk, one, seated) if staff else await _of_representative(desk, one)),
    )


async def _day(desk: Desk) -> ReceptionDay:
    """The day, if it is theirs to plan, or theirs to see. Raises `ReceptionDayNotFound`, `NotAllowed`."""
    if desk.role is Role.STAFF:
        return await access.supervised_day(desk.out, desk.actor, desk.number("day"))
    return await access.any_day(desk.out, desk.number("day"))


def _said(desk: Desk) -> str:
    said = SAID.get(desk.asked.one("said"))
    return desk.t(said).plain if said is not None and desk.refusal is None else ""


def _place(desk: Desk, one: ReceptionDay, who: Seated) -> Place:
    not_come = who.attendance in (Attendance.AWAITED, Attendance.ABSENT, Attendance.UNTOLD)
    recorded = who.attendance is Attendance.RECORDED
    takes = actions.takes_record(desk.out, one)
    line = attendance_line(desk.t, who) if desk.role is Role.STAFF else desk.t.named(who)
    return Place(who, line, takes and not_come, takes and recorded)


async def _of_staff(desk: Desk, one: ReceptionDay, seated: Sequence[Seated]) -> dict[str, Any]:
    """What staff can do: none of it once the day is over or called off."""
    is_open = rules.takes_roster(one.cancelled_at, planning.ending(one, desk.out), desk.out.now)
    found = await rosters.choices(desk.out, one) if is_open else []
    acting = await kept.acting_on(desk.session, one.id)
    return {
        "is_open": is_open,
        "mine": None,
        "candidates": [Choice(str(who.id), _label(desk, one, who, found)) for who in found if not who.sits],
        "proposed": [REACH_MARKS[who.reach] + desk.t.named(who) for who in rosters.proposed(found)],
        "told": len([one for one in acting if one.reachable]),
        "interested": len([one for one in await kept.interested(desk.session, one.id) if one not in acting]),
        "preview": await _preview(desk, one),
        "questioned": await _questioned(desk, one),
    }


def _label(desk: Desk, one: ReceptionDay, who: Candidate, found: Sequence[Candidate]) -> str:
    """Somebody who could sit, when they sat last, and what tells them from a namesake."""
    t, last = desk.t, desk.t("never yet")
    if who.who.last is not None:
        coming = who.who.last >= one.day
        last = t("also on {day}", day=t.day(who.who.last)) if coming else t("last on {day}", day=t.day(who.who.last))
    beside = f" · {who.who.code} · {who.who.constituency}" if has_namesake(t, who, found) else ""
    return f"{REACH_MARKS[who.reach]}{t.named(who)}{beside} · {last.plain}"


async def _of_representative(desk: Desk, one: ReceptionDay) -> dict[str, Any]:
    ids = [who.id for who in desk.actor.representatives]
    mine = await kept.place_of(desk.session, one.id, ids)
    return {
        "is_open": False,
        "mine": mine,
        "may_check_in": mine is not None and mine.came_at is None and actions.takes_check_in(desk.out, one),
        "candidates": [],
        "proposed": [],
        "preview": None,
        "questioned": False,
    }


# What is filled in to move a day or to call it off


def read_day(desk: Desk) -> date:
    """The date that was filled in. Raises `Unusable` for none, `DayIsOver`."""
    try:
        day = date.fromisoformat(desk.asked.typed("on"))
    except ValueError:
        raise missing(desk) from None
    if not rules.may_be_on(day, (desk.out.now.astimezone(desk.out.county.zone)).date()):
        raise DayIsOver
    return day


def read_hours(desk: Desk, place: str) -> TimeAndPlace:
    """The hours that were filled in, at a place. Raises `Unusable`."""
    try:
        starts, ends = (time.fromisoformat(desk.asked.typed(name)) for name in ("starts", "ends"))
    except ValueError:
        raise missing(desk) from None
    if starts >= ends:
        raise Unusable(desk.t("It has to end after it begins, like 09:00 and 11:00."))
    return TimeAndPlace(starts, ends, place)


def read_words(desk: Desk, name: str) -> str:
    """Words on one line. Raises `Unusable` for none, `TextTooLong`."""
    words = " ".join(desk.asked.typed(name).split())
    if not words:
        raise missing(desk)
    check_length(words, rules.LONGEST_TEXT)
    return words


async def _questioned(desk: Desk, one: ReceptionDay) -> bool:
    """True if the day to which it would move is one of rest: it is asked if that is meant."""
    try:
        day = date.fromisoformat(desk.asked.typed("on"))
    except ValueError:
        return False
    return await actions.is_questionable(desk.out, day, one.day)


async def _preview(desk: Desk, one: ReceptionDay) -> Html | None:
    """What would be done with the day, in words; None where nothing is to be confirmed."""
    deed, t = desk.parts.get("deed", ""), desk.t
    if deed not in CONFIRMED or desk.refusal is not None:
        return None
    days, reason = await calendar(desk.out), read_words(desk, "reason")
    before = when(t, one, days)
    if deed == "cancel":
        return t("The reception day {when} is cancelled: {reason}", when=before, reason=reason)
    at = read_hours(desk, one.place)
    then = when(t, Schedule(read_day(desk), at.starts, at.ends), days)
    return t("The reception day {before} moves to {when}: {reason}", before=before, when=then, reason=reason)


# What is done


async def _seat(desk: Desk, one: ReceptionDay) -> object:
    chosen = number(desk.asked.typed("representative"))
    if not chosen:
        raise missing(desk)
    return await actions.seat(desk.out, desk.actor, one.id, chosen)


async def _unseat(desk: Desk, one: ReceptionDay) -> object:
    return await actions.unseat(desk.out, desk.actor, one.id, number(desk.asked.typed("representative")))


async def _propose(desk: Desk, one: ReceptionDay) -> object:
    return await actions.seat_proposed(desk.out, desk.actor, one.id)


async def _record(desk: Desk, one: ReceptionDay, *, came: bool) -> object:
    who = number(desk.asked.typed("representative"))
    return await actions.record_coming(desk.out, desk.actor, one.id, who, came=came)


async def _move(desk: Desk, one: ReceptionDay) -> object:
    day, at, reason = read_day(desk), read_hours(desk, one.place), read_words(desk, "reason")
    meant = desk.asked.typed("on_day_off") == "1"
    sequence = _sequence(desk)
    return await actions.move(desk.out, desk.actor, one.id, sequence, day, at, reason, on_day_off=meant)


async def _cancel(desk: Desk, one: ReceptionDay) -> object:
    return await actions.cancel(desk.out, desk.actor, one.id, _sequence(desk), read_words(desk, "reason"))


def _sequence(desk: Desk) -> int:
    """How it stood when they looked; what is none is no version that ever was."""
    said = desk.asked.typed("sequence")
    return number(said) if said.isdigit() else -1


DEEDS: Mapping[str, Callable[[Desk, ReceptionDay], Awaitable[object]]] = {
    "seat": _seat,
    "unseat": _unseat,
    "propose": _propose,
    "came": lambda desk, one: _record(desk, one, came=True),
    "absent": lambda desk, one: _record(desk, one, came=False),
    "move": _move,
    "cancel": _cancel,
}
"""What staff do with a day, by its name in the address."""
CONFIRMED = ("move", "cancel")
"""Done only after a look at what it means: everybody concerned is told."""


async def act(desk: Desk) -> Answer:
    """Do it. Raises what its action raises, and `Unusable` for what is not filled in."""
    deed = desk.parts["deed"]
    one = await access.supervised_day(desk.out, desk.actor, desk.number("day"))
    if deed not in DEEDS:
        raise ReceptionDayNotFound
    if deed in CONFIRMED and desk.asked.typed("sure") != "1":
        await access.supervised_day(desk.out, desk.actor, one.id, _sequence(desk))
        return await show(desk)
    await DEEDS[deed](desk, one)
    return desk.go(f"/staff/reception/{one.id}", said=deed)


async def check_in(desk: Desk) -> Answer:
    """A representative is there; done again, the first time counts. Raises `CheckInClosed`, `NotAllowed`."""
    await actions.check_in(desk.out, desk.actor, desk.number("day"))
    return desk.go(f"/representative/reception/{desk.number('day')}", said="here")


async def take_out(desk: Desk) -> Answer:
    """The day as a file for their calendar; who took it hears of changes. Raises `ReceptionDayNotFound`."""
    one = await actions.subscribe(desk.out, desk.actor, desk.number("day"))
    names = [desk.t.named(seat.representative) for seat in await kept.roster(desk.session, one.id)]
    content = calendar_file(desk.out, desk.t, one, names)
    return Answer(body=content, mime="text/calendar", filename=f"reception-{one.day}.ics")

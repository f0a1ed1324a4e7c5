"""The station's reception days: set by a rule, manned by the bot's proposal, some moved or cancelled, some come to."""

import re
from datetime import date

from aiogram.filters.callback_data import CallbackData

from bot.demo.buttons import find_button
from bot.sandbox.messages import Message
from handlers.calendar.callbacks import ChooseDay, EnterDay, ShowDay
from handlers.conversation.callbacks import Go
from handlers.presentation.callbacks import CheckIn, ManageDay, ShowMonth
from handlers.reception.callbacks import (
    Change,
    ChangeDay,
    Confirm,
    NewRule,
    PickDate,
    PickHours,
    PickPlace,
    Seat,
    StationRules,
)
from storage.vocabulary import Recurrence
from tests.year.days import DAY, LOCAL_HOLIDAYS, MOVED, SATURDAY, at, on_or_after
from tests.year.judge import written
from tests.year.people import Somebody
from tests.year.town import WHOLE
from tests.year.year import MORNING, Year

NINTH = 9
MONTHS = range(1, 13)
AT_ONCE = (1, 2)
"""What the rule plans at once, two months ahead; these are manned on the first day."""
MANNED_BEFORE = 20 * DAY
SWAPPED, PUT_OFF, CANCELLED = {4, 9}, {5: date(2025, 5, 15), 12: date(2025, 12, 16)}, {6: 12, 8: 5, 11: 1}
"""By month: somebody is swapped; the new day; so many days before."""
PUT_OFF_BEFORE = {5: 10, 12: 4}


def planned(month: int) -> date:
    """What the rule names."""
    return date(2025, month, NINTH)


async def reception_days(year: Year) -> None:
    """All of them; and the county's days off, of which the first moves a day that is planned and manned already."""
    clerk = year.town.clerks[0]
    await _sets_the_rule(clerk)
    held = {month: first_held(planned(month)) for month in MONTHS}
    for month in AT_ONCE:
        await _mans(year, clerk, month, held[month])
    await _enters_days_off(year)
    held[2] = on_or_after(planned(2))
    year.moves(planned(2), held[2])
    for month in MONTHS:
        await _one_day(year, clerk, month, held[month])


def first_held(day: date) -> date:
    """Where a planned day is before the town's own days off are entered."""
    while not MOVED.get(day, day.weekday() < SATURDAY):
        day += DAY
    return day


async def _sets_the_rule(clerk: Somebody) -> None:
    async with clerk.busy:
        await clerk.says("/reception")
        await clerk.presses(Go, to="reception-plan")
        await clerk.presses(StationRules)
        await clerk.presses(NewRule, recurrence=Recurrence.MONTHLY, every=1, day=-1)
        await clerk.presses(NewRule, day=NINTH)
        await clerk.presses(PickHours, number=0)
        await clerk.presses(PickPlace)
        await clerk.presses(Confirm)


async def _enters_days_off(year: Year) -> None:
    admin = year.town.admin
    async with admin.busy:
        for day, reason in LOCAL_HOLIDAYS.items():
            await admin.says("/calendar")
            for month in range(2, day.month + 1):
                await admin.presses(ShowMonth, first=date(2025, month, 1).isoformat())
            await admin.presses(ChooseDay)
            await admin.presses(ShowDay, day=day.isoformat())
            await admin.presses(EnterDay, day=day.isoformat(), working=False)
            await admin.says(reason)


async def _opens(clerk: Somebody, day: date, change: Change) -> ManageDay:
    """Staff open a day, and what they want to change of it."""
    await clerk.says("/reception")
    await clerk.presses(Go, to="reception-plan")
    one = await _presses_the_day(clerk, day)
    await clerk.presses(ChangeDay, day=one.day, change=change)
    return one


async def _presses_the_day(clerk: Somebody, day: date) -> ManageDay:
    for button in _with(clerk, ManageDay).buttons:
        if button["text"].startswith(written(day)):
            return await clerk.presses(ManageDay, **ManageDay.unpack(button["callback_data"]).model_dump())
    raise AssertionError(f"{day} is not among {_with(clerk, ManageDay).buttons}")


def _with(clerk: Somebody, kind: type[CallbackData]) -> Message:
    """The newest message with such a key: others may come to staff meanwhile."""
    found = clerk.button(kind)
    assert found is not None, clerk.heard
    return found[0]


async def _mans(year: Year, clerk: Somebody, month: int, day: date) -> None:
    """Those whom the bot proposes."""
    async with clerk.busy:
        await _opens(clerk, day, Change.ROSTER)
        await clerk.presses(ChangeDay, change=Change.PROPOSAL)
        for name in _seated(clerk):
            year.seats(planned(month), name)


def _seated(clerk: Somebody) -> list[str]:
    roster = _with(clerk, Seat).buttons
    return [button["text"].removeprefix("✅ ") for button in roster if button["text"].startswith("✅ ")]


async def _one_day(year: Year, clerk: Somebody, month: int, day: date) -> None:
    """Manned, changed perhaps, and come to."""
    if month not in AT_ONCE:
        await year.office(day - MANNED_BEFORE)
        await _mans(year, clerk, month, day)
    if month in SWAPPED:
        await year.office(day - 6 * DAY)
        await _swaps(year, clerk, month, day)
    if month in PUT_OFF:
        await year.office(day - PUT_OFF_BEFORE[month] * DAY)
        day = await _moves(year, clerk, month, day)
    if month in CANCELLED:
        await year.until(at(day - CANCELLED[month] * DAY, *MORNING))
        await _cancels(year, clerk, month, day)
        return
    await _come(year, month, day)


async def _swaps(year: Year, clerk: Somebody, month: int, day: date) -> None:
    """The first steps down for somebody who sits nowhere."""
    async with clerk.busy:
        one = await _opens(clerk, day, Change.ROSTER)
        leaving, *_ = _seated(clerk)
        coming = _free(clerk)[-1].representative
        await clerk.presses(Seat, day=one.day, representative=int(re.sub(r"\D", "", leaving)) + 1, on=False)
        year.seats(planned(month), leaving, on=False)
        await clerk.presses(Seat, day=one.day, representative=coming, on=True)
        year.seats(planned(month), year.town.representatives[coming - 1].name)


def _free(clerk: Somebody) -> list[Seat]:
    everybody = range(1, WHOLE.representatives + 1)
    found = [find_button([_with(clerk, Seat)], Seat, representative=number, on=True) for number in everybody]
    return [data for _, data in filter(None, found)]


async def _moves(year: Year, clerk: Somebody, month: int, day: date) -> date:
    to = PUT_OFF[month]
    async with clerk.busy:
        await _opens(clerk, day, Change.MOVE)
        if clerk.button(PickDate, date=to.isoformat(), month=False) is None:
            await clerk.presses(PickDate, date=to.replace(day=1).isoformat(), month=True)
        await clerk.presses(PickDate, date=to.isoformat(), month=False)
        await clerk.presses(PickHours, number=0)
        await clerk.says("The hall is being painted")
        await clerk.presses(Confirm)
        year.moves(planned(month), to)
    return to


async def _cancels(year: Year, clerk: Somebody, month: int, day: date) -> None:
    async with clerk.busy:
        await _opens(clerk, day, Change.CANCEL)
        await clerk.says("The road is flooded")
        await clerk.presses(Confirm)
        year.moves(planned(month), None)


async def _come(year: Year, month: int, day: date) -> None:
    """The first in time, the second late or not at all."""
    seated: dict[str, bool] = {}
    for seating in year.diary.seatings:
        if seating.planned == planned(month):
            seated[seating.who] = seating.on
    names = [name for name, on in seated.items() if on]
    by_name = {one.name: one for one in year.town.representatives}
    await year.until(at(day, 8, 50))
    await _checks_in(year, by_name[names[0]], month)
    if month % 2:
        await year.until(at(day, 9, 20))
        await _checks_in(year, by_name[names[1]], month)


async def _checks_in(year: Year, who: Somebody, month: int) -> None:
    async with who.busy:
        await who.presses(CheckIn)
        year.diary.came.append((year.now, planned(month), who.name))

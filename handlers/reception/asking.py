"""What is asked of staff step by step while they set a rule, add a day, move or cancel one."""

import secrets
from datetime import date
from typing import Any

from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup

from handlers.conversation.context import Context
from handlers.conversation.screen import Button, Screen
from handlers.conversation.texts import join
from handlers.core.workdays.days import calendar
from handlers.presentation.callbacks import ManageDay
from handlers.presentation.month import month_of
from handlers.reception import screens
from handlers.reception.callbacks import AsBefore, PickHours, PickPlace, StationDays, StepBack
from handlers.reception.staff import supervised_station
from storage.models.directory import Station

USUAL_HOURS = ("09:00-11:00", "14:30-16:30")


class Setting(StatesGroup):
    """What is asked for next. The draft is in the data as `reception`."""

    date = State()
    hours = State()
    place = State()
    reason = State()
    preview = State()


STEPS = {
    "rule": (Setting.hours, Setting.place),
    "day": (Setting.date, Setting.hours, Setting.place),
    "move": (Setting.date, Setting.hours, Setting.reason),
    "cancel": (Setting.reason,),
}
"""What is asked for each before the preview, in order."""
Draft = dict[str, Any]
"""`id`, `station`, `what` (rule, day, move, cancel), and what was answered so far, as JSON."""


def begin(what: str, station_id: int, **facts: Any) -> Draft:
    """A draft in which nothing is answered yet."""
    return {"id": secrets.token_hex(4), "what": what, "station": station_id, **facts}


async def keep(state: FSMContext, draft: Draft, next_: State) -> None:
    """The draft as answered so far, and what is asked now."""
    await state.set_state(next_)
    await state.update_data(reception=draft)


async def ask(ctx: Context, state: FSMContext, draft: Draft, step: State, fault: str = "") -> None:
    """Ask for this; what was answered before is one tap away. `fault`: what was wrong with what was typed."""
    await keep(state, draft, step)
    if step is Setting.date:
        await ask_date(ctx, draft, date.fromisoformat(draft["date"]) if "date" in draft else None, fault)
        return
    text, keys = ctx.t("Why? In a few words; everybody concerned reads them."), []
    if step is Setting.hours:
        keys = [Button(hours, PickHours(number=number)) for number, hours in enumerate(USUAL_HOURS)]
        text = ctx.t("From when to when? Choose, or write it like 09:00-11:00.")
    elif step is Setting.place:
        station = await supervised_station(ctx, draft["station"])
        keys = [Button(ctx.t("🏠 {place}", place=own_place(station)), PickPlace(station=station.id))]
        text = ctx.t("Where? Choose, or write it.")
    before = answered(draft, step)
    rows = [[Button(ctx.t("✏️ {words}", words=before), AsBefore(draft=draft["id"]))]] if before else []
    ctx.show(Screen(join([fault, text], "\n\n"), [*rows, keys, [back(ctx, draft, step)]]))


async def ask_date(ctx: Context, draft: Draft, near: date | None, fault: str = "") -> None:
    """The days of the month of `near`, else of this one."""
    days = await calendar(ctx.out)
    today = days.day_of(ctx.now)
    screen = screens.ask_date(ctx.t, days, month_of(near or today), today, back(ctx, draft, Setting.date))
    ctx.show(Screen(join([fault, screen.text], "\n\n"), screen.rows))


def answered(draft: Draft, step: State) -> str:
    """What was answered to this before; empty if nothing was."""
    if step is Setting.hours:
        return f"{draft['starts'][:5]}-{draft['ends'][:5]}" if "starts" in draft else ""
    return str(draft.get("place" if step is Setting.place else "reason", ""))


def back(ctx: Context, draft: Draft, step: State) -> Button:
    """To the question before, from the first one to where one came from."""
    if step is not STEPS[draft["what"]][0]:
        return Button(ctx.t("⬅️ Back"), StepBack(draft=draft["id"]))
    out = ManageDay(day=draft["day_id"]) if "day_id" in draft else StationDays(station=draft["station"])
    return Button(ctx.t("⬅️ Back"), out)


def own_place(station: Station) -> str:
    """Where a station is, as far as is known."""
    return str(station.address or station.name)

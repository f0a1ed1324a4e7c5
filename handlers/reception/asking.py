"""Questions to staff while they set a rule, add a day, move or cancel one: the draft, and a screen for each step."""

import secrets
from datetime import date, time
from typing import Any

from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup

from handlers.conversation.context import Context
from handlers.conversation.errors import Unusable
from handlers.conversation.screen import Button, Screen
from handlers.conversation.texts import join
from handlers.core.reception import access
from handlers.core.reception.rules import TimeAndPlace
from handlers.core.workdays.days import calendar
from handlers.presentation.callbacks import ManageDay
from handlers.presentation.month import month_of
from handlers.presentation.reception import USUAL_HOURS
from handlers.reception import screens
from handlers.reception.callbacks import AsBefore, PickHours, PickPlace, StationDays, StepBack
from storage.models.reception import ReceptionDay


class Setting(StatesGroup):
    """Steps of a draft. The draft is in the data as `reception`."""

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
"""Questions for each before the preview, in order."""
Draft = dict[str, Any]
"""`id`, `station`, `what` (rule, day, move, cancel), and what was answered so far, as JSON."""


def begin(what: str, station_id: int, **facts: Any) -> Draft:
    """A draft in which nothing is answered yet."""
    return {"id": secrets.token_hex(4), "what": what, "station": station_id, **facts}


async def keep(state: FSMContext, draft: Draft, next_: State) -> None:
    """Keep the draft as answered so far, and what is asked now."""
    await state.set_state(next_)
    await state.update_data(reception=draft)


async def current(ctx: Context, state: FSMContext, draft_id: str | None = None) -> Draft:
    """The draft that is being set, of a station of the staff's.

    Raises `Unusable` if there is none, or another than the one whose number the pressed key carries: the key is old.
    """
    draft: Draft | None = (await state.get_data()).get("reception")
    is_set = draft and str(await state.get_state()).startswith("Setting:")
    if not draft or not is_set or draft_id not in (None, draft["id"]):
        raise Unusable(ctx.t("Nothing is being set any more. /reception leads on."))
    await access.supervised_station(ctx.out, ctx.actor, draft["station"])
    return draft


async def current_step(state: FSMContext) -> State:
    """The step that is asked now, while there is a draft."""
    at = await state.get_state()
    return next(step for step in Setting.__all_states__ if step.state == at)


async def day_of(ctx: Context, draft: Draft) -> ReceptionDay:
    """The reception day that a draft moves or cancels, locked, as it stands now."""
    return await access.supervised_day(ctx.out, ctx.actor, draft["day_id"])


def date_of(draft: Draft) -> date:
    """The date that was answered."""
    return date.fromisoformat(draft["date"])


def time_and_place(draft: Draft, place: str = "") -> TimeAndPlace:
    """The hours that were answered, at the place that was, else at `place`."""
    starts, ends = (time.fromisoformat(draft[name]) for name in ("starts", "ends"))
    return TimeAndPlace(starts, ends, draft.get("place") or place)


async def ask(ctx: Context, state: FSMContext, draft: Draft, step: State, fault: str = "") -> None:
    """Ask for this; what was answered before is one tap away. `fault`: what was wrong with what was typed."""
    await keep(state, draft, step)
    if step is Setting.date:
        await ask_date(ctx, draft, date_of(draft) if "date" in draft else None, fault)
        return
    text, keys = ctx.t("Why? In a few words; everybody concerned reads them."), []
    if step is Setting.hours:
        keys = [Button(hours, PickHours(number=number)) for number, hours in enumerate(USUAL_HOURS)]
        text = ctx.t("From when to when? Choose, or write it like 09:00-11:00.")
    elif step is Setting.place:
        station = await access.supervised_station(ctx.out, ctx.actor, draft["station"])
        keys = [Button(ctx.t("🏠 {place}", place=access.own_place(station)), PickPlace(station=station.id))]
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
    """Earlier answer to this; empty if there was none."""
    if step is Setting.hours:
        return f"{draft['starts'][:5]}-{draft['ends'][:5]}" if "starts" in draft else ""
    return str(draft.get("place" if step is Setting.place else "reason", ""))


def back(ctx: Context, draft: Draft, step: State) -> Button:
    """To the question before, from the first one to where one came from."""
    if step is not STEPS[draft["what"]][0]:
        return Button(ctx.t("⬅️ Back"), StepBack(draft=draft["id"]))
    out = ManageDay(day=draft["day_id"]) if "day_id" in draft else StationDays(station=draft["station"])
    return Button(ctx.t("⬅️ Back"), out)

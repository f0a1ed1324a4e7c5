"""Staff set a rule, add a day, move or cancel one: asked step by step; `confirming` previews it and does it."""

from datetime import date

from aiogram import F, Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers.conversation.context import Context
from handlers.conversation.errors import Unusable
from handlers.conversation.filters import AboutOpinion, HasRole
from handlers.conversation.reading import read_day, read_hours
from handlers.core.errors import DayIsOver, ReceptionDayChanged, TextTooLong
from handlers.core.reception import access, rules
from handlers.core.workdays.days import calendar
from handlers.presentation.common_texts import unread, words
from handlers.presentation.reception import USUAL_HOURS
from handlers.reception import screens
from handlers.reception.asking import (
    STEPS,
    Draft,
    Setting,
    answered,
    ask,
    ask_date,
    begin,
    current,
    current_step,
)
from handlers.reception.callbacks import (
    AsBefore,
    Change,
    ChangeDay,
    NewDay,
    NewRule,
    PickDate,
    PickHours,
    PickPlace,
    StepBack,
)
from handlers.reception.confirming import preview
from handlers.reception.staff import as_it_stands
from storage.vocabulary import Role

router = Router(name="reception.setting")
router.message.filter(HasRole(Role.STAFF))
router.callback_query.filter(HasRole(Role.STAFF))

SHOWN = 40
"""Characters of what was typed that the answer repeats."""


@router.callback_query(NewRule.filter())
async def new_rule(query: CallbackQuery, callback_data: NewRule, ctx: Context, state: FSMContext) -> None:
    """Ask how often, on which day; then the hours."""
    await access.supervised_station(ctx.out, ctx.actor, callback_data.station)
    asked = callback_data
    if asked.every not in rules.steps_of(asked.recurrence):
        ctx.show(screens.ask_every(ctx.t, asked))
        return
    if asked.day not in rules.days_of(asked.recurrence):
        ctx.show(screens.ask_day(ctx.t, asked))
        return
    facts = {"recurrence": asked.recurrence, "every": asked.every, "day": asked.day}
    await ask(ctx, state, begin("rule", asked.station, **facts), Setting.hours)


@router.callback_query(NewDay.filter())
async def new_day(query: CallbackQuery, callback_data: NewDay, ctx: Context, state: FSMContext) -> None:
    """Ask on which date."""
    station = await access.supervised_station(ctx.out, ctx.actor, callback_data.station)
    await ask(ctx, state, begin("day", station.id), Setting.date)


@router.callback_query(ChangeDay.filter(F.change.in_({Change.MOVE, Change.CANCEL})))
async def change_day(query: CallbackQuery, callback_data: ChangeDay, ctx: Context, state: FSMContext) -> None:
    """Move: to which date; cancel: why."""
    try:
        one = await access.supervised_day(ctx.out, ctx.actor, callback_data.day, callback_data.sequence)
    except ReceptionDayChanged as refusal:
        ctx.show(await as_it_stands(ctx, callback_data.day, refusal))
        return
    draft = begin(callback_data.change.value, one.station_id, day_id=one.id, sequence=one.sequence)
    await ask(ctx, state, draft, STEPS[draft["what"]][0])


@router.callback_query(StepBack.filter())
async def step_back(query: CallbackQuery, callback_data: StepBack, ctx: Context, state: FSMContext) -> None:
    """The question before the one that is asked, or before the preview."""
    draft, step = await current(ctx, state, callback_data.draft), await current_step(state)
    steps = STEPS[draft["what"]]
    at = steps.index(step) if step in steps else len(steps)
    await ask(ctx, state, draft, steps[max(0, at - 1)])


@router.callback_query(AsBefore.filter())
async def as_before(query: CallbackQuery, callback_data: AsBefore, ctx: Context, state: FSMContext) -> None:
    """The same answer again."""
    draft, step = await current(ctx, state, callback_data.draft), await current_step(state)
    answer = answered(draft, step)
    if not answer:
        raise Unusable(ctx.t("Please write it in words, or press a key."))
    await (_hours(ctx, state, draft, answer) if step is Setting.hours else preview(ctx, state, draft))


@router.callback_query(PickDate.filter())
async def pick_date(query: CallbackQuery, callback_data: PickDate, ctx: Context, state: FSMContext) -> None:
    """A date, or another month to choose from."""
    draft = await current(ctx, state)
    today = (await calendar(ctx.out)).day_of(ctx.now)
    try:
        day = date.fromisoformat(callback_data.date)
    except ValueError:
        day = date.min
    # Of a month only the page turns: its first day may be over.
    if not rules.may_be_on(max(day, today) if callback_data.month else day, today):
        raise DayIsOver
    if callback_data.month:
        await ask_date(ctx, draft, day)
        return
    await ask(ctx, state, {**draft, "date": day.isoformat()}, Setting.hours)


@router.message(StateFilter(Setting.date), F.text, ~AboutOpinion(), ~F.text.startswith("/"))
async def typed_date(message: Message, ctx: Context, state: FSMContext) -> None:
    """A date as it is typed."""
    draft, typed, today = await current(ctx, state), message.text or "", (await calendar(ctx.out)).day_of(ctx.now)
    day = read_day(typed, today, ctx.t.language)
    if day is None:
        await _again(ctx, state, unread(ctx.t, typed))
    elif not rules.may_be_on(day, today):
        await _again(ctx, state, words(DayIsOver(), ctx.t))
    else:
        await ask(ctx, state, {**draft, "date": day.isoformat()}, Setting.hours)


async def _again(ctx: Context, state: FSMContext, fault: str) -> None:
    """The same question once more, with its keys; what was answered before is kept."""
    draft, step = await current(ctx, state), await current_step(state)
    await (preview(ctx, state, draft, fault) if step is Setting.preview else ask(ctx, state, draft, step, fault))


@router.callback_query(PickHours.filter(), StateFilter(Setting.hours))
async def pick_hours(query: CallbackQuery, callback_data: PickHours, ctx: Context, state: FSMContext) -> None:
    """Usual hours."""
    draft = await current(ctx, state)
    await _hours(ctx, state, draft, USUAL_HOURS[callback_data.number % len(USUAL_HOURS)])


@router.message(StateFilter(Setting.hours), F.text, ~F.text.startswith("/"))
async def typed_hours(message: Message, ctx: Context, state: FSMContext) -> None:
    """Other hours."""
    await _hours(ctx, state, await current(ctx, state), message.text or "")


async def _hours(ctx: Context, state: FSMContext, draft: Draft, typed: str) -> None:
    hours = read_hours(typed)
    if hours is None:
        text = ctx.t(
            "I cannot read “{typed}”. Write the hours like 09:00-11:00, the end after the beginning.",
            typed=typed[:SHOWN],
        )
        await _again(ctx, state, text)
        return
    draft = {**draft, "starts": hours[0].isoformat(), "ends": hours[1].isoformat()}
    await ask(ctx, state, draft, Setting.reason if draft["what"] == "move" else Setting.place)


@router.callback_query(PickPlace.filter(), StateFilter(Setting.place))
async def pick_place(query: CallbackQuery, callback_data: PickPlace, ctx: Context, state: FSMContext) -> None:
    """At the station."""
    draft = await current(ctx, state)
    station = await access.supervised_station(ctx.out, ctx.actor, draft["station"])
    await preview(ctx, state, {**draft, "place": access.own_place(station)})


@router.message(StateFilter(Setting.place), F.text, ~F.text.startswith("/"))
async def typed_place(message: Message, ctx: Context, state: FSMContext) -> None:
    """Somewhere else."""
    await _take(ctx, state, "place", message)


@router.message(StateFilter(Setting.reason), F.text, ~F.text.startswith("/"))
async def typed_reason(message: Message, ctx: Context, state: FSMContext) -> None:
    """Take the reason why it is moved or cancelled."""
    await _take(ctx, state, "reason", message)


async def _take(ctx: Context, state: FSMContext, part: str, message: Message) -> None:
    """Take what was typed, on one line."""
    draft, typed = await current(ctx, state), " ".join((message.text or "").split())
    if len(typed) > rules.LONGEST_TEXT:
        await _again(ctx, state, words(TextTooLong(rules.LONGEST_TEXT), ctx.t))
        return
    await preview(ctx, state, {**draft, part: typed})


@router.message(StateFilter(Setting.preview), F.text, ~AboutOpinion(), ~F.text.startswith("/"))
async def not_yet(message: Message, ctx: Context, state: FSMContext) -> None:
    """Typed where only a key leads on: it would begin an opinion, and what is being set would be lost."""
    await _again(ctx, state, ctx.t("This is not done yet. Press a key below; Back lets you change it."))


@router.message(StateFilter(Setting), ~F.text)
async def not_words(message: Message, ctx: Context, state: FSMContext) -> None:
    """A picture or the like."""
    await _again(ctx, state, ctx.t("Please write it in words, or press a key."))

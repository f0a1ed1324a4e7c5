"""Staff set a rule, add a day, move or cancel one: asked step by step, previewed, then done."""

from datetime import date, time

from aiogram import F, Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State
from aiogram.types import CallbackQuery, Message

from handlers.conversation.context import Context
from handlers.conversation.errors import Unusable
from handlers.conversation.filters import AboutOpinion, HasRole
from handlers.conversation.reading import read_day, read_hours
from handlers.conversation.screen import Button, Screen
from handlers.conversation.texts import Html, bold, join
from handlers.core.reception import planning, rules
from handlers.core.reception.events import Schedule
from handlers.core.reception.planning import Hours
from handlers.core.reception.rules import Rule
from handlers.core.workdays.days import calendar
from handlers.notifications.reception import when
from handlers.presentation.due_days import due_day, note
from handlers.reception import screens
from handlers.reception.asking import (
    STEPS,
    USUAL_HOURS,
    Draft,
    Setting,
    answered,
    ask,
    ask_date,
    back,
    begin,
    keep,
    own_place,
)
from handlers.reception.callbacks import (
    AsBefore,
    Change,
    ChangeDay,
    Confirm,
    NewDay,
    NewRule,
    PickDate,
    PickHours,
    PickPlace,
    StationDays,
    StepBack,
)
from handlers.reception.staff import day_screen, noted, supervised_day, supervised_station
from storage.models.reception import ReceptionDay
from storage.vocabulary import Recurrence, Role

router = Router(name="reception.setting")
router.message.filter(HasRole(Role.STAFF))
router.callback_query.filter(HasRole(Role.STAFF))

LONGEST = 200
"""Characters of a place or a reason."""
SHOWN = 40
"""Characters of what was typed that the answer repeats."""


async def _draft(ctx: Context, state: FSMContext) -> Draft:
    """What is being set. Raises `Unusable` if nothing is: the key is old."""
    draft: Draft | None = (await state.get_data()).get("reception")
    if not draft or not str(await state.get_state()).startswith("Setting:"):
        raise Unusable(ctx.t("Nothing is being set any more. /reception leads on."))
    await supervised_station(ctx, draft["station"])
    return draft


@router.callback_query(NewRule.filter())
async def new_rule(query: CallbackQuery, callback_data: NewRule, ctx: Context, state: FSMContext) -> None:
    """How often, on which day; then the hours."""
    await supervised_station(ctx, callback_data.station)
    asked = callback_data
    if asked.every not in _every(asked.recurrence):
        ctx.show(screens.ask_every(ctx.t, asked))
        return
    if asked.day not in (range(1, 32) if asked.recurrence is Recurrence.MONTHLY else range(7)):
        ctx.show(screens.ask_day(ctx.t, asked))
        return
    facts = {"recurrence": asked.recurrence, "every": asked.every, "day": asked.day}
    await ask(ctx, state, begin("rule", asked.station, **facts), Setting.hours)


def _every(recurrence: Recurrence) -> range:
    match recurrence:
        case Recurrence.MONTHLY:
            return range(1, 2)
        case Recurrence.NTH_WEEKDAY:
            return range(1, rules.LAST + 1)
        case _:
            return range(1, 3)


@router.callback_query(NewDay.filter())
async def new_day(query: CallbackQuery, callback_data: NewDay, ctx: Context, state: FSMContext) -> None:
    """On which date."""
    station = await supervised_station(ctx, callback_data.station)
    await ask(ctx, state, begin("day", station.id), Setting.date)


@router.callback_query(ChangeDay.filter(F.change.in_({Change.MOVE, Change.CANCEL})))
async def change_day(query: CallbackQuery, callback_data: ChangeDay, ctx: Context, state: FSMContext) -> None:
    """Move: to which date; cancel: why."""
    one = await supervised_day(ctx, callback_data.day)
    if one.sequence != callback_data.sequence or one.cancelled_at is not None:
        ctx.toast(ctx.t("It was changed meanwhile. Here is how it stands."), alert=True)
        ctx.show(await day_screen(ctx, one))
        return
    draft = begin(callback_data.change.value, one.station_id, day_id=one.id, sequence=one.sequence)
    await ask(ctx, state, draft, STEPS[draft["what"]][0])


@router.callback_query(StepBack.filter())
async def step_back(query: CallbackQuery, callback_data: StepBack, ctx: Context, state: FSMContext) -> None:
    """The question before the one that is asked, or before the preview."""
    draft, step = await _asked(ctx, state, callback_data.draft)
    steps = STEPS[draft["what"]]
    at = steps.index(step) if step in steps else len(steps)
    await ask(ctx, state, draft, steps[max(0, at - 1)])


@router.callback_query(AsBefore.filter())
async def as_before(query: CallbackQuery, callback_data: AsBefore, ctx: Context, state: FSMContext) -> None:
    """The same answer again."""
    draft, step = await _asked(ctx, state, callback_data.draft)
    answer = answered(draft, step)
    if not answer:
        raise Unusable(ctx.t("Please write it in words, or press a key."))
    await (_hours(ctx, state, draft, answer) if step is Setting.hours else _preview(ctx, state, draft))


async def _asked(ctx: Context, state: FSMContext, draft_id: str) -> tuple[Draft, State]:
    """What is being set, and what is asked. Raises `Unusable` if the key belongs to something else."""
    draft, at = await _draft(ctx, state), await state.get_state()
    if draft["id"] != draft_id:
        raise Unusable(ctx.t("Nothing is being set any more. /reception leads on."))
    return draft, next(step for step in Setting.__all_states__ if step.state == at)


@router.callback_query(PickDate.filter())
async def pick_date(query: CallbackQuery, callback_data: PickDate, ctx: Context, state: FSMContext) -> None:
    """A date, or another month to choose from."""
    draft = await _draft(ctx, state)
    today = (await calendar(ctx.out)).day_of(ctx.now)
    try:
        day = date.fromisoformat(callback_data.date)
    except ValueError:
        day = date.min
    # Of a month only the page turns: its first day may be over.
    if not _may_be(max(day, today) if callback_data.month else day, today):
        raise Unusable(ctx.t("Please choose a day from today on."))
    if callback_data.month:
        await ask_date(ctx, draft, day)
        return
    await ask(ctx, state, {**draft, "date": day.isoformat()}, Setting.hours)


def _may_be(day: date, today: date) -> bool:
    return today <= day and day.year <= today.year + 2


@router.message(StateFilter(Setting.date), F.text, ~AboutOpinion(), ~F.text.startswith("/"))
async def typed_date(message: Message, ctx: Context, state: FSMContext) -> None:
    """A date as it is typed."""
    draft, typed, today = await _draft(ctx, state), message.text or "", (await calendar(ctx.out)).day_of(ctx.now)
    day = read_day(typed, today)
    if day is None:
        await _again(ctx, state, ctx.t("I cannot read “{typed}” as a day.", typed=typed[:SHOWN]))
    elif not _may_be(day, today):
        await _again(ctx, state, ctx.t("Please choose a day from today on."))
    else:
        await ask(ctx, state, {**draft, "date": day.isoformat()}, Setting.hours)


async def _again(ctx: Context, state: FSMContext, fault: str) -> None:
    """The same question once more, with its keys; what was answered before is kept."""
    draft, at = await _draft(ctx, state), await state.get_state()
    step = next(step for step in Setting.__all_states__ if step.state == at)
    await (_preview(ctx, state, draft, fault) if step is Setting.preview else ask(ctx, state, draft, step, fault))


@router.callback_query(PickHours.filter(), StateFilter(Setting.hours))
async def pick_hours(query: CallbackQuery, callback_data: PickHours, ctx: Context, state: FSMContext) -> None:
    """Usual hours."""
    draft = await _draft(ctx, state)
    await _hours(ctx, state, draft, USUAL_HOURS[callback_data.number % len(USUAL_HOURS)])


@router.message(StateFilter(Setting.hours), F.text, ~F.text.startswith("/"))
async def typed_hours(message: Message, ctx: Context, state: FSMContext) -> None:
    """Other hours."""
    await _hours(ctx, state, await _draft(ctx, state), message.text or "")


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
    draft = await _draft(ctx, state)
    await _preview(ctx, state, {**draft, "place": own_place(await supervised_station(ctx, draft["station"]))})


@router.message(StateFilter(Setting.place), F.text, ~F.text.startswith("/"))
async def typed_place(message: Message, ctx: Context, state: FSMContext) -> None:
    """Somewhere else."""
    await _take(ctx, state, "place", message)


@router.message(StateFilter(Setting.reason), F.text, ~F.text.startswith("/"))
async def typed_reason(message: Message, ctx: Context, state: FSMContext) -> None:
    """Why it is moved or cancelled."""
    await _take(ctx, state, "reason", message)


async def _take(ctx: Context, state: FSMContext, part: str, message: Message) -> None:
    """What was typed, on one line."""
    draft, words = await _draft(ctx, state), " ".join((message.text or "").split())
    if len(words) > LONGEST:
        await _again(ctx, state, ctx.t("Please say it in at most {n} characters.", n=LONGEST))
        return
    await _preview(ctx, state, {**draft, part: words})


@router.message(StateFilter(Setting.preview), F.text, ~AboutOpinion(), ~F.text.startswith("/"))
async def not_yet(message: Message, ctx: Context, state: FSMContext) -> None:
    """Typed where only a key leads on: it would begin an opinion, and what is being set would be lost."""
    await _again(ctx, state, ctx.t("This is not done yet. Press a key below; Back lets you change it."))


@router.message(StateFilter(Setting), ~F.text)
async def not_words(message: Message, ctx: Context, state: FSMContext) -> None:
    """A picture or the like."""
    await _again(ctx, state, ctx.t("Please write it in words, or press a key."))


async def _preview(ctx: Context, state: FSMContext, draft: Draft, fault: str = "") -> None:
    await keep(state, draft, Setting.preview)
    text, label = await _words(ctx, draft)
    rows = [[Button(label, Confirm(draft=draft["id"]))], [back(ctx, draft, Setting.preview)]]
    ctx.show(Screen(join([fault, text], "\n\n"), rows))


async def _words(ctx: Context, draft: Draft) -> tuple[Html, Html]:
    """What would be done, and the label of the key that does it."""
    t, days = ctx.t, await calendar(ctx.out)
    match draft["what"]:
        case "rule":
            return await _rule_words(ctx, draft), t("✅ Set the rule")
        case "day":
            hours = _hours_of(draft)
            return join([bold(when(t, _told(draft, hours), days)), hours.place]), t("✅ Add the day")
    one = await supervised_day(ctx, draft["day_id"])
    concerned = t("Everybody concerned is told.")
    if draft["what"] == "cancel":
        text = t(
            "The reception day {when} is cancelled: {reason}", when=bold(when(t, one, days)), reason=draft["reason"]
        )
        return join([text, concerned], "\n\n"), t("✖️ Cancel and tell them")
    text = t(
        "The reception day {before} moves to {when}: {reason}",
        before=when(t, one, days),
        when=bold(when(t, _told(draft, _hours_of(draft, one.place)), days)),
        reason=draft["reason"],
    )
    return join([text, concerned], "\n\n"), t("🗓 Move and tell them")


def _told(draft: Draft, hours: Hours) -> Schedule:
    return Schedule(date.fromisoformat(draft["date"]), hours.starts, hours.ends)


async def _rule_words(ctx: Context, draft: Draft) -> Html:
    t, days = ctx.t, await calendar(ctx.out)
    rule, hours = _rule_of(draft, days.day_of(ctx.now)), _hours_of(draft)
    named = rules.planned_days(rule, rule.since, rule.since + rules.HORIZON)[:3]
    what = t.phrases(screens.rule_words(t, rule), f"{hours.starts:%H:%M}–{hours.ends:%H:%M}", hours.place)
    held = [days.next_working(day) for day in named]
    next_ = t("The next ones: {days}", days=t.listed(due_day(t, day, days) for day in held))
    return join([bold(what), join([next_, note(t, held[-1], days) if held else ""])], "\n\n")


def _rule_of(draft: Draft, since: date) -> Rule:
    return Rule(Recurrence(draft["recurrence"]), draft["day"], draft["every"], since)


def _hours_of(draft: Draft, place: str = "") -> Hours:
    return Hours(time.fromisoformat(draft["starts"]), time.fromisoformat(draft["ends"]), draft.get("place") or place)


@router.callback_query(Confirm.filter())
async def confirm(query: CallbackQuery, callback_data: Confirm, ctx: Context, state: FSMContext) -> None:
    """Done, once: a second press finds nothing more to do."""
    draft = await _draft(ctx, state)
    if draft["id"] != callback_data.draft or await state.get_state() != Setting.preview.state:
        raise Unusable(ctx.t("Nothing is being set any more. /reception leads on."))
    await state.set_state(None)
    await state.update_data(reception=None)
    t, today = ctx.t, (await calendar(ctx.out)).day_of(ctx.now)
    station = await supervised_station(ctx, draft["station"])
    back = [[Button(t("🪑 Reception days at {station}", station=t.named(station)), StationDays(station=station.id))]]
    if draft["what"] == "rule":
        rule = await planning.follow(ctx.out, station.id, _rule_of(draft, today), _hours_of(draft))
        await noted(ctx, "reception.rule.set", f"rule:{rule.id}")
        ctx.show(Screen(t("✅ The rule is set, and its next days are planned. Now give them rosters."), back))
        return
    if draft["what"] == "day":
        made = await planning.add(ctx.out, station.id, date.fromisoformat(draft["date"]), _hours_of(draft))
        await noted(ctx, "reception.add", f"reception:{made.id}")
        ctx.show(await day_screen(ctx, made, t("✅ The day is added.")))
        return
    await _change(ctx, draft, await supervised_day(ctx, draft["day_id"]))


async def _change(ctx: Context, draft: Draft, one: ReceptionDay) -> None:
    t = ctx.t
    if one.sequence != draft["sequence"] or one.cancelled_at is not None:
        ctx.toast(t("It was changed meanwhile. Here is how it stands."), alert=True)
        ctx.show(await day_screen(ctx, one))
        return
    if draft["what"] == "cancel":
        await planning.cancel(ctx.out, one, draft["reason"])
        await noted(ctx, "reception.cancel", f"reception:{one.id}")
        ctx.show(await day_screen(ctx, one, t("Cancelled; everybody concerned is told.")))
        return
    day, hours = date.fromisoformat(draft["date"]), _hours_of(draft, one.place)
    await planning.move(ctx.out, one, day, hours, draft["reason"])
    await noted(ctx, "reception.move", f"reception:{one.id}")
    ctx.show(await day_screen(ctx, one, t("Moved; everybody concerned is told.")))

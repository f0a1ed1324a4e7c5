"""Staff set a rule, add a day, move or cancel one: asked step by step, previewed, then done."""

from datetime import date, time

from aiogram import F, Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State
from aiogram.types import CallbackQuery, Message

from handlers.calendar.days import calendar
from handlers.calendar.marks import due_day, note
from handlers.calendar.reading import read_day, read_hours
from handlers.conversation.filters import AboutOpinion, HasRole
from handlers.conversation.refusals import Unusable
from handlers.conversation.screen import Button, Screen
from handlers.conversation.texts import Html, bold, join
from handlers.conversation.turn import Turn
from handlers.reception import planning, rules, screens
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
from handlers.reception.news import Told, when
from handlers.reception.planning import Hours
from handlers.reception.rules import Rule
from handlers.reception.staff import day_screen, noted, supervised_day, supervised_station
from storage.models import ReceptionDay
from storage.vocabulary import Recurrence, Role

router = Router(name="reception.setting")
router.message.filter(HasRole(Role.STAFF))
router.callback_query.filter(HasRole(Role.STAFF))

LONGEST = 200
"""Characters of a place or a reason."""
SHOWN = 40
"""Characters of what was typed that the answer repeats."""


async def _draft(turn: Turn, state: FSMContext) -> Draft:
    """What is being set. Raises `Unusable` if nothing is: the key is old."""
    draft: Draft | None = (await state.get_data()).get("reception")
    if not draft or not str(await state.get_state()).startswith("Setting:"):
        raise Unusable(turn.t("Nothing is being set any more. /reception leads on."))
    await supervised_station(turn, draft["station"])
    return draft


@router.callback_query(NewRule.filter())
async def new_rule(query: CallbackQuery, callback_data: NewRule, turn: Turn, state: FSMContext) -> None:
    """How often, on which day; then the hours."""
    await supervised_station(turn, callback_data.station)
    asked = callback_data
    if asked.every not in _every(asked.recurrence):
        turn.show(screens.ask_every(turn.t, asked))
        return
    if asked.day not in (range(1, 32) if asked.recurrence is Recurrence.MONTHLY else range(7)):
        turn.show(screens.ask_day(turn.t, asked))
        return
    facts = {"recurrence": asked.recurrence, "every": asked.every, "day": asked.day}
    await ask(turn, state, begin("rule", asked.station, **facts), Setting.hours)


def _every(recurrence: Recurrence) -> range:
    match recurrence:
        case Recurrence.MONTHLY:
            return range(1, 2)
        case Recurrence.NTH_WEEKDAY:
            return range(1, rules.LAST + 1)
        case _:
            return range(1, 3)


@router.callback_query(NewDay.filter())
async def new_day(query: CallbackQuery, callback_data: NewDay, turn: Turn, state: FSMContext) -> None:
    """On which date."""
    station = await supervised_station(turn, callback_data.station)
    await ask(turn, state, begin("day", station.id), Setting.date)


@router.callback_query(ChangeDay.filter(F.change.in_({Change.MOVE, Change.CANCEL})))
async def change_day(query: CallbackQuery, callback_data: ChangeDay, turn: Turn, state: FSMContext) -> None:
    """Move: to which date; cancel: why."""
    one = await supervised_day(turn, callback_data.day)
    if one.sequence != callback_data.sequence or one.cancelled_at is not None:
        turn.toast(turn.t("It was changed meanwhile. Here is how it stands."), alert=True)
        turn.show(await day_screen(turn, one))
        return
    draft = begin(callback_data.change.value, one.station_id, day_id=one.id, sequence=one.sequence)
    await ask(turn, state, draft, STEPS[draft["what"]][0])


@router.callback_query(StepBack.filter())
async def step_back(query: CallbackQuery, callback_data: StepBack, turn: Turn, state: FSMContext) -> None:
    """The question before the one that is asked, or before the preview."""
    draft, step = await _asked(turn, state, callback_data.draft)
    steps = STEPS[draft["what"]]
    at = steps.index(step) if step in steps else len(steps)
    await ask(turn, state, draft, steps[max(0, at - 1)])


@router.callback_query(AsBefore.filter())
async def as_before(query: CallbackQuery, callback_data: AsBefore, turn: Turn, state: FSMContext) -> None:
    """The same answer again."""
    draft, step = await _asked(turn, state, callback_data.draft)
    answer = answered(draft, step)
    if not answer:
        raise Unusable(turn.t("Please write it in words, or press a key."))
    await (_hours(turn, state, draft, answer) if step is Setting.hours else _preview(turn, state, draft))


async def _asked(turn: Turn, state: FSMContext, draft_id: str) -> tuple[Draft, State]:
    """What is being set, and what is asked. Raises `Unusable` if the key belongs to something else."""
    draft, at = await _draft(turn, state), await state.get_state()
    if draft["id"] != draft_id:
        raise Unusable(turn.t("Nothing is being set any more. /reception leads on."))
    return draft, next(step for step in Setting.__all_states__ if step.state == at)


@router.callback_query(PickDate.filter())
async def pick_date(query: CallbackQuery, callback_data: PickDate, turn: Turn, state: FSMContext) -> None:
    """A date, or another month to choose from."""
    draft = await _draft(turn, state)
    today = (await calendar(turn.post)).day_of(turn.now)
    try:
        day = date.fromisoformat(callback_data.date)
    except ValueError:
        day = date.min
    # Of a month only the page turns: its first day may be over.
    if not _may_be(max(day, today) if callback_data.month else day, today):
        raise Unusable(turn.t("Please choose a day from today on."))
    if callback_data.month:
        await ask_date(turn, draft, day)
        return
    await ask(turn, state, {**draft, "date": day.isoformat()}, Setting.hours)


def _may_be(day: date, today: date) -> bool:
    return today <= day and day.year <= today.year + 2


@router.message(StateFilter(Setting.date), F.text, ~AboutOpinion(), ~F.text.startswith("/"))
async def typed_date(message: Message, turn: Turn, state: FSMContext) -> None:
    """A date as it is typed."""
    draft, typed, today = await _draft(turn, state), message.text or "", (await calendar(turn.post)).day_of(turn.now)
    day = read_day(typed, today)
    if day is None:
        await _again(turn, state, turn.t("I cannot read “{typed}” as a day.", typed=typed[:SHOWN]))
    elif not _may_be(day, today):
        await _again(turn, state, turn.t("Please choose a day from today on."))
    else:
        await ask(turn, state, {**draft, "date": day.isoformat()}, Setting.hours)


async def _again(turn: Turn, state: FSMContext, fault: str) -> None:
    """The same question once more, with its keys; what was answered before is kept."""
    draft, at = await _draft(turn, state), await state.get_state()
    step = next(step for step in Setting.__all_states__ if step.state == at)
    await (_preview(turn, state, draft, fault) if step is Setting.preview else ask(turn, state, draft, step, fault))


@router.callback_query(PickHours.filter(), StateFilter(Setting.hours))
async def pick_hours(query: CallbackQuery, callback_data: PickHours, turn: Turn, state: FSMContext) -> None:
    """Usual hours."""
    draft = await _draft(turn, state)
    await _hours(turn, state, draft, USUAL_HOURS[callback_data.number % len(USUAL_HOURS)])


@router.message(StateFilter(Setting.hours), F.text, ~F.text.startswith("/"))
async def typed_hours(message: Message, turn: Turn, state: FSMContext) -> None:
    """Other hours."""
    await _hours(turn, state, await _draft(turn, state), message.text or "")


async def _hours(turn: Turn, state: FSMContext, draft: Draft, typed: str) -> None:
    hours = read_hours(typed)
    if hours is None:
        text = turn.t(
            "I cannot read “{typed}”. Write the hours like 09:00-11:00, the end after the beginning.",
            typed=typed[:SHOWN],
        )
        await _again(turn, state, text)
        return
    draft = {**draft, "starts": hours[0].isoformat(), "ends": hours[1].isoformat()}
    await ask(turn, state, draft, Setting.reason if draft["what"] == "move" else Setting.place)


@router.callback_query(PickPlace.filter(), StateFilter(Setting.place))
async def pick_place(query: CallbackQuery, callback_data: PickPlace, turn: Turn, state: FSMContext) -> None:
    """At the station."""
    draft = await _draft(turn, state)
    await _preview(turn, state, {**draft, "place": own_place(await supervised_station(turn, draft["station"]))})


@router.message(StateFilter(Setting.place), F.text, ~F.text.startswith("/"))
async def typed_place(message: Message, turn: Turn, state: FSMContext) -> None:
    """Somewhere else."""
    await _take(turn, state, "place", message)


@router.message(StateFilter(Setting.reason), F.text, ~F.text.startswith("/"))
async def typed_reason(message: Message, turn: Turn, state: FSMContext) -> None:
    """Why it is moved or cancelled."""
    await _take(turn, state, "reason", message)


async def _take(turn: Turn, state: FSMContext, part: str, message: Message) -> None:
    """What was typed, on one line."""
    draft, words = await _draft(turn, state), " ".join((message.text or "").split())
    if len(words) > LONGEST:
        await _again(turn, state, turn.t("Please say it in at most {n} characters.", n=LONGEST))
        return
    await _preview(turn, state, {**draft, part: words})


@router.message(StateFilter(Setting.preview), F.text, ~AboutOpinion(), ~F.text.startswith("/"))
async def not_yet(message: Message, turn: Turn, state: FSMContext) -> None:
    """Typed where only a key leads on: it would begin an opinion, and what is being set would be lost."""
    await _again(turn, state, turn.t("This is not done yet. Press a key below; Back lets you change it."))


@router.message(StateFilter(Setting), ~F.text)
async def not_words(message: Message, turn: Turn, state: FSMContext) -> None:
    """A picture or the like."""
    await _again(turn, state, turn.t("Please write it in words, or press a key."))


async def _preview(turn: Turn, state: FSMContext, draft: Draft, fault: str = "") -> None:
    await keep(state, draft, Setting.preview)
    text, label = await _words(turn, draft)
    rows = [[Button(label, Confirm(draft=draft["id"]))], [back(turn, draft, Setting.preview)]]
    turn.show(Screen(join([fault, text], "\n\n"), rows))


async def _words(turn: Turn, draft: Draft) -> tuple[Html, Html]:
    """What would be done, and the label of the key that does it."""
    t, days = turn.t, await calendar(turn.post)
    match draft["what"]:
        case "rule":
            return await _rule_words(turn, draft), t("✅ Set the rule")
        case "day":
            hours = _hours_of(draft)
            return join([bold(when(t, _told(draft, hours), days)), hours.place]), t("✅ Add the day")
    one = await supervised_day(turn, draft["day_id"])
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


def _told(draft: Draft, hours: Hours) -> Told:
    return Told(date.fromisoformat(draft["date"]), hours.starts, hours.ends)


async def _rule_words(turn: Turn, draft: Draft) -> Html:
    t, days = turn.t, await calendar(turn.post)
    rule, hours = _rule_of(draft, days.day_of(turn.now)), _hours_of(draft)
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
async def confirm(query: CallbackQuery, callback_data: Confirm, turn: Turn, state: FSMContext) -> None:
    """Done, once: a second press finds nothing more to do."""
    draft = await _draft(turn, state)
    if draft["id"] != callback_data.draft or await state.get_state() != Setting.preview.state:
        raise Unusable(turn.t("Nothing is being set any more. /reception leads on."))
    await state.set_state(None)
    await state.update_data(reception=None)
    t, today = turn.t, (await calendar(turn.post)).day_of(turn.now)
    station = await supervised_station(turn, draft["station"])
    back = [[Button(t("🪑 Reception days at {station}", station=t.named(station)), StationDays(station=station.id))]]
    if draft["what"] == "rule":
        rule = await planning.follow(turn.post, station.id, _rule_of(draft, today), _hours_of(draft))
        await noted(turn, "reception.rule.set", f"rule:{rule.id}")
        turn.show(Screen(t("✅ The rule is set, and its next days are planned. Now give them rosters."), back))
        return
    if draft["what"] == "day":
        made = await planning.add(turn.post, station.id, date.fromisoformat(draft["date"]), _hours_of(draft))
        await noted(turn, "reception.add", f"reception:{made.id}")
        turn.show(await day_screen(turn, made, t("✅ The day is added.")))
        return
    await _change(turn, draft, await supervised_day(turn, draft["day_id"]))


async def _change(turn: Turn, draft: Draft, one: ReceptionDay) -> None:
    t = turn.t
    if one.sequence != draft["sequence"] or one.cancelled_at is not None:
        turn.toast(t("It was changed meanwhile. Here is how it stands."), alert=True)
        turn.show(await day_screen(turn, one))
        return
    if draft["what"] == "cancel":
        await planning.cancel(turn.post, one, draft["reason"])
        await noted(turn, "reception.cancel", f"reception:{one.id}")
        turn.show(await day_screen(turn, one, t("Cancelled; everybody concerned is told.")))
        return
    day, hours = date.fromisoformat(draft["date"]), _hours_of(draft, one.place)
    await planning.move(turn.post, one, day, hours, draft["reason"])
    await noted(turn, "reception.move", f"reception:{one.id}")
    turn.show(await day_screen(turn, one, t("Moved; everybody concerned is told.")))

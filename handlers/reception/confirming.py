"""Staff see what they set in a preview, where a day off is questioned, and confirm it."""

from datetime import date

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from handlers.conversation.context import Context
from handlers.conversation.errors import Unusable
from handlers.conversation.filters import HasRole
from handlers.conversation.screen import Button, Screen
from handlers.conversation.texts import Html, bold, join
from handlers.core.errors import DayOff, ReceptionDayChanged
from handlers.core.reception import actions, rules
from handlers.core.reception.events import Schedule
from handlers.core.reception.rules import Rule, TimeAndPlace
from handlers.core.workdays.days import calendar
from handlers.notifications.reception import when
from handlers.presentation.common_texts import words
from handlers.presentation.due_days import due_day, note
from handlers.presentation.reception import rule_words
from handlers.reception.asking import (
    Draft,
    Setting,
    ask,
    back,
    current,
    date_of,
    day_of,
    keep,
    time_and_place,
)
from handlers.reception.callbacks import AskDate, Confirm, StationDays
from handlers.reception.staff import as_it_stands, day_screen
from storage.models.directory import Station
from storage.vocabulary import Recurrence, Role

router = Router(name="reception.confirming")
router.message.filter(HasRole(Role.STAFF))
router.callback_query.filter(HasRole(Role.STAFF))


async def preview(ctx: Context, state: FSMContext, draft: Draft, fault: str = "") -> None:
    """Show what would be done; a day off is questioned, and the draft remembers that it was."""
    questioned = await _day_off(ctx, draft)
    draft = {**draft, "questioned": questioned is not None}
    await keep(state, draft, Setting.preview)
    lines = [fault, await _words(ctx, draft)]
    rows = [[Button(_label(ctx, draft), Confirm(draft=draft["id"]))], [back(ctx, draft, Setting.preview)]]
    if questioned is not None:
        lines.append(join(["⚠️", words(DayOff(questioned), ctx.t)], " "))
        rows.insert(1, [Button(ctx.t("🗓 Another day"), AskDate(draft=draft["id"]))])
    ctx.show(Screen(join(lines, "\n\n"), rows))


async def _day_off(ctx: Context, draft: Draft) -> date | None:
    """The day off that was chosen for a single reception day."""
    if "date" not in draft:
        return None
    day, before = date_of(draft), (await day_of(ctx, draft)).day if draft["what"] == "move" else None
    return day if await actions.is_questionable(ctx.out, day, before) else None


async def _words(ctx: Context, draft: Draft) -> Html:
    """Words on what would be done."""
    t, days = ctx.t, await calendar(ctx.out)
    match draft["what"]:
        case "rule":
            return await _rule_words(ctx, draft)
        case "day":
            at = time_and_place(draft)
            return join([bold(when(t, _schedule(draft, at), days)), at.place])
    one = await day_of(ctx, draft)
    if draft["what"] == "cancel":
        text = t(
            "The reception day {when} is cancelled: {reason}", when=bold(when(t, one, days)), reason=draft["reason"]
        )
    else:
        text = t(
            "The reception day {before} moves to {when}: {reason}",
            before=when(t, one, days),
            when=bold(when(t, _schedule(draft, time_and_place(draft, one.place)), days)),
            reason=draft["reason"],
        )
    return join([text, t("Everybody concerned is told.")], "\n\n")


def _label(ctx: Context, draft: Draft) -> Html:
    """Words of the key that does it."""
    t = ctx.t
    match draft["what"]:
        case "rule":
            return t("✅ Set the rule")
        case "cancel":
            return t("✖️ Cancel and tell them")
        case "day":
            return t("✅ Keep it: add the day") if draft["questioned"] else t("✅ Add the day")
        case _:
            return t("🗓 Keep it: move and tell them") if draft["questioned"] else t("🗓 Move and tell them")


def _schedule(draft: Draft, at: TimeAndPlace) -> Schedule:
    return Schedule(date_of(draft), at.starts, at.ends)


async def _rule_words(ctx: Context, draft: Draft) -> Html:
    t, days = ctx.t, await calendar(ctx.out)
    rule, at = _rule_of(draft, days.day_of(ctx.now)), time_and_place(draft)
    named = rules.planned_days(rule, rule.since, rule.since + rules.HORIZON)[:3]
    what = t.phrases(rule_words(t, rule), f"{at.starts:%H:%M}–{at.ends:%H:%M}", at.place)
    held = [days.next_working(day) for day in named]
    next_ = t("The next ones: {days}", days=t.listed(due_day(t, day, days) for day in held))
    return join([bold(what), join([next_, note(t, held[-1], days) if held else ""])], "\n\n")


def _rule_of(draft: Draft, since: date) -> Rule:
    return Rule(Recurrence(draft["recurrence"]), draft["day"], draft["every"], since)


@router.callback_query(AskDate.filter())
async def another_day(query: CallbackQuery, callback_data: AskDate, ctx: Context, state: FSMContext) -> None:
    """Ask on which other date; hours and reason stay as they were answered."""
    draft = await current(ctx, state, callback_data.draft)
    if "date" not in draft:
        raise Unusable(ctx.t("Nothing is being set any more. /reception leads on."))
    await ask(ctx, state, draft, Setting.date)


@router.callback_query(Confirm.filter())
async def confirm(query: CallbackQuery, callback_data: Confirm, ctx: Context, state: FSMContext) -> None:
    """Done, once: a second press finds nothing more to do."""
    draft = await current(ctx, state, callback_data.draft)
    if await state.get_state() != Setting.preview.state:
        raise Unusable(ctx.t("Nothing is being set any more. /reception leads on."))
    try:
        screen = await _do(ctx, draft)
    except DayOff as refusal:  # became one since it was previewed
        ctx.toast(words(refusal, ctx.t), alert=True)
        await preview(ctx, state, draft)
        return
    await state.set_state(None)
    await state.update_data(reception=None)
    ctx.show(screen)


async def _do(ctx: Context, draft: Draft) -> Screen:
    """Do what was previewed; the screen that says so. Raises `DayOff`."""
    match draft["what"]:
        case "rule":
            return await _set_rule(ctx, draft)
        case "day":
            made = await actions.add_day(
                ctx.out,
                ctx.actor,
                draft["station"],
                date_of(draft),
                time_and_place(draft),
                on_day_off=draft.get("questioned", False),
            )
            return await day_screen(ctx, made, ctx.t("✅ The day is added."))
    try:
        return await _change(ctx, draft)
    except ReceptionDayChanged as refusal:
        return await as_it_stands(ctx, draft["day_id"], refusal)


async def _set_rule(ctx: Context, draft: Draft) -> Screen:
    t, today = ctx.t, (await calendar(ctx.out)).day_of(ctx.now)
    rule = await actions.set_rule(ctx.out, ctx.actor, draft["station"], _rule_of(draft, today), time_and_place(draft))
    station = await ctx.session.get_one(Station, rule.station_id)
    on = Button(t("🪑 Reception days at {station}", station=t.named(station)), StationDays(station=station.id))
    return Screen(t("✅ The rule is set, and its next days are planned. Now give them rosters."), [[on]])


async def _change(ctx: Context, draft: Draft) -> Screen:
    day_id, sequence = draft["day_id"], draft["sequence"]
    if draft["what"] == "cancel":
        one = await actions.cancel(ctx.out, ctx.actor, day_id, sequence, draft["reason"])
        return await day_screen(ctx, one, ctx.t("Cancelled; everybody concerned is told."))
    place = (await day_of(ctx, draft)).place
    one = await actions.move(
        ctx.out,
        ctx.actor,
        day_id,
        sequence,
        date_of(draft),
        time_and_place(draft, place),
        draft["reason"],
        on_day_off=draft.get("questioned", False),
    )
    return await day_screen(ctx, one, ctx.t("Moved; everybody concerned is told."))

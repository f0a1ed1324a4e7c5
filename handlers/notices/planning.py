"""Staff choose the column of a notice and when it goes out; an urgent one needs a reason."""

from datetime import UTC, datetime, time, timedelta

from aiogram import F, Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.calendar.reading import read_moment
from handlers.conversation.filters import HasRole
from handlers.conversation.refusals import Unusable
from handlers.conversation.screen import Button, Screen, column
from handlers.conversation.texts import bold, join
from handlers.conversation.turn import Turn
from handlers.notices import desk, rules, screens
from handlers.notices.callbacks import DraftAct, Part, SetColumn, SetTime
from storage.models import Notice
from storage.vocabulary import NoticeColumn, Role

router = Router(name="notices.planning")
router.message.filter(HasRole(Role.STAFF))
router.callback_query.filter(HasRole(Role.STAFF))

MORNING = time(9)
"""When a notice that is put off to a day goes out, if nothing else is said: the beginning of office hours."""

SHOWN = 40
"""Characters of what was typed that the answer repeats."""


class Planning(StatesGroup):
    """What staff type about a notice."""

    reason = State()
    moment = State()


@router.callback_query(DraftAct.filter(F.part == Part.COLUMN))
async def ask_column(query: CallbackQuery, callback_data: DraftAct, turn: Turn, state: FSMContext) -> None:
    """The columns: constituents mute what they do not want."""
    notice = await desk.draft(turn, callback_data.notice, callback_data.version)
    if notice is None:
        return
    await state.set_state(None)
    t, here = turn.t, {"notice": notice.id, "version": notice.version}
    lines: list[str] = [
        bold(t("🗂 Which column?")),
        t("Who muted a column gets none of its notices."),
        t("🚨 Urgent reaches everybody, also at night. It is for danger, and needs a reason that is kept."),
    ]
    buttons = [Button(screens.column_name(t, one), SetColumn(column=one, **here)) for one in NoticeColumn]
    turn.show(Screen(join(lines), [*column(buttons), screens.back(t, notice)]))


@router.callback_query(SetColumn.filter())
async def set_column(query: CallbackQuery, callback_data: SetColumn, turn: Turn, state: FSMContext) -> None:
    """Chosen; why it is urgent is typed first."""
    notice = await desk.draft(turn, callback_data.notice, callback_data.version)
    if notice is None:
        return
    if callback_data.column is NoticeColumn.URGENT:
        await state.set_state(Planning.reason)
        await state.update_data(planning=[notice.id, notice.version])
        _ask_reason(turn, notice)
        return
    await state.set_state(None)
    notice.column, notice.reason = callback_data.column, None
    desk.changed(notice, recount=True)
    await desk.show(turn, notice)


def _ask_reason(turn: Turn, notice: Notice, fault: str = "") -> None:
    text = turn.t(
        "🚨 Why is it urgent? Write it in a sentence. The second person reads it, and the audit log keeps it."
    )
    turn.show(Screen(join([fault, text], "\n\n"), [screens.back(turn.t, notice)]))


@router.message(StateFilter(Planning.reason), ~F.text.startswith("/"))
async def reason(message: Message, turn: Turn, state: FSMContext) -> None:
    """Why it is urgent."""
    notice = await _asked(turn, state)
    if notice is None:
        return
    words = " ".join((message.text or "").split())
    if len(words) < rules.LEAST_REASON:
        _ask_reason(turn, notice, turn.t("Please write at least a few words: why must everybody know this at once?"))
        return
    await state.set_state(None)
    notice.column, notice.reason = NoticeColumn.URGENT, words[:500]
    desk.changed(notice, recount=True)
    await desk.show(turn, notice, newest=True)


async def _asked(turn: Turn, state: FSMContext) -> Notice | None:
    notice = await desk.draft(turn, *(await state.get_data())["planning"])
    if notice is None:
        await state.set_state(None)
    return notice


@router.callback_query(DraftAct.filter(F.part == Part.TIME))
async def ask_time(query: CallbackQuery, callback_data: DraftAct, turn: Turn, state: FSMContext) -> None:
    """At once, or a day's morning, or whatever is typed."""
    notice = await desk.draft(turn, callback_data.notice, callback_data.version)
    if notice is not None:
        await _ask_time(turn, state, notice)


async def _ask_time(turn: Turn, state: FSMContext, notice: Notice, fault: str = "") -> None:
    await state.set_state(Planning.moment)
    await state.update_data(planning=[notice.id, notice.version])
    t, here = turn.t, {"notice": notice.id, "version": notice.version}
    buttons = [Button(t("As soon as it is released"), SetTime(minute=0, **here))]
    for day in (1, 2, 7):
        at = _morning(turn, day)
        buttons.append(Button(t.moment(at), SetTime(minute=int(at.timestamp()) // 60, **here)))
    text = t("🕘 When shall it go out? Choose, or write a day and time like {example}.", example=_example(turn))
    turn.show(Screen(join([fault, text], "\n\n"), [*column(buttons), screens.back(t, notice)]))


def _morning(turn: Turn, days: int) -> datetime:
    zone = turn.post.place.zone
    return datetime.combine(turn.now.astimezone(zone).date() + timedelta(days=days), MORNING, zone).astimezone(UTC)


def _example(turn: Turn) -> str:
    day = (turn.now + timedelta(days=3)).astimezone(turn.post.place.zone)
    return f"{day:%d.%m.%Y} 10:30" if turn.t.language == "en" else f"{day:%Y-%m-%d} 10:30"


@router.callback_query(SetTime.filter())
async def set_time(query: CallbackQuery, callback_data: SetTime, turn: Turn, state: FSMContext) -> None:
    """Chosen."""
    notice = await desk.draft(turn, callback_data.notice, callback_data.version)
    if notice is None:
        return
    minute = callback_data.minute
    at = None if minute == 0 else datetime.fromtimestamp(60 * min(abs(minute), 10**8), UTC)
    await state.set_state(None)
    _plan(turn, notice, at)
    await desk.show(turn, notice)


@router.message(StateFilter(Planning.moment), ~F.text.startswith("/"))
async def moment(message: Message, turn: Turn, state: FSMContext) -> None:
    """A day and time was typed."""
    notice = await _asked(turn, state)
    if notice is None:
        return
    at = read_moment(message.text or "", turn.now, turn.post.place.zone)
    if at is None:
        typed = (message.text or "…")[:SHOWN]
        await _ask_time(turn, state, notice, turn.t("I cannot read “{typed}” as a day and time.", typed=typed))
        return
    try:
        _plan(turn, notice, at)
    except Unusable as outside:
        await _ask_time(turn, state, notice, outside.reason)
        return
    await state.set_state(None)
    await desk.show(turn, notice, newest=True)


def _plan(turn: Turn, notice: Notice, at: datetime | None) -> None:
    """Raises `Unusable` for what is over, or too far."""
    if at is not None and at <= turn.now:
        raise Unusable(turn.t("{when} is over already. Choose a later time.", when=turn.t.moment(at)))
    if at is not None and at > turn.now + rules.FARTHEST:
        days = rules.FARTHEST.days
        raise Unusable(turn.t("A notice can be planned at most {days} days ahead.", days=days))
    notice.send_at = at
    desk.changed(notice)

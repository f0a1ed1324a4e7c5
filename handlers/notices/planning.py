"""Staff choose the column of a notice and when it goes out; an urgent one needs a reason."""

from datetime import UTC, datetime, time, timedelta

from aiogram import F, Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.conversation.context import Context
from handlers.conversation.errors import Unusable
from handlers.conversation.filters import HasRole
from handlers.conversation.reading import read_moment
from handlers.conversation.screen import Button, Screen, column
from handlers.conversation.texts import bold, join
from handlers.core.notices import rules
from handlers.notices import desk, screens
from handlers.notices.callbacks import DraftAct, Part, SetColumn, SetTime
from storage.models.notices import Notice
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
async def ask_column(query: CallbackQuery, callback_data: DraftAct, ctx: Context, state: FSMContext) -> None:
    """The columns: constituents mute what they do not want."""
    notice = await desk.draft(ctx, callback_data.notice, callback_data.version)
    if notice is None:
        return
    await state.set_state(None)
    t, here = ctx.t, {"notice": notice.id, "version": notice.version}
    lines: list[str] = [
        bold(t("🗂 Which column?")),
        t("Who muted a column gets none of its notices."),
        t("🚨 Urgent reaches everybody, also at night. It is for danger, and needs a reason that is kept."),
    ]
    buttons = [Button(screens.column_name(t, one), SetColumn(column=one, **here)) for one in NoticeColumn]
    ctx.show(Screen(join(lines), [*column(buttons), screens.back(t, notice)]))


@router.callback_query(SetColumn.filter())
async def set_column(query: CallbackQuery, callback_data: SetColumn, ctx: Context, state: FSMContext) -> None:
    """Chosen; why it is urgent is typed first."""
    notice = await desk.draft(ctx, callback_data.notice, callback_data.version)
    if notice is None:
        return
    if callback_data.column is NoticeColumn.URGENT:
        await state.set_state(Planning.reason)
        await state.update_data(planning=[notice.id, notice.version])
        _ask_reason(ctx, notice)
        return
    await state.set_state(None)
    notice.column, notice.reason = callback_data.column, None
    desk.changed(notice, recount=True)
    await desk.show(ctx, notice)


def _ask_reason(ctx: Context, notice: Notice, fault: str = "") -> None:
    text = ctx.t("🚨 Why is it urgent? Write it in a sentence. The second person reads it, and the audit log keeps it.")
    ctx.show(Screen(join([fault, text], "\n\n"), [screens.back(ctx.t, notice)]))


@router.message(StateFilter(Planning.reason), ~F.text.startswith("/"))
async def reason(message: Message, ctx: Context, state: FSMContext) -> None:
    """Why it is urgent."""
    notice = await _asked(ctx, state)
    if notice is None:
        return
    words = " ".join((message.text or "").split())
    if len(words) < rules.LEAST_REASON:
        _ask_reason(ctx, notice, ctx.t("Please write at least a few words: why must everybody know this at once?"))
        return
    await state.set_state(None)
    notice.column, notice.reason = NoticeColumn.URGENT, words[:500]
    desk.changed(notice, recount=True)
    await desk.show(ctx, notice, newest=True)


async def _asked(ctx: Context, state: FSMContext) -> Notice | None:
    notice = await desk.draft(ctx, *(await state.get_data())["planning"])
    if notice is None:
        await state.set_state(None)
    return notice


@router.callback_query(DraftAct.filter(F.part == Part.TIME))
async def ask_time(query: CallbackQuery, callback_data: DraftAct, ctx: Context, state: FSMContext) -> None:
    """At once, or a day's morning, or whatever is typed."""
    notice = await desk.draft(ctx, callback_data.notice, callback_data.version)
    if notice is not None:
        await _ask_time(ctx, state, notice)


async def _ask_time(ctx: Context, state: FSMContext, notice: Notice, fault: str = "") -> None:
    await state.set_state(Planning.moment)
    await state.update_data(planning=[notice.id, notice.version])
    t, here = ctx.t, {"notice": notice.id, "version": notice.version}
    buttons = [Button(t("As soon as it is released"), SetTime(minute=0, **here))]
    for day in (1, 2, 7):
        at = _morning(ctx, day)
        buttons.append(Button(t.moment(at), SetTime(minute=int(at.timestamp()) // 60, **here)))
    text = t("🕘 When shall it go out? Choose, or write a day and time like {example}.", example=_example(ctx))
    ctx.show(Screen(join([fault, text], "\n\n"), [*column(buttons), screens.back(t, notice)]))


def _morning(ctx: Context, days: int) -> datetime:
    zone = ctx.out.county.zone
    return datetime.combine(ctx.now.astimezone(zone).date() + timedelta(days=days), MORNING, zone).astimezone(UTC)


def _example(ctx: Context) -> str:
    day = (ctx.now + timedelta(days=3)).astimezone(ctx.out.county.zone)
    return f"{day:%d.%m.%Y} 10:30" if ctx.t.language == "en" else f"{day:%Y-%m-%d} 10:30"


@router.callback_query(SetTime.filter())
async def set_time(query: CallbackQuery, callback_data: SetTime, ctx: Context, state: FSMContext) -> None:
    """Chosen."""
    notice = await desk.draft(ctx, callback_data.notice, callback_data.version)
    if notice is None:
        return
    minute = callback_data.minute
    at = None if minute == 0 else datetime.fromtimestamp(60 * min(abs(minute), 10**8), UTC)
    await state.set_state(None)
    _plan(ctx, notice, at)
    await desk.show(ctx, notice)


@router.message(StateFilter(Planning.moment), ~F.text.startswith("/"))
async def moment(message: Message, ctx: Context, state: FSMContext) -> None:
    """A day and time was typed."""
    notice = await _asked(ctx, state)
    if notice is None:
        return
    at = read_moment(message.text or "", ctx.now, ctx.out.county.zone)
    if at is None:
        typed = (message.text or "…")[:SHOWN]
        await _ask_time(ctx, state, notice, ctx.t("I cannot read “{typed}” as a day and time.", typed=typed))
        return
    try:
        _plan(ctx, notice, at)
    except Unusable as outside:
        await _ask_time(ctx, state, notice, outside.reason)
        return
    await state.set_state(None)
    await desk.show(ctx, notice, newest=True)


def _plan(ctx: Context, notice: Notice, at: datetime | None) -> None:
    """Raises `Unusable` for what is over, or too far."""
    if at is not None and at <= ctx.now:
        raise Unusable(ctx.t("{when} is over already. Choose a later time.", when=ctx.t.moment(at)))
    if at is not None and at > ctx.now + rules.FARTHEST:
        days = rules.FARTHEST.days
        raise Unusable(ctx.t("A notice can be planned at most {days} days ahead.", days=days))
    notice.send_at = at
    desk.changed(notice)

"""Staff choose the column of a notice and when it goes out; an urgent one needs a reason."""

from datetime import UTC, datetime, time, timedelta

from aiogram import F, Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.conversation.context import Context
from handlers.conversation.filters import HasRole
from handlers.conversation.reading import read_moment
from handlers.conversation.screen import Button, Screen, column
from handlers.conversation.texts import N_, bold, join
from handlers.core.notices import access
from handlers.core.notices.actions import counting, drafting
from handlers.core.notices.errors import ReasonTooShort, TimeOver, TooFarAhead
from handlers.core.notices.rules import MUTABLE
from handlers.notices import screens
from handlers.notices.callbacks import SetColumn, SetTime
from handlers.presentation.common_texts import unread, words
from handlers.presentation.notices.callbacks import DraftAct, Part
from handlers.presentation.notices.names import column_name
from storage.models.notices import Notice
from storage.vocabulary import NoticeColumn, Role

router = Router(name="notices.planning")
router.message.filter(HasRole(Role.STAFF))
router.callback_query.filter(HasRole(Role.STAFF))

MORNING = time(9)
"""Hour of a notice that is put off to a day, if nothing else is said: the beginning of office hours."""


class Planning(StatesGroup):
    """Texts that staff type about a notice."""

    reason = State()
    moment = State()


@router.callback_query(DraftAct.filter(F.part == Part.COLUMN))
async def ask_column(query: CallbackQuery, callback_data: DraftAct, ctx: Context, state: FSMContext) -> None:
    """The columns: constituents mute what they do not want."""
    notice = await counting.turn_to_part(ctx.out, ctx.actor, callback_data.notice, callback_data.version)
    await state.set_state(None)
    t, here = ctx.t, {"notice": notice.id, "version": notice.version}
    lines: list[str] = [
        bold(t("🗂 Which column?")),
        t("Who muted a column gets none of its notices."),
        t("🚨 Urgent reaches everybody, also at night. It is for danger, and needs a reason that is kept."),
    ]
    buttons = [Button(column_name(t, one), SetColumn(column=one, **here)) for one in NoticeColumn]
    ctx.show(Screen(join(lines), [*column(buttons), screens.back(t, notice.id, notice.version)]))


@router.callback_query(SetColumn.filter(F.column == NoticeColumn.URGENT))
async def ask_reason(query: CallbackQuery, callback_data: SetColumn, ctx: Context, state: FSMContext) -> None:
    """Ask why it is urgent; that is typed first."""
    notice = await counting.turn_to_part(ctx.out, ctx.actor, callback_data.notice, callback_data.version)
    await state.set_state(Planning.reason)
    await state.update_data(planning=[notice.id, notice.version])
    _ask_reason(ctx, notice)


@router.callback_query(SetColumn.filter(F.column.in_(MUTABLE)))
async def set_column(query: CallbackQuery, callback_data: SetColumn, ctx: Context, state: FSMContext) -> None:
    """Chosen."""
    number, version = callback_data.notice, callback_data.version
    notice = await drafting.set_column(ctx.out, ctx.actor, number, version, callback_data.column)
    await state.set_state(None)
    await screens.show(ctx, notice)


def _ask_reason(ctx: Context, notice: Notice, fault: str = "") -> None:
    text = ctx.t("🚨 Why is it urgent? Write it in a sentence. The second person reads it, and the audit log keeps it.")
    ctx.show(Screen(join([fault, text], "\n\n"), [screens.back(ctx.t, notice.id, notice.version)]))


@router.message(StateFilter(Planning.reason), ~F.text.startswith("/"))
async def reason(message: Message, ctx: Context, state: FSMContext) -> None:
    """Take the reason why it is urgent."""
    number, version = (await state.get_data())["planning"]
    try:
        notice = await drafting.set_column(ctx.out, ctx.actor, number, version, NoticeColumn.URGENT, message.text or "")
    except ReasonTooShort as refusal:
        _ask_reason(ctx, await access.own_draft(ctx.out, ctx.actor, number, version), words(refusal, ctx.t))
        return
    await state.set_state(None)
    await screens.show(ctx, notice, newest=True)


@router.callback_query(DraftAct.filter(F.part == Part.TIME))
async def ask_time(query: CallbackQuery, callback_data: DraftAct, ctx: Context, state: FSMContext) -> None:
    """At once, or a day's morning, or whatever is typed."""
    notice = await counting.turn_to_part(ctx.out, ctx.actor, callback_data.notice, callback_data.version)
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
    way_back = screens.back(t, notice.id, notice.version)
    ctx.show(Screen(join([fault, text], "\n\n"), [*column(buttons), way_back]))


def _morning(ctx: Context, days: int) -> datetime:
    zone = ctx.out.county.zone
    return datetime.combine(ctx.now.astimezone(zone).date() + timedelta(days=days), MORNING, zone).astimezone(UTC)


def _example(ctx: Context) -> str:
    day = (ctx.now + timedelta(days=3)).astimezone(ctx.out.county.zone)
    return f"{day:%d.%m.%Y} 10:30" if ctx.t.language == "en" else f"{day:%Y-%m-%d} 10:30"


@router.callback_query(SetTime.filter())
async def set_time(query: CallbackQuery, callback_data: SetTime, ctx: Context, state: FSMContext) -> None:
    """Chosen."""
    minute = callback_data.minute
    at = None if minute == 0 else datetime.fromtimestamp(60 * min(abs(minute), 10**8), UTC)
    notice = await drafting.set_time(ctx.out, ctx.actor, callback_data.notice, callback_data.version, at)
    await state.set_state(None)
    await screens.show(ctx, notice)


@router.message(StateFilter(Planning.moment), ~F.text.startswith("/"))
async def moment(message: Message, ctx: Context, state: FSMContext) -> None:
    """A day and time was typed."""
    number, version = (await state.get_data())["planning"]
    notice = await access.own_draft(ctx.out, ctx.actor, number, version)
    at = read_moment(message.text or "", ctx.now, ctx.out.county.zone, ctx.t.language)
    if at is None:
        fault = unread(ctx.t, message.text, N_("I cannot read “{typed}” as a day and time."))
        await _ask_time(ctx, state, notice, fault)
        return
    try:
        notice = await drafting.set_time(ctx.out, ctx.actor, number, version, at)
    except (TimeOver, TooFarAhead) as refusal:
        await _ask_time(ctx, state, notice, words(refusal, ctx.t))
        return
    await state.set_state(None)
    await screens.show(ctx, notice, newest=True)

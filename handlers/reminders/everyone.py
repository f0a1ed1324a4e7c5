"""Representatives, officers of units and staff choose when their morning digest comes."""

from datetime import time

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers.conversation.callbacks import Go
from handlers.conversation.context import Context
from handlers.conversation.filters import HasRole
from handlers.conversation.screen import Button, Screen
from handlers.conversation.texts import Html, bold, join
from handlers.core.errors import DigestTimeNotFound
from handlers.core.reminders import actions, rules
from handlers.core.workdays.days import calendar
from handlers.notifications.gathering import FEW
from handlers.reminders.callbacks import SetDigest, SetFigures
from storage.vocabulary import Role

router = Router(name="reminders.everyone")
router.message.filter(HasRole(*actions.READERS))
router.callback_query.filter(HasRole(*actions.READERS))

OFF = -1
IN_A_ROW = 4


@router.message(Command("reminders"))
async def reminders_command(message: Message, ctx: Context, state: FSMContext) -> None:
    """Show when the digest comes, and what else comes by itself."""
    await state.set_state(None)
    await _show(ctx)


@router.callback_query(Go.filter(F.to == "reminders"))
async def go_reminders(query: CallbackQuery, ctx: Context, state: FSMContext) -> None:
    """The same."""
    await state.set_state(None)
    await _show(ctx)


@router.callback_query(SetDigest.filter())
async def set_digest(query: CallbackQuery, callback_data: SetDigest, ctx: Context) -> None:
    """From now on at this hour, or not at all."""
    await actions.set_digest(ctx.out, ctx.actor, _time(callback_data.minute))
    ctx.toast(ctx.t("Noted."))
    await _show(ctx)


@router.callback_query(SetFigures.filter())
async def set_figures(query: CallbackQuery, callback_data: SetFigures, ctx: Context) -> None:
    """From now on the figures of each week and month come, or do not."""
    await actions.set_figures(ctx.out, ctx.actor, callback_data.told)
    ctx.toast(ctx.t("Noted."))
    await _show(ctx)


async def _show(ctx: Context) -> None:
    t, at = ctx.t, ctx.me.digest_at
    if at is None:
        now = t("☀️ Morning digest: off. You can switch it on at any time.")
    else:
        upcoming = t.moment(rules.next_morning(ctx.now, await calendar(ctx.out), at))
        now = t("☀️ Morning digest: {hour} on working days; the next one can come {moment}.",
                hour=bold(f"{at:%H:%M}"), moment=upcoming)  # fmt: skip
    what = t("It says what is new, due soon and overdue. When nothing is, it does not come.")
    keys = [_key(ctx, one) for one in rules.DIGEST_TIMES]
    rows = [keys[first : first + IN_A_ROW] for first in range(0, len(keys), IN_A_ROW)]
    if at is not None:
        rows.append([Button(t("🔕 No digest"), SetDigest(minute=OFF))])
    if ctx.has(Role.STAFF):
        told = ctx.me.figures_told
        rows.append([Button(t("🔕 No figures") if told else t("📊 Tell me the figures"), SetFigures(told=not told))])
    ctx.show(Screen(join([now, what, _others(ctx)], "\n\n"), [*rows, [Button(t("🏠 Home"), Go(to="home"))]]))


def _others(ctx: Context) -> Html:
    """Reminders that come whatever the digest is set to."""
    t = ctx.t
    lines = []
    if ctx.has(Role.REPRESENTATIVE):
        lines.append(
            t(
                "⏳ Of each case I remind you when half of the time has passed, the day before it is due, on that day, "
                "and while it is late; of reception days 7, 3 and 1 days before, and that morning."
            )
        )
    if ctx.has(Role.UNIT):
        lines.append(
            t(
                "🏢 Of what is referred to your unit I remind you when half of the time has passed, the day before it "
                "is due, on that day, and while it is late."
            )
        )
    if ctx.has(Role.STAFF):
        lines.append(
            t(
                "📊 On the first working day of each week and month I tell you the figures of the one before, as a "
                "picture."
            )
            if ctx.me.figures_told
            else t("📊 Figures of weeks and months: off.")
        )
        lines.append(
            t(
                "🔎 I remind you of what is due to be screened and of requests for more time, and tell you of cases "
                "that are very late."
            )
        )
    lines.append(
        t("📚 When more than {n} fall due on one morning, they come as one message, the most urgent first.", n=FEW)
    )
    lines.append(t("All of it by day, on working days."))
    return join(list(lines))


def _key(ctx: Context, at: time) -> Button:
    label = f"{at:%H:%M}"
    return Button(f"✓ {label}" if at == ctx.me.digest_at else label, SetDigest(minute=_minute(at)))


def _time(minute: int) -> time | None:
    """An hour out of a button; None: off. Raises `DigestTimeNotFound`."""
    if minute == OFF:
        return None
    if not 0 <= minute < 24 * 60:
        raise DigestTimeNotFound
    return time(minute // 60, minute % 60)


def _minute(at: time) -> int:
    return at.hour * 60 + at.minute

"""Representatives, officers of units and staff choose when their morning digest comes."""

from datetime import time

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers.calendar.days import calendar
from handlers.conversation.callbacks import Go
from handlers.conversation.filters import HasRole
from handlers.conversation.refusals import Unusable
from handlers.conversation.screen import Button, Screen
from handlers.conversation.texts import Html, bold, join
from handlers.conversation.turn import Turn
from handlers.reminders import planning, rules
from handlers.reminders.callbacks import SetDigest
from storage.vocabulary import Role

router = Router(name="reminders.everyone")
router.message.filter(HasRole(Role.REPRESENTATIVE, Role.UNIT, Role.STAFF))
router.callback_query.filter(HasRole(Role.REPRESENTATIVE, Role.UNIT, Role.STAFF))

OFF = -1
IN_A_ROW = 4


@router.message(Command("reminders"))
async def reminders_command(message: Message, turn: Turn, state: FSMContext) -> None:
    """When the digest comes, and what else comes by itself."""
    await state.set_state(None)
    await _show(turn)


@router.callback_query(Go.filter(F.to == "reminders"))
async def go_reminders(query: CallbackQuery, turn: Turn, state: FSMContext) -> None:
    """The same."""
    await state.set_state(None)
    await _show(turn)


@router.callback_query(SetDigest.filter())
async def set_digest(query: CallbackQuery, callback_data: SetDigest, turn: Turn) -> None:
    """From now on at this hour, or not at all."""
    known = {OFF: None, **{_minute(at): at for at in rules.DIGEST_TIMES}}
    if callback_data.minute not in known:
        raise Unusable(turn.t("Please choose one of the hours below. /reminders shows them."))
    turn.me.digest_at = known[callback_data.minute]
    await planning.plan_digest(turn.post, turn.me)
    turn.toast(turn.t("Noted."))
    await _show(turn)


async def _show(turn: Turn) -> None:
    t, at = turn.t, turn.me.digest_at
    if at is None:
        now = t("☀️ Morning digest: off. You can switch it on at any time.")
    else:
        upcoming = t.moment(rules.next_morning(turn.now, await calendar(turn.post), at))
        now = t("☀️ Morning digest: {hour} on working days; the next one can come {moment}.",
                hour=bold(f"{at:%H:%M}"), moment=upcoming)  # fmt: skip
    what = t("It says what is new, due soon and overdue. When nothing is, it does not come.")
    keys = [_key(turn, one) for one in rules.DIGEST_TIMES]
    rows = [keys[first : first + IN_A_ROW] for first in range(0, len(keys), IN_A_ROW)]
    if at is not None:
        rows.append([Button(t("🔕 No digest"), SetDigest(minute=OFF))])
    turn.show(Screen(join([now, what, _others(turn)], "\n\n"), [*rows, [Button(t("🏠 Home"), Go(to="home"))]]))


def _others(turn: Turn) -> Html:
    """What comes whatever the digest is set to."""
    t = turn.t
    lines = []
    if turn.has(Role.REPRESENTATIVE):
        lines.append(
            t(
                "⏳ Of each case I remind you when half of the time has passed, the day before it is due, on that day, "
                "and while it is late; of reception days 7, 3 and 1 days before, and that morning."
            )
        )
    if turn.has(Role.UNIT):
        lines.append(
            t(
                "🏢 Of what is referred to your unit I remind you when half of the time has passed, the day before it "
                "is due, on that day, and while it is late."
            )
        )
    if turn.has(Role.STAFF):
        lines.append(
            t(
                "🔎 I remind you of what is due to be screened and of requests for more time, and tell you of cases "
                "that are very late."
            )
        )
    lines.append(t("All of it by day, on working days."))
    return join(list(lines))


def _key(turn: Turn, at: time) -> Button:
    label = f"{at:%H:%M}"
    return Button(f"✓ {label}" if at == turn.me.digest_at else label, SetDigest(minute=_minute(at)))


def _minute(at: time) -> int:
    return at.hour * 60 + at.minute

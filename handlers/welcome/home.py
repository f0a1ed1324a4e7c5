"""The home screen: what waits for a person, in each of their roles."""

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers.conversation.callbacks import Go
from handlers.conversation.screen import Button, Screen
from handlers.conversation.texts import Html, bold, join
from handlers.conversation.turn import Turn
from storage.queries import notices, opinions
from storage.vocabulary import Role, Stage

router = Router(name="welcome.home")


@router.callback_query(Go.filter(F.to == "home"))
async def go_home(query: CallbackQuery, turn: Turn) -> None:
    """Back to the home screen."""
    turn.show(await home(turn))


async def home(turn: Turn, headline: Html | None = None) -> Screen:
    """What waits, and the ways from here. `headline` stands above it."""
    t = turn.t
    where = t.named(turn.me.area) if turn.me.area else None
    lines: list[str] = [
        headline or bold(t("Huiyin: your line to your representative")),
        t("Your place: {place}", place=where) if where else t("You have not told me your place yet."),
        *await _waiting(turn),
        t("Just write to me, and I will make an opinion of it."),
    ]
    return Screen(join(lines, "\n\n"), await _rows(turn))


async def _waiting(turn: Turn) -> list[Html]:
    """A line for each thing that waits for the person."""
    t, lines = turn.t, []
    counts = await opinions.counts_of_constituent(turn.session, turn.me.id)
    if questions := counts.get(Stage.WAITING, 0):
        lines.append(
            t.plural("❓ {n} question waits for your answer.", "❓ {n} questions wait for your answer.", questions)
        )
    if answers := counts.get(Stage.ANSWERED, 0):
        lines.append(t.plural("💬 {n} answer waits for your rating.", "💬 {n} answers wait for your rating.", answers))
    if under_way := counts.get(Stage.SUBMITTED, 0) + counts.get(Stage.ASSIGNED, 0):
        lines.append(
            t.plural("⏳ {n} opinion of yours is under way.", "⏳ {n} opinions of yours are under way.", under_way)
        )
    return lines


async def _rows(turn: Turn) -> list[list[Button]]:
    t = turn.t
    rows = [
        [Button(t("✍️ Write an opinion"), Go(to="opinion"))],
        [Button(t("📋 My opinions"), Go(to="mine")), Button(t("👤 My representatives"), Go(to="representatives"))],
    ]
    if turn.has(Role.REPRESENTATIVE):
        ids = [representative.id for representative in turn.representatives]
        n = await opinions.count_of_representatives(turn.session, ids, [Stage.ASSIGNED])
        rows.append([Button(t("📥 Inbox ({n})", n=n), Go(to="inbox"))])
    if turn.has(Role.STAFF):
        n = await opinions.count_to_screen(turn.session, turn.stations)
        rows.append([Button(t("🔎 To screen ({n})", n=n), Go(to="screen"))])
        n = await notices.count_to_release(turn.session, turn.stations, turn.me.id)
        rows.append([Button(t("📢 Notices ({n} to release)", n=n), Go(to="notice"))])
    rows.append([Button(t("📍 My place"), Go(to="place")), Button(t("❔ Help"), Go(to="help"))])
    return rows


@router.message(Command("home"))
async def home_command(message: Message, turn: Turn, state: FSMContext) -> None:
    """Leave what was being done and show the home screen."""
    await state.set_state(None)
    turn.show(await home(turn))

"""The public board in the chat: staff put matters there, authors say whether that may be."""

from enum import StrEnum

from aiogram import Router
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from handlers.conversation.context import Context
from handlers.conversation.filters import HasRole
from handlers.conversation.screen import Button, Screen
from handlers.conversation.texts import N_, Html, Translator, bold, join
from handlers.core.board import actions
from handlers.core.matters import access
from handlers.presentation import board as words
from handlers.presentation.callbacks import BoardCard, BoardSay, OpenMatter
from storage.matter_vocabulary import BoardState
from storage.models.board import BoardEntry
from storage.models.matters import Matter
from storage.queries import board
from storage.queries.board import Consents
from storage.vocabulary import Role

router = Router(name="board.staff")
router.callback_query.filter(HasRole(Role.STAFF))
everyone = Router(name="board.everyone")


class Act(StrEnum):
    """What staff do with a matter on the board."""

    ASK = "ask"
    SHOW = "show"
    TAKE_OFF = "off"


class BoardAct(CallbackData, prefix="bda"):
    """Do it."""

    matter: int
    act: Act


DOES = {Act.ASK: actions.ask, Act.SHOW: actions.show, Act.TAKE_OFF: actions.take_off}
DONE = {
    Act.ASK: N_("Asked. You hear of it here once nothing hinders it."),
    Act.SHOW: N_("It stands on the public board now."),
    Act.TAKE_OFF: N_("It is off the public board."),
}
LABELS = {
    Act.ASK: N_("❓ Ask its authors"),
    Act.SHOW: N_("🌐 Show it there"),
    Act.TAKE_OFF: N_("🚫 Take it off"),
}
STANDS = {
    None: N_("It is not on the board. Its authors must agree first: each is asked in the chat."),
    BoardState.ASKED: N_("Its authors are asked."),
    BoardState.SHOWN: N_("It stands there."),
    BoardState.GONE: N_("It was taken off; its address says so."),
}


@router.callback_query(BoardCard.filter())
async def open_card(query: CallbackQuery, callback_data: BoardCard, ctx: Context, state: FSMContext) -> None:
    """How a matter stands with the board."""
    await state.set_state(None)
    await _show(ctx, await access.kept(ctx.out, ctx.actor, callback_data.matter))


@router.callback_query(BoardAct.filter())
async def act(query: CallbackQuery, callback_data: BoardAct, ctx: Context, state: FSMContext) -> None:
    """Ask, show, take off."""
    entry = await DOES[callback_data.act](ctx.out, ctx.actor, callback_data.matter)
    ctx.toast(ctx.t(DONE[callback_data.act]))
    await _show(ctx, entry.matter)


async def _show(ctx: Context, matter: Matter) -> None:
    t, entry = ctx.t, await board.of_matter(ctx.session, matter.id)
    said = await board.consents(ctx.session, entry.id) if entry is not None else Consents(0, 0, 0)
    asked = entry is None or bool(await board.unasked(ctx.session, entry))
    fits = entry is not None and not asked and actions.may_be_shown(ctx.out, entry, said)
    rows = [[Button(t(LABELS[one]), BoardAct(matter=matter.id, act=one))] for one in _possible(entry, asked, fits)]
    if entry is not None and entry.state is BoardState.SHOWN:
        rows.insert(0, [Button(t("🔗 Read it there"), url=f"{ctx.out.county.board_url}/{entry.id}")])
    back = [Button(t("⬅️ Back"), OpenMatter(matter=matter.id))]
    lines = [t("🌐 On the public board"), bold(matter.title), t(STANDS[entry.state if entry is not None else None])]
    ctx.show(Screen(join([*lines, _said(t, said), _hint(t, said)]), [*rows, back]))


def _possible(entry: BoardEntry | None, unasked: bool, fits: bool) -> list[Act]:
    shown = entry is not None and entry.state is BoardState.SHOWN
    found = [Act.ASK] if unasked else []
    if fits and not shown:
        found.append(Act.SHOW)
    return [*found, Act.TAKE_OFF] if shown else found


def _said(t: Translator, said: Consents) -> Html:
    if not sum(said):
        return Html()
    return t("Its authors: yes {yes}, no {no}, no answer {silent}.", yes=said.yes, no=said.no, silent=said.silent)


def _hint(t: Translator, said: Consents) -> Html:
    if not said.no:
        return Html()
    return t("One said no. Take their opinion out of the matter, and write it without what only they know.")


@everyone.callback_query(BoardSay.filter())
async def say(query: CallbackQuery, callback_data: BoardSay, ctx: Context) -> None:
    """An author says whether it may stand there."""
    yes = callback_data.consents
    entry = await actions.consent(ctx.out, ctx.actor, callback_data.matter, consents=yes)
    ctx.show(words.said(ctx.t, entry.matter, consents=yes))

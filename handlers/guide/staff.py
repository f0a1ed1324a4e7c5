"""County staff change the guide's words, in either language; every version is kept."""

import secrets

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.conversation.context import Context
from handlers.conversation.filters import AboutOpinion, OfCounty
from handlers.conversation.screen import Button, Screen
from handlers.conversation.texts import Html, bold, join, quote
from handlers.core.errors import TextTooLong
from handlers.core.guide import actions, pieces
from handlers.core.guide.errors import NoSuchPiece
from handlers.core.languages import LANGUAGES
from handlers.guide.callbacks import KeepPiece, WithdrawPiece, WritePiece
from handlers.presentation.callbacks import OpenPiece
from handlers.presentation.common_texts import words as words_of
from handlers.presentation.common_texts import words_needed

router = Router(name="guide.staff")
router.message.filter(OfCounty())
router.callback_query.filter(OfCounty())

NAMES = {"en": "English", "zh_Hans": "中文"}


class WordingPiece(StatesGroup):
    """Typing words for the piece in the data as `guide`: key, language, what was typed, and its mark."""

    text = State()


def keys(ctx: Context, piece: str) -> list[list[Button]]:
    """Keys to change a piece, for county staff; none for others."""
    if not ctx.actor.of_county:
        return []
    return [[Button(f"✏️ {NAMES[one]}", WritePiece(piece=piece, language=one)) for one in LANGUAGES]]


@router.callback_query(WritePiece.filter())
async def write(query: CallbackQuery, callback_data: WritePiece, ctx: Context, state: FSMContext) -> None:
    """Ask for new words; those there are are shown. Raises `NoSuchPiece`."""
    actions.check(callback_data.piece, callback_data.language)
    await _ask(ctx, state, callback_data.piece, callback_data.language)


async def _ask(ctx: Context, state: FSMContext, piece: str, language: str, head: Html | str = "") -> None:
    t, now = ctx.t, await pieces.words(ctx.session, piece, language)
    await state.set_state(WordingPiece.text)
    await state.update_data(guide=[piece, language, "", ""])
    title = bold(f"{pieces.pieces()[piece].title[t.language]} · {NAMES[language]}")
    origin = t("These words came with the release.")
    rows = []
    if now.change is not None and now.change.text is not None:
        origin = t("Version {n}, from {day}.", n=now.change.version, day=t.day(now.change.at))
        back = WithdrawPiece(piece=piece, language=language)
        rows.append([Button(t("↩️ Back to the words that came with it"), back)])
    ask = t("Type the words that shall take their place, at most {n} characters.", n=actions.LONGEST)
    parts: list[str] = [head, title, quote(now.text), origin, ask]
    ctx.show(Screen(join(parts, "\n\n"), [*rows, [_back(ctx, piece)]]))


def _back(ctx: Context, piece: str) -> Button:
    return Button(ctx.t("⬅️ Back"), OpenPiece(piece=piece, beside=False))


@router.message(WordingPiece.text, ~AboutOpinion(), ~F.text.startswith("/"))
async def typed(message: Message, ctx: Context, state: FSMContext) -> None:
    """Shown as it will be read, before it counts."""
    piece, language, *_ = (await state.get_data())["guide"]
    t, text, draft = ctx.t, (message.text or "").strip(), secrets.token_hex(3)
    if not text:
        ctx.show(words_needed(t, [[_back(ctx, piece)]]))
        return
    if len(text) > actions.LONGEST:
        ctx.show(Screen(words_of(TextTooLong(actions.LONGEST), t), [[_back(ctx, piece)]]))
        return
    await state.update_data(guide=[piece, language, text, draft])
    rows = [[Button(t("✅ Put it in place"), KeepPiece(draft=draft))], [_back(ctx, piece)]]
    head = t("So it will be read. To change it, type it anew.")
    ctx.show(Screen(join([head, quote(text)], "\n\n"), rows))


@router.callback_query(KeepPiece.filter())
async def put(query: CallbackQuery, callback_data: KeepPiece, ctx: Context, state: FSMContext) -> None:
    """It counts from now on."""
    piece, language, text, draft = (await state.get_data()).get("guide") or ("", "", "", "")
    if not piece:
        raise NoSuchPiece
    if draft != callback_data.draft:
        await _ask(ctx, state, piece, language, ctx.t("Those words are not in place: others were typed since."))
        return
    await actions.word(ctx.out, ctx.actor, piece, language, text)
    await _ask(ctx, state, piece, language, ctx.t("✅ Everybody reads these words from now on."))


@router.callback_query(WithdrawPiece.filter())
async def withdraw(query: CallbackQuery, callback_data: WithdrawPiece, ctx: Context, state: FSMContext) -> None:
    """The words that came with the release are read again."""
    asked = callback_data
    await actions.withdraw(ctx.out, ctx.actor, asked.piece, asked.language)
    await _ask(ctx, state, asked.piece, asked.language, ctx.t("↩️ The words that came with it are read again."))

"""Everybody reads the guide: constituents what belongs where, representatives what to raise and how."""

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers.conversation.callbacks import Go
from handlers.conversation.context import Context
from handlers.conversation.screen import Button, Screen, column
from handlers.conversation.texts import bold, join
from handlers.core.guide.errors import NoSuchPiece
from handlers.core.guide.pieces import pieces
from handlers.guide import staff
from handlers.presentation import guide
from handlers.presentation.callbacks import OpenPiece
from storage.vocabulary import Role

router = Router(name="guide.everyone")


@router.message(Command("guide"))
async def guide_command(message: Message, ctx: Context, state: FSMContext) -> None:
    """List the pieces; who has only one reads it at once."""
    await state.set_state(None)
    await _list(ctx)


@router.callback_query(Go.filter(F.to == "guide"))
async def go_guide(query: CallbackQuery, ctx: Context) -> None:
    """List the pieces; what is being done goes on."""
    await _list(ctx)


def _theirs(ctx: Context) -> list[str]:
    """Keys of the pieces for whom they are; county staff, who keep them, read all."""
    for_office = ctx.has(Role.REPRESENTATIVE) or ctx.actor.of_county
    return [key for key, one in pieces().items() if one.audience is Role.CONSTITUENT or for_office]


async def _list(ctx: Context) -> None:
    t, theirs = ctx.t, _theirs(ctx)
    if len(theirs) == 1:
        await _show(ctx, theirs[0])
        return
    keys = [
        Button(f"{pieces()[key].sign} {pieces()[key].title[t.language]}", OpenPiece(piece=key, beside=False))
        for key in theirs
    ]
    text = join([bold(t("📖 What to raise, and how to write it")), t("Short pieces, each read in a minute.")], "\n\n")
    ctx.show(Screen(text, [*column(keys), [Button(t("🏠 Home"), Go(to="home"))]]))


@router.callback_query(OpenPiece.filter())
async def open_piece(query: CallbackQuery, callback_data: OpenPiece, ctx: Context) -> None:
    """A piece; what is being done goes on. Raises `NoSuchPiece`."""
    if callback_data.piece not in pieces():
        raise NoSuchPiece
    await _show(ctx, callback_data.piece, beside=callback_data.beside)


async def _show(ctx: Context, key: str, *, beside: bool = False) -> None:
    t, theirs = ctx.t, _theirs(ctx)
    rows = [] if beside else staff.keys(ctx, key)
    if len(theirs) > 1:
        rows.append([Button(t("📖 The whole guide"), Go(to="guide"))])
    else:
        rows.append([Button(t("✍️ Write an opinion"), Go(to="opinion"))])
    rows.append([Button(t("🏠 Home"), Go(to="home"))])
    ctx.show(Screen(await guide.whole(ctx.session, t, key), rows), fresh=beside)

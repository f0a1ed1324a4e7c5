"""A constituent says which notices they want."""

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.methods import EditMessageReplyMarkup
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from handlers.conversation.callbacks import Go
from handlers.conversation.context import Context
from handlers.conversation.screen import Button, Screen, column
from handlers.conversation.texts import Html, bold, join
from handlers.core.notices.actions import muting
from handlers.core.notices.rules import MUTABLE
from handlers.notices.callbacks import SetMuted
from handlers.presentation.notices import wire
from handlers.presentation.notices.callbacks import MuteHere
from handlers.presentation.notices.names import COLUMN_NAMES, column_name
from storage.queries import notices
from storage.vocabulary import NoticeColumn

router = Router(name="notices.muting")


@router.message(Command("notices"))
async def notices_command(message: Message, ctx: Context) -> None:
    """The columns, each a tap to mute or to have again."""
    ctx.show(await _columns(ctx))


@router.callback_query(Go.filter(F.to == "notices"))
async def go_notices(query: CallbackQuery, ctx: Context) -> None:
    """The same, as a message of its own: the key stands under a notice, which must stay readable."""
    ctx.show(await _columns(ctx), fresh=True)


async def _columns(ctx: Context) -> Screen:
    t, muted = ctx.t, await notices.muted_by(ctx.session, ctx.me.id)
    lines: list[str] = [
        bold(t("📢 Notices")),
        t("Your liaison station and the county office write to you here. Tap what you do not want."),
        t("🌙 Nothing comes between 21:00 and 08:00, except urgent notices: they warn of danger and cannot be muted."),
    ]
    buttons = []
    for one in MUTABLE:
        off = one in muted
        name = Html(column_name(t, one))
        label = t("🔕 {column}: muted", column=name) if off else t("🔔 {column}: comes", column=name)
        buttons.append(Button(label, SetMuted(column=one, muted=not off)))
    return Screen(join(lines, "\n\n"), [*column(buttons), [Button(t("🏠 Home"), Go(to="home"))]])


@router.callback_query(SetMuted.filter(F.column.in_(MUTABLE)))
async def set_muted(query: CallbackQuery, callback_data: SetMuted, ctx: Context) -> None:
    """One column muted, or back."""
    await _set(ctx, callback_data.column, muted=callback_data.muted)
    ctx.show(await _columns(ctx))


@router.callback_query(MuteHere.filter(F.column.in_(MUTABLE)))
async def mute_here(query: CallbackQuery, callback_data: MuteHere, ctx: Context) -> None:
    """The same from under a notice, which stays as it is but for the key."""
    t, muted = ctx.t, callback_data.muted
    await _set(ctx, callback_data.column, muted=muted)
    name = t(COLUMN_NAMES[callback_data.column])
    said = t("No more notices of “{column}”.", column=name) if muted else t("“{column}” comes again.", column=name)
    ctx.toast(said)
    if query.message is not None:
        row = wire.keys(t, callback_data.column, muted=muted)
        keys = InlineKeyboardMarkup.model_validate({"inline_keyboard": [[button.wire() for button in row]]})
        edit = EditMessageReplyMarkup(chat_id=ctx.chat_id, message_id=query.message.message_id, reply_markup=keys)
        ctx.out.send(ctx.chat_id, edit)


async def _set(ctx: Context, one: NoticeColumn, *, muted: bool) -> None:
    change = muting.mute if muted else muting.unmute
    await change(ctx.out, ctx.actor, one)

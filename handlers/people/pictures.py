"""Staff give a representative the picture that constituents see."""

from typing import Any

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.conversation.context import Context
from handlers.conversation.filters import HasRole
from handlers.conversation.screen import Button, Screen
from handlers.conversation.texts import Html
from handlers.core.people import access, actions
from handlers.core.people.errors import NotAmongPeople
from handlers.notifications.file_keeping import keep_shown
from handlers.people.callbacks import AskPicture, OpenRepresentative, RemovePicture, RestorePicture
from handlers.people.representatives import card
from handlers.people.staff import overview
from storage.models.directory import Representative
from storage.vocabulary import AttachmentKind, Role

router = Router(name="people.pictures")
router.message.filter(HasRole(Role.STAFF))
router.callback_query.filter(HasRole(Role.STAFF))


class Picturing(StatesGroup):
    """A picture is asked for; the data's `pictured` says of whom."""

    sending = State()


async def further_part(message: Message, state: FSMContext) -> bool:
    """True if this is a further picture of the album whose first was taken."""
    taken = (await state.get_data()).get("pictured_by")
    return taken is not None and message.media_group_id == taken


@router.callback_query(AskPicture.filter())
async def ask(query: CallbackQuery, callback_data: AskPicture, ctx: Context, state: FSMContext) -> None:
    """A photo is sent next."""
    one = await access.representative(ctx.out, ctx.actor, callback_data.representative)
    await state.set_state(Picturing.sending)
    await state.update_data(pictured=one.id)
    _ask(ctx, one, ctx.t("Send a photo of {name}. Everybody who looks them up sees it.", name=ctx.t.named(one)))


def _ask(ctx: Context, one: Representative, text: Html) -> None:
    ctx.show(Screen(text, [[Button(ctx.t("⬅️ Back"), OpenRepresentative(representative=one.id))]]))


@router.message(Picturing.sending, F.photo)
async def take(message: Message, ctx: Context, state: FSMContext) -> None:
    """From now on this is the picture."""
    one = await _pictured(ctx, state)
    if one is None or not message.photo:
        return
    await state.set_state(None)
    await state.update_data(pictured=None, pictured_by=message.media_group_id)
    picture = message.photo[-1].file_id
    await actions.set_picture(ctx.out, ctx.actor, one.id, picture)
    await keep_shown(ctx.out, picture, AttachmentKind.PHOTO)
    ctx.out.message(ctx.chat_id, Screen(ctx.t("✅ This is the picture of {name} now.", name=ctx.t.named(one))))
    ctx.show(await card(ctx, one), fresh=True)


@router.message(F.media_group_id, further_part)
async def leave_out(message: Message) -> None:
    """Further pictures of the same album: the first was taken, one is all there can be."""


@router.message(Picturing.sending, ~F.text.startswith("/"))
async def not_a_photo(message: Message, ctx: Context, state: FSMContext) -> None:
    """Something that is no photo."""
    one = await _pictured(ctx, state)
    if one is not None:
        _ask(ctx, one, ctx.t("That is no photo. Send the picture as a photo, not as a file, or go back."))


async def _pictured(ctx: Context, state: FSMContext) -> Representative | None:
    """Representative whose picture is asked for; None: theirs no more, so the question is over and they are told."""
    data: dict[str, Any] = await state.get_data()
    try:
        return await access.representative(ctx.out, ctx.actor, int(data.get("pictured") or 0))
    except NotAmongPeople:
        await state.set_state(None)
        ctx.show(await overview(ctx))
        return None


@router.callback_query(RemovePicture.filter())
async def remove(query: CallbackQuery, callback_data: RemovePicture, ctx: Context, state: FSMContext) -> None:
    """No picture any more; the last one that was removed can be brought back."""
    one, picture = await actions.remove_picture(ctx.out, ctx.actor, callback_data.representative)
    ctx.toast(ctx.t("The picture is removed."))
    ctx.strip()
    screen = await card(ctx, one)
    if picture is not None:
        await state.update_data(unpictured=[one.id, picture])
        back = Button(ctx.t("↩️ Bring it back"), RestorePicture(representative=one.id))
        screen = Screen(screen.text, [[back], *screen.rows])
    ctx.show(screen, fresh=True)


@router.callback_query(RestorePicture.filter())
async def restore(query: CallbackQuery, callback_data: RestorePicture, ctx: Context, state: FSMContext) -> None:
    """It was removed by mistake."""
    one = await access.representative(ctx.out, ctx.actor, callback_data.representative)
    whose, picture = (await state.get_data()).get("unpictured") or (0, "")
    if whose == one.id and one.picture is None:
        await actions.set_picture(ctx.out, ctx.actor, one.id, picture)
    else:
        ctx.toast(ctx.t("This is no longer possible."), alert=True)
    await state.update_data(unpictured=None)
    ctx.strip()
    ctx.show(await card(ctx, one), fresh=True)

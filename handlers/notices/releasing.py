"""A second person releases a notice, or sends it back; while it goes out it can be stopped at any moment."""

from aiogram import F, Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.conversation.callbacks import Go
from handlers.conversation.contents import written
from handlers.conversation.context import Context
from handlers.conversation.filters import HasRole
from handlers.conversation.screen import Button, Screen
from handlers.conversation.texts import join
from handlers.core.notices import access
from handlers.core.notices.actions import releasing, stopping
from handlers.core.notices.errors import OwnTimePassed, RemarkMissing
from handlers.core.notices.rules import NoticeAction
from handlers.notices import screens
from handlers.presentation.common_texts import words
from handlers.presentation.notices.callbacks import NoticeAct, OpenNotice, ReleaseNow
from handlers.presentation.notices.card import view_of
from storage.models.notices import Notice
from storage.vocabulary import Role

router = Router(name="notices.releasing")
router.message.filter(HasRole(Role.STAFF))
router.callback_query.filter(HasRole(Role.STAFF))


class Releasing(StatesGroup):
    """Texts that staff type about a notice of a colleague."""

    remark = State()


@router.callback_query(NoticeAct.filter(F.action == NoticeAction.HAND_OVER))
async def hand_over(query: CallbackQuery, callback_data: NoticeAct, ctx: Context, state: FSMContext) -> None:
    """Ask whoever may release it to do so."""
    try:
        notice = await releasing.hand_over(ctx.out, ctx.actor, callback_data.notice, callback_data.version)
    except OwnTimePassed:
        await _ask_what_now(ctx, callback_data)
        return
    await state.set_state(None)
    ctx.toast(ctx.t("Handed over. You are told when it is released or sent back."), alert=True)
    await screens.show(ctx, notice)


@router.callback_query(NoticeAct.filter(F.action == NoticeAction.TAKE_BACK))
async def take_back(query: CallbackQuery, callback_data: NoticeAct, ctx: Context, state: FSMContext) -> None:
    """A draft again."""
    notice = await releasing.take_back(ctx.out, ctx.actor, callback_data.notice, callback_data.version)
    await screens.show(ctx, notice)


@router.callback_query(NoticeAct.filter(F.action == NoticeAction.RELEASE))
async def release(query: CallbackQuery, callback_data: NoticeAct, ctx: Context, state: FSMContext) -> None:
    """It goes out, now or at its hour."""
    try:
        notice = await releasing.release(ctx.out, ctx.actor, callback_data.notice, callback_data.version)
    except OwnTimePassed:
        await _ask_what_now(ctx, callback_data)
        return
    await state.set_state(None)
    await screens.show(ctx, notice)


@router.callback_query(ReleaseNow.filter())
async def release_now(query: CallbackQuery, callback_data: ReleaseNow, ctx: Context, state: FSMContext) -> None:
    """It goes out at once: who releases it knows that its own time has passed."""
    number, version = callback_data.notice, callback_data.version
    notice = await releasing.release(ctx.out, ctx.actor, number, version, at_once=True)
    await state.set_state(None)
    await screens.show(ctx, notice)


async def _ask_what_now(ctx: Context, pressed: NoticeAct) -> None:
    """Its own time has passed, so nothing was done: the ways on."""
    notice = await access.seen(ctx.out, ctx.actor, pressed.notice, pressed.version)
    ctx.show(screens.too_late(ctx.t, await view_of(ctx.out, notice, access.whose(ctx.actor, notice))))


@router.callback_query(NoticeAct.filter(F.action == NoticeAction.SEND_BACK))
async def ask_remark(query: CallbackQuery, callback_data: NoticeAct, ctx: Context, state: FSMContext) -> None:
    """Ask what is to be changed; it is typed next."""
    notice = await access.seen(ctx.out, ctx.actor, callback_data.notice, callback_data.version)
    await state.set_state(Releasing.remark)
    await state.update_data(releasing=[notice.id, notice.version])
    _ask_remark(ctx, notice)


def _ask_remark(ctx: Context, notice: Notice, fault: str = "") -> None:
    text = ctx.t("↩️ What should be changed? {name} reads it.", name=notice.author.name or "")
    ctx.show(Screen(join([fault, text], "\n\n"), [[Button(ctx.t("⬅️ Back"), OpenNotice(notice=notice.id))]]))


@router.message(StateFilter(Releasing.remark), ~F.text.startswith("/"))
async def send_back(message: Message, ctx: Context, state: FSMContext) -> None:
    """Its author has it as a draft again, with the remark."""
    number, version = (await state.get_data())["releasing"]
    try:
        notice = await releasing.send_back(ctx.out, ctx.actor, number, version, written(message))
    except RemarkMissing as refusal:
        _ask_remark(ctx, await access.seen(ctx.out, ctx.actor, number, version), words(refusal, ctx.t))
        return
    await state.set_state(None)
    ways = [screens.to_all(ctx.t), Button(ctx.t("🏠 Home"), Go(to="home"))]
    ctx.show(Screen(ctx.t("Sent back. {name} was told.", name=notice.author.name or ""), [ways]))


STOPPING = {
    NoticeAction.PAUSE: stopping.pause,
    NoticeAction.CANCEL: stopping.cancel,
    NoticeAction.RESUME: stopping.resume,
    NoticeAction.AGAIN: stopping.again,
}


@router.callback_query(NoticeAct.filter(F.action.in_(set(STOPPING))))
async def stop_or_go_on(query: CallbackQuery, callback_data: NoticeAct, ctx: Context, state: FSMContext) -> None:
    """A notice under way is stopped, goes on, or goes once more to those whose fate is unknown."""
    act = STOPPING[callback_data.action]
    await screens.show(ctx, await act(ctx.out, ctx.actor, callback_data.notice, callback_data.version))

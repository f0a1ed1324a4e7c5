"""Staff write what will be public of a matter, have it checked, release it and take it back."""

from typing import Any

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.conversation import navigation
from handlers.conversation.context import Context
from handlers.conversation.filters import AboutOpinion, HasRole
from handlers.conversation.screen import Screen
from handlers.conversation.texts import N_, join, quote
from handlers.core.matters import access
from handlers.core.matters.actions import staff
from handlers.core.matters.errors import MatterMovedOn
from handlers.core.matters.rules import MatterAction
from handlers.matters import screens
from handlers.matters.callbacks import KeepWritten, MatterAct, WriteMatter
from handlers.presentation.common_texts import typed_words
from storage.models.matters import Matter
from storage.vocabulary import Role

router = Router(name="matters.writing")
router.message.filter(HasRole(Role.STAFF))
router.callback_query.filter(HasRole(Role.STAFF))

DONE = {
    MatterAction.HAND_OVER: N_("Your colleagues were asked to check it."),
    MatterAction.GIVE_BACK: N_("Given back; who wrote it was told."),
    MatterAction.RELEASE: N_("It is public now."),
    MatterAction.WITHDRAW: N_("It is public no longer."),
}


class MatterWriting(StatesGroup):
    """Typing. In the data as `matter_written`: matter, version, title, summary."""

    title = State()
    summary = State()
    why = State()


@router.callback_query(WriteMatter.filter())
async def begin(query: CallbackQuery, callback_data: WriteMatter, ctx: Context, state: FSMContext) -> None:
    """A title is typed next."""
    t = ctx.t
    one = await access.kept(ctx.out, ctx.actor, callback_data.matter, callback_data.version)
    if MatterAction.WRITE not in await staff.possible(ctx.out, ctx.actor, one):
        raise MatterMovedOn(one.id)
    await state.set_state(MatterWriting.title)
    await state.update_data(matter_written=[one.id, one.version, None, None])
    now = t("It reads now:") if one.title else ""
    text = join([screens.title_wanted(t), now, quote(one.title) if one.title else ""])
    ctx.show(Screen(text, [[screens.back(t, one.id)]]))


async def _written(ctx: Context, state: FSMContext) -> tuple[Matter, list[Any]]:
    """The matter as it stood when they began to write, and what they wrote so far. Raises `MatterMovedOn`."""
    kept: list[Any] = (await state.get_data())["matter_written"]
    return await access.kept(ctx.out, ctx.actor, kept[0], kept[1]), kept


@router.message(MatterWriting.title, ~AboutOpinion(), ~F.text.startswith("/"))
async def typed_title(message: Message, ctx: Context, state: FSMContext) -> None:
    """A summary is typed next."""
    t, (one, kept) = ctx.t, await _written(ctx, state)
    rows = [[screens.back(t, one.id)]]
    title = typed_words(t, message.text, staff.check_title, rows)
    if isinstance(title, Screen):
        ctx.show(title)
        return
    await state.update_data(matter_written=[*kept[:2], " ".join(title.split()), None])
    await state.set_state(MatterWriting.summary)
    text = join(
        [
            t("Now a summary in two or three sentences of your own: what is wrong, where, since when."),
            t("No names, numbers or house numbers, and nobody's own words: every constituent of this place reads it."),
            join([t("It reads now:"), quote(one.summary)]) if one.summary else "",
        ]
    )
    ctx.show(Screen(text, rows))


@router.message(MatterWriting.summary, ~AboutOpinion(), ~F.text.startswith("/"))
async def typed_summary(message: Message, ctx: Context, state: FSMContext) -> None:
    """Both as they will read, with what may tell who somebody is."""
    t, (one, kept) = ctx.t, await _written(ctx, state)
    summary = typed_words(t, message.text, staff.check_summary, [[screens.back(t, one.id)]])
    if isinstance(summary, Screen):
        ctx.show(summary)
        return
    title = kept[2] or one.title
    await state.update_data(matter_written=[*kept[:2], title, summary])
    found = await staff.looked_over(ctx.out, one, f"{title}\n{summary}")
    ctx.show(screens.written(t, one, title, summary, found))


@router.callback_query(KeepWritten.filter())
async def keep(query: CallbackQuery, callback_data: KeepWritten, ctx: Context, state: FSMContext) -> None:
    """It is kept; nothing is public by that."""
    kept = (await state.get_data()).get("matter_written") or [0, 0, None, None]
    if kept[0] != callback_data.matter or not kept[2] or not kept[3]:
        ctx.toast(ctx.t("This has changed since that preview. Please look it over again."), alert=True)
        return
    one = await staff.write(ctx.out, ctx.actor, callback_data.matter, callback_data.version, kept[2], kept[3])
    await state.update_data(matter_written=None)
    ctx.toast(ctx.t("Kept. It is not public yet."))
    await navigation.show("matter", ctx, state, matter_id=one.id)


@router.callback_query(MatterAct.filter(F.act == MatterAction.RELEASE))
async def release(query: CallbackQuery, callback_data: MatterAct, ctx: Context, state: FSMContext) -> None:
    """Ask once more with what everybody will read; then it is public."""
    asked = callback_data
    if not asked.sure:
        one = await access.kept(ctx.out, ctx.actor, asked.matter, asked.version)
        found = await staff.looked_over(ctx.out, one, f"{one.title}\n{one.summary}")
        ctx.show(screens.confirmation(ctx.t, one, found))
        return
    one = await staff.release(ctx.out, ctx.actor, asked.matter, asked.version, sure=True)
    await _done(ctx, state, one, asked.act)


async def _done(ctx: Context, state: FSMContext, one: Matter, act: MatterAction) -> None:
    ctx.toast(ctx.t(DONE[act]))
    await navigation.show("matter", ctx, state, matter_id=one.id)


@router.callback_query(MatterAct.filter(F.act == MatterAction.HAND_OVER))
async def hand_over(query: CallbackQuery, callback_data: MatterAct, ctx: Context, state: FSMContext) -> None:
    """Those who may check it are asked."""
    one = await staff.hand_over(ctx.out, ctx.actor, callback_data.matter, callback_data.version)
    await _done(ctx, state, one, callback_data.act)


@router.callback_query(MatterAct.filter(F.act == MatterAction.WITHDRAW))
async def withdraw(query: CallbackQuery, callback_data: MatterAct, ctx: Context, state: FSMContext) -> None:
    """Constituents see it no longer."""
    one = await staff.withdraw(ctx.out, ctx.actor, callback_data.matter, callback_data.version)
    await _done(ctx, state, one, callback_data.act)


@router.callback_query(MatterAct.filter(F.act == MatterAction.GIVE_BACK))
async def ask_why(query: CallbackQuery, callback_data: MatterAct, ctx: Context, state: FSMContext) -> None:
    """What should be better is typed next."""
    t = ctx.t
    one = await access.kept(ctx.out, ctx.actor, callback_data.matter, callback_data.version)
    await state.set_state(MatterWriting.why)
    await state.update_data(matter_written=[one.id, one.version, None, None])
    ctx.show(Screen(t("What should be written better? Who wrote it reads this."), [[screens.back(t, one.id)]]))


@router.message(MatterWriting.why, ~AboutOpinion(), ~F.text.startswith("/"))
async def typed_why(message: Message, ctx: Context, state: FSMContext) -> None:
    """It is a draft again, and who wrote it was told."""
    t, (one, kept) = ctx.t, await _written(ctx, state)
    why = typed_words(t, message.text, staff.check_summary, [[screens.back(t, one.id)]])
    if isinstance(why, Screen):
        ctx.show(why)
        return
    await staff.give_back(ctx.out, ctx.actor, one.id, kept[1], why)
    await navigation.show("matter", ctx, state, matter_id=one.id)

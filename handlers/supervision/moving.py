"""Who supervises moves the day by which something is expected: another day, the reason, a preview; then it is told."""

from datetime import date

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.conversation import navigation
from handlers.conversation.context import Context
from handlers.conversation.filters import AboutOpinion, HasRole
from handlers.conversation.screen import Button, Screen
from handlers.conversation.texts import Html, bold, join, quote
from handlers.core.supervision import actions
from handlers.core.workdays.days import calendar
from handlers.presentation.common_texts import typed_words
from handlers.presentation.due_days import due_day
from handlers.supervision import screens
from handlers.supervision.callbacks import MoveDay, MoveTo
from handlers.writing import days
from storage.vocabulary import Role

router = Router(name="supervision.moving")
router.message.filter(HasRole(Role.STAFF))
router.callback_query.filter(HasRole(Role.STAFF))


class Moving(StatesGroup):
    """Typing another day, or why. In the data as `moving`: supervision, day, words."""

    day = State()
    why = State()


@router.callback_query(MoveDay.filter())
async def begin(query: CallbackQuery, callback_data: MoveDay, ctx: Context, state: FSMContext) -> None:
    """Ask until when."""
    one = await actions.running(ctx.out, ctx.actor, callback_data.supervision)
    await state.update_data(moving=[one.id, None, None])
    await _ask(ctx, state)


async def _ask(ctx: Context, state: FSMContext, fault: Html | str = "") -> None:
    number = (await state.get_data())["moving"][0]
    one = await actions.running(ctx.out, ctx.actor, number)
    await state.set_state(Moving.day)
    head = ctx.t(
        "📅 {reference} is expected by {day}. By when instead?",
        reference=bold(one.opinion.reference),
        day=due_day(ctx.t, one.due_on, await calendar(ctx.out)),
    )
    ctx.show(await days.question(ctx, head, fault, [screens.back(ctx.t, number)]))


async def _take_day(ctx: Context, state: FSMContext, day: date) -> None:
    number = (await state.get_data())["moving"][0]
    if day == (await actions.running(ctx.out, ctx.actor, number)).due_on:
        await _ask(ctx, state, ctx.t("That is the day it has already."))
        return
    await state.update_data(moving=[number, day.isoformat(), None])
    await state.set_state(Moving.why)
    ctx.show(Screen(ctx.t("Why? The representative and the unit read this."), [[screens.back(ctx.t, number)]]))


days.asked_at(router, Moving.day, _ask, _take_day, actions.check_day)


@router.message(Moving.why, ~AboutOpinion(), ~F.text.startswith("/"))
async def typed_why(message: Message, ctx: Context, state: FSMContext) -> None:
    """The reason, as it will be read."""
    t, (number, day, _) = ctx.t, (await state.get_data())["moving"]
    text = typed_words(t, message.text, actions.check_words, [[screens.back(t, number)]])
    if isinstance(text, Screen):
        ctx.show(text)
        return
    one = await actions.running(ctx.out, ctx.actor, number)
    await state.update_data(moving=[number, day, text])
    worked = await calendar(ctx.out)
    head = t(
        "📅 {reference}: expected by {day} instead of {before}. The representative and the unit read:",
        reference=bold(one.opinion.reference),
        day=due_day(t, date.fromisoformat(day), worked),
        before=due_day(t, one.due_on, worked),
    )
    hint = t("To change the words, just write them again.")
    move = Button(t("📅 Move the day and tell them"), MoveTo(supervision=number, before=one.due_on.isoformat()))
    ctx.show(Screen(join([head, quote(text), hint], "\n\n"), [[move], [screens.back(ctx.t, number)]]))


@router.callback_query(MoveTo.filter())
async def move(query: CallbackQuery, callback_data: MoveTo, ctx: Context, state: FSMContext) -> None:
    """It is expected by the other day; who handles the case was told."""
    number, day, why = (await state.get_data()).get("moving") or [0, None, None]
    one = await actions.running(ctx.out, ctx.actor, callback_data.supervision)
    if number != one.id or not day or not why or callback_data.before != one.due_on.isoformat():
        ctx.toast(ctx.t("This has changed since that preview. Please look it over again."), alert=True)
    else:
        await actions.move(ctx.out, ctx.actor, one.id, date.fromisoformat(day), why)
        await state.update_data(moving=None)
        ctx.toast(ctx.t("The day is moved; who handles it was told."))
    await state.set_state(None)
    await navigation.show("supervision", ctx, state, supervision_id=one.id)

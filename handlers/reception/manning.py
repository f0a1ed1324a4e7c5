"""Staff man a reception day: who sits, who could, found by page or by name."""

from aiogram import F, Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.conversation import paging
from handlers.conversation.context import Context
from handlers.conversation.drafts import may_be_name
from handlers.conversation.filters import AboutOpinion, HasRole
from handlers.conversation.screen import Screen
from handlers.conversation.texts import shortened
from handlers.core.directory import sitting
from handlers.core.errors import NotInOffice, RosterClosed
from handlers.core.reception import access, actions, rosters
from handlers.core.workdays.days import calendar
from handlers.presentation.common_texts import words
from handlers.reception import roster_screens as screens
from handlers.reception.callbacks import AskName, Change, ChangeDay, RosterPage, Seat
from handlers.reception.staff import as_it_stands
from storage.models.reception import ReceptionDay
from storage.vocabulary import Role

router = Router(name="reception.manning")
router.message.filter(HasRole(Role.STAFF))
router.callback_query.filter(HasRole(Role.STAFF))

SHOWN = 40
"""Characters of a searched name that the answer repeats."""


class Manning(StatesGroup):
    """A roster is open: a name that is typed is looked for in it. The day, and what was typed, are in the data."""

    name = State()


@router.callback_query(ChangeDay.filter(F.change == Change.ROSTER))
async def show_roster(query: CallbackQuery, callback_data: ChangeDay, ctx: Context, state: FSMContext) -> None:
    """The roster, from its first page."""
    await _open(ctx, state, await access.supervised_day(ctx.out, ctx.actor, callback_data.day), 0)


@router.callback_query(RosterPage.filter())
async def turn(query: CallbackQuery, callback_data: RosterPage, ctx: Context, state: FSMContext) -> None:
    """Another page of them, or of those that were searched for."""
    asked = callback_data
    one = await access.supervised_day(ctx.out, ctx.actor, asked.day)
    await _open(ctx, state, one, asked.page, named=asked.named)


@router.callback_query(AskName.filter())
async def ask_name(query: CallbackQuery, callback_data: AskName, ctx: Context, state: FSMContext) -> None:
    """A name is typed next."""
    one = await access.supervised_day(ctx.out, ctx.actor, callback_data.day)
    await _await_name(state, one, "")
    ctx.show(screens.ask_name(ctx.t, one, callback_data.page))


async def _await_name(state: FSMContext, one: ReceptionDay, name: str) -> None:
    await state.set_state(Manning.name)
    await state.update_data(manning=[one.id, name])


@router.message(StateFilter(Manning.name), F.text, ~AboutOpinion(), ~F.text.startswith("/"))
async def typed(message: Message, ctx: Context, state: FSMContext) -> None:
    """Those who are called so; what cannot be a name is meant otherwise, as anywhere else."""
    name = (message.text or "").strip()
    if not may_be_name(name):
        raise SkipHandler
    day_id, _ = (await state.get_data())["manning"]
    one = await access.supervised_day(ctx.out, ctx.actor, day_id)
    await _await_name(state, one, name)
    await _open(ctx, state, one, 0, named=True)


async def _open(ctx: Context, state: FSMContext, one: ReceptionDay, number: int, *, named: bool = False) -> None:
    """A page of the roster; `named`: of those called as was typed last for this day, if anything was."""
    day_id, name = (await state.get_data()).get("manning", (0, ""))
    name = name if named and day_id == one.id else ""
    await _await_name(state, one, name)
    ctx.show(await _roster(ctx, one, number, name))


async def _roster(ctx: Context, one: ReceptionDay, number: int, name: str) -> Screen:
    found = await rosters.choices(ctx.out, one)
    on_it = [ctx.t.named(who) for who in await rosters.seated(ctx.out, one)]
    if name:
        called = sitting.named(found, name)
        page = paging.page(number, len(called))
        return screens.named(ctx.t, one, shortened(name, SHOWN), called, page, on_it)
    page, days = paging.page(number, len(found)), await calendar(ctx.out)
    return screens.roster(ctx.t, one, days, found, page, on_it, rosters.proposed(found))


@router.callback_query(ChangeDay.filter(F.change == Change.PROPOSAL))
async def take_proposal(query: CallbackQuery, callback_data: ChangeDay, ctx: Context, state: FSMContext) -> None:
    """Those who are proposed sit, if nobody does yet."""
    try:
        one = await actions.seat_proposed(ctx.out, ctx.actor, callback_data.day)
    except RosterClosed as refusal:
        ctx.show(await as_it_stands(ctx, callback_data.day, refusal))
        return
    await _warn(ctx, one, None)
    await _open(ctx, state, one, 0)


@router.callback_query(Seat.filter())
async def seat(query: CallbackQuery, callback_data: Seat, ctx: Context, state: FSMContext) -> None:
    """Somebody is put on the roster, or taken off; they are told. The page stays."""
    asked = callback_data
    change = actions.seat if asked.on else actions.unseat
    try:
        one = await change(ctx.out, ctx.actor, asked.day, asked.representative)
        if asked.on:
            await _warn(ctx, one, asked.representative)
    except RosterClosed as refusal:
        ctx.show(await as_it_stands(ctx, asked.day, refusal))
        return
    except NotInOffice as refusal:
        ctx.toast(words(refusal, ctx.t), alert=True)
        one = await access.supervised_day(ctx.out, ctx.actor, asked.day)
    await _open(ctx, state, one, asked.page, named=asked.named)


async def _warn(ctx: Context, one: ReceptionDay, representative_id: int | None) -> None:
    """Say if who was put on the roster (None: all who sit) cannot be told."""
    found = await rosters.choices(ctx.out, one)
    note = screens.not_told(ctx.t, [who for who in found if who.sits and representative_id in (None, who.id)])
    if note:
        ctx.toast(note, alert=True)

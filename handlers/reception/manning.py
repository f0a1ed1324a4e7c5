"""Staff man a reception day: who sits, who could, found by page or by name."""

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from handlers.conversation import navigation, paging
from handlers.conversation.context import Context
from handlers.conversation.filters import HasRole
from handlers.conversation.navigation import opens
from handlers.core.directory import sitting
from handlers.core.errors import NotInOffice, RosterClosed
from handlers.core.reception import access, actions, rosters
from handlers.core.workdays.days import calendar
from handlers.presentation.common_texts import words
from handlers.reception import roster_screens as screens
from handlers.reception.callbacks import Change, ChangeDay, RosterPage, Seat
from handlers.reception.staff import as_it_stands
from storage.models.reception import ReceptionDay
from storage.vocabulary import Role

ROSTER = "roster"
"""Name of the list."""

router = Router(name="reception.manning")
router.message.filter(HasRole(Role.STAFF))
router.callback_query.filter(HasRole(Role.STAFF))


@router.callback_query(ChangeDay.filter(F.change == Change.ROSTER))
async def show_roster(query: CallbackQuery, callback_data: ChangeDay, ctx: Context, state: FSMContext) -> None:
    """The roster, from its first page."""
    await _open(ctx, state, await access.supervised_day(ctx.out, ctx.actor, callback_data.day), 0, "")


@router.callback_query(RosterPage.filter())
async def turn(query: CallbackQuery, callback_data: RosterPage, ctx: Context, state: FSMContext) -> None:
    """Another page of them, or of those that were searched for."""
    one = await access.supervised_day(ctx.out, ctx.actor, callback_data.day)
    await _open(ctx, state, one, callback_data.page)


@opens(navigation.LIST + ROSTER)
async def show_list(ctx: Context, state: FSMContext, *, of: int, words: str | None = None) -> None:
    """The roster as they left it, or those who are called so."""
    await _open(ctx, state, await access.supervised_day(ctx.out, ctx.actor, of), words=words)


async def _open(
    ctx: Context, state: FSMContext, one: ReceptionDay, wanted: int | None = None, words: str | None = None
) -> None:
    """A page of the roster, as they left it if nothing is said; a name can be typed at once."""
    where = paging.reading(ctx.conversation, ROSTER, wanted, words, of=one.id)
    await where.takes_names(state)
    found = await rosters.choices(ctx.out, one)
    on_it = [ctx.t.named(who) for who in await rosters.seated(ctx.out, one)]
    shown = sitting.named(found, where.words) if where.words else found
    days, proposed = await calendar(ctx.out), rosters.proposed(found)
    ctx.show(screens.roster(ctx.t, one, days, shown, where, on_it, proposed))


@router.callback_query(ChangeDay.filter(F.change == Change.PROPOSAL))
async def take_proposal(query: CallbackQuery, callback_data: ChangeDay, ctx: Context, state: FSMContext) -> None:
    """Those who are proposed sit, if nobody does yet."""
    try:
        one = await actions.seat_proposed(ctx.out, ctx.actor, callback_data.day)
    except RosterClosed as refusal:
        ctx.show(await as_it_stands(ctx, callback_data.day, refusal))
        return
    await _warn(ctx, one, None)
    await _open(ctx, state, one, 0, "")


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
    await _open(ctx, state, one)


async def _warn(ctx: Context, one: ReceptionDay, representative_id: int | None) -> None:
    """Say if who was put on the roster (None: all who sit) cannot be told."""
    found = await rosters.choices(ctx.out, one)
    note = screens.not_told(ctx.t, [who for who in found if who.sits and representative_id in (None, who.id)])
    if note:
        ctx.toast(note, alert=True)

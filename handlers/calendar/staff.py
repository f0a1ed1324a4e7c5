"""Staff look at the working days of a month, and county staff change them."""

from datetime import date

from aiogram import F, Router
from aiogram.filters import Command, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.calendar import screens
from handlers.calendar.callbacks import ChooseDay, EnterDay, SettleYear, ShowDay, WithdrawDay
from handlers.conversation.callbacks import Go
from handlers.conversation.context import Context
from handlers.conversation.filters import HasRole
from handlers.conversation.texts import Html
from handlers.core.errors import CalendarDayNotFound
from handlers.core.workdays import actions
from handlers.core.workdays.days import calendar
from handlers.presentation.callbacks import ShowMonth
from handlers.presentation.month import month_of, month_picture
from storage.queries import calendar as kept
from storage.vocabulary import Role

router = Router(name="calendar.staff")
router.message.filter(HasRole(Role.STAFF))
router.callback_query.filter(HasRole(Role.STAFF))


class Changing(StatesGroup):
    """A day is to be changed."""

    reason = State()


@router.message(Command("calendar"))
async def calendar_command(message: Message, ctx: Context, state: FSMContext) -> None:
    """This month."""
    await state.set_state(None)
    await _show(ctx, (await calendar(ctx.out)).day_of(ctx.now))


@router.callback_query(Go.filter(F.to == "calendar"))
async def go_calendar(query: CallbackQuery, ctx: Context, state: FSMContext) -> None:
    """This month."""
    await state.set_state(None)
    await _show(ctx, (await calendar(ctx.out)).day_of(ctx.now))


@router.callback_query(ShowMonth.filter())
async def show_month(query: CallbackQuery, callback_data: ShowMonth, ctx: Context, state: FSMContext) -> None:
    """The month of a day."""
    await state.set_state(None)
    await _show(ctx, _read(ctx, callback_data.first))


async def _show(ctx: Context, day: date, headline: Html | None = None) -> None:
    days, first = await calendar(ctx.out), month_of(day)
    content = month_picture(days, first, days.day_of(ctx.now), ctx.t.language)
    photo = await ctx.out.file(f"{first:%Y-%m}.png", content)
    entries = await kept.entries(ctx.session, first, screens.last_of(first))
    ctx.show(screens.month(ctx.t, days, first, entries, photo, may_change=ctx.stations is None, headline=headline))


def _read(ctx: Context, text: str) -> date:
    """A day out of a button. Raises `CalendarDayNotFound`."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise CalendarDayNotFound from None
    actions.check_day(ctx.out, day)
    return day


@router.callback_query(ChooseDay.filter())
async def choose_day(query: CallbackQuery, callback_data: ChooseDay, ctx: Context) -> None:
    """Which day of the month."""
    actions.require_county_staff(ctx.actor)
    ctx.show(screens.choose(ctx.t, await calendar(ctx.out), month_of(_read(ctx, callback_data.first))))


@router.callback_query(ShowDay.filter())
async def show_day(query: CallbackQuery, callback_data: ShowDay, ctx: Context) -> None:
    """What a day is now, and what it could be."""
    actions.require_county_staff(ctx.actor)
    day = _read(ctx, callback_data.day)
    entries = await kept.entries(ctx.session, day, day)
    ctx.show(screens.day(ctx.t, await calendar(ctx.out), day, entries[0] if entries else None))


@router.callback_query(EnterDay.filter())
async def ask_reason(query: CallbackQuery, callback_data: EnterDay, ctx: Context, state: FSMContext) -> None:
    """Why it changes; people see the reason."""
    actions.require_county_staff(ctx.actor)
    day = _read(ctx, callback_data.day)
    await state.set_state(Changing.reason)
    await state.update_data(changing=[day.isoformat(), callback_data.working])
    ctx.show(screens.ask_reason(ctx.t, day, working=callback_data.working))


@router.message(StateFilter(Changing.reason), F.text, ~F.text.startswith("/"))
async def enter(message: Message, ctx: Context, state: FSMContext) -> None:
    """Entered; the month shows it."""
    reason = " ".join((message.text or "").split())
    text, working = (await state.get_data())["changing"]
    day = date.fromisoformat(text)
    await state.set_state(None)
    await actions.enter(ctx.out, ctx.actor, day, working, reason)
    t, name = ctx.t, ctx.t.day(day)
    await _show(
        ctx, day, t("{day} is a working day now.", day=name) if working else t("{day} is a day off now.", day=name)
    )


@router.callback_query(WithdrawDay.filter())
async def withdraw(query: CallbackQuery, callback_data: WithdrawDay, ctx: Context) -> None:
    """The country's list counts again."""
    day = _read(ctx, callback_data.day)
    await actions.withdraw(ctx.out, ctx.actor, day)
    await _show(ctx, day, ctx.t("{day} is as the country's list says again.", day=ctx.t.day(day)))


@router.callback_query(SettleYear.filter())
async def settle(query: CallbackQuery, callback_data: SettleYear, ctx: Context) -> None:
    """All moved days of a year are entered: nothing is marked as uncertain any more."""
    first = _read(ctx, f"{callback_data.year:04}-01-01")
    await actions.settle(ctx.out, ctx.actor, first.year)
    await _show(ctx, first, ctx.t("{year} counts as complete from now on.", year=first.year))

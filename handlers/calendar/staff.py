"""Staff look at the working days of a month, and county staff change them."""

from datetime import date

from aiogram import F, Router
from aiogram.filters import Command, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.calendar import screens
from handlers.calendar.callbacks import AskSettled, ChooseDay, EnterDay, SettleYear, ShowDay, WithdrawDay
from handlers.conversation.callbacks import Go
from handlers.conversation.context import Context
from handlers.conversation.filters import AboutOpinion, HasRole
from handlers.conversation.reading import read_day
from handlers.conversation.texts import Html
from handlers.core.errors import CalendarDayNotFound
from handlers.core.workdays import actions, rules
from handlers.core.workdays.days import calendar
from handlers.presentation.callbacks import ShowMonth
from handlers.presentation.common_texts import unread, words, words_needed
from handlers.presentation.month import month_of, month_picture
from storage.queries import calendar as kept
from storage.vocabulary import Role

router = Router(name="calendar.staff")
router.message.filter(HasRole(Role.STAFF))
router.callback_query.filter(HasRole(Role.STAFF))


class Changing(StatesGroup):
    """A day is to be changed: which, then why."""

    day = State()
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
async def choose_day(query: CallbackQuery, callback_data: ChooseDay, ctx: Context, state: FSMContext) -> None:
    """Ask which day of the month, or any that is typed."""
    actions.require_county_staff(ctx.actor)
    first = month_of(_read(ctx, callback_data.first))
    await state.set_state(Changing.day)
    await state.update_data(changing_in=first.isoformat())
    ctx.show(screens.choose(ctx.t, await calendar(ctx.out), first))


@router.message(StateFilter(Changing.day), ~AboutOpinion(), ~F.text.startswith("/"))
async def typed_day(message: Message, ctx: Context, state: FSMContext) -> None:
    """A day as it is typed."""
    actions.require_county_staff(ctx.actor)
    days, typed = await calendar(ctx.out), message.text or ""
    day = read_day(typed, days.day_of(ctx.now), ctx.t.language)
    if day is None or not rules.is_in_reach(day.year, ctx.now):
        first = date.fromisoformat((await state.get_data())["changing_in"])
        fault = unread(ctx.t, typed)
        if day is not None:
            fault = words(CalendarDayNotFound(), ctx.t)
        ctx.show(screens.choose(ctx.t, days, first, fault))
        return
    await state.set_state(None)
    await _show_day(ctx, day)


@router.callback_query(ShowDay.filter())
async def show_day(query: CallbackQuery, callback_data: ShowDay, ctx: Context, state: FSMContext) -> None:
    """Show what a day is now, and what it could be."""
    actions.require_county_staff(ctx.actor)
    day = _read(ctx, callback_data.day)
    await state.set_state(None)
    await _show_day(ctx, day)


async def _show_day(ctx: Context, day: date) -> None:
    entries = await kept.entries(ctx.session, day, day)
    ctx.show(screens.day(ctx.t, await calendar(ctx.out), day, entries[0] if entries else None))


@router.callback_query(EnterDay.filter())
async def ask_reason(query: CallbackQuery, callback_data: EnterDay, ctx: Context, state: FSMContext) -> None:
    """Ask why it changes; people see the reason."""
    actions.require_county_staff(ctx.actor)
    day = _read(ctx, callback_data.day)
    await state.set_state(Changing.reason)
    await state.update_data(changing=[day.isoformat(), callback_data.working])
    ctx.show(screens.ask_reason(ctx.t, day, working=callback_data.working))


@router.message(StateFilter(Changing.reason), ~F.text.startswith("/"))
async def enter(message: Message, ctx: Context, state: FSMContext) -> None:
    """Entered; the month shows it."""
    reason = " ".join((message.text or "").split())
    if not reason:
        ctx.show(words_needed(ctx.t))
        return
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


@router.callback_query(AskSettled.filter())
async def ask_settled(query: CallbackQuery, callback_data: AskSettled, ctx: Context) -> None:
    """Ask once: it is said of a whole year."""
    actions.require_county_staff(ctx.actor)
    first = _read(ctx, f"{callback_data.year:04}-01-01")
    entries = await kept.entries(ctx.session, first, first.replace(month=12, day=31))
    ctx.show(screens.ask_settled(ctx.t, first.year, entries))


@router.callback_query(SettleYear.filter())
async def settle(query: CallbackQuery, callback_data: SettleYear, ctx: Context) -> None:
    """All moved days of a year are entered: nothing is marked as uncertain any more; or that is taken back."""
    first = _read(ctx, f"{callback_data.year:04}-01-01")
    if callback_data.settled:
        await actions.settle(ctx.out, ctx.actor, first.year)
        text = ctx.t("{year} counts as complete from now on.", year=first.year)
    else:
        await actions.unsettle(ctx.out, ctx.actor, first.year)
        text = ctx.t("{year} no longer counts as complete: enter what is missing, and say so then.", year=first.year)
    await _show(ctx, first, text)

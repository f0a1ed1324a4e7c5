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
from handlers.conversation.errors import Unusable
from handlers.conversation.filters import HasRole
from handlers.conversation.texts import Html
from handlers.core.errors import NotAllowed
from handlers.core.reception import planning as reception
from handlers.core.workdays.days import calendar, forget
from handlers.notifications.calendar import plan_free_days
from handlers.presentation.callbacks import ShowMonth
from handlers.presentation.month import month_of, month_picture
from storage import audit
from storage.queries import calendar as kept
from storage.vocabulary import Role

router = Router(name="calendar.staff")
router.message.filter(HasRole(Role.STAFF))
router.callback_query.filter(HasRole(Role.STAFF))

LONGEST_REASON = 100


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
    """A day out of a button. Raises `Unusable`."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = date.min
    if not 2000 <= day.year <= ctx.now.year + 10:
        raise Unusable(ctx.t("There is no such day here. /calendar shows this month."))
    return day


def _only_county_staff(ctx: Context) -> None:
    """Raises `NotAllowed`: one calendar counts for the whole county."""
    if ctx.stations is not None:
        raise NotAllowed


@router.callback_query(ChooseDay.filter())
async def choose_day(query: CallbackQuery, callback_data: ChooseDay, ctx: Context) -> None:
    """Which day of the month."""
    _only_county_staff(ctx)
    ctx.show(screens.choose(ctx.t, await calendar(ctx.out), month_of(_read(ctx, callback_data.first))))


@router.callback_query(ShowDay.filter())
async def show_day(query: CallbackQuery, callback_data: ShowDay, ctx: Context) -> None:
    """What a day is now, and what it could be."""
    _only_county_staff(ctx)
    day = _read(ctx, callback_data.day)
    entries = await kept.entries(ctx.session, day, day)
    ctx.show(screens.day(ctx.t, await calendar(ctx.out), day, entries[0] if entries else None))


@router.callback_query(EnterDay.filter())
async def ask_reason(query: CallbackQuery, callback_data: EnterDay, ctx: Context, state: FSMContext) -> None:
    """Why it changes; people see the reason."""
    _only_county_staff(ctx)
    day = _read(ctx, callback_data.day)
    await state.set_state(Changing.reason)
    await state.update_data(changing=[day.isoformat(), callback_data.working])
    ctx.show(screens.ask_reason(ctx.t, day, working=callback_data.working))


@router.message(StateFilter(Changing.reason), F.text, ~F.text.startswith("/"))
async def enter(message: Message, ctx: Context, state: FSMContext) -> None:
    """Entered; the month shows it."""
    _only_county_staff(ctx)
    reason = " ".join((message.text or "").split())
    if len(reason) > LONGEST_REASON:
        raise Unusable(ctx.t("Please say it in at most {n} characters.", n=LONGEST_REASON))
    text, working = (await state.get_data())["changing"]
    day = date.fromisoformat(text)
    await state.set_state(None)
    await kept.enter(ctx.session, day, working, reason, ctx.me.id, ctx.now)
    await _changed(ctx, "calendar.enter", day)
    t, name = ctx.t, ctx.t.day(day)
    await _show(
        ctx, day, t("{day} is a working day now.", day=name) if working else t("{day} is a day off now.", day=name)
    )


@router.callback_query(WithdrawDay.filter())
async def withdraw(query: CallbackQuery, callback_data: WithdrawDay, ctx: Context) -> None:
    """The country's list counts again."""
    _only_county_staff(ctx)
    day = _read(ctx, callback_data.day)
    await kept.withdraw(ctx.session, day)
    await _changed(ctx, "calendar.withdraw", day)
    await _show(ctx, day, ctx.t("{day} is as the country's list says again.", day=ctx.t.day(day)))


@router.callback_query(SettleYear.filter())
async def settle(query: CallbackQuery, callback_data: SettleYear, ctx: Context) -> None:
    """All moved days of a year are entered: nothing is marked as uncertain any more."""
    _only_county_staff(ctx)
    first = _read(ctx, f"{callback_data.year:04}-01-01")
    await kept.settle(ctx.session, first.year, ctx.me.id, ctx.now)
    await _changed(ctx, "calendar.settle", first)
    await _show(ctx, first, ctx.t("{year} counts as complete from now on.", year=first.year))


async def _changed(ctx: Context, action: str, day: date) -> None:
    """Written down; reception days follow at once, while somebody is there who can say why."""
    await ctx.session.flush()
    forget(ctx.out)
    await reception.follow_calendar(ctx.out)
    await plan_free_days(ctx.out)
    await audit.note(ctx.session, at=ctx.now, actor_id=ctx.me.id, action=action, subject=f"day:{day.isoformat()}")

"""Staff look at the working days of a month, and county staff change them."""

from datetime import date

from aiogram import F, Router
from aiogram.filters import Command, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.calendar import screens
from handlers.calendar.callbacks import ChooseDay, EnterDay, SettleYear, ShowDay, ShowMonth, WithdrawDay
from handlers.calendar.days import calendar, forget
from handlers.calendar.due import plan_free_days
from handlers.calendar.picture import month_of, month_picture
from handlers.conversation.callbacks import Go
from handlers.conversation.filters import HasRole
from handlers.conversation.refusals import NotAllowed, Unusable
from handlers.conversation.texts import Html
from handlers.conversation.turn import Turn
from handlers.reception import planning as reception
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
async def calendar_command(message: Message, turn: Turn, state: FSMContext) -> None:
    """This month."""
    await state.set_state(None)
    await _show(turn, (await calendar(turn.post)).day_of(turn.now))


@router.callback_query(Go.filter(F.to == "calendar"))
async def go_calendar(query: CallbackQuery, turn: Turn, state: FSMContext) -> None:
    """This month."""
    await state.set_state(None)
    await _show(turn, (await calendar(turn.post)).day_of(turn.now))


@router.callback_query(ShowMonth.filter())
async def show_month(query: CallbackQuery, callback_data: ShowMonth, turn: Turn, state: FSMContext) -> None:
    """The month of a day."""
    await state.set_state(None)
    await _show(turn, _read(turn, callback_data.first))


async def _show(turn: Turn, day: date, headline: Html | None = None) -> None:
    days, first = await calendar(turn.post), month_of(day)
    content = month_picture(days, first, days.day_of(turn.now), turn.t.language)
    photo = await turn.post.file(f"{first:%Y-%m}.png", content)
    entries = await kept.entries(turn.session, first, screens.last_of(first))
    turn.show(screens.month(turn.t, days, first, entries, photo, may_change=turn.stations is None, headline=headline))


def _read(turn: Turn, text: str) -> date:
    """A day out of a button. Raises `Unusable`."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = date.min
    if not 2000 <= day.year <= turn.now.year + 10:
        raise Unusable(turn.t("There is no such day here. /calendar shows this month."))
    return day


def _only_county_staff(turn: Turn) -> None:
    """Raises `NotAllowed`: one calendar counts for the whole county."""
    if turn.stations is not None:
        raise NotAllowed


@router.callback_query(ChooseDay.filter())
async def choose_day(query: CallbackQuery, callback_data: ChooseDay, turn: Turn) -> None:
    """Which day of the month."""
    _only_county_staff(turn)
    turn.show(screens.choose(turn.t, await calendar(turn.post), month_of(_read(turn, callback_data.first))))


@router.callback_query(ShowDay.filter())
async def show_day(query: CallbackQuery, callback_data: ShowDay, turn: Turn) -> None:
    """What a day is now, and what it could be."""
    _only_county_staff(turn)
    day = _read(turn, callback_data.day)
    entries = await kept.entries(turn.session, day, day)
    turn.show(screens.day(turn.t, await calendar(turn.post), day, entries[0] if entries else None))


@router.callback_query(EnterDay.filter())
async def ask_reason(query: CallbackQuery, callback_data: EnterDay, turn: Turn, state: FSMContext) -> None:
    """Why it changes; people see the reason."""
    _only_county_staff(turn)
    day = _read(turn, callback_data.day)
    await state.set_state(Changing.reason)
    await state.update_data(changing=[day.isoformat(), callback_data.working])
    turn.show(screens.ask_reason(turn.t, day, working=callback_data.working))


@router.message(StateFilter(Changing.reason), F.text, ~F.text.startswith("/"))
async def enter(message: Message, turn: Turn, state: FSMContext) -> None:
    """Entered; the month shows it."""
    _only_county_staff(turn)
    reason = " ".join((message.text or "").split())
    if len(reason) > LONGEST_REASON:
        raise Unusable(turn.t("Please say it in at most {n} characters.", n=LONGEST_REASON))
    text, working = (await state.get_data())["changing"]
    day = date.fromisoformat(text)
    await state.set_state(None)
    await kept.enter(turn.session, day, working, reason, turn.me.id, turn.now)
    await _changed(turn, "calendar.enter", day)
    t, name = turn.t, turn.t.day(day)
    await _show(
        turn, day, t("{day} is a working day now.", day=name) if working else t("{day} is a day off now.", day=name)
    )


@router.callback_query(WithdrawDay.filter())
async def withdraw(query: CallbackQuery, callback_data: WithdrawDay, turn: Turn) -> None:
    """The country's list counts again."""
    _only_county_staff(turn)
    day = _read(turn, callback_data.day)
    await kept.withdraw(turn.session, day)
    await _changed(turn, "calendar.withdraw", day)
    await _show(turn, day, turn.t("{day} is as the country's list says again.", day=turn.t.day(day)))


@router.callback_query(SettleYear.filter())
async def settle(query: CallbackQuery, callback_data: SettleYear, turn: Turn) -> None:
    """All moved days of a year are entered: nothing is marked as uncertain any more."""
    _only_county_staff(turn)
    first = _read(turn, f"{callback_data.year:04}-01-01")
    await kept.settle(turn.session, first.year, turn.me.id, turn.now)
    await _changed(turn, "calendar.settle", first)
    await _show(turn, first, turn.t("{year} counts as complete from now on.", year=first.year))


async def _changed(turn: Turn, action: str, day: date) -> None:
    """Written down; reception days follow at once, while somebody is there who can say why."""
    await turn.session.flush()
    forget(turn.post)
    await reception.follow_calendar(turn.post)
    await plan_free_days(turn.post)
    await audit.note(turn.session, at=turn.now, actor_id=turn.me.id, action=action, subject=f"day:{day.isoformat()}")

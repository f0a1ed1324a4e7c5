"""Staff plan their station's reception days: what is planned, one day, who came."""

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from handlers.conversation import navigation, paging
from handlers.conversation.callbacks import Go, ShowList
from handlers.conversation.context import Context
from handlers.conversation.filters import HasRole
from handlers.conversation.navigation import opens
from handlers.conversation.screen import Button, Screen, column
from handlers.conversation.texts import Html
from handlers.core.errors import ReceptionDayChanged, Refusal, TooEarlyToRecord
from handlers.core.reception import access, actions, planning, rosters
from handlers.core.workdays.days import calendar
from handlers.presentation.callbacks import ManageDay, ManagePage
from handlers.presentation.common_texts import words
from handlers.presentation.names import both_names
from handlers.reception import roster_screens, screens
from handlers.reception.callbacks import DaysPage, EndRule, PlanPage, Record, StationDays, StationRules
from storage.models.directory import Station
from storage.models.reception import ReceptionDay
from storage.queries import directory
from storage.queries import reception as kept
from storage.vocabulary import Role

STATIONS, DAYS = "reception-stations", "reception-days"
"""Names of lists; days are of a station."""

router = Router(name="reception.staff")
router.message.filter(HasRole(Role.STAFF))
router.callback_query.filter(HasRole(Role.STAFF))


@router.callback_query(Go.filter(F.to == "reception-plan"))
async def choose_station(query: CallbackQuery, ctx: Context, state: FSMContext) -> None:
    """Ask whose days to show; who has one station goes straight there."""
    await show_stations(ctx, state)


@router.callback_query(PlanPage.filter())
async def turn_stations(query: CallbackQuery, callback_data: PlanPage, ctx: Context) -> None:
    """Another page of stations."""
    await _stations(ctx, paging.reading(ctx.conversation, STATIONS, callback_data.page))


@opens(navigation.LIST + STATIONS)
async def show_stations(ctx: Context, state: FSMContext, *, of: int = 0, words: str | None = None) -> None:
    """The stations as they left them, or those that are called so."""
    await state.set_state(None)
    await _stations(ctx, paging.reading(ctx.conversation, STATIONS, words=words))


async def _stations(ctx: Context, where: paging.Reading) -> None:
    stations = await directory.stations(ctx.session, ctx.stations)
    if len(stations) == 1:
        await _station(ctx, stations[0])
        return
    t, (page, found) = ctx.t, where.cut(stations, both_names)
    rows = column([Button(t.named(station), StationDays(station=station.id)) for station in found])
    rows += [page.turning(lambda number: PlanPage(page=number)), where.keys(t, page)]
    text = where.title(t, page, t("Which station?"))
    if not stations:
        text = t("There is no station yet. /directory brings them in.")
    ctx.show(Screen(text, [*rows, [Button(t("🏠 Home"), Go(to="home"))]]))


@router.callback_query(StationDays.filter())
async def show_station(query: CallbackQuery, callback_data: StationDays, ctx: Context, state: FSMContext) -> None:
    """Show what is planned there, as they left it."""
    await show_days(ctx, state, of=callback_data.station)


@router.callback_query(DaysPage.filter())
async def turn_days(query: CallbackQuery, callback_data: DaysPage, ctx: Context) -> None:
    """Another page of what is planned."""
    station = await access.supervised_station(ctx.out, ctx.actor, callback_data.station)
    await _station(ctx, station, callback_data.page)


@opens(navigation.LIST + DAYS)
async def show_days(ctx: Context, state: FSMContext, *, of: int, words: str | None = None) -> None:
    """The days of a station as they left them, or those of which the words are true: `April`, `Friday`, a place."""
    await state.set_state(None)
    await _station(ctx, await access.supervised_station(ctx.out, ctx.actor, of), words=words)


async def _station(ctx: Context, station: Station, wanted: int | None = None, words: str | None = None) -> None:
    """Two of the past first; then all that is to come."""
    t, days = ctx.t, await calendar(ctx.out)
    today, where = days.day_of(ctx.now), paging.reading(ctx.conversation, DAYS, wanted, words, of=station.id)
    past = await kept.days_before(ctx.session, today, station.id, 2)
    coming = await kept.days_from(ctx.session, today, station_id=station.id)
    listed = [*reversed(past), *coming]
    seated = await kept.names_on(ctx.session, [one.id for one in listed])
    page, found = where.cut(listed, lambda one: screens.sought(t, one, days, seated))
    several = ctx.stations is None or len(ctx.stations) > 1
    back = ShowList(list=STATIONS, of=0, all=False) if several else Go(to="reception")
    ctx.show(screens.station(t, station, where, page, found, days, today, seated, back))


@router.callback_query(StationRules.filter())
async def show_rules(query: CallbackQuery, callback_data: StationRules, ctx: Context, state: FSMContext) -> None:
    """Show how the days come back, and new ways."""
    await state.set_state(None)
    station = await access.supervised_station(ctx.out, ctx.actor, callback_data.station)
    ctx.show(screens.rules_of(ctx.t, station, await kept.rules_of(ctx.session, station.id)))


@router.callback_query(EndRule.filter())
async def end_rule(query: CallbackQuery, callback_data: EndRule, ctx: Context) -> None:
    """It makes no more days; those that are planned stay."""
    rule = await actions.end_rule(ctx.out, ctx.actor, callback_data.rule)
    station = await access.supervised_station(ctx.out, ctx.actor, rule.station_id)
    ctx.toast(ctx.t("It makes no more days. What is planned already stays; cancel it day by day."), alert=True)
    ctx.show(screens.rules_of(ctx.t, station, await kept.rules_of(ctx.session, station.id)))


@router.callback_query(ManageDay.filter())
async def manage(query: CallbackQuery, callback_data: ManageDay, ctx: Context, state: FSMContext) -> None:
    """One day with its roster."""
    await state.set_state(None)
    ctx.show(await day_screen(ctx, await access.supervised_day(ctx.out, ctx.actor, callback_data.day)))


@router.callback_query(ManagePage.filter())
async def manage_page(query: CallbackQuery, callback_data: ManagePage, ctx: Context, state: FSMContext) -> None:
    """The same, at a page of the keys for who sits there."""
    await state.set_state(None)
    one = await access.supervised_day(ctx.out, ctx.actor, callback_data.day)
    ctx.show(await day_screen(ctx, one, page=callback_data.page))


@router.callback_query(Record.filter())
async def record(query: CallbackQuery, callback_data: Record, ctx: Context) -> None:
    """Somebody came who did not press it themselves, or that was a slip."""
    asked = callback_data
    try:
        one = await actions.record_coming(ctx.out, ctx.actor, asked.day, asked.representative, came=asked.came)
    except (ReceptionDayChanged, TooEarlyToRecord) as refusal:
        ctx.show(await as_it_stands(ctx, asked.day, refusal))
        return
    ctx.show(await day_screen(ctx, one, page=asked.page))


async def as_it_stands(ctx: Context, day_id: int, refusal: Refusal) -> Screen:
    """The day as it is now, with a note on why nothing was done: what was refused stands on an old screen."""
    ctx.toast(words(refusal, ctx.t), alert=True)
    return await day_screen(ctx, await access.supervised_day(ctx.out, ctx.actor, day_id))


async def day_screen(ctx: Context, one: ReceptionDay, headline: Html | None = None, page: int = 0) -> Screen:
    """A day as staff see it: who sits, who came, and what can be done."""
    seated = await rosters.seated(ctx.out, one)
    keys = roster_screens.keys_of_seated(ctx.t, one, seated, page, recordable=actions.takes_record(ctx.out, one))
    over = ctx.now > planning.ending(one, ctx.out)
    return screens.managed(ctx.t, one, seated, keys, await calendar(ctx.out), over=over, headline=headline)

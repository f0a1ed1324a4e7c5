"""Staff plan their station's reception days: what is planned, one day, its roster, who came."""

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from handlers.conversation.callbacks import Go
from handlers.conversation.context import Context
from handlers.conversation.filters import HasRole
from handlers.conversation.screen import Button, Screen, column
from handlers.conversation.texts import Html
from handlers.core.errors import NotAllowed
from handlers.core.reception import planning, rules
from handlers.core.workdays.days import calendar
from handlers.presentation.callbacks import ManageDay
from handlers.reception import screens
from handlers.reception.callbacks import Change, ChangeDay, EndRule, Seat, StationDays, StationRules
from handlers.reception.everyone import found
from storage import audit
from storage.models.directory import Station
from storage.models.reception import ReceptionDay, ReceptionRule
from storage.queries import directory
from storage.queries import reception as kept
from storage.vocabulary import Role

router = Router(name="reception.staff")
router.message.filter(HasRole(Role.STAFF))
router.callback_query.filter(HasRole(Role.STAFF))

LISTED = 8
MOST_STATIONS = 90
"""Keys under one message: Telegram takes at most 100."""
PROPOSED = 2
"""So many representatives are proposed for a day; staff add or take away."""


async def supervised_station(ctx: Context, station_id: int) -> Station:
    """A station the person is staff of. Raises `NotAllowed`."""
    station = await ctx.session.get(Station, station_id)
    if station is None or (ctx.stations is not None and station.id not in ctx.stations):
        raise NotAllowed
    return station


async def supervised_day(ctx: Context, day_id: int) -> ReceptionDay:
    """A reception day of a station the person is staff of, locked. Raises `NotAllowed`, `DayNotFound`."""
    one = await found(ctx, day_id)
    await supervised_station(ctx, one.station_id)
    return one


@router.callback_query(Go.filter(F.to == "reception-plan"))
async def choose_station(query: CallbackQuery, ctx: Context, state: FSMContext) -> None:
    """Whose days; who has one station goes straight there."""
    await state.set_state(None)
    stations = await directory.stations(ctx.session, 0, MOST_STATIONS, ctx.stations)
    if len(stations) == 1:
        ctx.show(await _station(ctx, stations[0]))
        return
    t = ctx.t
    rows = column([Button(t.named(station), StationDays(station=station.id)) for station in stations])
    text = t("Which station?") if stations else t("There is no station yet. /directory brings them in.")
    ctx.show(Screen(text, [*rows, [Button(t("🏠 Home"), Go(to="home"))]]))


@router.callback_query(StationDays.filter())
async def show_station(query: CallbackQuery, callback_data: StationDays, ctx: Context, state: FSMContext) -> None:
    """What is planned there."""
    await state.set_state(None)
    ctx.show(await _station(ctx, await supervised_station(ctx, callback_data.station)))


async def _station(ctx: Context, station: Station) -> Screen:
    days = await calendar(ctx.out)
    today = days.day_of(ctx.now)
    coming = await kept.days_from(ctx.session, today, LISTED, station_id=station.id)
    past = await kept.days_before(ctx.session, today, station.id, 2)
    return screens.station(ctx.t, station, list(reversed(past)), coming, days)


@router.callback_query(StationRules.filter())
async def show_rules(query: CallbackQuery, callback_data: StationRules, ctx: Context, state: FSMContext) -> None:
    """How the days come back, and new ways."""
    await state.set_state(None)
    station = await supervised_station(ctx, callback_data.station)
    ctx.show(screens.rules_of(ctx.t, station, await kept.rules_of(ctx.session, station.id)))


@router.callback_query(EndRule.filter())
async def end_rule(query: CallbackQuery, callback_data: EndRule, ctx: Context) -> None:
    """It makes no more days; those that are planned stay."""
    rule = await ctx.session.get(ReceptionRule, callback_data.rule, with_for_update=True)
    if rule is None:
        raise NotAllowed
    station = await supervised_station(ctx, rule.station_id)
    if rule.ended_at is None:
        rule.ended_at = ctx.now
        await noted(ctx, "reception.rule.end", f"rule:{rule.id}")
    ctx.toast(ctx.t("It makes no more days. What is planned already stays; cancel it day by day."), alert=True)
    ctx.show(screens.rules_of(ctx.t, station, await kept.rules_of(ctx.session, station.id)))


@router.callback_query(ManageDay.filter())
async def manage(query: CallbackQuery, callback_data: ManageDay, ctx: Context, state: FSMContext) -> None:
    """One day with its roster."""
    await state.set_state(None)
    ctx.show(await day_screen(ctx, await supervised_day(ctx, callback_data.day)))


async def day_screen(ctx: Context, one: ReceptionDay, headline: Html | None = None) -> Screen:
    """A day as staff see it: who sits, who came, and what can be done."""
    roster = await kept.roster(ctx.session, one.id)
    starts, ends = planning.beginning(one, ctx.out), planning.ending(one, ctx.out)
    marks = [(place.representative.name, rules.attendance(place.came_at, starts, ends, ctx.now)) for place in roster]
    return screens.managed(ctx.t, one, marks, await calendar(ctx.out), over=ctx.now > ends, headline=headline)


@router.callback_query(ChangeDay.filter(F.change == Change.ROSTER))
async def show_roster(query: CallbackQuery, callback_data: ChangeDay, ctx: Context) -> None:
    """Who could sit, who waited longest first."""
    ctx.show(await _roster(ctx, await supervised_day(ctx, callback_data.day)))


async def _roster(ctx: Context, one: ReceptionDay) -> Screen:
    seated = [place.representative_id for place in await kept.roster(ctx.session, one.id)]
    candidates = {who.id: who for who in await kept.candidates(ctx.session, one.station_id)}
    order = rules.by_waiting([(who.id, who.last) for who in candidates.values() if who.id not in seated])
    proposed = order[:PROPOSED] if not seated else []
    listed = [candidates[number] for number in (*[one for one in seated if one in candidates], *order)]
    days = await calendar(ctx.out)
    return screens.roster(ctx.t, one, days, listed, seated, [candidates[number] for number in proposed])


@router.callback_query(ChangeDay.filter(F.change == Change.PROPOSAL))
async def take_proposal(query: CallbackQuery, callback_data: ChangeDay, ctx: Context) -> None:
    """Those who waited longest sit, if nobody does yet."""
    one = await _to_come(ctx, callback_data.day)
    if one is None:
        return
    if not await kept.roster(ctx.session, one.id):
        candidates = await kept.candidates(ctx.session, one.station_id)
        for number in rules.by_waiting([(who.id, who.last) for who in candidates])[:PROPOSED]:
            await _seat(ctx, one, number)
    ctx.show(await _roster(ctx, one))


@router.callback_query(Seat.filter())
async def seat(query: CallbackQuery, callback_data: Seat, ctx: Context) -> None:
    """Somebody is put on the roster, or taken off; they are told."""
    one = await _to_come(ctx, callback_data.day)
    if one is None:
        return
    candidates = {who.id for who in await kept.candidates(ctx.session, one.station_id)}
    if callback_data.on and callback_data.representative in candidates:
        await _seat(ctx, one, callback_data.representative)
    elif not callback_data.on:
        await _unseat(ctx, one, callback_data.representative)
    ctx.show(await _roster(ctx, one))


async def _to_come(ctx: Context, day_id: int) -> ReceptionDay | None:
    """A day that is not over and not cancelled; else None, and the day is shown as it is."""
    one = await supervised_day(ctx, day_id)
    if one.cancelled_at is None and ctx.now <= planning.ending(one, ctx.out):
        return one
    ctx.toast(ctx.t("This day is over or cancelled; its roster stays as it was."), alert=True)
    ctx.show(await day_screen(ctx, one))
    return None


async def _seat(ctx: Context, one: ReceptionDay, representative_id: int) -> None:
    if await planning.seat(ctx.out, one, representative_id):
        await noted(ctx, "reception.seat", f"reception:{one.id}", f"representative:{representative_id}")


async def _unseat(ctx: Context, one: ReceptionDay, representative_id: int) -> None:
    if await kept.place_of(ctx.session, one.id, [representative_id]) is not None:
        await planning.unseat(ctx.out, one, representative_id)
        await noted(ctx, "reception.unseat", f"reception:{one.id}", f"representative:{representative_id}")


async def noted(ctx: Context, action: str, subject: str, detail: str = "") -> None:
    """Into the audit log."""
    await audit.note(ctx.session, at=ctx.now, actor_id=ctx.me.id, action=action, subject=subject, detail=detail)

"""Staff plan their station's reception days: what is planned, one day, its roster, who came."""

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from handlers.calendar.days import calendar
from handlers.conversation.callbacks import Go
from handlers.conversation.filters import HasRole
from handlers.conversation.refusals import NotAllowed
from handlers.conversation.screen import Button, Screen, column
from handlers.conversation.texts import Html
from handlers.conversation.turn import Turn
from handlers.reception import planning, rules, screens
from handlers.reception.callbacks import Change, ChangeDay, EndRule, ManageDay, Seat, StationDays, StationRules
from handlers.reception.everyone import found
from storage import audit
from storage.models import ReceptionDay, ReceptionRule, Station
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


async def supervised_station(turn: Turn, station_id: int) -> Station:
    """A station the person is staff of. Raises `NotAllowed`."""
    station = await turn.session.get(Station, station_id)
    if station is None or (turn.stations is not None and station.id not in turn.stations):
        raise NotAllowed
    return station


async def supervised_day(turn: Turn, day_id: int) -> ReceptionDay:
    """A reception day of a station the person is staff of, locked. Raises `NotAllowed`, `DayNotFound`."""
    one = await found(turn, day_id)
    await supervised_station(turn, one.station_id)
    return one


@router.callback_query(Go.filter(F.to == "reception-plan"))
async def choose_station(query: CallbackQuery, turn: Turn, state: FSMContext) -> None:
    """Whose days; who has one station goes straight there."""
    await state.set_state(None)
    stations = await directory.stations(turn.session, 0, MOST_STATIONS, turn.stations)
    if len(stations) == 1:
        turn.show(await _station(turn, stations[0]))
        return
    t = turn.t
    rows = column([Button(t.named(station), StationDays(station=station.id)) for station in stations])
    text = t("Which station?") if stations else t("There is no station yet. /directory brings them in.")
    turn.show(Screen(text, [*rows, [Button(t("🏠 Home"), Go(to="home"))]]))


@router.callback_query(StationDays.filter())
async def show_station(query: CallbackQuery, callback_data: StationDays, turn: Turn, state: FSMContext) -> None:
    """What is planned there."""
    await state.set_state(None)
    turn.show(await _station(turn, await supervised_station(turn, callback_data.station)))


async def _station(turn: Turn, station: Station) -> Screen:
    days = await calendar(turn.post)
    today = days.day_of(turn.now)
    coming = await kept.days_from(turn.session, today, LISTED, station_id=station.id)
    past = await kept.days_before(turn.session, today, station.id, 2)
    return screens.station(turn.t, station, list(reversed(past)), coming, days)


@router.callback_query(StationRules.filter())
async def show_rules(query: CallbackQuery, callback_data: StationRules, turn: Turn, state: FSMContext) -> None:
    """How the days come back, and new ways."""
    await state.set_state(None)
    station = await supervised_station(turn, callback_data.station)
    turn.show(screens.rules_of(turn.t, station, await kept.rules_of(turn.session, station.id)))


@router.callback_query(EndRule.filter())
async def end_rule(query: CallbackQuery, callback_data: EndRule, turn: Turn) -> None:
    """It makes no more days; those that are planned stay."""
    rule = await turn.session.get(ReceptionRule, callback_data.rule, with_for_update=True)
    if rule is None:
        raise NotAllowed
    station = await supervised_station(turn, rule.station_id)
    if rule.ended_at is None:
        rule.ended_at = turn.now
        await noted(turn, "reception.rule.end", f"rule:{rule.id}")
    turn.toast(turn.t("It makes no more days. What is planned already stays; cancel it day by day."), alert=True)
    turn.show(screens.rules_of(turn.t, station, await kept.rules_of(turn.session, station.id)))


@router.callback_query(ManageDay.filter())
async def manage(query: CallbackQuery, callback_data: ManageDay, turn: Turn, state: FSMContext) -> None:
    """One day with its roster."""
    await state.set_state(None)
    turn.show(await day_screen(turn, await supervised_day(turn, callback_data.day)))


async def day_screen(turn: Turn, one: ReceptionDay, headline: Html | None = None) -> Screen:
    """A day as staff see it: who sits, who came, and what can be done."""
    roster = await kept.roster(turn.session, one.id)
    starts, ends = planning.beginning(one, turn.post), planning.ending(one, turn.post)
    marks = [(place.representative.name, rules.attendance(place.came_at, starts, ends, turn.now)) for place in roster]
    return screens.managed(turn.t, one, marks, await calendar(turn.post), over=turn.now > ends, headline=headline)


@router.callback_query(ChangeDay.filter(F.change == Change.ROSTER))
async def show_roster(query: CallbackQuery, callback_data: ChangeDay, turn: Turn) -> None:
    """Who could sit, who waited longest first."""
    turn.show(await _roster(turn, await supervised_day(turn, callback_data.day)))


async def _roster(turn: Turn, one: ReceptionDay) -> Screen:
    seated = [place.representative_id for place in await kept.roster(turn.session, one.id)]
    candidates = {who.id: who for who in await kept.candidates(turn.session, one.station_id)}
    order = rules.by_waiting([(who.id, who.last) for who in candidates.values() if who.id not in seated])
    proposed = order[:PROPOSED] if not seated else []
    listed = [candidates[number] for number in (*[one for one in seated if one in candidates], *order)]
    days = await calendar(turn.post)
    return screens.roster(turn.t, one, days, listed, seated, [candidates[number] for number in proposed])


@router.callback_query(ChangeDay.filter(F.change == Change.PROPOSAL))
async def take_proposal(query: CallbackQuery, callback_data: ChangeDay, turn: Turn) -> None:
    """Those who waited longest sit, if nobody does yet."""
    one = await _to_come(turn, callback_data.day)
    if one is None:
        return
    if not await kept.roster(turn.session, one.id):
        candidates = await kept.candidates(turn.session, one.station_id)
        for number in rules.by_waiting([(who.id, who.last) for who in candidates])[:PROPOSED]:
            await _seat(turn, one, number)
    turn.show(await _roster(turn, one))


@router.callback_query(Seat.filter())
async def seat(query: CallbackQuery, callback_data: Seat, turn: Turn) -> None:
    """Somebody is put on the roster, or taken off; they are told."""
    one = await _to_come(turn, callback_data.day)
    if one is None:
        return
    candidates = {who.id for who in await kept.candidates(turn.session, one.station_id)}
    if callback_data.on and callback_data.representative in candidates:
        await _seat(turn, one, callback_data.representative)
    elif not callback_data.on:
        await _unseat(turn, one, callback_data.representative)
    turn.show(await _roster(turn, one))


async def _to_come(turn: Turn, day_id: int) -> ReceptionDay | None:
    """A day that is not over and not cancelled; else None, and the day is shown as it is."""
    one = await supervised_day(turn, day_id)
    if one.cancelled_at is None and turn.now <= planning.ending(one, turn.post):
        return one
    turn.toast(turn.t("This day is over or cancelled; its roster stays as it was."), alert=True)
    turn.show(await day_screen(turn, one))
    return None


async def _seat(turn: Turn, one: ReceptionDay, representative_id: int) -> None:
    if await planning.seat(turn.post, one, representative_id):
        await noted(turn, "reception.seat", f"reception:{one.id}", f"representative:{representative_id}")


async def _unseat(turn: Turn, one: ReceptionDay, representative_id: int) -> None:
    if await kept.place_of(turn.session, one.id, [representative_id]) is not None:
        await planning.unseat(turn.post, one, representative_id)
        await noted(turn, "reception.unseat", f"reception:{one.id}", f"representative:{representative_id}")


async def noted(turn: Turn, action: str, subject: str, detail: str = "") -> None:
    """Into the audit log."""
    await audit.note(turn.session, at=turn.now, actor_id=turn.me.id, action=action, subject=subject, detail=detail)

"""Anybody sees the reception days near them; representatives see theirs and check in; staff are led to planning."""

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.methods import SendDocument
from aiogram.types import CallbackQuery, Message

from handlers.conversation import navigation, paging
from handlers.conversation.callbacks import Go
from handlers.conversation.context import Context
from handlers.conversation.navigation import opens
from handlers.conversation.screen import Button, Screen
from handlers.conversation.texts import bold, join
from handlers.core.directory import search
from handlers.core.errors import CheckInClosed
from handlers.core.reception import access, actions, rosters
from handlers.core.workdays.days import calendar
from handlers.notifications.reception import note, when
from handlers.presentation.calendar_file import calendar_file
from handlers.presentation.callbacks import CalendarFile, CheckIn, ManageDay, OpenDay
from handlers.presentation.common_texts import words
from handlers.presentation.names import REACH_MARKS
from handlers.reception import screens
from handlers.reception.callbacks import NearPage
from storage.models.directory import Station
from storage.models.reception import ReceptionDay
from storage.queries import reception as kept
from storage.vocabulary import Role

router = Router(name="reception.everyone")

LISTED = 6
"""Days a page."""
DAYS = "days"
"""The list's name."""


@router.message(Command("reception"))
async def reception_command(message: Message, ctx: Context) -> None:
    """The next reception days near the person, and theirs."""
    ctx.show(await _overview(ctx, paging.reading(ctx.conversation, DAYS, words="")))


@router.callback_query(Go.filter(F.to == "reception"))
async def go_reception(query: CallbackQuery, ctx: Context, state: FSMContext) -> None:
    """The next reception days near the person, and theirs, as they left them."""
    await show_days(ctx, state)


@router.callback_query(NearPage.filter())
async def turn_page(query: CallbackQuery, callback_data: NearPage, ctx: Context) -> None:
    """Later ones."""
    ctx.show(await _overview(ctx, paging.reading(ctx.conversation, DAYS, callback_data.page)))


@opens(navigation.LIST + DAYS)
async def show_days(ctx: Context, state: FSMContext, *, of: int = 0, words: str | None = None) -> None:
    """The days as they left them, or those of which the words are true."""
    ctx.show(await _overview(ctx, paging.reading(ctx.conversation, DAYS, words=words)))


async def _overview(ctx: Context, where: paging.Reading) -> Screen:
    """The days one sits on first, then those near; a day that is both stands once."""
    t, session = ctx.t, ctx.session
    days = await calendar(ctx.out)
    today = days.day_of(ctx.now)
    lines: list[str] = [bold(t("🪑 Reception days"))]
    rows: list[list[Button]] = []
    found: list[ReceptionDay] = []
    if ctx.has(Role.REPRESENTATIVE):
        ids = [one.id for one in ctx.representatives]
        found += await kept.days_of_representatives(session, ids, today)
        lines.append(t("You sit on:") if found else t("You are on no roster at present."))
    station = await _near(ctx)
    if station is not None:
        near = await kept.days_from(session, today, station_id=station.id)
        lines.append(_near_words(ctx, station, bool(near)))
        found += [one for one in near if one not in found]
    elif len(lines) == 1:
        lines.append(t("Tell me your place, and I show the reception days near you."))
        rows.append([Button(t("📍 My place"), Go(to="place"))])
    seated = await kept.names_on(session, [one.id for one in found])
    page, listed = where.cut(found, lambda one: screens.sought(t, one, days, seated), LISTED)
    lines[0] = where.title(t, page, bold(t("🪑 Reception days")))
    rows += [[Button(screens.label(t, one, days, seated), OpenDay(day=one.id))] for one in listed]
    rows += [page.turning(lambda number: NearPage(page=number)), where.keys(t, page)]
    if ctx.has(Role.STAFF):
        rows.insert(0, [Button(t("🛠 Plan reception days"), Go(to="reception-plan"))])
    rows.append([Button(t("✍️ Write an opinion"), Go(to="opinion")), Button(t("🏠 Home"), Go(to="home"))])
    return Screen(join(lines, "\n\n"), rows)


def _near_words(ctx: Context, station: Station, any_: bool) -> str:
    t, name = ctx.t, ctx.t.named(station)
    if any_:
        return t("Near you, at {station}. Come without an appointment:", station=name)
    return t("No reception day is planned at {station} yet. You can always write here.", station=name)


async def _near(ctx: Context) -> Station | None:
    """The station of the person's place; of who has named none, the one they work at."""
    if ctx.me.area_id is not None:
        return await search.station_of(ctx.session, ctx.me.area_id)
    return next((grant.station for grant in ctx.me.grants if grant.station is not None), None)


@router.callback_query(OpenDay.filter())
async def open_day(query: CallbackQuery, callback_data: OpenDay, ctx: Context) -> None:
    """One of them: when, where, who."""
    ctx.show(await card(ctx, await access.any_day(ctx.out, callback_data.day)))


async def card(ctx: Context, one: ReceptionDay) -> Screen:
    """A day as everybody may see it, with the keys of the roles that are held."""
    t, days = ctx.t, await calendar(ctx.out)
    names = t.listed(await _names(ctx, one))
    lines: list[str] = [
        bold(t("🪑 Reception day, {station}", station=t.named(one.station))),
        join([bold(when(t, one, days)), one.place, note(t, one, days)]),
        t("Representatives: {names}", names=names) if names else t("Who sits there is still open."),
        t("✖️ Does not take place: {reason}", reason=one.reason or "") if one.cancelled_at else "",
    ]
    rows = [[Button(t("📅 Into my calendar"), CalendarFile(day=one.id))]]
    mine = await kept.place_of(ctx.session, one.id, [who.id for who in ctx.representatives])
    if mine is not None and mine.came_at is not None:
        lines.append(t("✅ You checked in."))
    elif mine is not None and actions.takes_check_in(ctx.out, one):
        rows.insert(0, [Button(t("✅ I am here"), CheckIn(day=one.id))])
    if _plans(ctx, one):
        rows.append([Button(t("🛠 Plan"), ManageDay(day=one.id))])
    rows.append([Button(t("🪑 Reception days"), Go(to="reception")), Button(t("🏠 Home"), Go(to="home"))])
    return Screen(join(lines, "\n\n"), rows)


async def _names(ctx: Context, one: ReceptionDay) -> list[str]:
    """Names of the roster; staff of the station see who cannot be told."""
    seated = await rosters.seated(ctx.out, one)
    return [(REACH_MARKS[who.reach] if _plans(ctx, one) else "") + ctx.t.named(who) for who in seated]


def _plans(ctx: Context, one: ReceptionDay) -> bool:
    if not ctx.has(Role.STAFF):
        return False
    return ctx.stations is None or one.station_id in ctx.stations


@router.callback_query(CalendarFile.filter())
async def send_file(query: CallbackQuery, callback_data: CalendarFile, ctx: Context) -> None:
    """The day as a calendar file; who took it hears of changes."""
    one = await actions.subscribe(ctx.out, ctx.actor, callback_data.day)
    names = [ctx.t.named(seat.representative) for seat in await kept.roster(ctx.session, one.id)]
    content = calendar_file(ctx.out, ctx.t, one, names)
    document = await ctx.out.file(f"reception-{one.day}.ics", content)
    ctx.out.send(ctx.chat_id, SendDocument(chat_id=ctx.chat_id, document=document))
    if one.cancelled_at is None:
        ctx.toast(ctx.t("Open the file to put it into your calendar. Should it change, I tell you."))
    else:
        ctx.toast(ctx.t("Open the file, and your calendar shows that it is cancelled."))


@router.callback_query(CheckIn.filter())
async def check_in(query: CallbackQuery, callback_data: CheckIn, ctx: Context) -> None:
    """A representative is there; pressed again, the first time counts."""
    try:
        if await actions.check_in(ctx.out, ctx.actor, callback_data.day):
            ctx.toast(ctx.t("Welcome! You are checked in."))
    except CheckInClosed as refusal:
        ctx.toast(words(refusal, ctx.t), alert=True)
    ctx.show(await card(ctx, await access.any_day(ctx.out, callback_data.day)))

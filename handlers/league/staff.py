"""Staff look at the league of units, topics and stations: for a period, ordered either way, searched, taken out."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.methods import SendDocument, SendPhoto
from aiogram.types import CallbackQuery, Message

from handlers.conversation import navigation, paging
from handlers.conversation.context import Context
from handlers.conversation.filters import HasRole
from handlers.conversation.navigation import opens
from handlers.core.league import actions
from handlers.core.league.figures import Standing, Table, table
from handlers.core.league.rules import ordered, period, places
from handlers.core.workdays.days import calendar
from handlers.league import picture, screens
from handlers.league.callbacks import (
    ChooseOrder,
    ChoosePeriod,
    CountAnew,
    LeaguePage,
    OpenStanding,
    SetOrder,
    SetPeriod,
    TakeOut,
)
from handlers.league.order import Order, choose, order_of
from handlers.league.words import KINDS, TITLES, known_as, name_of, period_name, sheet
from storage.vocabulary import Ranked, Role

LEAGUE = "league"
"""The lists' name; which, by its place in `KINDS`."""
IN_PICTURE = 20
"""Lines in a picture."""

router = Router(name="league.staff")
router.message.filter(HasRole(Role.STAFF))
router.callback_query.filter(HasRole(Role.STAFF))


@router.message(Command("units"))
async def units_command(message: Message, ctx: Context, state: FSMContext) -> None:
    """Show the league of units."""
    await show_league(ctx, state, words="")


@router.callback_query(LeaguePage.filter())
async def turn_page(query: CallbackQuery, callback_data: LeaguePage, ctx: Context, state: FSMContext) -> None:
    """A page of a league."""
    await state.set_state(None)
    await _show(ctx, paging.reading(ctx.conversation, LEAGUE, callback_data.page, of=callback_data.of))


@opens(navigation.LIST + LEAGUE)
async def show_league(ctx: Context, state: FSMContext, *, of: int = 0, words: str | None = None) -> None:
    """A league as they left it, or what is called so."""
    await state.set_state(None)
    await _show(ctx, paging.reading(ctx.conversation, LEAGUE, words=words, of=of))


def _of(number: int) -> Ranked:
    return KINDS[number % len(KINDS)]


async def _standings(ctx: Context, of: Ranked, order: Order, *, anew: bool = False) -> tuple[Table, list[Standing]]:
    """The table, and its lines in order."""
    found = await table(ctx.out, ctx.actor, of, order.period, anew=anew)
    by_id = {one.line.id: one for one in found.standings}
    lines = [one.line for one in found.standings]
    return found, [by_id[line.id] for line in ordered(lines, order.column, worst_first=order.worst_first)]


async def _show(ctx: Context, where: paging.Reading, *, anew: bool = False) -> None:
    of, order = _of(where.of), await order_of(ctx)
    found, standings = await _standings(ctx, of, order, anew=anew)
    given = places([one.line for one in standings], order.column)
    placed = [screens.Placed(place, one) for place, one in zip(given, standings, strict=True)]
    page, shown = where.cut(placed, lambda one: known_as(ctx.t, of, one.standing), screens.A_PAGE)
    view = screens.View(of, order, found.counted_at, where, page, shown, ctx.actor.of_county)
    ctx.show(screens.league(ctx.t, view))


@router.callback_query(OpenStanding.filter())
async def open_standing(query: CallbackQuery, callback_data: OpenStanding, ctx: Context) -> None:
    """All figures of one of them."""
    of, order = _of(callback_data.of), await order_of(ctx)
    found, standings = await _standings(ctx, of, order)
    one = next((each for each in standings if each.line.id == callback_data.subject), None)
    if one is None:
        await _show(ctx, paging.reading(ctx.conversation, LEAGUE, of=callback_data.of))
        return
    ctx.show(screens.card(ctx.t, of, order, one, found.counted_at))


@router.callback_query(ChooseOrder.filter())
async def choose_order(query: CallbackQuery, callback_data: ChooseOrder, ctx: Context) -> None:
    """Ask by which figure."""
    ctx.show(screens.orders(ctx.t, _of(callback_data.of), await order_of(ctx)))


@router.callback_query(SetOrder.filter())
async def set_order(query: CallbackQuery, callback_data: SetOrder, ctx: Context) -> None:
    """From the top in this order."""
    choose(ctx, (await order_of(ctx))._replace(column=callback_data.column, worst_first=callback_data.worst))
    await _show(ctx, paging.reading(ctx.conversation, LEAGUE, 0, of=callback_data.of))


@router.callback_query(ChoosePeriod.filter())
async def choose_period(query: CallbackQuery, callback_data: ChoosePeriod, ctx: Context) -> None:
    """Ask for which period."""
    today = (await calendar(ctx.out)).day_of(ctx.now)
    ctx.show(screens.periods(ctx.t, _of(callback_data.of), await order_of(ctx), today))


@router.callback_query(SetPeriod.filter())
async def set_period(query: CallbackQuery, callback_data: SetPeriod, ctx: Context) -> None:
    """From the top for this period."""
    today = (await calendar(ctx.out)).day_of(ctx.now)
    choose(ctx, (await order_of(ctx))._replace(period=period(callback_data.code, today)))
    await _show(ctx, paging.reading(ctx.conversation, LEAGUE, 0, of=callback_data.of))


@router.callback_query(CountAnew.filter())
async def count_anew(query: CallbackQuery, callback_data: CountAnew, ctx: Context) -> None:
    """Count it as things stand now."""
    await _show(ctx, paging.reading(ctx.conversation, LEAGUE, of=callback_data.of), anew=True)
    ctx.toast(ctx.t("Counted anew."))


@router.callback_query(TakeOut.filter())
async def take_out(query: CallbackQuery, callback_data: TakeOut, ctx: Context) -> None:
    """The whole league as a workbook, or its first lines as a picture."""
    t, of, order = ctx.t, _of(callback_data.of), await order_of(ctx)
    found, standings = await _standings(ctx, of, order)
    title = t("{what}: {period}", what=t(TITLES[of]), period=period_name(t, order.period)).plain
    by = t("By {order}. Counted {when}.", order=screens.order_name(t, order), when=t.moment(found.counted_at)).plain
    if callback_data.picture:
        shown = [one for one in standings if one.line.is_shown][:IN_PICTURE]
        if not shown:
            ctx.toast(t("Nobody has ten cases yet, so there is nothing to draw. A longer period has more."), alert=True)
            return
        lines = [(name_of(t, of, one), screens.rates(one.line)) for one in shown]
        drawn = ctx.out.aside(picture.draw, title, by, screens.meant(t), lines)
        photo = await ctx.out.file(f"league-{order.period.code}.png", drawn)
        caption = screens.caption(t, title, by, picture.SQUARES)
        ctx.out.send(ctx.chat_id, SendPhoto(chat_id=ctx.chat_id, photo=photo, caption=caption))
    else:
        header, *rows = sheet(t, of, standings)
        content = await actions.export(ctx.out, ctx.actor, of, order.period.code, title, by, header, rows)
        document = await ctx.out.file(f"huiyin-{of}-{order.period.code}.xlsx", content)
        ctx.out.send(ctx.chat_id, SendDocument(chat_id=ctx.chat_id, document=document))
    ctx.toast(t("Here it comes."))

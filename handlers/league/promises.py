"""Staff read the year's promises: late ones first, what came of the others, and what earlier years left unkept."""

from typing import Any

from aiogram import Router
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers.conversation import navigation, paging
from handlers.conversation.context import Context
from handlers.conversation.filters import HasRole
from handlers.conversation.navigation import opens
from handlers.core.errors import OpinionNotFound
from handlers.core.league.figures import span_of
from handlers.core.league.rules import FIRST_YEAR, period
from handlers.core.workdays.days import calendar
from handlers.league import promise_screens as screens
from handlers.league.callbacks import OpenPromise, PromisesPage
from storage.queries import commitments
from storage.queries import yearly_promises as queries
from storage.queries.yearly_promises import Kept, Wanted
from storage.vocabulary import Role

PROMISES = "promises"
"""The lists' name; which, by year and kind: `_number`."""
KINDS = tuple(Kept)

router = Router(name="league.promises")
router.message.filter(HasRole(Role.STAFF))
router.callback_query.filter(HasRole(Role.STAFF))


def _number(year: int, kept: Kept) -> int:
    return year * len(KINDS) + KINDS.index(kept)


@router.message(Command("promises"))
async def promises_command(message: Message, ctx: Context, state: FSMContext) -> None:
    """List this year's open promises."""
    today = (await calendar(ctx.out)).day_of(ctx.now)
    await show_promises(ctx, state, of=_number(today.year, Kept.OPEN), words="")


@router.callback_query(PromisesPage.filter())
async def turn_page(query: CallbackQuery, callback_data: PromisesPage, ctx: Context, state: FSMContext) -> None:
    """A page of one of the lists."""
    await state.set_state(None)
    asked = callback_data
    await _list(ctx, paging.reading(ctx.conversation, PROMISES, asked.page, of=_number(asked.year, asked.kept)))


@opens(navigation.LIST + PROMISES)
async def show_promises(ctx: Context, state: FSMContext, *, of: int, words: str | None = None) -> None:
    """A list as they left it, or what says these words."""
    await state.set_state(None)
    await _list(ctx, paging.reading(ctx.conversation, PROMISES, words=words, of=of))


async def _wanted(ctx: Context, year: int) -> Wanted:
    ctx.actor.require(Role.STAFF)
    today = (await calendar(ctx.out)).day_of(ctx.now)
    within: int = min(max(year, FIRST_YEAR), today.year)
    return Wanted(await span_of(ctx.out, period(f"{within}", today)), ctx.stations, ctx.now, today)


async def _list(ctx: Context, where: paging.Reading) -> None:
    year, kind = divmod(where.of, len(KINDS))
    kept, wanted = KINDS[kind], await _wanted(ctx, year)
    counts = await queries.counts(ctx.session, wanted)
    many = await queries.count(ctx.session, wanted, kept, where.words) if where.words else counts[kept]
    page = where.page(many, screens.A_PAGE)
    found: Any = await queries.listed(ctx.session, wanted, kept, page.size, page.skip, where.words)
    this_year = wanted.today.year
    ctx.show(screens.listed(ctx.t, screens.View(wanted.span.first.year, kept, where, page, found, counts, this_year)))


@router.callback_query(OpenPromise.filter())
async def open_promise(query: CallbackQuery, callback_data: OpenPromise, ctx: Context, state: FSMContext) -> None:
    """A promise with its history. Raises `OpinionNotFound`."""
    await state.set_state(None)
    asked, days = callback_data, await calendar(ctx.out)
    found = await queries.one(ctx.session, asked.promise, ctx.stations)
    if found is None:
        raise OpinionNotFound
    promise, about = found
    reports = await commitments.reports(ctx.session, promise.id)
    if promise.opinion_id is not None:
        paging.enters(ctx.conversation, [promise.opinion_id], PROMISES, _number(asked.year, asked.kept))
    view = screens.Card(promise, about, reports, days, ctx.now, asked.year, asked.kept)
    ctx.show(screens.card(ctx.t, view))

"""Staff look through all that waits to be screened, and all that is late with others: in pages, or by words."""

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from handlers.conversation import navigation, paging
from handlers.conversation.callbacks import Go
from handlers.conversation.context import Context
from handlers.conversation.filters import HasRole
from handlers.conversation.navigation import opens
from handlers.conversation.screen import LONGEST_LABEL, Button, Screen, column
from handlers.conversation.texts import bold, dotted, shortened
from handlers.core.workdays.days import calendar
from handlers.core.workdays.rules import Calendar
from handlers.presentation.callbacks import LatePage, OpenScreening
from handlers.presentation.names import both_names
from handlers.presentation.rounds import mark
from handlers.presentation.status_icon import light
from handlers.screening.callbacks import LATE, QUEUE, QueuePage
from storage.queries import opinions, reminders
from storage.queries import screening as queries
from storage.queries.opinions import Listed
from storage.queries.reminders import Late
from storage.vocabulary import Role

router = Router(name="screening.lists")
router.callback_query.filter(HasRole(Role.STAFF))


@router.callback_query(QueuePage.filter())
async def turn_queue(query: CallbackQuery, callback_data: QueuePage, ctx: Context) -> None:
    """A page of what waits to be screened."""
    ctx.show(await _queue(ctx, paging.reading(ctx.conversation, QUEUE, callback_data.page)))


@opens(navigation.LIST + QUEUE)
async def show_queue(ctx: Context, state: FSMContext, *, of: int = 0, words: str | None = None) -> None:
    """List what waits to be screened, as they left it, or what says these words."""
    await state.set_state(None)
    ctx.show(await _queue(ctx, paging.reading(ctx.conversation, QUEUE, words=words)))


async def _queue(ctx: Context, where: paging.Reading) -> Screen:
    t, days = ctx.t, await calendar(ctx.out)
    page = where.page(await opinions.count_to_screen(ctx.session, ctx.stations, where.words))
    found = await queries.queue(ctx.session, ctx.stations, page.size, page.skip, where.words)
    rows = column(
        [
            Button(_line(ctx, one, dotted(mark(t, one.round), one.summary), days), OpenScreening(opinion=one.id))
            for one in found
        ]
    )
    rows += [page.turning(lambda number: QueuePage(page=number)), where.keys(t, page)]
    rows.append([Button(t("🔎 One by one"), Go(to="screen")), Button(t("🏠 Home"), Go(to="home"))])
    return Screen(where.title(t, page, bold(t("🔎 To screen, earliest due first"))), rows)


@router.callback_query(LatePage.filter())
async def turn_late(query: CallbackQuery, callback_data: LatePage, ctx: Context) -> None:
    """A page of what is late."""
    ctx.show(await _late(ctx, paging.reading(ctx.conversation, LATE, callback_data.page)))


@opens(navigation.LIST + LATE)
async def show_late(ctx: Context, state: FSMContext, *, of: int = 0, words: str | None = None) -> None:
    """List what is late, as they left it, or what waits for somebody called so."""
    await state.set_state(None)
    ctx.show(await _late(ctx, paging.reading(ctx.conversation, LATE, words=words)))


async def _late(ctx: Context, where: paging.Reading) -> Screen:
    t, days = ctx.t, await calendar(ctx.out)
    every = await reminders.latest(ctx.session, ctx.stations, ctx.now, opinions.COUNTED)
    page, found = where.cut(every, lambda one: f"{one.reference} · {both_names(one.unit or one)}")
    rows = column([Button(_line(ctx, one, _for_whom(ctx, one), days), OpenScreening(opinion=one.id)) for one in found])
    rows += [page.turning(lambda number: LatePage(page=number)), where.keys(t, page)]
    rows.append([Button(t("🏠 Home"), Go(to="home"))])
    text = where.title(t, page, bold(t("🔴 Late with representatives and units, the longest first")))
    return Screen(text if every else t("Nothing is late. 🎉"), rows)


def _for_whom(ctx: Context, one: Late) -> str:
    return ctx.t.named(one.unit or one)


def _line(ctx: Context, one: Listed | Late, what: str, days: Calendar) -> str:
    return shortened(dotted(f"{light(one.due_at, ctx.now, days)} {one.reference}", what), LONGEST_LABEL)

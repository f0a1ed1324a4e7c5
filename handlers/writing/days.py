"""The day by which something is expected: keys for the next working days, and days as people write them."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import date

from aiogram import F, Router
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State
from aiogram.types import CallbackQuery, Message

from handlers.conversation.context import Context
from handlers.conversation.filters import AboutOpinion
from handlers.conversation.reading import read_day
from handlers.conversation.screen import Button, Screen, column
from handlers.conversation.texts import Html, join
from handlers.core.errors import DayOutOfRange
from handlers.core.unit_of_work import UnitOfWork
from handlers.core.workdays.days import calendar
from handlers.core.workdays.rules import due as due_after
from handlers.presentation.common_texts import unread, words
from handlers.presentation.due_days import due_day

OFFERED = (5, 10, 20)
"""Working days that have a key: our own choice."""


class ChooseDay(CallbackData, prefix="svd"):
    """The day, ISO, by which what is expected should have come."""

    day: str


Ask = Callable[[Context, FSMContext, Html | str], Awaitable[None]]
"""Asks by when; with what was wrong with the day before, or nothing."""
Take = Callable[[Context, FSMContext, date], Awaitable[None]]
"""Goes on with a day by which something can be expected."""
Check = Callable[[UnitOfWork, date], Awaitable[None]]
"""Raises `DayOutOfRange` for a day by which nothing can be expected."""


def asked_at(router: Router, awaited: State, ask: Ask, take: Take, check: Check) -> None:
    """In this state a day is awaited, by a key or typed: `take` gets it; what is none is asked for again."""

    async def chosen(query: CallbackQuery, callback_data: ChooseDay, ctx: Context, state: FSMContext) -> None:
        await _read(ctx, state, callback_data.day)

    async def typed(message: Message, ctx: Context, state: FSMContext) -> None:
        await _read(ctx, state, message.text or "")

    async def _read(ctx: Context, state: FSMContext, words: str) -> None:
        day = await read(ctx, words, check)
        if isinstance(day, date):
            await take(ctx, state, day)
        else:
            await ask(ctx, state, day)

    router.callback_query.register(chosen, awaited, ChooseDay.filter())
    router.message.register(typed, awaited, ~AboutOpinion(), ~F.text.startswith("/"))


async def question(ctx: Context, head: Html, fault: Html | str, back: Sequence[Button]) -> Screen:
    """By when: keys, and how a day can be written; `fault`: what was wrong with the one before."""
    days = await calendar(ctx.out)
    offered = [days.day_of(due_after(ctx.now, n, days)) for n in OFFERED]
    keys = [Button(due_day(ctx.t, day, days), ChooseDay(day=day.isoformat())) for day in offered]
    how = ctx.t("Choose, or write a day like {example}.", example=ctx.t.typed(offered[0]))
    return Screen(join([fault, join([head, how], " ")], "\n\n"), [*column(keys), list(back)])


async def read(ctx: Context, typed: str, check: Check) -> date | Html:
    """The day that was meant, if something can be expected by it; else what is wrong with it."""
    t, days = ctx.t, await calendar(ctx.out)
    day = read_day(typed, days.day_of(ctx.now), t.language)
    if day is None:
        return unread(t, typed)
    try:
        await check(ctx.out, day)
    except DayOutOfRange as outside:
        return words(outside, t)
    return day

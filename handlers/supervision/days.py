"""The day by which something is expected: keys for the next working days, and days as people write them."""

from collections.abc import Sequence
from datetime import date

from handlers.conversation.context import Context
from handlers.conversation.reading import read_day
from handlers.conversation.screen import Button, Screen, column
from handlers.conversation.texts import Html, join
from handlers.core.errors import DayOutOfRange
from handlers.core.supervision import actions
from handlers.core.workdays.days import calendar
from handlers.core.workdays.rules import due as due_after
from handlers.presentation.common_texts import unread, words
from handlers.presentation.due_days import due_day
from handlers.supervision.callbacks import ChooseDay

OFFERED = (5, 10, 20)
"""Working days that have a key: our own choice."""


async def question(ctx: Context, head: Html, fault: Html | str, back: Sequence[Button]) -> Screen:
    """By when: keys, and how a day can be written; `fault`: what was wrong with the one before."""
    days = await calendar(ctx.out)
    offered = [days.day_of(due_after(ctx.now, n, days)) for n in OFFERED]
    keys = [Button(due_day(ctx.t, day, days), ChooseDay(day=day.isoformat())) for day in offered]
    how = ctx.t("Choose, or write a day like {example}.", example=ctx.t.typed(offered[0]))
    return Screen(join([fault, join([head, how], " ")], "\n\n"), [*column(keys), list(back)])


async def read(ctx: Context, typed: str) -> date | Html:
    """The day that was meant, if something can be expected by it; else what is wrong with it."""
    t, days = ctx.t, await calendar(ctx.out)
    day = read_day(typed, days.day_of(ctx.now), t.language)
    if day is None:
        return unread(t, typed)
    try:
        await actions.check_day(ctx.out, day)
    except DayOutOfRange as outside:
        return words(outside, t)
    return day

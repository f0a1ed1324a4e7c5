"""The period and the order in which somebody looks at leagues: remembered by their talk."""

from typing import Any, NamedTuple

from handlers.conversation.context import Context
from handlers.conversation.state import data_of, remember
from handlers.core.league.rules import Column, Period, period
from handlers.core.workdays.days import calendar

_ORDER = "league"
"""Key under which a talk remembers it."""


class Order(NamedTuple):
    """Order in which somebody looks at a league."""

    period: Period
    column: Column
    worst_first: bool


async def order_of(ctx: Context) -> Order:
    """The period and order they chose last; this year, who replies best first."""
    today = (await calendar(ctx.out)).day_of(ctx.now)
    chosen: list[Any] = data_of(ctx.conversation).get(_ORDER) or ["", Column.REPLY, False]
    code, column, worst = chosen
    return Order(period(code, today), Column(column), worst)


def choose(ctx: Context, order: Order) -> None:
    """Look at leagues so from now on."""
    remember(ctx.conversation, **{_ORDER: [order.period.code, order.column, order.worst_first]})

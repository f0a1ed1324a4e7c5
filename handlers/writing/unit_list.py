"""A list of units to choose one from: turned, searched, left."""

from collections.abc import Callable, Collection
from typing import NamedTuple

from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.context import FSMContext

from handlers.conversation.context import Context
from handlers.conversation.paging import Reading
from handlers.conversation.screen import Button, Screen, column
from handlers.conversation.texts import Html
from handlers.presentation.names import both_names
from storage.queries import referrals


class Keys(NamedTuple):
    """Keys of the list: of a unit, of a page, and the one that leads back."""

    pick: Callable[[int], CallbackData]
    turn: Callable[[int], CallbackData]
    back: CallbackData


async def choose(
    ctx: Context, state: FSMContext, where: Reading, headline: Html, but: Collection[int | None], keys: Keys
) -> Screen:
    """The page of the units that are called as was typed, without some of them; a name can be typed at once."""
    await where.takes_names(state)
    others = [unit for unit in await referrals.units(ctx.session) if unit.id not in but]
    page, units = where.cut(others, both_names)
    rows = [
        *column([Button(ctx.t.named(unit), keys.pick(unit.id)) for unit in units]),
        page.turning(keys.turn),
        where.keys(ctx.t, page),
        [Button(ctx.t("⬅️ Back"), keys.back)],
    ]
    return Screen(where.title(ctx.t, page, headline), rows)

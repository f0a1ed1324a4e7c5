"""What a unit promised and has still to keep, the earliest due first."""

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from handlers.conversation import navigation, paging
from handlers.conversation.callbacks import Go
from handlers.conversation.context import Context
from handlers.conversation.filters import HasRole
from handlers.conversation.navigation import opens
from handlers.conversation.screen import Button, Screen, in_pairs
from handlers.conversation.texts import Html, bold, join
from handlers.core.casework.rules import KEPT_BY_UNIT
from handlers.core.workdays.days import calendar
from handlers.core.workdays.rules import Calendar
from handlers.presentation.labels import ways
from handlers.presentation.promises import opens as opens_promise
from handlers.presentation.promises import waiting_sign
from handlers.presentation.status_icon import counted_late
from handlers.units.callbacks import PROMISED, PromisedPage
from storage.queries import commitments
from storage.queries.commitments import Promised
from storage.vocabulary import Role

PAGE = 6
"""Promises on a page, two lines each."""

router = Router(name="units.promised")
router.callback_query.filter(HasRole(Role.UNIT))


@router.callback_query(Go.filter(F.to == PROMISED))
async def go_promised(query: CallbackQuery, ctx: Context, state: FSMContext) -> None:
    """The page they left."""
    await show_promised(ctx, state)


@router.callback_query(PromisedPage.filter())
async def turn_page(query: CallbackQuery, callback_data: PromisedPage, ctx: Context, state: FSMContext) -> None:
    """Another page."""
    await state.set_state(None)
    ctx.show(await _list(ctx, callback_data.page))


@opens(navigation.LIST + PROMISED)
async def show_promised(ctx: Context, state: FSMContext, *, of: int = 0, words: str | None = None) -> None:
    """What they promised, as they left it, or what of it says these words."""
    ctx.actor.require(Role.UNIT)
    await state.set_state(None)
    ctx.show(await _list(ctx, None, words))


async def _list(ctx: Context, page: int | None, words: str | None = None) -> Screen:
    t, units, days = ctx.t, [unit.id for unit in ctx.units], await calendar(ctx.out)
    where = paging.reading(ctx.conversation, PROMISED, page, words)
    here = where.page(await commitments.count_kept_by(ctx.session, units, KEPT_BY_UNIT, where.words), PAGE)
    found = await commitments.kept_by(ctx.session, units, KEPT_BY_UNIT, here.size, here.skip, where.words)
    today = days.day_of(ctx.now)
    late = await commitments.count_kept_by(ctx.session, units, KEPT_BY_UNIT, before=today)
    head = bold(t("📌 What your unit promised, the earliest due first"))
    if not found and not where.words:
        head = t("📌 Your unit owes nothing that it promised. 🎉 What it promises next comes here by itself.")
    names = {unit.id: unit for unit in ctx.units} if len(units) > 1 else {}
    lines = [join([_facts(ctx, one, t.named(names[one.unit_id]) if names else "", days), one.what]) for one in found]
    keys = [Button(f"{_light(ctx, one, days)} {one.reference}", opens_promise(one)) for one in found]
    turning = here.turning(lambda number: PromisedPage(page=number), numbered=True)
    text = join([join([where.title(t, here, head), counted_late(t, late)]), *lines], "\n\n")
    return Screen(text, [*in_pairs(keys), turning, where.keys(t, here), ways(t, Role.UNIT)])


def _light(ctx: Context, one: Promised, days: Calendar) -> str:
    return waiting_sign(one.due_on, one.asked_at, ctx.now, days)


def _facts(ctx: Context, one: Promised, unit: str, days: Calendar) -> Html:
    t, late = ctx.t, one.due_on < days.day_of(ctx.now) and one.asked_at is None
    facts = [
        Html(f"{_light(ctx, one, days)} {bold(one.reference)}"),
        unit,
        t("due {day}", day=t.day(one.due_on)),
        t("late") if late else "",
        t("staff are asked for another day") if one.asked_at is not None else "",
        t("{percent} % done", percent=one.percent) if one.percent is not None else "",
        t.plural("moved once", "moved {n} times", one.moves) if one.moves else "",
    ]
    return join(facts, " · ")

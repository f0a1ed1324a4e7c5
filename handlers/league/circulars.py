"""County staff write the year-end circulars: a text is proposed from the figures, and goes out as a notice."""

from collections.abc import Sequence
from typing import Any

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from handlers.conversation import navigation
from handlers.conversation.context import Context
from handlers.conversation.filters import OfCounty
from handlers.conversation.split import units
from handlers.conversation.texts import Html, Translator, join, translator
from handlers.core.languages import LANGUAGES
from handlers.core.league.figures import Standing, Table, table
from handlers.core.league.rules import REPLY_FLOOR, SATISFACTION_FLOOR, Period, commended, criticised
from handlers.core.notices.actions import drafting
from handlers.league import screens
from handlers.league.callbacks import Circulars, ProposeCircular
from handlers.league.order import order_of
from handlers.league.words import name_of, percent, period_name
from storage.vocabulary import NoticeColumn, Ranked, Role

READ_BY = (Role.UNIT, Role.REPRESENTATIVE)

router = Router(name="league.circulars")
router.callback_query.filter(OfCounty())


async def _named(ctx: Context, period: Period) -> tuple[Table, list[Standing], list[Standing]]:
    """The table of units, and those to commend and to criticise."""
    found = await table(ctx.out, ctx.actor, Ranked.UNITS, period)
    by_id, lines = {one.line.id: one for one in found.standings}, [one.line for one in found.standings]
    good, bad = ([by_id[line.id] for line in chosen(lines)] for chosen in (commended, criticised))
    return found, good, bad


@router.callback_query(Circulars.filter())
async def show_circulars(query: CallbackQuery, ctx: Context) -> None:
    """How many units the figures commend, and how many they criticise."""
    period = (await order_of(ctx)).period
    _, good, bad = await _named(ctx, period)
    ctx.show(screens.circulars(ctx.t, period, len(good), len(bad)))


@router.callback_query(ProposeCircular.filter())
async def propose(query: CallbackQuery, callback_data: ProposeCircular, ctx: Context, state: FSMContext) -> None:
    """A draft in both languages, to be looked over and changed like any other notice."""
    period, praise = (await order_of(ctx)).period, callback_data.praise
    found, good, bad = await _named(ctx, period)
    chosen = good if praise else bad
    if not chosen:
        ctx.toast(nobody(ctx.t, praise=praise), alert=True)
        return
    bodies = {}
    for language in LANGUAGES:
        t = translator(language, ctx.out.county.zone)
        bodies[language] = _body(t, period, found, chosen, praise=praise)
    notice = await drafting.propose(ctx.out, ctx.actor, bodies, NoticeColumn.NEWS, READ_BY)
    ctx.toast(ctx.t("A draft. Look it over, change what you like; nobody gets it before it is released."))
    await navigation.show("notice", ctx, state, notice_id=notice.id)


def nobody(t: Translator, *, praise: bool) -> Html:
    """Reason why there is nothing to propose."""
    if praise:
        return t("No unit with ten cases has both rates above the floors in this period. A longer one has more cases.")
    return t("No unit with ten cases is below a floor in this period. 🎉")


def _body(t: Translator, period: Period, found: Table, chosen: Sequence[Standing], *, praise: bool) -> dict[str, Any]:
    """The text with its headline, as a notice keeps it: figures only, nothing that anybody wrote."""
    named = period_name(t, period)
    if praise:
        title = t("🏅 Commended: who handled opinions well, {period}", period=named)
        begins = t("The county office thanks these units. What constituents wrote was answered in time, and well:")
        ends = t("Please tell your colleagues: behind each figure stands somebody who was helped.")
    else:
        title = t("📣 Circular: who has to do better, {period}", period=named)
        begins = t(
            "These units are below {reply} replied to in time, or below {satisfaction} satisfied:",
            reply=percent(REPLY_FLOOR),
            satisfaction=percent(SATISFACTION_FLOOR),
        )
        ends = t(
            "Please look at what lies behind these figures, and tell the county office what you change and by when."
        )
    note = t("Only units with ten cases or more are named. Counted {when}.", when=t.moment(found.counted_at))
    lines = join([_line(t, place, one) for place, one in enumerate(chosen, 1)])
    text = join([title, begins, lines, ends, note], "\n\n").plain
    return {"text": text, "entities": [{"type": "bold", "offset": 0, "length": units(title.plain)}]}


def _line(t: Translator, place: int, one: Standing) -> Html:
    line = one.line
    figures = t.phrases(
        t("{n} received", n=line.received),
        t("{rate} replied to in time", rate=percent(line.reply_rate)) if line.reply_rate is not None else "",
        t("{rate} of promises confirmed", rate=percent(line.implementation_rate))
        if line.implementation_rate is not None
        else "",
        t("{rate} satisfied", rate=percent(line.satisfaction_rate)) if line.satisfaction_rate is not None else "",
    )
    return t("{place}. {name}: {figures}", place=place, name=name_of(t, Ranked.UNITS, one), figures=figures)

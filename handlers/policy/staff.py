"""County staff see how long everything may take, and change it; each change counts from then on."""

import re
import unicodedata

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.conversation import navigation, paging
from handlers.conversation.context import Context
from handlers.conversation.filters import AboutOpinion, OfCounty
from handlers.conversation.navigation import opens
from handlers.conversation.screen import Button
from handlers.conversation.texts import N_, Html
from handlers.core.casework import policy
from handlers.core.casework.actions import clocks as actions
from handlers.core.casework.policy import Interval
from handlers.core.errors import DaysOutOfRange, NoSuchTopic
from handlers.policy import screens
from handlers.policy.callbacks import EVERY, ChooseNumber, ClockTopics, OpenClock, PolicyPage, ResetClock
from handlers.policy.screens import Clock
from handlers.presentation.common_texts import unread
from handlers.presentation.common_texts import words as words_of
from handlers.presentation.names import both_names
from handlers.presentation.policy import amount
from storage.models.directory import Topic
from storage.queries import policy as kept
from storage.queries.topics import active_topics
from storage.vocabulary import CaseKind

POLICY, TOPICS = "policy", "policy-topics"
"""The lists' names: clocks, by kind; topics, by kind and clock."""
A_PAGE = 16
"""Topics on a page, two a row."""
_KINDS = tuple(CaseKind)
_ORDER = tuple((kind, interval) for kind in _KINDS for interval in Interval)
"""By these numbers the lists are told apart; a key from outside may hold any number."""

router = Router(name="policy.staff")
router.message.filter(OfCounty())
router.callback_query.filter(OfCounty())


class SettingClock(StatesGroup):
    """Typing a number of days for the clock in the data as `clock`: kind, interval, topic."""

    days = State()


@router.message(Command("policy"))
async def policy_command(message: Message, ctx: Context, state: FSMContext) -> None:
    """List the clocks of opinions."""
    await show_policy(ctx, state, words="")


@router.callback_query(PolicyPage.filter())
async def turn_page(query: CallbackQuery, callback_data: PolicyPage, ctx: Context, state: FSMContext) -> None:
    """A page of the clocks; one below 0 is that which they left."""
    await state.set_state(None)
    of, number = _KINDS.index(callback_data.kind), callback_data.page
    await _list(ctx, paging.reading(ctx.conversation, POLICY, number if number >= 0 else None, of=of))


@opens(navigation.LIST + POLICY)
async def show_policy(ctx: Context, state: FSMContext, *, of: int = 0, words: str | None = None) -> None:
    """List the clocks of a kind as they left it, or those that are called so."""
    await state.set_state(None)
    await _list(ctx, paging.reading(ctx.conversation, POLICY, words=words, of=of))


async def _list(ctx: Context, where: paging.Reading) -> None:
    ctx.actor.require_county()
    t, kind, changed = ctx.t, _KINDS[where.of % len(_KINDS)], await policy.changes(ctx.out)
    rows = [one for one, row in policy.table().items() if row.fits(kind, None)]
    page, found = where.cut(rows, lambda one: screens.label(t, kind, one, changed))
    keys = [Button(screens.label(t, kind, one, changed), OpenClock(kind=kind, interval=one)) for one in found]
    ctx.show(screens.listed(t, where, page, kind, keys))


@router.callback_query(OpenClock.filter())
async def open_clock(query: CallbackQuery, callback_data: OpenClock, ctx: Context, state: FSMContext) -> None:
    """A clock with its source; a number that is typed changes it."""
    asked = callback_data
    await _show(ctx, state, await _clock(ctx, asked.kind, asked.interval, asked.topic))


async def _clock(ctx: Context, kind: CaseKind, interval: Interval, topic_id: int) -> Clock:
    """The clock, of a topic. Raises `NoSuchTopic`."""
    topic = await ctx.session.get(Topic, topic_id) if topic_id != EVERY else None
    if topic is None and topic_id != EVERY:
        raise NoSuchTopic
    if not policy.table()[interval].fits(kind, topic.id if topic is not None else None):
        return Clock(CaseKind.OPINION, interval, None)
    return Clock(kind, interval, topic)


async def _show(ctx: Context, state: FSMContext, clock: Clock, head: Html | str = "") -> None:
    topic_id = clock.topic.id if clock.topic is not None else None
    await state.set_state(SettingClock.days if clock.row.unit in policy.DAYS else None)
    await state.update_data(clock=[clock.kind, clock.interval, topic_id or EVERY])
    entries = await kept.entries(ctx.session, clock.kind, clock.interval)
    change = next((one for one in entries if one.topic_id == topic_id), None)
    days = await policy.days(ctx.out, clock.interval, topic_id, clock.kind)
    topics = entries if topic_id is None else []
    ctx.show(screens.card(ctx.t, clock, days, change, topics, head))


@router.message(SettingClock.days, ~AboutOpinion(), ~F.text.startswith("/"))
async def typed_days(message: Message, ctx: Context, state: FSMContext) -> None:
    """A number of days, as it is typed."""
    t, clock = ctx.t, await _clock(ctx, *_asked((await state.get_data())["clock"]))
    days = read_number(message.text or "")
    if days is None:
        fault = unread(t, message.text, N_("I cannot read “{typed}” as a number of days."))
        await _show(ctx, state, clock, fault)
        return
    topic_id = clock.topic.id if clock.topic is not None else None
    try:
        before = await actions.change(ctx.out, ctx.actor, clock.kind, clock.interval, topic_id, days)
    except DaysOutOfRange as outside:
        await _show(ctx, state, clock, words_of(outside, t))
        return
    facts = {"days": amount(t, clock.row, days), "before": amount(t, clock.row, before)}
    await _show(ctx, state, clock, t("✅ From now on {days}; it was {before}.", **facts))


def _asked(kept_data: tuple[str, str, int]) -> tuple[CaseKind, Interval, int]:
    kind, interval, topic = kept_data
    return CaseKind(kind), Interval(interval), topic


def read_number(text: str) -> int | None:
    """The number of days somebody typed, with or without the word: `15`, `１５`, `15 days`, `15 个工作日`."""
    plain = unicodedata.normalize("NFKC", text).strip()
    found = re.fullmatch(r"(-?\d{1,9})\s*(?:working\s+days?|days?|个?工作日|天|日)?\.?", plain, re.IGNORECASE)
    return int(found[1]) if found is not None else None


@router.callback_query(ChooseNumber.filter())
async def choose(query: CallbackQuery, callback_data: ChooseNumber, ctx: Context, state: FSMContext) -> None:
    """A number that is chosen by a key."""
    clock = Clock(CaseKind.OPINION, callback_data.interval, None)
    before = await actions.change(ctx.out, ctx.actor, clock.kind, clock.interval, None, callback_data.number)
    facts = {
        "days": amount(ctx.t, clock.row, callback_data.number),
        "before": amount(ctx.t, clock.row, before),
    }
    await _show(ctx, state, clock, ctx.t("✅ From now on {days}; it was {before}.", **facts))


@router.callback_query(ClockTopics.filter())
async def choose_topic(query: CallbackQuery, callback_data: ClockTopics, ctx: Context, state: FSMContext) -> None:
    """Ask which topic is to have a number of its own; a page below 0 is that which they left."""
    await state.set_state(None)
    of, number = _ORDER.index((callback_data.kind, callback_data.interval)), callback_data.page
    await _topics(ctx, paging.reading(ctx.conversation, TOPICS, number if number >= 0 else None, of=of))


@opens(navigation.LIST + TOPICS)
async def show_topics(ctx: Context, state: FSMContext, *, of: int, words: str | None = None) -> None:
    """Topics as they left them, or those that are called so."""
    await state.set_state(None)
    await _topics(ctx, paging.reading(ctx.conversation, TOPICS, words=words, of=of))


async def _topics(ctx: Context, where: paging.Reading) -> None:
    ctx.actor.require_county()
    kind, interval = _ORDER[where.of % len(_ORDER)]
    entries = await kept.entries(ctx.session, kind, interval)
    page, found = where.cut(await active_topics(ctx.session), both_names, A_PAGE)
    own: dict[int | None, int] = {one.topic_id: one.days for one in entries if one.topic_id is not None}
    ctx.show(screens.topics(ctx.t, where, page, Clock(kind, interval, None), found, own))


@router.callback_query(ResetClock.filter())
async def reset(query: CallbackQuery, callback_data: ResetClock, ctx: Context, state: FSMContext) -> None:
    """What was changed is taken back."""
    asked = callback_data
    clock = await _clock(ctx, asked.kind, asked.interval, asked.topic)
    topic_id = clock.topic.id if clock.topic is not None else None
    days = await actions.withdraw(ctx.out, ctx.actor, clock.kind, clock.interval, topic_id)
    left = amount(ctx.t, clock.row, days)
    await _show(ctx, state, clock, ctx.t("↩️ Taken back: from now on {days}.", days=left))

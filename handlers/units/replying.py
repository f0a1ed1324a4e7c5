"""A unit officer replies: what came of it, until when if it is promised, and words, photos, documents."""

from datetime import date
from typing import Any

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.conversation import case_drafts as drafts
from handlers.conversation.case_drafts import Kind
from handlers.conversation.context import Context
from handlers.conversation.errors import Unusable
from handlers.conversation.filters import AboutOpinion, HasRole
from handlers.conversation.reading import read_day
from handlers.conversation.screen import Button, Screen, in_pairs
from handlers.conversation.texts import bold, join
from handlers.core.casework import access, promises
from handlers.core.casework.outcomes import legend
from handlers.core.workdays.days import calendar
from handlers.presentation.callbacks import OpenReferred, UnitAct
from handlers.presentation.common_texts import unread
from handlers.units import inbox
from handlers.units.callbacks import PlanFor
from handlers.writing import writing
from handlers.writing.callbacks import AskOutcome, Result
from storage.models.opinions import Opinion
from storage.queries import commitments
from storage.vocabulary import Action, Outcome, Role

router = Router(name="units.replying")
router.message.filter(HasRole(Role.UNIT))
router.callback_query.filter(HasRole(Role.UNIT))


class Promising(StatesGroup):
    """Typing the day until which it is promised."""

    day = State()


class AboutReferred(AboutOpinion):
    """The message replies to one about what is, or was, with a unit of the officer who speaks; gives `opinion_id`.

    One about an opinion of their own is for the constituent they are too.
    """

    async def __call__(self, message: Message, ctx: Context) -> bool | dict[str, Any]:
        found = await super().__call__(message, ctx)
        if not isinstance(found, dict) or not ctx.units:
            return False
        opinion = await access.had(ctx.out, ctx.actor, Role.UNIT, found["opinion_id"])
        return found if opinion is not None and opinion.constituent_id != ctx.me.id else False


@router.callback_query(UnitAct.filter(F.action == Action.REPLY))
async def begin(query: CallbackQuery, callback_data: UnitAct, ctx: Context, state: FSMContext) -> None:
    """Begin with what came of it, or go on with what was begun."""
    asked = callback_data
    opinion = await inbox.as_shown(ctx, state, asked.opinion, asked.version, asked.action)
    if opinion is not None:
        draft = drafts.of(ctx.conversation, opinion.id, Kind.UNIT_REPLY)
        await writing.show(ctx, opinion, draft, anew=True)


@router.message(AboutReferred(), ~F.text.startswith("/"))
async def swiped(message: Message, ctx: Context, opinion_id: int) -> None:
    """A reply to any message about it begins the unit's reply, or goes on with it; of what it promised, a report."""
    promised = await commitments.open_of(ctx.session, opinion_id)
    theirs = promised is not None and promised[0].unit_id in inbox.serving(ctx)
    await writing.take_in(message, ctx, opinion_id, Kind.PROGRESS if theirs else Kind.UNIT_REPLY)


@router.callback_query(AskOutcome.filter())
async def ask_outcome(query: CallbackQuery, callback_data: AskOutcome, ctx: Context, state: FSMContext) -> None:
    """Ask anew what came of it."""
    draft = drafts.find(ctx.conversation, callback_data.opinion, Kind.UNIT_REPLY)
    if draft is not None:
        draft.outcome, draft.planned_for = None, None
    await writing.show_changed(ctx, state, callback_data.opinion, Kind.UNIT_REPLY, draft)


@router.callback_query(Result.filter())
async def choose_outcome(query: CallbackQuery, callback_data: Result, ctx: Context, state: FSMContext) -> None:
    """Chosen; what promises something needs a day."""
    draft = drafts.find(ctx.conversation, callback_data.opinion, Kind.UNIT_REPLY)
    if draft is None:
        await writing.show_gone(ctx, state, callback_data.opinion, Kind.UNIT_REPLY)
        return
    if not legend()[callback_data.outcome].needs_date:
        draft.outcome, draft.planned_for, draft.steps = callback_data.outcome, None, []
        await writing.show_changed(ctx, state, draft.opinion, Kind.UNIT_REPLY, draft)
        return
    opinion = await writing.still_theirs(ctx, draft)
    if opinion is not None:
        await state.set_state(Promising.day)
        await state.update_data(planning=[opinion.id, callback_data.outcome])
        await _ask_day(ctx, opinion)


async def _ask_day(ctx: Context, opinion: Opinion, fault: str = "") -> None:
    t, today = ctx.t, (await calendar(ctx.out)).day_of(ctx.now)
    offered = promises.days_offered(today)
    keys = [Button(t.day(day), PlanFor(opinion=opinion.id, day=day.isoformat())) for day in offered]
    text = t(
        "{reference}: by which day will it be done? Choose, or write it like {example}. Its author is told this day.",
        reference=bold(opinion.reference),
        example=t.typed(offered[0]),
    )
    rows = [*in_pairs(keys), [Button(t("⬅️ Back"), AskOutcome(opinion=opinion.id))]]
    ctx.show(Screen(join([fault, text], "\n\n"), rows), opinion_id=opinion.id)


@router.callback_query(PlanFor.filter(), Promising.day)
async def pick_day(query: CallbackQuery, callback_data: PlanFor, ctx: Context, state: FSMContext) -> None:
    """A day with a key."""
    today = (await calendar(ctx.out)).day_of(ctx.now)
    await _plan(ctx, state, read_day(callback_data.day, today, ctx.t.language))


@router.callback_query(PlanFor.filter())
async def pick_day_late(query: CallbackQuery, callback_data: PlanFor, ctx: Context, state: FSMContext) -> None:
    """The key of a question that is no longer asked: where the reply stands now."""
    draft = drafts.find(ctx.conversation, callback_data.opinion, Kind.UNIT_REPLY)
    await writing.show_changed(ctx, state, callback_data.opinion, Kind.UNIT_REPLY, draft)


@router.message(Command("cancel"), Promising.day)
async def cancel(message: Message, ctx: Context, state: FSMContext) -> None:
    """Leave it; what was written is kept."""
    opinion_id, _ = (await state.get_data())["planning"]
    await state.set_state(None)
    text = ctx.t("Left. What you wrote is kept; open the case to go on with it.")
    ctx.show(Screen(text, [[Button(ctx.t("Open"), OpenReferred(opinion=opinion_id))]]))


@router.message(Promising.day, ~AboutOpinion(), ~F.text.startswith("/"))
async def typed_day(message: Message, ctx: Context, state: FSMContext) -> None:
    """A day as it is typed."""
    day = read_day(message.text or "", (await calendar(ctx.out)).day_of(ctx.now), ctx.t.language)
    if day is None:
        await _ask_again(ctx, state, unread(ctx.t, message.text))
        return
    try:
        await _plan(ctx, state, day)
    except Unusable as outside:
        await _ask_again(ctx, state, outside.reason)


async def _ask_again(ctx: Context, state: FSMContext, fault: str) -> None:
    opinion_id, _ = (await state.get_data())["planning"]
    draft = drafts.find(ctx.conversation, opinion_id, Kind.UNIT_REPLY)
    if draft is None:
        await writing.show_gone(ctx, state, opinion_id, Kind.UNIT_REPLY)
        return
    opinion = await writing.still_theirs(ctx, draft)
    if opinion is not None:
        await _ask_day(ctx, opinion, fault)


async def _plan(ctx: Context, state: FSMContext, day: date | None) -> None:
    opinion_id, outcome = (await state.get_data())["planning"]
    draft = drafts.find(ctx.conversation, opinion_id, Kind.UNIT_REPLY)
    if draft is None:
        await writing.show_gone(ctx, state, opinion_id, Kind.UNIT_REPLY)
        return
    today = (await calendar(ctx.out)).day_of(ctx.now)
    if day is None or not promises.may_promise(day, today):
        raise Unusable(ctx.t("Only a day ahead can be promised, within {n} years.", n=promises.FURTHEST_YEARS))
    draft.outcome, draft.planned_for = Outcome(outcome), day.isoformat()
    note = ""
    if any(not promises.may_be_step(one, today, day) for one in promises.read(draft.steps)):
        draft.steps = []
        note = ctx.t("The steps no longer fit that day. What you typed is kept: 🪜 Name the steps.")
    opinion = await writing.still_theirs(ctx, draft)
    if opinion is not None:
        await writing.show(ctx, opinion, draft, note=note)

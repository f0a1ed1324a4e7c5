"""A unit officer replies: what came of it, until when if it is promised, and words, photos, documents."""

from datetime import date
from typing import Any

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.calendar.days import calendar
from handlers.calendar.reading import read_day
from handlers.conversation.filters import AboutOpinion, HasRole
from handlers.conversation.refusals import Unusable
from handlers.conversation.screen import Button, Screen
from handlers.conversation.texts import bold, join
from handlers.conversation.turn import Turn
from handlers.representatives.representative_screens import in_pairs
from handlers.units import officer, outcomes, rules
from handlers.units.callbacks import AskOutcome, OpenReferred, PlanFor, Result, UnitAct
from handlers.writing import begun as kept
from handlers.writing import writing
from handlers.writing.begun import Begun, Kind
from storage.models import Opinion
from storage.vocabulary import Action, Outcome, Role

router = Router(name="units.replying")
router.message.filter(HasRole(Role.UNIT))
router.callback_query.filter(HasRole(Role.UNIT))


class Promising(StatesGroup):
    """Until when it is promised."""

    day = State()


class AboutReferred(AboutOpinion):
    """The message replies to one about what is, or was, with a unit of the officer who speaks; gives `opinion_id`.

    One about an opinion of their own is for the constituent they are too.
    """

    async def __call__(self, message: Message, turn: Turn) -> bool | dict[str, Any]:
        found = await super().__call__(message, turn)
        if not isinstance(found, dict) or not turn.units:
            return False
        opinion = await officer.had(turn, found["opinion_id"])
        return found if opinion is not None and opinion.constituent_id != turn.me.id else False


@router.callback_query(UnitAct.filter(F.action == Action.REPLY))
async def begin(query: CallbackQuery, callback_data: UnitAct, turn: Turn, state: FSMContext) -> None:
    """Begin with what came of it, or go on with what was begun."""
    opinion = await officer.as_shown(turn, state, callback_data)
    if opinion is not None:
        begun = await kept.find(state, opinion.id, Kind.UNIT_REPLY)
        begun = begun or Begun(opinion.id, Kind.UNIT_REPLY, Action.REPLY)
        await writing.show(turn, state, opinion, begun, anew=True)


@router.message(AboutReferred(), ~F.text.startswith("/"))
async def swiped(message: Message, turn: Turn, state: FSMContext, opinion_id: int) -> None:
    """A reply to any message about it begins the unit's reply, or goes on with it."""
    await writing.take_in(message, turn, state, opinion_id, Kind.UNIT_REPLY)


@router.callback_query(AskOutcome.filter())
async def ask_outcome(query: CallbackQuery, callback_data: AskOutcome, turn: Turn, state: FSMContext) -> None:
    """What came of it is chosen anew."""
    begun = await kept.find(state, callback_data.opinion, Kind.UNIT_REPLY)
    if begun is not None:
        begun.outcome, begun.planned_for = None, None
    await writing.show_changed(turn, state, callback_data.opinion, Kind.UNIT_REPLY, begun)


@router.callback_query(Result.filter())
async def choose_outcome(query: CallbackQuery, callback_data: Result, turn: Turn, state: FSMContext) -> None:
    """Chosen; what promises something needs a day."""
    begun = await kept.find(state, callback_data.opinion, Kind.UNIT_REPLY)
    if begun is None:
        await writing.show_gone(turn, state, callback_data.opinion, Kind.UNIT_REPLY)
        return
    if not outcomes.legend()[callback_data.outcome].needs_date:
        begun.outcome, begun.planned_for = callback_data.outcome, None
        await writing.show_changed(turn, state, begun.opinion, Kind.UNIT_REPLY, begun)
        return
    opinion = await writing.still_theirs(turn, state, begun)
    if opinion is not None:
        await state.set_state(Promising.day)
        await state.update_data(planning=[opinion.id, callback_data.outcome])
        await _ask_day(turn, opinion)


async def _ask_day(turn: Turn, opinion: Opinion, fault: str = "") -> None:
    t, today = turn.t, (await calendar(turn.post)).day_of(turn.now)
    offered = rules.days_offered(today)
    keys = [Button(t.day(day), PlanFor(opinion=opinion.id, day=day.isoformat())) for day in offered]
    text = t(
        "{reference}: by which day will it be done? Choose, or write it like {example}. Its author is told this day.",
        reference=bold(opinion.reference),
        example=t.typed(offered[0]),
    )
    rows = [*in_pairs(keys), [Button(t("⬅️ Back"), AskOutcome(opinion=opinion.id))]]
    turn.show(Screen(join([fault, text], "\n\n"), rows), opinion_id=opinion.id)


@router.callback_query(PlanFor.filter(), Promising.day)
async def pick_day(query: CallbackQuery, callback_data: PlanFor, turn: Turn, state: FSMContext) -> None:
    """A day with a key."""
    today = (await calendar(turn.post)).day_of(turn.now)
    await _plan(turn, state, read_day(callback_data.day, today))


@router.callback_query(PlanFor.filter())
async def pick_day_late(query: CallbackQuery, callback_data: PlanFor, turn: Turn, state: FSMContext) -> None:
    """The key of a question that is no longer asked: where the reply stands now."""
    begun = await kept.find(state, callback_data.opinion, Kind.UNIT_REPLY)
    await writing.show_changed(turn, state, callback_data.opinion, Kind.UNIT_REPLY, begun)


@router.message(Command("cancel"), Promising.day)
async def cancel(message: Message, turn: Turn, state: FSMContext) -> None:
    """Leave it; what was written is kept."""
    opinion_id, _ = (await state.get_data())["planning"]
    await state.set_state(None)
    text = turn.t("Left. What you wrote is kept; open the case to go on with it.")
    turn.show(Screen(text, [[Button(turn.t("Open"), OpenReferred(opinion=opinion_id))]]))


@router.message(Promising.day, ~AboutOpinion(), ~F.text.startswith("/"))
async def typed_day(message: Message, turn: Turn, state: FSMContext) -> None:
    """A day as it is typed."""
    day = read_day(message.text or "", (await calendar(turn.post)).day_of(turn.now))
    if day is None:
        typed = (message.text or "…")[:40]
        await _ask_again(turn, state, turn.t("I cannot read “{typed}” as a day.", typed=typed))
        return
    try:
        await _plan(turn, state, day)
    except Unusable as outside:
        await _ask_again(turn, state, outside.reason)


async def _ask_again(turn: Turn, state: FSMContext, fault: str) -> None:
    opinion_id, _ = (await state.get_data())["planning"]
    begun = await kept.find(state, opinion_id, Kind.UNIT_REPLY)
    if begun is None:
        await writing.show_gone(turn, state, opinion_id, Kind.UNIT_REPLY)
        return
    opinion = await writing.still_theirs(turn, state, begun)
    if opinion is not None:
        await _ask_day(turn, opinion, fault)


async def _plan(turn: Turn, state: FSMContext, day: date | None) -> None:
    opinion_id, outcome = (await state.get_data())["planning"]
    begun = await kept.find(state, opinion_id, Kind.UNIT_REPLY)
    if begun is None:
        await writing.show_gone(turn, state, opinion_id, Kind.UNIT_REPLY)
        return
    today = (await calendar(turn.post)).day_of(turn.now)
    if day is None or not rules.may_promise(day, today):
        raise Unusable(turn.t("Only a day ahead can be promised, within {n} years.", n=rules.FURTHEST_YEARS))
    begun.outcome, begun.planned_for = Outcome(outcome), day.isoformat()
    await writing.show_changed(turn, state, opinion_id, Kind.UNIT_REPLY, begun)

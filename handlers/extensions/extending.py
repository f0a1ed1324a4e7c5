"""A representative or a unit's officer asks for more time: until when, why, previewed, sent to staff."""

from datetime import date
from functools import partial

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.calendar.days import calendar
from handlers.calendar.marks import due_day
from handlers.calendar.reading import read_day
from handlers.calendar.rules import end_of
from handlers.conversation.filters import AboutOpinion, HasRole
from handlers.conversation.refusals import NotAllowed, Unusable
from handlers.conversation.screen import Button, Screen
from handlers.conversation.texts import Html
from handlers.conversation.turn import Turn
from handlers.extensions import extending_news, extensions
from handlers.extensions import extending_screens as screens
from handlers.extensions.extending_callbacks import ExtendTo
from handlers.opinions import cases
from handlers.opinions.callbacks import RepresentativeAct
from handlers.opinions.cases import Step
from handlers.representatives import representative
from handlers.units import officer
from handlers.units.callbacks import UnitAct
from handlers.writing import begun as kept
from handlers.writing import writing
from handlers.writing.begun import Begun, kind_of
from handlers.writing.desks import DESKS
from storage.models import Opinion
from storage.queries import extensions as queries
from storage.vocabulary import Action, Role

ASKERS = (Role.REPRESENTATIVE, Role.UNIT)
SHOWN = 40
"""Characters of what was typed that the answer repeats."""

router = Router(name="extensions.extending")
router.message.filter(HasRole(*ASKERS))
router.callback_query.filter(HasRole(*ASKERS))


class Extending(StatesGroup):
    """Until when more time is needed. The case is in the data as `extending`."""

    day = State()


@router.callback_query(HasRole(Role.REPRESENTATIVE), RepresentativeAct.filter(F.action == Action.ASK_EXTENSION))
async def choose_as_representative(
    query: CallbackQuery, callback_data: RepresentativeAct, turn: Turn, state: FSMContext
) -> None:
    """Until when."""
    await _choose(turn, state, callback_data.opinion, callback_data.version, Role.REPRESENTATIVE)


@router.callback_query(HasRole(Role.UNIT), UnitAct.filter(F.action == Action.ASK_EXTENSION))
async def choose_as_officer(query: CallbackQuery, callback_data: UnitAct, turn: Turn, state: FSMContext) -> None:
    """Until when."""
    await _choose(turn, state, callback_data.opinion, callback_data.version, Role.UNIT)


async def _as_shown(turn: Turn, state: FSMContext, opinion_id: int, version: int, by: Role) -> Opinion | None:
    """The case, locked, if it stands as when the button was shown and more time can be asked for.

    Else None, and they learn why not and see where it stands.
    """
    if by not in ASKERS or not turn.has(by):
        raise NotAllowed
    desk = DESKS[by]
    had = await desk.had(turn, opinion_id)
    why = await extensions.why_not(turn.session, turn.t, had, by) if had is not None else ""
    if why:
        turn.toast(Html(why), alert=True)
        if isinstance(turn.event, Message):
            turn.show(Screen(Html(why)))
        await desk.show(turn, state, opinion_id)
        return None
    if by is Role.UNIT:
        return await officer.as_shown(
            turn, state, UnitAct(opinion=opinion_id, version=version, action=Action.ASK_EXTENSION)
        )
    asked = RepresentativeAct(opinion=opinion_id, version=version, action=Action.ASK_EXTENSION)
    return await representative.as_shown(turn, state, asked)


async def _choose(turn: Turn, state: FSMContext, opinion_id: int, version: int, by: Role) -> None:
    """The days that have keys; any other is typed. A reason begun before is kept."""
    opinion = await _as_shown(turn, state, opinion_id, version, by)
    if opinion is not None:
        await _ask(turn, state, opinion, by)


async def _ask(turn: Turn, state: FSMContext, opinion: Opinion, by: Role, fault: str = "") -> None:
    days = await calendar(turn.post)
    await state.set_state(Extending.day)
    await state.update_data(extending=[opinion.id, opinion.version, by])
    key = partial(_key, opinion, by)
    back = Button(turn.t("⬅️ Back"), DESKS[by].opens(opinion=opinion.id))
    span = extensions.span(opinion, days, turn.now)
    turn.show(screens.choose(turn.t, opinion, span, days, key, back, fault), opinion_id=opinion.id)


def _key(opinion: Opinion, by: Role, day: str) -> ExtendTo:
    return ExtendTo(opinion=opinion.id, version=opinion.version, by=by, day=day)


@router.callback_query(ExtendTo.filter())
async def pick_day(query: CallbackQuery, callback_data: ExtendTo, turn: Turn, state: FSMContext) -> None:
    """A day with a key."""
    asked = callback_data
    opinion = await _as_shown(turn, state, asked.opinion, asked.version, asked.by)
    if opinion is not None:
        today = (await calendar(turn.post)).day_of(turn.now)
        await _until(turn, state, opinion, asked.by, read_day(asked.day, today))


@router.message(Command("cancel"), Extending.day)
async def cancel(message: Message, turn: Turn, state: FSMContext) -> None:
    """Leave it: the due day stays."""
    opinion_id, _, by = (await state.get_data())["extending"]
    await state.set_state(None)
    desk = DESKS[Role(by)]
    turn.show(Screen(turn.t("Left."), [[Button(turn.t("Open"), desk.opens(opinion=opinion_id))], desk.ways(turn.t)]))


@router.message(Extending.day, ~AboutOpinion(), ~F.text.startswith("/"))
async def typed_day(message: Message, turn: Turn, state: FSMContext) -> None:
    """A day as it is typed."""
    opinion_id, version, by = (await state.get_data())["extending"]
    opinion = await _as_shown(turn, state, opinion_id, version, Role(by))
    if opinion is None:
        await state.set_state(None)
        return
    day = read_day(message.text or "", (await calendar(turn.post)).day_of(turn.now))
    if day is None:
        typed = (message.text or "…")[:SHOWN]
        await _ask(turn, state, opinion, Role(by), turn.t("I cannot read “{typed}” as a day.", typed=typed))
        return
    try:
        await _until(turn, state, opinion, Role(by), day)
    except Unusable as outside:
        await _ask(turn, state, opinion, Role(by), outside.reason)


async def _until(turn: Turn, state: FSMContext, opinion: Opinion, by: Role, day: date | None) -> None:
    """Chosen, the next working day if it is none: the reason is written next."""
    day = await _within(turn, opinion, day)
    kind = kind_of(Action.ASK_EXTENSION, by)
    begun = await kept.find(state, opinion.id, kind) or Begun(opinion.id, kind, Action.ASK_EXTENSION)
    begun.planned_for = day.isoformat()
    await writing.show(turn, state, opinion, begun, anew=True)


async def _within(turn: Turn, opinion: Opinion, day: date | None) -> date:
    """The working day up to which time may be asked for. Raises `Unusable`."""
    t, days = turn.t, await calendar(turn.post)
    span = extensions.span(opinion, days, turn.now)
    if day is not None and span.after < day <= span.last:
        return days.next_working(day)
    first, last = due_day(t, span.after, days), due_day(t, span.last, days)
    raise Unusable(t("Choose a day after {first}, {last} at the latest.", first=first, last=last))


async def send(turn: Turn, opinion: Opinion, begun: Begun) -> Html:
    """Staff have it to decide."""
    days, day = await calendar(turn.post), await _within(turn, opinion, begun.day)
    step = Step(turn.me, begun.form.by, why=begun.words, until=end_of(day, days.zone))
    await cases.move(turn.post, opinion, Action.ASK_EXTENSION, step)
    extension = await queries.newest(turn.session, opinion.id)
    assert extension is not None  # noqa: S101 - the move has made it
    await extending_news.asked(turn.post, opinion, extension)
    return turn.t(
        "⏳ Sent. Staff decide whether {reference} has time until {day}; you hear of it here. Until then it stays due "
        "{before}.",
        reference=opinion.reference,
        day=due_day(turn.t, extension.until, days),
        before=due_day(turn.t, opinion.due_at, days),
    )

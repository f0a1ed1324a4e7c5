"""A representative or a unit's officer asks for more time: until when, why, previewed, sent to staff."""

from datetime import date
from functools import partial

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.conversation import case_drafts as drafts
from handlers.conversation.case_drafts import kind_of
from handlers.conversation.context import Context
from handlers.conversation.errors import Unusable
from handlers.conversation.filters import AboutOpinion, HasRole
from handlers.conversation.reading import read_day
from handlers.conversation.screen import Button, Screen
from handlers.conversation.texts import N_
from handlers.core.casework import access, commitments, extensions
from handlers.core.casework.extensions import WhyNot
from handlers.core.errors import DayOutOfRange, NotAllowed, SameDay
from handlers.core.workdays.days import calendar
from handlers.presentation.common_texts import unread, words
from handlers.presentation.due_days import due_day, moving
from handlers.presentation.labels import OPENS, ways
from handlers.writing import case_roles, writing
from handlers.writing import extending_screens as screens
from handlers.writing.case_roles import CASE_ROLES
from handlers.writing.extending_callbacks import ExtendTo
from storage.models.opinions import Opinion
from storage.vocabulary import Action, Role

ASKERS = {
    Role.REPRESENTATIVE: Action.ASK_EXTENSION,
    Role.UNIT: Action.ASK_EXTENSION,
    Role.STAFF: Action.EXTEND,
}
"""Roles that choose a day: staff give time, the others ask for it."""
MOVERS = {Role.UNIT: Action.MOVE_DATE}
"""The same of what a unit promised: whether it moves the day or asks for another, the promise says."""
WHY_NOT = {
    WhyNot.WAITS: N_("More time has been asked for already. Staff decide, and you hear of it here."),
    WhyNot.GIVEN: N_(
        "More time was given already, and that once. If it cannot be done yet, answer why, and what comes next."
    ),
}
WHY_NOT_GIVE = {
    WhyNot.WAITS: N_("More time has been asked for: give that, or say why not."),
    WhyNot.GIVEN: N_("More time was given twice already, as often as it can be."),
}

router = Router(name="writing.extending")
router.message.filter(HasRole(*ASKERS))
router.callback_query.filter(HasRole(*ASKERS))


class Extending(StatesGroup):
    """Typing the day until which more time is needed. The case is in the data as `extending`."""

    day = State()


async def _as_shown(ctx: Context, state: FSMContext, opinion_id: int, version: int, by: Role) -> Opinion | None:
    """The case, locked, if it stands as when the button was shown and more time can be asked for.

    Else None, and they learn why not and see where it stands.
    """
    if by not in ASKERS or not ctx.has(by):
        raise NotAllowed
    if by is Role.STAFF:
        had: Opinion | None = await access.supervised(ctx.out, ctx.actor, opinion_id)
    else:
        had = await access.had(ctx.out, ctx.actor, by, opinion_id)
    why = await extensions.why_not(ctx.session, had, by) if had is not None else None
    if why is not None:
        text = ctx.t((WHY_NOT_GIVE if by is Role.STAFF else WHY_NOT)[why])
        ctx.toast(text, alert=True)
        if isinstance(ctx.event, Message):
            ctx.show(Screen(text))
        await CASE_ROLES[by].show(ctx, state, opinion_id)
        return None
    acts = {by: await extensions.way(ctx.session, had, by)} if had is not None else ASKERS
    return await case_roles.as_shown(ctx, state, opinion_id, version, by, acts)


async def _choose(ctx: Context, state: FSMContext, opinion_id: int, version: int, by: Role) -> None:
    """The days that have keys; any other is typed. A reason begun before is kept."""
    opinion = await _as_shown(ctx, state, opinion_id, version, by)
    if opinion is not None:
        await _ask(ctx, state, opinion, by)


case_roles.begins(router, ASKERS, _choose)
case_roles.begins(router, MOVERS, _choose)


async def _ask(ctx: Context, state: FSMContext, opinion: Opinion, by: Role, fault: str = "") -> None:
    days = await calendar(ctx.out)
    await state.set_state(Extending.day)
    await state.update_data(extending=[opinion.id, opinion.version, by])
    key = partial(_key, opinion, by)
    back = Button(ctx.t("⬅️ Back"), OPENS[by](opinion=opinion.id))
    span = await extensions.span(ctx.out, opinion)
    promise = await commitments.of(ctx.session, opinion)
    if promise is None:
        ctx.show(screens.choose(ctx.t, opinion, span, days, key, back, fault), opinion_id=opinion.id)
    else:
        ctx.show(screens.choose_promised(ctx.t, opinion, promise, span, key, back, fault), opinion_id=opinion.id)


def _key(opinion: Opinion, by: Role, day: str) -> ExtendTo:
    return ExtendTo(opinion=opinion.id, version=opinion.version, by=by, day=day)


@router.callback_query(ExtendTo.filter())
async def pick_day(query: CallbackQuery, callback_data: ExtendTo, ctx: Context, state: FSMContext) -> None:
    """A day with a key."""
    asked = callback_data
    opinion = await _as_shown(ctx, state, asked.opinion, asked.version, asked.by)
    if opinion is not None:
        today = (await calendar(ctx.out)).day_of(ctx.now)
        await _until(ctx, opinion, asked.by, read_day(asked.day, today, ctx.t.language))


@router.message(Command("cancel"), Extending.day)
async def cancel(message: Message, ctx: Context, state: FSMContext) -> None:
    """Leave it: the due day stays."""
    opinion_id, _, by = (await state.get_data())["extending"]
    await state.set_state(None)
    here = Button(ctx.t("Open"), OPENS[Role(by)](opinion=opinion_id))
    ctx.show(Screen(ctx.t("Left."), [[here], ways(ctx.t, Role(by))]))


@router.message(Extending.day, ~AboutOpinion(), ~F.text.startswith("/"))
async def typed_day(message: Message, ctx: Context, state: FSMContext) -> None:
    """A day as it is typed."""
    opinion_id, version, by = (await state.get_data())["extending"]
    opinion = await _as_shown(ctx, state, opinion_id, version, Role(by))
    if opinion is None:
        await state.set_state(None)
        return
    day = read_day(message.text or "", (await calendar(ctx.out)).day_of(ctx.now), ctx.t.language)
    if day is None:
        await _ask(ctx, state, opinion, Role(by), unread(ctx.t, message.text))
        return
    try:
        await _until(ctx, opinion, Role(by), day)
    except Unusable as outside:
        await _ask(ctx, state, opinion, Role(by), outside.reason)


async def _until(ctx: Context, opinion: Opinion, by: Role, day: date | None) -> None:
    """Chosen, the next working day if it is none: the reason is written next."""
    day = await _within(ctx, opinion, day)
    kind = kind_of(await extensions.way(ctx.session, opinion, by), by)
    draft = drafts.of(ctx.conversation, opinion.id, kind)
    draft.planned_for = day.isoformat()
    await writing.show(ctx, opinion, draft, anew=True)


async def _within(ctx: Context, opinion: Opinion, day: date | None) -> date:
    """The working day up to which time may be asked for. Raises `Unusable`."""
    try:
        return await extensions.working_day(ctx.out, opinion, day)
    except SameDay as same:
        raise Unusable(words(same, ctx.t)) from same
    except DayOutOfRange as outside:
        t, days = ctx.t, moving(opinion.stage, await calendar(ctx.out))
        first, last = due_day(t, outside.after, days), due_day(t, outside.last, days)
        raise Unusable(t("Choose a day after {first}, {last} at the latest.", first=first, last=last)) from outside

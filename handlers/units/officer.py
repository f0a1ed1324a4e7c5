"""A unit officer's inbox, and what is referred to their unit, with who has taken it."""

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers.calendar.days import calendar
from handlers.calendar.marks import due_day
from handlers.conversation.callbacks import Go
from handlers.conversation.filters import HasRole
from handlers.conversation.refusals import OpinionNotFound
from handlers.conversation.screen import Screen
from handlers.conversation.texts import Html
from handlers.conversation.turn import Turn
from handlers.extensions import extending_screens, extensions
from handlers.opinions import cases, rules
from handlers.opinions.cases import Step
from handlers.opinions.thread import show_attachments
from handlers.units import news
from handlers.units import officer_screens as screens
from handlers.units.callbacks import OpenReferred, ReferredFiles, ReferredPage, UnitAct
from handlers.writing import begun as kept
from storage.models import Entry, Opinion, Person, Referral
from storage.queries import opinions, referrals, screening
from storage.vocabulary import Action, Role

router = Router(name="units.officer")
router.message.filter(HasRole(Role.UNIT))
router.callback_query.filter(HasRole(Role.UNIT))


@router.message(Command("inbox"))
async def inbox_command(message: Message, turn: Turn, state: FSMContext) -> None:
    """What waits."""
    await state.set_state(None)
    turn.show(await inbox(turn, state))


@router.callback_query(Go.filter(F.to == "unit-inbox"))
async def go_inbox(query: CallbackQuery, turn: Turn, state: FSMContext) -> None:
    """What waits."""
    await state.set_state(None)
    turn.show(await inbox(turn, state))


@router.callback_query(ReferredPage.filter())
async def turn_page(query: CallbackQuery, callback_data: ReferredPage, turn: Turn, state: FSMContext) -> None:
    """Another page of what waits, or of what has left."""
    await state.set_state(None)
    turn.show(await (_past(turn, callback_data.page) if callback_data.past else inbox(turn, state, callback_data.page)))


def serving(turn: Turn) -> list[int]:
    """The units whose officer the person is."""
    return [unit.id for unit in turn.units]


async def inbox(turn: Turn, state: FSMContext, page: int = 0) -> Screen:
    """The page of what waits, or the nearest there is."""
    units, stages = serving(turn), tuple(rules.WITH_UNIT)
    pages = screens.at(await referrals.count_with(turn.session, units, stages), page)
    listed = await referrals.listed_with(turn.session, units, stages, screens.PAGE, pages.skip)
    view = screens.Inbox(
        pages,
        overdue=await referrals.count_overdue(turn.session, units, turn.now),
        past=await referrals.count_past(turn.session, units),
        listed=listed,
        referrals=await referrals.current_of(turn.session, [one.id for one in listed]),
        begun=await kept.cases_of(state),
        days=await calendar(turn.post),
        several=len(units) > 1,
    )
    return screens.inbox(turn.t, view, turn.now)


async def _past(turn: Turn, page: int) -> Screen:
    units = serving(turn)
    pages = screens.at(await referrals.count_past(turn.session, units), page)
    return screens.past(turn.t, pages, await referrals.past(turn.session, units, screens.PAGE, pages.skip))


@router.callback_query(OpenReferred.filter())
async def open_referred(query: CallbackQuery, callback_data: OpenReferred, turn: Turn, state: FSMContext) -> None:
    """What is, or was, with the unit."""
    await show_case(turn, state, callback_data.opinion)


async def show_case(turn: Turn, state: FSMContext, opinion_id: int) -> None:
    """It as it stands, to read only if it has left the unit; nothing is being written any more.

    Raises `OpinionNotFound` if it never was with a unit of theirs.
    """
    opinion, referral = await _found(turn, opinion_id)
    await state.set_state(None)
    turn.show(await _card(turn, state, opinion, referral), opinion_id=opinion.id)


async def _found(turn: Turn, opinion_id: int) -> tuple[Opinion, Referral]:
    """It, locked if it is with the unit now, and its last referral there. Raises `OpinionNotFound`."""
    referral = await referrals.once_referred(turn.session, opinion_id, serving(turn))
    if referral is None:
        raise OpinionNotFound
    if referral.ended_at is None:
        return await cases.of_unit(turn, opinion_id), referral
    return await turn.session.get_one(Opinion, opinion_id), referral


async def had(turn: Turn, opinion_id: int) -> Opinion | None:
    """The opinion if it is or was with a unit of theirs, not locked."""
    referral = await referrals.once_referred(turn.session, opinion_id, serving(turn))
    return await turn.session.get_one(Opinion, opinion_id) if referral is not None else None


async def possible(turn: Turn, opinion: Opinion) -> list[Action]:
    """What the unit may do: by the table, and once it has taken it, it neither takes nor returns it; more time is asked
    for no more often than it is given."""
    referral = await referrals.current(turn.session, opinion.id)
    accepted = referral is not None and referral.accepted_at is not None
    found = rules.actions(rules.possible(opinion.stage, Role.UNIT))
    found = [action for action in found if not rules.is_settled(action, accepted=accepted)]
    return await extensions.askable(turn.session, opinion, found)


async def _card(turn: Turn, state: FSMContext, opinion: Opinion, referral: Referral) -> Screen:
    theirs, days = referral.ended_at is None, await calendar(turn.post)
    extension = await extensions.asked_by(turn.session, opinion, Role.UNIT) if theirs else None
    view = screens.Case(
        opinion,
        referral,
        await _readable(turn, opinion.id, referral),
        await possible(turn, opinion) if theirs else [],
        await kept.of_case(state, opinion.id),
        days,
        more_time=extending_screens.standing(turn.t, extension, days),
        sent_back=await referrals.why(turn.session, opinion.id, Action.SEND_BACK, referral.unit_id),
        rating=await opinions.rating(turn.session, opinion.id, referral.round),
        several=len(turn.units) > 1,
    )
    return screens.card(turn.t, view, turn.now)


async def _readable(turn: Turn, opinion_id: int, referral: Referral) -> list[Entry]:
    return await referrals.entries_for(turn.session, opinion_id, serving(turn), referral.ended_at)


@router.callback_query(ReferredFiles.filter())
async def show_files(query: CallbackQuery, callback_data: ReferredFiles, turn: Turn) -> None:
    """The attachments themselves."""
    opinion, referral = await _found(turn, callback_data.opinion)
    found = [one for entry in await _readable(turn, opinion.id, referral) for one in entry.attachments]
    show_attachments(turn.post, turn.chat_id, found, opinion.id)


@router.callback_query(UnitAct.filter(F.action == Action.ACCEPT))
async def accept(query: CallbackQuery, callback_data: UnitAct, turn: Turn, state: FSMContext) -> None:
    """It is theirs: the representative is told, the colleagues see who has taken it."""
    opinion = await as_shown(turn, state, callback_data)
    if opinion is None:
        return
    await cases.move(turn.post, opinion, Action.ACCEPT, Step(turn.me, Role.UNIT))
    await news.accepted(turn.post, opinion)
    day = due_day(turn.t, opinion.due_at, await calendar(turn.post))
    turn.toast(turn.t("✅ Taken. The reply is due {day}.", day=day))
    await show_case(turn, state, opinion.id)


async def as_shown(turn: Turn, state: FSMContext, asked: UnitAct) -> Opinion | None:
    """The case, locked, if it stands as when the button was shown and this can be done with it.

    Else None, and they learn who was quicker and see where it stands. Raises `OpinionNotFound` if they never had it.
    """
    opinion, referral = await _found(turn, asked.opinion)
    theirs = referral.ended_at is None and opinion.version == asked.version
    if theirs and asked.action in await possible(turn, opinion):
        return opinion
    turn.toast(await why_not(turn, opinion), alert=True)
    if isinstance(turn.event, Message):
        turn.show(Screen(await why_not(turn, opinion)))
    turn.show(await _card(turn, state, opinion, referral), opinion_id=opinion.id)
    return None


async def why_not(turn: Turn, opinion: Opinion) -> Html:
    """What happened to it meanwhile, and by whom: a colleague's name, for officers only."""
    event = await screening.last_event(turn.session, opinion.id)
    who = None
    if event is not None and event.actor_role is Role.UNIT and event.actor_id != turn.me.id:
        colleague = await turn.session.get(Person, event.actor_id)
        who = (colleague.name if colleague is not None else None) or turn.t("A colleague").plain
    mine = event is not None and event.actor_role is Role.UNIT and event.actor_id == turn.me.id
    return screens.meanwhile(turn.t, event, who, mine=mine)

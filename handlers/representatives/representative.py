"""A representative's inbox, and a case with its whole story."""

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers.calendar.days import calendar
from handlers.conversation.callbacks import Go
from handlers.conversation.filters import HasRole
from handlers.conversation.refusals import OpinionNotFound, OutdatedButton
from handlers.conversation.screen import Screen
from handlers.conversation.texts import Html
from handlers.conversation.turn import Turn
from handlers.conversation.words import words
from handlers.extensions import extending_screens, extensions
from handlers.opinions import cases, news, rules
from handlers.opinions.callbacks import OpenCase, RepresentativeAct
from handlers.opinions.thread import show_attachments
from handlers.opinions.together import together
from handlers.representatives import representative_screens as screens
from handlers.representatives.representative_callbacks import Files, InboxPage
from handlers.units.whereabouts import at_unit
from handlers.writing import begun as kept
from storage.models import Opinion
from storage.queries import caseload, opinions
from storage.queries.caseload import IN_HAND
from storage.vocabulary import Action, Role

router = Router(name="representatives.representative")
router.message.filter(HasRole(Role.REPRESENTATIVE))
router.callback_query.filter(HasRole(Role.REPRESENTATIVE))


@router.message(Command("inbox"))
async def inbox_command(message: Message, turn: Turn, state: FSMContext) -> None:
    """What waits."""
    await state.set_state(None)
    turn.show(await inbox(turn, state))


@router.callback_query(Go.filter(F.to == "inbox"))
async def go_inbox(query: CallbackQuery, turn: Turn, state: FSMContext) -> None:
    """What waits."""
    await state.set_state(None)
    turn.show(await inbox(turn, state))


@router.callback_query(InboxPage.filter())
async def turn_page(query: CallbackQuery, callback_data: InboxPage, turn: Turn, state: FSMContext) -> None:
    """Another page of what waits, or of what is answered and closed."""
    await state.set_state(None)
    turn.show(await (_past(turn, callback_data.page) if callback_data.past else inbox(turn, state, callback_data.page)))


async def inbox(turn: Turn, state: FSMContext, page: int = 0) -> Screen:
    """The page of what waits, or the nearest there is."""
    ids = representing(turn)
    pages = screens.Pages.at(await opinions.count_of_representatives(turn.session, ids, IN_HAND), page)
    listed = await opinions.list_of_representatives(turn.session, ids, IN_HAND, screens.PAGE, pages.skip)
    view = screens.Inbox(
        pages,
        overdue=await caseload.count_overdue(turn.session, ids, turn.now),
        past=await opinions.count_of_representatives(turn.session, ids, caseload.OVER),
        listed=listed,
        reasons=await caseload.why_reopened(turn.session, [one.id for one in listed if one.round > 1]),
        begun=await kept.cases_of(state),
        days=await calendar(turn.post),
        of_unit=bool(turn.units),
    )
    return screens.inbox(turn.t, view, turn.now)


async def _past(turn: Turn, page: int) -> Screen:
    ids = representing(turn)
    pages = screens.Pages.at(await opinions.count_of_representatives(turn.session, ids, caseload.OVER), page)
    return screens.past(turn.t, pages, await caseload.past(turn.session, ids, screens.PAGE, pages.skip))


def representing(turn: Turn) -> list[int]:
    """The representatives for whom the person acts."""
    return [representative.id for representative in turn.representatives]


@router.callback_query(OpenCase.filter())
async def open_case(query: CallbackQuery, callback_data: OpenCase, turn: Turn, state: FSMContext) -> None:
    """The whole case; what was being written about it is kept."""
    await show_case(turn, state, callback_data.opinion)


async def show_case(turn: Turn, state: FSMContext, opinion_id: int) -> None:
    """The case as it stands, or where it is by now; nothing is being written any more."""
    opinion = await theirs(turn, state, opinion_id)
    await state.set_state(None)
    if opinion is not None:
        turn.show(await _card(turn, state, opinion), opinion_id=opinion.id)


async def _card(turn: Turn, state: FSMContext, opinion: Opinion) -> Screen:
    """The case as it stands; a look at a name is written into the log."""
    if not opinion.anonymous:
        await news.name_seen(turn.post, turn.me, opinion)
    several, days = len(turn.representatives) > 1, await calendar(turn.post)
    view = screens.Case(
        opinion,
        await opinions.entries(turn.session, opinion.id),
        await opinions.events(turn.session, opinion.id),
        await caseload.ratings(turn.session, opinion.id),
        await kept.of_case(state, opinion.id),
        await together(turn.session, turn.t, opinion),
        await at_unit(turn.session, turn.t, opinion, days),
        await possible(turn, opinion),
        extending_screens.standing(turn.t, await extensions.asked_by(turn.session, opinion, Role.REPRESENTATIVE), days),
        days,
        whose=opinion.representative.name if several and opinion.representative is not None else None,
    )
    return screens.card(turn.t, view, turn.now)


async def possible(turn: Turn, opinion: Opinion) -> list[Action]:
    """What they may do: by the table, and more time is asked for no more often than it is given."""
    found = rules.actions(rules.possible(opinion.stage, Role.REPRESENTATIVE))
    return await extensions.askable(turn.session, opinion, found)


async def had(turn: Turn, opinion_id: int) -> Opinion | None:
    """The case if they have it or had it, not locked."""
    return await caseload.once_entrusted(turn.session, opinion_id, representing(turn))


async def as_shown(turn: Turn, state: FSMContext, asked: RepresentativeAct) -> Opinion | None:
    """The case, locked, if it stands as when the button was shown and this can be done with it.

    Else None, and they see where it stands now. Raises `OpinionNotFound` if they never had it.
    """
    opinion = await theirs(turn, state, asked.opinion)
    if opinion is None:
        return None
    if opinion.version == asked.version and rules.find(opinion.stage, asked.action, Role.REPRESENTATIVE) is not None:
        return opinion
    _say(turn, words(OutdatedButton(opinion.id), turn.t))
    turn.show(await _card(turn, state, opinion), opinion_id=opinion.id)
    return None


async def theirs(turn: Turn, state: FSMContext, opinion_id: int) -> Opinion | None:
    """The case, locked; None if it has gone to somebody else, and they see to whom and what else waits for them.

    Raises `OpinionNotFound` if they never had it.
    """
    try:
        return await cases.entrusted(turn, opinion_id)
    except OpinionNotFound:
        gone = await had(turn, opinion_id)
        if gone is None:
            raise
    _say(turn, screens.elsewhere(turn.t, gone))
    turn.show(await inbox(turn, state))
    return None


def _say(turn: Turn, text: Html) -> None:
    """Over the button that was pressed, or as a message of its own."""
    turn.toast(text, alert=True)
    if isinstance(turn.event, Message):
        turn.show(Screen(text))


@router.callback_query(Files.filter())
async def show_files(query: CallbackQuery, callback_data: Files, turn: Turn, state: FSMContext) -> None:
    """The attachments themselves."""
    opinion = await theirs(turn, state, callback_data.opinion)
    if opinion is not None:
        found = [one for entry in await opinions.entries(turn.session, opinion.id) for one in entry.attachments]
        show_attachments(turn.post, turn.chat_id, found, opinion.id)

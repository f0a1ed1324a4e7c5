"""A representative's inbox, and a case with its whole story."""

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers.conversation import case_drafts as drafts
from handlers.conversation import navigation, paging
from handlers.conversation.callbacks import Go
from handlers.conversation.context import Context
from handlers.conversation.filters import HasRole
from handlers.conversation.navigation import opens
from handlers.conversation.screen import Screen
from handlers.conversation.texts import Html
from handlers.core.casework import access, extensions, routing, rules
from handlers.core.errors import OpinionNotFound, OutdatedButton
from handlers.core.workdays.days import calendar
from handlers.notifications.readers import name_seen
from handlers.presentation import extensions as extending_screens
from handlers.presentation import handling, rounds
from handlers.presentation.callbacks import InboxPage, OpenCase
from handlers.presentation.common_texts import words
from handlers.presentation.history import show_attachments
from handlers.presentation.labels import elsewhere
from handlers.presentation.merged import together
from handlers.presentation.supervision import watched
from handlers.presentation.whereabouts import at_unit
from handlers.representatives import screens
from handlers.representatives.callbacks import INBOX, PAST, WAITING, Files
from handlers.writing.case_roles import CASE_ROLES, CaseRole
from storage.models.opinions import Opinion
from storage.queries import caseload, opinions
from storage.stages import IN_HAND, OVER
from storage.vocabulary import Action, Role, Stage

router = Router(name="representatives.inbox")
router.message.filter(HasRole(Role.REPRESENTATIVE))
router.callback_query.filter(HasRole(Role.REPRESENTATIVE))


@router.message(Command("inbox"))
async def inbox_command(message: Message, ctx: Context, state: FSMContext) -> None:
    """List what waits."""
    await show_inbox(ctx, state, words="")


@router.callback_query(Go.filter(F.to == "inbox"))
async def go_inbox(query: CallbackQuery, ctx: Context, state: FSMContext) -> None:
    """List what waits: the page they left."""
    await show_inbox(ctx, state)


@opens(navigation.LIST + INBOX)
async def show_inbox(ctx: Context, state: FSMContext, *, of: int = WAITING, words: str | None = None) -> None:
    """List what waits (or `of` what is over), as they left it, or what says these words."""
    ctx.actor.require(Role.REPRESENTATIVE)
    await state.set_state(None)
    ctx.show(await (_past(ctx, words=words) if of == PAST else inbox(ctx, words=words)))


@router.callback_query(InboxPage.filter())
async def turn_page(query: CallbackQuery, callback_data: InboxPage, ctx: Context, state: FSMContext) -> None:
    """Another page of what waits, or of what is answered and closed."""
    await state.set_state(None)
    ctx.show(await (_past(ctx, callback_data.page) if callback_data.past else inbox(ctx, callback_data.page)))


async def inbox(ctx: Context, page: int | None = None, words: str | None = None) -> Screen:
    """The page of what waits, or the nearest there is; none is named: the one they left."""
    ids, where = representing(ctx), paging.reading(ctx.conversation, INBOX, page, words, of=WAITING)
    count = await opinions.count_of_representatives(ctx.session, ids, IN_HAND, where.words)
    here = where.page(count, screens.PAGE)
    listed = await opinions.list_of_representatives(ctx.session, ids, IN_HAND, here.size, here.skip, where.words)
    view = screens.Inbox(
        where,
        here,
        overdue=await caseload.count_overdue(ctx.session, ids, ctx.now),
        past=await opinions.count_of_representatives(ctx.session, ids, OVER),
        listed=listed,
        reasons=await caseload.why_reopened(ctx.session, [one.id for one in listed if one.round > 1]),
        begun=drafts.cases_of(ctx.conversation),
        days=await calendar(ctx.out),
        of_unit=bool(ctx.units),
    )
    return screens.inbox(ctx.t, view, ctx.now)


async def _past(ctx: Context, page: int | None = None, words: str | None = None) -> Screen:
    ids, where = representing(ctx), paging.reading(ctx.conversation, INBOX, page, words, of=PAST)
    count = await opinions.count_of_representatives(ctx.session, ids, OVER, where.words)
    here = where.page(count, screens.PAGE)
    return screens.past(ctx.t, where, here, await caseload.past(ctx.session, ids, here.size, here.skip, where.words))


def representing(ctx: Context) -> list[int]:
    """The representatives for whom the person acts."""
    return [representative.id for representative in ctx.representatives]


@router.callback_query(OpenCase.filter())
async def open_case(query: CallbackQuery, callback_data: OpenCase, ctx: Context, state: FSMContext) -> None:
    """The whole case; what was being written about it is kept."""
    await show_case(ctx, state, callback_data.opinion)


async def show_case(ctx: Context, state: FSMContext, opinion_id: int) -> None:
    """The case as it stands, or where it is by now; nothing is being written any more."""
    opinion = await theirs(ctx, opinion_id)
    await state.set_state(None)
    if opinion is not None:
        ctx.show(await _card(ctx, opinion), opinion_id=opinion.id)


async def _card(ctx: Context, opinion: Opinion) -> Screen:
    """The case as it stands; a look at a name is written into the log."""
    if not opinion.anonymous:
        await name_seen(ctx.out, ctx.me, opinion)
    several, days = len(ctx.representatives) > 1, await calendar(ctx.out)
    view = screens.Case(
        opinion,
        await opinions.entries(ctx.session, opinion.id),
        await opinions.events(ctx.session, opinion.id),
        await caseload.ratings(ctx.session, opinion.id),
        drafts.of_case(ctx.conversation, opinion.id),
        await together(ctx.session, ctx.t, opinion),
        await at_unit(ctx.session, ctx.t, opinion, days, days.day_of(ctx.now)),
        rounds.begun(ctx.t, opinion, await opinions.opening(ctx.session, opinion), days),
        await access.possible(ctx.out, opinion, Role.REPRESENTATIVE),
        extending_screens.standing(ctx.t, await extensions.asked_by(ctx.session, opinion, Role.REPRESENTATIVE), days),
        days,
        await watched(ctx.session, ctx.t, opinion, days),
        handling=handling.keys(ctx.t, opinion, await opinions.rating(ctx.session, opinion.id, opinion.round)),
        best=await routing.suggested(ctx.session, opinion) if opinion.stage is Stage.ASSIGNED else None,
        whose=ctx.t.named(opinion.representative) if several else None,
    )
    return paging.leading_back(ctx.t, ctx.conversation, opinion.id, screens.card(ctx.t, view, ctx.now))


async def as_shown(ctx: Context, state: FSMContext, opinion_id: int, version: int, action: Action) -> Opinion | None:
    """The case, locked, if it stands as when the button was shown and this can be done with it.

    Else None, and they see where it stands now. Raises `OpinionNotFound` if they never had it.
    """
    opinion = await theirs(ctx, opinion_id)
    if opinion is None:
        return None
    allowed = rules.find(opinion.stage, action, Role.REPRESENTATIVE) is not None
    hindrance = await access.hindrance(ctx.out, opinion, action) if allowed else None
    if opinion.version == version and allowed and hindrance is None:
        return opinion
    _say(ctx, words(hindrance or OutdatedButton(opinion.id), ctx.t))
    ctx.show(await _card(ctx, opinion), opinion_id=opinion.id)
    return None


async def theirs(ctx: Context, opinion_id: int) -> Opinion | None:
    """The case, locked; None if it has gone to somebody else, and they see to whom and what else waits for them.

    Raises `OpinionNotFound` if they never had it.
    """
    try:
        return await access.entrusted(ctx.out, ctx.actor, opinion_id)
    except OpinionNotFound:
        gone = await access.had(ctx.out, ctx.actor, Role.REPRESENTATIVE, opinion_id)
        if gone is None:
            raise
    _say(ctx, elsewhere(ctx.t, gone, Role.REPRESENTATIVE))
    ctx.show(await inbox(ctx))
    return None


def _say(ctx: Context, text: Html) -> None:
    """Over the button that was pressed, or as a message of its own."""
    ctx.toast(text, alert=True)
    if isinstance(ctx.event, Message):
        ctx.show(Screen(text))


@router.callback_query(Files.filter())
async def show_files(query: CallbackQuery, callback_data: Files, ctx: Context) -> None:
    """The attachments themselves."""
    opinion = await theirs(ctx, callback_data.opinion)
    if opinion is not None:
        found = [one for entry in await opinions.entries(ctx.session, opinion.id) for one in entry.attachments]
        show_attachments(ctx.out, ctx.chat_id, found, opinion.id)


CASE_ROLES[Role.REPRESENTATIVE] = CaseRole(show_case, as_shown)

"""A unit officer's inbox, and what is referred to their unit, with who has taken it."""

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
from handlers.core.casework import access, chiefs, unit_load
from handlers.core.casework.actions import unit
from handlers.core.casework.rules import KEPT_BY_UNIT
from handlers.core.errors import OpinionNotFound
from handlers.core.workdays.days import calendar
from handlers.presentation import rounds
from handlers.presentation.callbacks import OpenReferred, ReferredPage, UnitAct
from handlers.presentation.due_days import due_day
from handlers.presentation.history import show_attachments
from handlers.presentation.referred import looked_up
from handlers.presentation.supervision import watched
from handlers.units import screens, supporting
from handlers.units.callbacks import EARLIER, INBOX, PAST, WAITING, ReferredFiles
from handlers.writing.case_roles import CASE_ROLES, CaseRole
from storage.models.opinions import Entry, Opinion, Referral
from storage.models.people import Person
from storage.queries import commitments, opinions, referrals, screening, unit_work
from storage.queries import supporting as owed
from storage.stages import WITH_UNIT
from storage.vocabulary import Action, Role

router = Router(name="units.inbox")
router.message.filter(HasRole(Role.UNIT))
router.callback_query.filter(HasRole(Role.UNIT))


@router.message(Command("inbox"))
async def inbox_command(message: Message, ctx: Context, state: FSMContext) -> None:
    """List what waits."""
    await show_inbox(ctx, state, words="")


@router.callback_query(Go.filter(F.to == "unit-inbox"))
async def go_inbox(query: CallbackQuery, ctx: Context, state: FSMContext) -> None:
    """List what waits: the page they left."""
    await show_inbox(ctx, state)


@opens(navigation.LIST + INBOX)
async def show_inbox(ctx: Context, state: FSMContext, *, of: int = WAITING, words: str | None = None) -> None:
    """List what waits (or `of` what has left), as they left it, or what says these words."""
    ctx.actor.require(Role.UNIT)
    await state.set_state(None)
    ctx.show(await (_past(ctx, words=words) if of == PAST else inbox(ctx, words=words)))


@router.callback_query(ReferredPage.filter())
async def turn_page(query: CallbackQuery, callback_data: ReferredPage, ctx: Context, state: FSMContext) -> None:
    """Another page of what waits, or of what has left."""
    await state.set_state(None)
    ctx.show(await (_past(ctx, callback_data.page) if callback_data.past else inbox(ctx, callback_data.page)))


def serving(ctx: Context) -> list[int]:
    """The units whose officer the person is."""
    return [unit.id for unit in ctx.units]


async def inbox(ctx: Context, page: int | None = None, words: str | None = None) -> Screen:
    """The page of what waits, or the nearest there is; none is named: the one they left."""
    units, stages = serving(ctx), WITH_UNIT
    where = paging.reading(ctx.conversation, INBOX, page, words, of=WAITING)
    here = where.page(await referrals.count_with(ctx.session, units, stages, where.words), screens.PAGE)
    listed = await referrals.listed_with(ctx.session, units, stages, here.size, here.skip, where.words)
    view = screens.Inbox(
        where,
        here,
        overdue=await referrals.count_overdue(ctx.session, units, ctx.now),
        past=bool(await referrals.past(ctx.session, units, limit=1)),
        supported=await owed.count_open(ctx.session, units),
        promised=await unit_load.promised(ctx.session, units),
        unkept=await commitments.count_kept_by(
            ctx.session, units, KEPT_BY_UNIT, before=(await calendar(ctx.out)).day_of(ctx.now)
        ),
        listed=listed,
        referrals=await referrals.current_of(ctx.session, [one.id for one in listed]),
        begun=drafts.cases_of(ctx.conversation),
        days=await calendar(ctx.out),
        several=len(units) > 1,
    )
    return screens.inbox(ctx.t, view, ctx.now)


async def _past(ctx: Context, page: int | None = None, words: str | None = None) -> Screen:
    units, where = serving(ctx), paging.reading(ctx.conversation, INBOX, page, words, of=PAST)
    here = where.page(await referrals.count_past(ctx.session, units, where.words), screens.PAGE)
    return screens.past(ctx.t, where, here, await referrals.past(ctx.session, units, here.size, here.skip, where.words))


@router.callback_query(OpenReferred.filter())
async def open_referred(query: CallbackQuery, callback_data: OpenReferred, ctx: Context, state: FSMContext) -> None:
    """Show a case that is, or was, with the unit."""
    await show_case(ctx, state, callback_data.opinion)


async def show_case(ctx: Context, state: FSMContext, opinion_id: int) -> None:
    """It as it stands, to read only if it has left the unit; nothing is being written any more.

    Raises `OpinionNotFound` if it never was with a unit of theirs.
    """
    await state.set_state(None)
    once = await referrals.once_referred(ctx.session, opinion_id, serving(ctx))
    if once is None or (once.ended_at is not None and await owed.waiting_of(ctx.session, opinion_id, serving(ctx))):
        await supporting.show_supported(ctx, opinion_id)
        return
    opinion, referral = await with_referral(ctx, opinion_id)
    ctx.show(await _card(ctx, opinion, referral), opinion_id=opinion.id)


async def with_referral(ctx: Context, opinion_id: int) -> tuple[Opinion, Referral]:
    """It, locked if it is with the unit now, and its last referral there. Raises `OpinionNotFound`."""
    referral = await referrals.once_referred(ctx.session, opinion_id, serving(ctx))
    if referral is None:
        raise OpinionNotFound
    if await has(ctx, opinion_id, referral):
        return await access.of_unit(ctx.out, ctx.actor, opinion_id), referral
    return await ctx.session.get_one(Opinion, opinion_id), referral


async def has(ctx: Context, opinion_id: int, referral: Referral) -> bool:
    """True if it is with the unit now: referred to it, or promised by it and not done yet."""
    if referral.ended_at is None:
        return True
    found = await commitments.open_of(ctx.session, opinion_id)
    return found is not None and found[0].unit_id in serving(ctx)


async def _card(ctx: Context, opinion: Opinion, referral: Referral) -> Screen:
    at, theirs = await looked_up(ctx.out, ctx.t, ctx.actor, opinion, referral)
    view = screens.Case(
        at,
        await _readable(ctx, opinion.id, referral),
        await access.possible(ctx.out, opinion, Role.UNIT) if theirs else [],
        drafts.of_case(ctx.conversation, opinion.id),
        notes=await unit_work.notes(ctx.session, opinion.id, serving(ctx), screens.NOTES + 1),
        earlier=len(await unit_work.earlier_replies(ctx.session, opinion, serving(ctx), EARLIER)),
        chief=theirs and chiefs.is_chief(ctx.actor, referral.unit_id),
        waits=theirs and await chiefs.waits(ctx.session, ctx.actor, referral.unit),
        several=len(ctx.units) > 1,
        again=rounds.begun(ctx.t, opinion, await opinions.opening(ctx.session, opinion), at.days) if theirs else Html(),
        supervision=await watched(ctx.session, ctx.t, opinion, at.days) if theirs else Html(),
    )
    return screens.card(ctx.t, view, ctx.now)


async def _readable(ctx: Context, opinion_id: int, referral: Referral) -> list[Entry]:
    until = None if await has(ctx, opinion_id, referral) else referral.ended_at
    return await referrals.entries_for(ctx.session, opinion_id, serving(ctx), until)


@router.callback_query(ReferredFiles.filter())
async def show_files(query: CallbackQuery, callback_data: ReferredFiles, ctx: Context) -> None:
    """The attachments themselves."""
    opinion, referral = await with_referral(ctx, callback_data.opinion)
    found = [one for entry in await _readable(ctx, opinion.id, referral) for one in entry.attachments]
    show_attachments(ctx.out, ctx.chat_id, found, opinion.id)


@router.callback_query(UnitAct.filter(F.action == Action.ACCEPT))
async def accept(query: CallbackQuery, callback_data: UnitAct, ctx: Context, state: FSMContext) -> None:
    """It is theirs: the representative is told, the colleagues see who has taken it."""
    asked = callback_data
    if await as_shown(ctx, state, asked.opinion, asked.version, asked.action) is None:
        return
    opinion = (await unit.accept(ctx.out, ctx.actor, asked.opinion, asked.version)).opinion
    day = due_day(ctx.t, opinion.due_at, await calendar(ctx.out))
    ctx.toast(ctx.t("✅ Taken. The reply is due {day}.", day=day))
    await show_case(ctx, state, opinion.id)


async def as_shown(ctx: Context, state: FSMContext, opinion_id: int, version: int, action: Action) -> Opinion | None:
    """The case, locked, if it stands as when the button was shown and this can be done with it.

    Else None, and they learn who was quicker and see where it stands. Raises `OpinionNotFound` if they never had it.
    """
    opinion, referral = await with_referral(ctx, opinion_id)
    theirs = await has(ctx, opinion.id, referral) and opinion.version == version
    if theirs and action in await access.possible(ctx.out, opinion, Role.UNIT):
        return opinion
    ctx.toast(await why_not(ctx, opinion), alert=True)
    if isinstance(ctx.event, Message):
        ctx.show(Screen(await why_not(ctx, opinion)))
    ctx.show(await _card(ctx, opinion, referral), opinion_id=opinion.id)
    return None


async def why_not(ctx: Context, opinion: Opinion) -> Html:
    """Account of what happened to it meanwhile, and by whom: a colleague's name, for officers only."""
    event = await screening.last_event(ctx.session, opinion.id)
    who = None
    if event is not None and event.actor_role is Role.UNIT and event.actor_id != ctx.me.id:
        colleague = await ctx.session.get(Person, event.actor_id)
        who = (colleague.name if colleague is not None else None) or ctx.t("A colleague").plain
    mine = event is not None and event.actor_role is Role.UNIT and event.actor_id == ctx.me.id
    return screens.meanwhile(ctx.t, event, who, mine=mine)


CASE_ROLES[Role.UNIT] = CaseRole(show_case, as_shown, why_not)

"""Staff go through what is new, one by one, and decide."""

from dataclasses import replace

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers.conversation import case_drafts as drafts
from handlers.conversation import paging
from handlers.conversation.callbacks import Go
from handlers.conversation.case_drafts import Kind
from handlers.conversation.context import Context
from handlers.conversation.filters import HasRole
from handlers.conversation.screen import Button, Screen
from handlers.conversation.texts import Html, Translator, join
from handlers.core.casework import access, candidates, routing, rules
from handlers.core.casework.actions import staff
from handlers.core.casework.similar import similar
from handlers.core.topics import suggesting
from handlers.core.workdays.days import calendar
from handlers.notifications.readers import name_seen
from handlers.notifications.to_staff import TO_SCREEN
from handlers.presentation import rounds
from handlers.presentation.callbacks import OpenScreening, StaffAct
from handlers.presentation.choices import why_representative
from handlers.presentation.history import show_attachments
from handlers.presentation.merged import together
from handlers.presentation.promises import earlier_moves
from handlers.presentation.supervision import watched
from handlers.presentation.whereabouts import at_unit
from handlers.screening import screens
from handlers.screening.callbacks import ShowFiles, Skip, WhyThis
from handlers.screening.screens import View
from handlers.writing import writing
from handlers.writing.case_roles import CASE_ROLES, CaseRole
from storage.models.opinions import Opinion
from storage.models.people import Person
from storage.queries import caseload, extensions, matters, opinions, standing
from storage.queries import screening as queries
from storage.queries import supervision as supervisions
from storage.stages import WITH_STAFF
from storage.vocabulary import Action, Role, Stage

router = Router(name="screening.queue")
router.message.filter(HasRole(Role.STAFF))
router.callback_query.filter(HasRole(Role.STAFF))


@router.message(Command("screen"))
async def screen_command(message: Message, ctx: Context, state: FSMContext) -> None:
    """Show what falls due first."""
    await state.set_state(None)
    await show_first(ctx)


@router.callback_query(Go.filter(F.to == "screen"))
async def go_screen(query: CallbackQuery, ctx: Context, state: FSMContext) -> None:
    """Show what falls due first."""
    await state.set_state(None)
    await show_first(ctx)


@router.callback_query(OpenScreening.filter())
async def open_opinion(query: CallbackQuery, callback_data: OpenScreening, ctx: Context, state: FSMContext) -> None:
    """An opinion of the staff's stations, wherever it stands."""
    await show_opinion(ctx, state, callback_data.opinion)


async def show_opinion(ctx: Context, state: FSMContext, opinion_id: int) -> None:
    """An opinion of theirs as it stands; nothing is being written any more."""
    opinion = await access.supervised(ctx.out, ctx.actor, opinion_id)
    await state.set_state(None)
    ctx.show(await card(ctx, opinion), opinion_id=opinion.id)


@router.callback_query(StaffAct.filter(F.action == Action.REPLY))
async def tell_result(query: CallbackQuery, callback_data: StaffAct, ctx: Context) -> None:
    """Have the result of supervision written; it is seen as its author reads it before it goes out."""
    opinion = await as_shown(ctx, callback_data.opinion, callback_data.version)
    if opinion is not None:
        await writing.show(ctx, opinion, drafts.of(ctx.conversation, opinion.id, Kind.RESULT), anew=True)


@router.callback_query(Skip.filter())
async def skip(query: CallbackQuery, callback_data: Skip, ctx: Context) -> None:
    """The next one; after the last, the first again."""
    opinion = await access.supervised(ctx.out, ctx.actor, callback_data.opinion)
    following = await queries.next_in_queue(ctx.session, ctx.stations, opinion.due_at, opinion.id)
    if following is None:
        ctx.toast(ctx.t("That was the last one. Here is the first again."))
        await show_first(ctx)
        return
    ctx.show(await card(ctx, await access.supervised(ctx.out, ctx.actor, following)), opinion_id=following)


@router.callback_query(ShowFiles.filter())
async def show_files(query: CallbackQuery, callback_data: ShowFiles, ctx: Context) -> None:
    """The attachments themselves."""
    opinion = await access.supervised(ctx.out, ctx.actor, callback_data.opinion)
    entries = await opinions.entries(ctx.session, opinion.id)
    attachments = [attachment for entry in entries for attachment in entry.attachments]
    show_attachments(ctx.out, ctx.chat_id, attachments, opinion.id)


@router.callback_query(WhyThis.filter())
async def why_this(query: CallbackQuery, callback_data: WhyThis, ctx: Context) -> None:
    """Show what speaks for the suggested representative."""
    opinion = await access.supervised(ctx.out, ctx.actor, callback_data.opinion)
    found = await candidates.candidates(ctx.session, opinion)
    if not found:
        ctx.show(await card(ctx, opinion))
        return
    ctx.show(Screen(why_representative(ctx.t, found[0], opinion), [[screens.back(ctx.t, opinion)]]))


@router.callback_query(StaffAct.filter(F.action == Action.KEEP))
async def keep(query: CallbackQuery, callback_data: StaffAct, ctx: Context) -> None:
    """A proposed decline is refused: the representative keeps the case and is told."""
    asked = callback_data
    if await as_shown(ctx, asked.opinion, asked.version) is None:
        return
    opinion = (await staff.keep(ctx.out, ctx.actor, asked.opinion, asked.version)).opinion
    name = ctx.t.named(opinion.representative)
    text = ctx.t("↩️ {name} keeps {reference} and was told.", name=name, reference=opinion.reference)
    await finish(ctx, opinion, text)


async def show_first(ctx: Context, *, fresh: bool = False) -> None:
    """The card of what falls due first, or that nothing waits; what comes in from now on is news again."""
    await standing.forget(ctx.session, ctx.chat_id, TO_SCREEN)
    first = await queries.first_in_queue(ctx.session, ctx.stations)
    if first is None:
        ctx.show(screens.nothing_waits(ctx.t), fresh=fresh)
        return
    ctx.show(await card(ctx, await access.supervised(ctx.out, ctx.actor, first)), opinion_id=first, fresh=fresh)


async def card(ctx: Context, opinion: Opinion) -> Screen:
    """The card of an opinion as it stands; that a name was seen is noted."""
    entries = await opinions.entries(ctx.session, opinion.id)
    waits = opinion.stage in WITH_STAFF or opinion.waits_for_staff
    number = await queries.place_in_queue(ctx.session, ctx.stations, opinion) if waits else None
    waiting = await opinions.count_to_screen(ctx.session, ctx.stations)
    late = await opinions.count_to_screen(ctx.session, ctx.stations, late=ctx.now) if waits else 0
    found = await candidates.candidates(ctx.session, opinion) if opinion.stage is Stage.SUBMITTED else []
    mergeable = rules.find(opinion.stage, Action.MERGE, Role.STAFF) is not None
    alike = await similar(ctx.session, opinion, ctx.stations) if mergeable else []
    if not opinion.anonymous:
        await name_seen(ctx.out, ctx.me, opinion)
    days, matter = await calendar(ctx.out), await matters.of_opinion(ctx.session, opinion.id)
    was_declined = opinion.appealed or opinion.stage is Stage.DECLINED
    view = View(
        opinion,
        entries,
        number,
        waiting,
        late,
        best=found[0] if found else None,
        proposal=await _why(ctx, opinion, Action.PROPOSE_DECLINE) if opinion.decline_proposed else None,
        declined=await _why(ctx, opinion, Action.DECLINE) if was_declined else None,
        similar=len(alike),
        together=await together(ctx.session, ctx.t, opinion),
        ratings=await caseload.ratings(ctx.session, opinion.id),
        again=rounds.begun(ctx.t, opinion, await opinions.opening(ctx.session, opinion), days),
        at_unit=await at_unit(ctx.session, ctx.t, opinion, days, days.day_of(ctx.now)),
        earlier_moves=await earlier_moves(ctx.session, ctx.t, opinion) if opinion.extension_asked else Html(),
        more_time=await extensions.newest(ctx.session, opinion.id) if opinion.extension_asked else None,
        days=days,
        reads_like=await suggesting.to_correct(ctx.session, opinion) if opinion.stage is Stage.SUBMITTED else None,
        possible=await access.possible(ctx.out, opinion, Role.STAFF),
        matter=matter.title if matter is not None else "",
        supervision=await supervisions.of_opinion(ctx.session, opinion.id),
        watched=await watched(ctx.session, ctx.t, opinion, days, by_staff=True),
        unit=await routing.suggested(ctx.session, opinion) if opinion.unit_to_decide else None,
    )
    return paging.leading_back(ctx.t, ctx.conversation, opinion.id, screens.card(ctx.t, view, ctx.now))


async def _why(ctx: Context, opinion: Opinion, action: Action) -> str | None:
    """Words with which this was done the last time."""
    happened = await opinions.events(ctx.session, opinion.id)
    return next((event.why for event in reversed(happened) if event.action is action), None)


async def as_shown(ctx: Context, opinion_id: int, version: int) -> Opinion | None:
    """The opinion, locked, if it stands as when the button was shown; else None, and they see who was quicker.

    Raises `OpinionNotFound`, `NotAllowed`.
    """
    opinion = await access.supervised(ctx.out, ctx.actor, opinion_id)
    if opinion.version == version:
        return opinion
    event = await queries.last_event(ctx.session, opinion.id)
    late = screens.done_already(ctx.t, event, await _who(ctx, event.actor_id if event else None))
    shown = await card(ctx, opinion)
    if isinstance(ctx.event, CallbackQuery):
        ctx.toast(late, alert=True)
    else:
        shown = replace(shown, text=join([late, shown.text], "\n\n"))
    ctx.show(shown, opinion_id=opinion.id)
    return None


async def _who(ctx: Context, person_id: int | None) -> str | None:
    if person_id == ctx.me.id:
        return None
    person = await ctx.session.get(Person, person_id) if person_id is not None else None
    return (person.name if person is not None else None) or ctx.t("A colleague").plain


async def finish(ctx: Context, opinion: Opinion, text: Html) -> None:
    """The card shrinks to what was decided; what waits next follows as a new message."""
    ctx.show(screens.done(ctx.t, opinion, text))
    await show_first(ctx, fresh=True)


def author_told(t: Translator, opinion: Opinion) -> Html:
    """Words on whether its author hears of what was done."""
    if opinion.constituent.chat_id is not None and opinion.constituent.reachable:
        return t("Its author was told.")
    return t("Its author cannot be reached on Telegram at present, and was not told.")


def ask(ctx: Context, opinion: Opinion, text: Html) -> None:
    """Ask staff to type something about an opinion."""
    ctx.show(Screen(text, [[Button(ctx.t("⬅️ Back"), OpenScreening(opinion=opinion.id))]]))


async def _as_shown(ctx: Context, state: FSMContext, opinion_id: int, version: int, action: Action) -> Opinion | None:
    return await as_shown(ctx, opinion_id, version)


CASE_ROLES[Role.STAFF] = CaseRole(show_opinion, _as_shown)

"""Every feature's handlers, in the order in which they are asked. A new feature is registered here."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from aiogram import Router
from aiogram.types import CallbackQuery, Update

from handlers.board import chat as board
from handlers.calendar import staff as calendar_staff
from handlers.constituents import (
    already_known,
    continuing,
    disambiguating,
    drafting,
    editing,
    following,
    judging,
    previewing,
    rating,
    representatives,
    sending,
)
from handlers.conversation import navigation
from handlers.conversation.callbacks import Go
from handlers.conversation.context import Context
from handlers.conversation.dispatcher import IndexedDispatcher
from handlers.conversation.outgoing import Outgoing
from handlers.conversation.screen import Button, Screen
from handlers.conversation.state import state_of
from handlers.conversation.texts import translator
from handlers.core.casework import clocks, commitments, extensions, supporting
from handlers.core.casework.starting_reasons import plant_reasons
from handlers.core.directory.topics import plant_topics
from handlers.core.errors import Refusal
from handlers.core.notices.actions import time as notice_time
from handlers.core.notices.errors import NoticeRefusal
from handlers.core.reception import planning as reception_planning
from handlers.core.reminders import planning as reminding
from handlers.core.startup.replanning import replan
from handlers.core.startup.spelling import spell
from handlers.core.suggestions import clock as suggesting
from handlers.core.suggestions.errors import SuggestionRefusal
from handlers.core.supervision import clock as supervising
from handlers.core.workdays import planning as workdays_planning
from handlers.desk import entering as desk_entering
from handlers.directory import staff as directory_staff
from handlers.finding import lists as finding_lists
from handlers.finding import search, story, whys
from handlers.guide import everyone as guide
from handlers.guide import staff as guide_staff
from handlers.league import circulars
from handlers.league import promises as league_promises
from handlers.league import staff as league_staff
from handlers.matters import everyone as matters_everyone
from handlers.matters import hot as matters_hot
from handlers.matters import staff as matters_staff
from handlers.matters import telling as matters_telling
from handlers.matters import writing as matters_writing
from handlers.notices import audience, muting, planning, releasing
from handlers.notices import drafting as notice_drafting
from handlers.notifications import calendar as calendar_due
from handlers.notifications import case_clock as reminding_clock
from handlers.notifications import (
    case_deadlines,
    digest,
    extension_reminder,
    figures,
    promise_clock,
    reception_due,
    suggestion_followers,
    suggestions_clock,
    supervision_clock,
    supporting_clock,
)
from handlers.notifications import draft_reminder as reminding_draft
from handlers.notifications import (
    matters as matters_told,
)
from handlers.notifications.dispatch import notify
from handlers.notifications.to_staff import author_unreachable
from handlers.notifications.undelivered import refused as refused_for_good
from handlers.open311 import staff as open311_staff
from handlers.people import ending, inviting, joining, pictures, staff
from handlers.people import links as people_links
from handlers.people import representatives as people_representatives
from handlers.policy import staff as policy_staff
from handlers.presentation.callbacks import OpenCase, OpenMine, OpenReferred, OpenScreening
from handlers.presentation.common_texts import apology, words
from handlers.presentation.labels import OPENS
from handlers.reception import confirming as reception_confirming
from handlers.reception import everyone as reception
from handlers.reception import manning as reception_manning
from handlers.reception import setting as reception_setting
from handlers.reception import staff as reception_staff
from handlers.reminders import everyone as reminders
from handlers.representatives import handing_over
from handlers.representatives import handling as representative_handling
from handlers.representatives import inbox as representative_inbox
from handlers.routes import places as routes_places
from handlers.routes import staff as routes_staff
from handlers.screening import (
    assigning,
    classifying,
    declining,
    entrusting,
    granting,
    merging,
    only_words,
    queue,
    templates,
)
from handlers.screening import lists as screening_lists
from handlers.screening import mismatches as screening_mismatches
from handlers.suggestions import assigning as suggestions_assigning
from handlers.suggestions import attaching as suggestions_attaching
from handlers.suggestions import bundling as suggestions_bundling
from handlers.suggestions import cards as suggestions_cards
from handlers.suggestions import congress as suggestions_congress
from handlers.suggestions import cosigning as suggestions_cosigning
from handlers.suggestions import drafting as suggestions_drafting
from handlers.suggestions import handing_in as suggestions_handing_in
from handlers.suggestions import judging as suggestions_judging
from handlers.suggestions import lists as suggestions_lists
from handlers.suggestions import saying as suggestions_saying
from handlers.suggestions import taking_out as suggestions_taking_out
from handlers.supervision import beginning as supervision_beginning
from handlers.supervision import moving as supervision_moving
from handlers.supervision import staff as supervision_staff
from handlers.units import inbox as unit_inbox
from handlers.units import noting, promised, replying, returning, stepping
from handlers.units import promises as unit_promises
from handlers.units import releasing as unit_releasing
from handlers.units import supporting as unit_supporting
from handlers.units import templates as unit_templates
from handlers.welcome import fallback, home, language, place, privacy, start
from handlers.welcome.authentication import arrive
from handlers.welcome.introduction import introduce
from handlers.writing import extending, referring, typed, writing
from handlers.writing import sending as writing_sending
from handlers.writing import supporting as writing_supporting
from storage import lease
from storage.models.opinions import Due
from storage.queries import opinions, people
from storage.vocabulary import Role

DueHandler = Callable[[Outgoing, Due], Awaitable[None]]
"""Does what has fallen due, or nothing if it is no longer called for."""
NewsHandler = Callable[[Outgoing, dict[str, Any]], Awaitable[None]]
"""Takes in what delivery reports: a fetched file, a chat that cannot be reached."""


ROUTERS: tuple[Router, ...] = (
    start.router,
    home.router,
    language.router,
    privacy.router,
    continuing.replies,
    place.router,
    representative_inbox.router,
    representative_handling.router,
    writing.router,
    typed.router,
    handing_over.router,
    extending.router,
    unit_inbox.router,
    unit_supporting.router,
    noting.router,
    unit_templates.router,
    unit_releasing.router,
    replying.router,
    unit_promises.router,
    promised.router,
    stepping.router,
    returning.router,
    referring.router,
    writing_supporting.router,
    writing_sending.router,
    notice_drafting.router,
    audience.router,
    planning.router,
    releasing.router,
    muting.router,
    representatives.router,
    drafting.router,
    previewing.router,
    already_known.router,
    sending.router,
    directory_staff.router,
    calendar_staff.router,
    policy_staff.router,
    open311_staff.router,
    routes_staff.router,
    routes_places.router,
    guide_staff.router,
    guide.router,
    supervision_beginning.router,
    supervision_moving.router,
    supervision_staff.router,
    matters_everyone.router,
    board.everyone,
    board.router,
    matters_staff.router,
    matters_writing.router,
    matters_telling.router,
    matters_hot.router,
    matters_hot.groups,
    suggestions_lists.router,
    suggestions_cards.router,
    suggestions_drafting.router,
    suggestions_attaching.router,
    suggestions_bundling.router,
    suggestions_cosigning.router,
    suggestions_handing_in.router,
    suggestions_assigning.router,
    suggestions_saying.router,
    suggestions_judging.router,
    suggestions_congress.router,
    suggestions_taking_out.router,
    league_staff.router,
    league_promises.router,
    circulars.router,
    reception.router,
    reception_staff.router,
    reception_manning.router,
    reception_setting.router,
    reception_confirming.router,
    reminders.router,
    desk_entering.router,
    queue.router,
    screening_lists.router,
    screening_mismatches.router,
    entrusting.router,
    granting.router,
    assigning.router,
    declining.router,
    merging.router,
    classifying.router,
    templates.router,
    search.router,
    finding_lists.router,
    story.router,
    whys.router,
    only_words.router,
    staff.router,
    people_representatives.router,
    pictures.router,
    inviting.router,
    people_links.router,
    ending.router,
    joining.router,
    following.router,
    rating.router,
    judging.router,
    continuing.router,
    disambiguating.router,
    drafting.catch_all,
    editing.router,
    fallback.router,
)
"""Commands and buttons of all features first, then what takes any message."""


DUE: Mapping[str, DueHandler] = {
    "waiting.reminder": case_deadlines.remind_of_question,
    "waiting.over": case_deadlines.waiting_over,
    "rating.reminder": case_deadlines.remind_to_rate,
    "rating.over": case_deadlines.rating_over,
    "rating.reopen": case_deadlines.reopen,
    supporting.CLOCK: supporting_clock.tick,
    supervising.CLOCK: supervision_clock.tick,
    suggesting.CLOCK: suggestions_clock.tick,
    suggesting.OVER: suggestions_clock.over,
    suggestion_followers.TELL: suggestion_followers.tell_more,
    "done.reminder": promise_clock.remind_to_judge,
    "done.over": promise_clock.judging_over,
    commitments.PROGRESS: promise_clock.ask_progress,
    commitments.GATHERED: promise_clock.tell_gathered,
    extensions.REMINDER: extension_reminder.remind,
    extensions.HOLD: case_deadlines.hold,
    clocks.CLOCK: reminding_clock.tick,
    reminding.DRAFT: reminding_draft.remind,
    reminding.DIGEST: digest.send,
    reminding.WEEK: figures.send,
    reminding.MONTH: figures.send,
    workdays_planning.LIST: calendar_due.look,
    workdays_planning.FREE_DAYS: case_deadlines.leave_free_days,
    reception_planning.AHEAD: reception_due.plan_ahead,
    reception_planning.REMINDER: reception_due.remind,
    reception_planning.END: reception_due.close,
    reception_planning.AFTER: reception_due.account,
    notice_time.BEGIN: notice_time.begin,
    matters_told.TELL: matters_told.tell_more,
}
"""By `Due.kind`."""


async def plant(out: Outgoing) -> None:
    """Write what a new release, or a new county, must find: asked for at each start, done where it is missing."""
    await lease.one_by_one(out.session, lease.PLANTING)
    await plant_topics(out.session)
    await plant_reasons(out.session)
    await spell(out.session)
    await introduce(out)
    await replan(out)
    await notify(out)


FETCHED: Mapping[str, NewsHandler] = {directory_staff.FETCH_TOPIC: directory_staff.fetched}
"""By the topic given to `Post.fetch`."""


async def unreachable(out: Outgoing, raw: dict[str, Any]) -> None:
    """A chat cannot be reached: tell whom its opinions concern, if it is their author who went away."""
    for opinion_id in raw["opinion_ids"]:
        opinion = await opinions.any_of(out.session, opinion_id)
        if opinion is not None and opinion.constituent.chat_id == raw["chat_id"]:
            await author_unreachable(out, opinion)


async def fall_due(out: Outgoing, thing: Due) -> None:
    """Do what has fallen due, and promise what follows from it."""
    await DUE[thing.kind](out, thing)
    await notify(out)


async def news(out: Outgoing, raw: dict[str, Any]) -> None:
    """Take in what delivery put into the inbox under `fetched`, `unreachable` or `refused`."""
    if "fetched" in raw:
        await FETCHED[raw["fetched"]["topic"]](out, raw["fetched"])
    if "unreachable" in raw:
        await unreachable(out, raw["unreachable"])
    if "refused" in raw:
        await refused_for_good(out, raw["refused"])
    await notify(out)


async def refused(out: Outgoing, update: Update, refusal: Refusal) -> None:
    """Tell the person who asked what is possible instead; an old button shows where things stand now."""
    ctx = await arrive(update, out)
    if ctx is None:
        return
    if isinstance(ctx.event, CallbackQuery):
        ctx.toast(words(refusal, ctx.t), alert=True)
        await _show_now(ctx, ctx.event, refusal)
    else:
        ctx.show(Screen(words(refusal, ctx.t), [[_way_on(ctx, refusal)]]))
        if isinstance(refusal, NoticeRefusal | SuggestionRefusal):
            await navigation.show_after(ctx, state_of(out.county.bot_id, ctx.chat_id), refusal)
    await notify(out)


async def _show_now(ctx: Context, query: CallbackQuery, refusal: Refusal) -> None:
    """The opinion as it stands, for who may see it in the role in which they pressed; else the home screen."""
    state, opinion_id = state_of(ctx.out.county.bot_id, ctx.chat_id), refusal.opinion_id
    try:
        if opinion_id is not None and refusal.role is Role.CONSTITUENT:
            await following.open_mine(query, OpenMine(opinion=opinion_id), ctx, state)
        elif opinion_id is not None and refusal.role is Role.REPRESENTATIVE:
            await representative_inbox.open_case(query, OpenCase(opinion=opinion_id), ctx, state)
        elif opinion_id is not None and refusal.role is Role.UNIT:
            await unit_inbox.open_referred(query, OpenReferred(opinion=opinion_id), ctx, state)
        elif opinion_id is not None and refusal.role is Role.STAFF:
            await queue.open_opinion(query, OpenScreening(opinion=opinion_id), ctx, state)
        elif not await navigation.show_after(ctx, state, refusal) and not refusal.stays:
            ctx.show(await home.home(ctx))
    except Refusal:
        ctx.show(await home.home(ctx))


def _way_on(ctx: Context, refusal: Refusal) -> Button:
    """To the opinion as it stands, else home."""
    opens = OPENS.get(refusal.role) if refusal.role is not None else None
    if opens is None or refusal.opinion_id is None:
        return Button(ctx.t("🏠 Home"), Go(to="home"))
    return Button(ctx.t("Open"), opens(opinion=refusal.opinion_id))


async def apologise(out: Outgoing, chat_id: int) -> None:
    """A handler failed for good on what this person sent."""
    person = await people.by_chat(out.session, chat_id)
    t = out.t(person) if person else translator(out.county.default_language, out.county.zone)
    out.message(chat_id, Screen(apology(t)))


def dispatcher() -> IndexedDispatcher:
    """aiogram's dispatcher, with state and the turn inside the transaction that the caller holds."""
    made = IndexedDispatcher(arrive, notify)
    for router in ROUTERS:
        # A dispatcher per process in service, but many in tests: a router may only ever have one parent.
        router._parent_router = None
        made.include_router(router)
    return made

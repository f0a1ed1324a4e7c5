"""Every feature's handlers, in the order in which they are asked. A new feature is registered here."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from aiogram import Router
from aiogram.types import CallbackQuery, Update

from handlers.calendar import due as calendar_due
from handlers.calendar import staff as calendar_staff
from handlers.constituents import constituent, drafting, editing, following, holding, previewing, rating, sending
from handlers.conversation.arrival import arrive
from handlers.conversation.callbacks import Go
from handlers.conversation.outgoing import Post
from handlers.conversation.refusals import Refusal, Unusable
from handlers.conversation.screen import Button, Screen
from handlers.conversation.state import state_of
from handlers.conversation.switchboard import Switchboard
from handlers.conversation.texts import translator
from handlers.conversation.turn import Turn
from handlers.conversation.words import apology, words
from handlers.directory import staff as directory_staff
from handlers.directory.topics import plant_topics
from handlers.extensions import extending, extensions, granting
from handlers.notices import audience, planning, release
from handlers.notices import constituent as notice_constituent
from handlers.notices import due as notice_due
from handlers.notices import staff as notice_staff
from handlers.opinions import due
from handlers.opinions import news as opinion_news
from handlers.opinions.callbacks import OpenCase, OpenMine, OpenScreening
from handlers.people import ending, inviting, joining, pictures, staff
from handlers.people import representatives as people_representatives
from handlers.reception import due as reception_due
from handlers.reception import everyone as reception
from handlers.reception import planning as reception_planning
from handlers.reception import setting as reception_setting
from handlers.reception import staff as reception_staff
from handlers.reminders import clock as reminding_clock
from handlers.reminders import digest
from handlers.reminders import draft as reminding_draft
from handlers.reminders import everyone as reminders
from handlers.reminders import planning as reminding
from handlers.representatives import handing_over, representative
from handlers.screening import assigning, classifying, declining, finding, merging, only_words, screening, templates
from handlers.screening.starting_reasons import plant_reasons
from handlers.units import officer, referring, replying, returning
from handlers.units.callbacks import OpenReferred
from handlers.welcome import fallback, home, language, place, privacy, representatives, start
from handlers.welcome.introduction import introduce
from handlers.writing import writing, writing_sending
from storage import lease
from storage.models import Due
from storage.queries import opinions, people
from storage.vocabulary import Role

DueHandler = Callable[[Post, Due], Awaitable[None]]
"""Does what has fallen due, or nothing if it is no longer called for."""
NewsHandler = Callable[[Post, dict[str, Any]], Awaitable[None]]
"""Takes in what delivery reports: a fetched file, a chat that cannot be reached."""


def routers() -> list[Router]:
    """Commands and buttons of all features first, then what takes any message."""
    return [
        start.router,
        home.router,
        language.router,
        privacy.router,
        representatives.router,
        constituent.replies,
        place.router,
        representative.router,
        writing.router,
        handing_over.router,
        extending.router,
        officer.router,
        replying.router,
        returning.router,
        referring.router,
        writing_sending.router,
        notice_staff.router,
        audience.router,
        planning.router,
        release.router,
        notice_constituent.router,
        drafting.router,
        previewing.router,
        sending.router,
        directory_staff.router,
        calendar_staff.router,
        reception.router,
        reception_staff.router,
        reception_setting.router,
        reminders.router,
        screening.router,
        granting.router,
        assigning.router,
        declining.router,
        merging.router,
        classifying.router,
        templates.router,
        finding.router,
        only_words.router,
        staff.router,
        people_representatives.router,
        pictures.router,
        inviting.router,
        ending.router,
        joining.router,
        following.router,
        rating.router,
        constituent.router,
        holding.router,
        drafting.catch_all,
        editing.router,
        fallback.router,
    ]


DUE: Mapping[str, DueHandler] = {
    "waiting.reminder": due.remind_of_question,
    "waiting.over": due.waiting_over,
    "rating.reminder": due.remind_to_rate,
    "rating.over": due.rating_over,
    extensions.REMINDER: granting.remind,
    reminding.CLOCK: reminding_clock.tick,
    reminding.DRAFT: reminding_draft.remind,
    reminding.DIGEST: digest.send,
    calendar_due.KIND: calendar_due.look,
    calendar_due.FREE: due.leave_free_days,
    reception_planning.AHEAD: reception_due.plan_ahead,
    reception_planning.REMINDER: reception_due.remind,
    reception_planning.AFTER: reception_due.account,
    "notice.begin": notice_due.begin,
}
"""By `Due.kind`."""


async def plant(post: Post) -> None:
    """What a new release, or a new town, must find: asked for at each start, done where it is missing."""
    await lease.one_by_one(post.session, lease.PLANTING)
    await plant_topics(post.session)
    await plant_reasons(post.session)
    await introduce(post)
    await calendar_due.plan(post)
    await calendar_due.plan_free_days(post)
    await reception_planning.plan_ahead(post)
    await reminding.plan_all(post)


FETCHED: Mapping[str, NewsHandler] = {directory_staff.FETCH_TOPIC: directory_staff.fetched}
"""By the topic given to `Post.fetch`."""

OPENS: Mapping[Role, type[OpenMine] | type[OpenCase] | type[OpenScreening] | type[OpenReferred]] = {
    Role.CONSTITUENT: OpenMine,
    Role.REPRESENTATIVE: OpenCase,
    Role.UNIT: OpenReferred,
    Role.STAFF: OpenScreening,
}
"""How each role opens an opinion."""


async def unreachable(post: Post, raw: dict[str, Any]) -> None:
    """A chat cannot be reached: tell whom its opinions concern, if it is their author who went away."""
    for opinion_id in raw["opinion_ids"]:
        opinion = await opinions.any_of(post.session, opinion_id)
        if opinion is not None and opinion.constituent.telegram_id == raw["chat_id"]:
            await opinion_news.unheard(post, opinion)


async def news(post: Post, raw: dict[str, Any]) -> None:
    """What delivery put into the inbox: `{"fetched": {...}}` or `{"unreachable": {...}}`."""
    if "fetched" in raw:
        await FETCHED[raw["fetched"]["topic"]](post, raw["fetched"])
    if "unreachable" in raw:
        await unreachable(post, raw["unreachable"])


async def refused(post: Post, update: Update, refusal: Refusal) -> None:
    """Tell the person who asked what is possible instead; an old button shows where things stand now."""
    turn = await arrive(update, post)
    if turn is None:
        return
    if isinstance(turn.event, CallbackQuery):
        turn.toast(words(refusal, turn.t), alert=True)
        await _show_now(turn, turn.event, refusal)
    else:
        turn.show(Screen(words(refusal, turn.t), [[_way_on(turn, refusal)]]))


async def _show_now(turn: Turn, query: CallbackQuery, refusal: Refusal) -> None:
    """The opinion as it stands, for who may see it in the role in which they pressed; else the home screen."""
    state, opinion_id = state_of(turn.post.place.bot_id, turn.chat_id), refusal.opinion_id
    try:
        if opinion_id is not None and refusal.role is Role.CONSTITUENT:
            await following.open_mine(query, OpenMine(opinion=opinion_id), turn, state)
        elif opinion_id is not None and refusal.role is Role.REPRESENTATIVE:
            await representative.open_case(query, OpenCase(opinion=opinion_id), turn, state)
        elif opinion_id is not None and refusal.role is Role.UNIT:
            await officer.open_referred(query, OpenReferred(opinion=opinion_id), turn, state)
        elif opinion_id is not None and refusal.role is Role.STAFF:
            await screening.open_opinion(query, OpenScreening(opinion=opinion_id), turn, state)
        elif not isinstance(refusal, Unusable):
            turn.show(await home.home(turn))
    except Refusal:
        turn.show(await home.home(turn))


def _way_on(turn: Turn, refusal: Refusal) -> Button:
    """To the opinion as it stands, else home."""
    opens = OPENS.get(refusal.role) if refusal.role is not None else None
    if opens is None or refusal.opinion_id is None:
        return Button(turn.t("🏠 Home"), Go(to="home"))
    return Button(turn.t("Open"), opens(opinion=refusal.opinion_id))


async def apologise(post: Post, chat_id: int) -> None:
    """A handler failed for good on what this person sent."""
    person = await people.by_telegram_id(post.session, chat_id)
    t = post.t(person) if person else translator(post.place.default_language, post.place.zone)
    post.message(chat_id, Screen(apology(t)))


def dispatcher() -> Switchboard:
    """aiogram's dispatcher, with state and the turn inside the transaction that the caller holds."""
    made = Switchboard(arrive)
    for router in routers():
        # A dispatcher per process in service, but many in tests: a router may only ever have one parent.
        router._parent_router = None
        made.include_router(router)
    return made

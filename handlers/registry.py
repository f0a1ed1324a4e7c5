"""Every feature's handlers, in the order in which they are asked. A new feature is registered here."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from aiogram import Dispatcher, Router
from aiogram.types import CallbackQuery, Update

from handlers.conversation import fallback
from handlers.conversation.arrival import arrive
from handlers.conversation.outgoing import Post
from handlers.conversation.refusals import Refusal
from handlers.conversation.screen import Screen
from handlers.conversation.state import ConversationStorage
from handlers.conversation.texts import translator
from handlers.conversation.turn import TurnMiddleware
from handlers.conversation.words import apology, words
from handlers.notices import audience, planning, release
from handlers.notices import constituent as notice_constituent
from handlers.notices import due as notice_due
from handlers.notices import staff as notice_staff
from handlers.opinions import assigning, constituent, declining, drafting, due, representative, screening
from handlers.opinions import news as opinion_news
from handlers.welcome import home, language, place, privacy, representatives, start
from storage.models import Due
from storage.queries import opinions, people

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
        place.router,
        notice_staff.router,
        audience.router,
        planning.router,
        release.router,
        notice_constituent.router,
        drafting.router,
        screening.router,
        assigning.router,
        declining.router,
        representative.router,
        constituent.router,
        drafting.catch_all,
        fallback.router,
    ]


DUE: Mapping[str, DueHandler] = {
    "waiting.reminder": due.remind_of_question,
    "waiting.over": due.waiting_over,
    "rating.reminder": due.remind_to_rate,
    "rating.over": due.rating_over,
    "notice.begin": notice_due.begin,
}
"""By `Due.kind`."""

FETCHED: Mapping[str, NewsHandler] = {}
"""By the topic given to `Post.fetch`."""


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
    else:
        turn.show(Screen(words(refusal, turn.t)))


async def apologise(post: Post, chat_id: int) -> None:
    """A handler failed for good on what this person sent."""
    person = await people.by_telegram_id(post.session, chat_id)
    t = post.t(person) if person else translator(post.place.default_language, post.place.zone)
    post.message(chat_id, Screen(apology(t)))


def dispatcher() -> Dispatcher:
    """aiogram's dispatcher, with state and the turn inside the transaction that the caller holds."""
    made = Dispatcher(storage=ConversationStorage(), disable_fsm=True)
    made.update.outer_middleware(TurnMiddleware(arrive))
    made.update.outer_middleware(made.fsm)
    for router in routers():
        # A dispatcher per process in service, but many in tests: a router may only ever have one parent.
        router._parent_router = None
        made.include_router(router)
    return made

"""The key beside each phone of the demo: it opens the desk as that person, without the code that the chat asks for."""

import socket
from collections.abc import Awaitable, Callable

from bot.county import county_of
from bot.demo import town
from bot.demo.clock import DemoClock
from bot.settings import Settings
from handlers.core.actor import Actor
from handlers.core.desk import actions, rules
from handlers.core.unit_of_work import UnitOfWork
from storage.engine import Database
from storage.queries import people

LinkFor = Callable[[int], Awaitable[str]]


def free_port() -> int:
    """A port on this machine that nobody uses now."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def addresses(port: int) -> dict[str, str]:
    """Settings by which the bot serves its desk, the public board and Open311 there."""
    here = f"http://127.0.0.1:{port}"
    return {"DESK_URL": desk_url(port), "BOARD_URL": f"{here}/board", "OPEN311_URL": f"{here}/open311/v2"}


def desk_url(port: int) -> str:
    """Address of the desk that the bot serves there."""
    return f"http://127.0.0.1:{port}/desk"


def link_maker(database: Database, clock: DemoClock, settings: Settings) -> LinkFor:
    """Makes a link for the person of a chat; who has no role is led to the closed door."""

    async def link_for(chat_id: int) -> str:
        async with database.writing() as session:
            person = await people.by_chat(session, chat_id)
            actor = Actor(person) if person is not None else None
            if actor is None or not any(actor.has(role) for role in rules.READERS):
                return f"{settings.desk_url}/"
            asked = await actions.ask_in(UnitOfWork(session, county_of(settings, town.USERNAME), clock.now()), actor)
            asked.session.confirmed_at = clock.now()
        return f"{settings.desk_url}/in/{asked.token}"

    return link_for

"""What a process serves below addresses of their own: the desk, the public board, Open311, as the settings say.

Each is loaded only where it is served: a county that has none of them pays nothing for them.
"""

from collections.abc import Callable

from bot.clock import Clock
from bot.http import Served
from bot.settings import Settings
from handlers.conversation.outgoing import Outgoing
from storage.engine import Database


def served(settings: Settings, database: Database, clock: Clock, on_commit: Callable[[Outgoing], None]) -> list[Served]:
    """The servers of a process. `on_commit`: called once what a request promised is kept."""
    found: list[Served] = []
    if settings.desk_url:
        from bot.desk import DeskServer

        found.append(DeskServer(database, clock, settings.desk_url, on_commit))
    if settings.board_url:
        from bot.board import BoardServer

        found.append(BoardServer(database, clock, settings.board_url, indexed=settings.board_indexed))
    if settings.open311_url:
        from bot.open311 import Open311Server

        found.append(Open311Server(database, clock, settings.open311_url, on_commit))
    return found

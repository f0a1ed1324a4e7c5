"""The table of the desk's pages, area by area. A new area is entered here."""

from handlers.core.desk.rules import READERS
from handlers.desk import door
from handlers.desk.casework import table as casework
from handlers.desk.directory import table as directory
from handlers.desk.figures import table as figures
from handlers.desk.keys import table as keys
from handlers.desk.notices import table as notices
from handlers.desk.people import table as people
from handlers.desk.reception import table as reception
from handlers.desk.serving import Route
from handlers.desk.settings import table as settings
from handlers.desk.suggestions import table as suggestions

DOOR = (
    Route("GET", "/in/{token}", door.offer),
    Route("POST", "/in/{token}", door.come, writes=True),
    Route("GET", "/app", door.app),
    Route("POST", "/app", door.come_by_app, writes=True, again=door.app),
    Route("GET", "/door", door.door, writes=True),
    Route("GET", "/", door.first, READERS),
    Route("POST", "/out", door.leave, READERS, writes=True),
    Route("GET", "/sure", door.sure, READERS),
    Route("POST", "/sure", door.ask_if_sure, READERS, writes=True),
)
"""Coming in and going out."""

ROUTES: tuple[Route, ...] = (
    *DOOR,
    *casework.ROUTES,
    *figures.ROUTES,
    *people.ROUTES,
    *directory.ROUTES,
    *keys.ROUTES,
    *reception.ROUTES,
    *notices.ROUTES,
    *settings.ROUTES,
    *suggestions.ROUTES,
)

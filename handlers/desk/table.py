"""The table of the desk's pages. A new one is entered here."""

from handlers.core.desk.rules import READERS
from handlers.desk import case, cases, door, export, figures, figures_sheet, many, queue, ratings, record, taking_down
from handlers.desk.serving import Route
from storage.vocabulary import Role

WITH_NAMES = (Role.STAFF, Role.REPRESENTATIVE)

ROUTES: tuple[Route, ...] = (
    Route("GET", "/in/{token}", door.offer),
    Route("POST", "/in/{token}", door.come, writes=True),
    Route("GET", "/app", door.app),
    Route("POST", "/app", door.come_by_app, writes=True, again=door.app),
    Route("GET", "/door", door.door, writes=True),
    Route("GET", "/", door.first, READERS),
    Route("POST", "/out", door.leave, READERS, writes=True),
    Route("GET", "/sure", door.sure, READERS),
    Route("POST", "/sure", door.ask_if_sure, READERS, writes=True),
    Route("GET", "/{role}/queue", queue.show, (Role.STAFF,)),
    Route("GET", "/follow/{secret}", taking_down.follow),
    Route("GET", "/{role}/new", taking_down.form, (Role.STAFF,)),
    Route("POST", "/{role}/new", taking_down.take, (Role.STAFF,), writes=True, again=taking_down.form),
    Route("GET", "/{role}/tell", taking_down.to_tell, (Role.STAFF,)),
    Route("GET", "/{role}/figures", figures.show, (Role.STAFF,), writes=True),
    Route("POST", "/{role}/figures/export", figures_sheet.take_out, (Role.STAFF,), writes=True),
    Route("GET", "/{role}/record", record.show, (Role.REPRESENTATIVE,)),
    Route("GET", "/{role}/ratings", ratings.show, (Role.STAFF,)),
    Route("POST", "/{role}/ratings/{id}", ratings.settle, (Role.STAFF,), writes=True, again=ratings.show),
    Route("GET", "/{role}/cases", cases.show, READERS),
    Route("POST", "/{role}/cases/many", many.act, (Role.STAFF,), writes=True, again=many.again),
    Route("POST", "/{role}/cases/export", export.ask, READERS, writes=True),
    Route("GET", "/{role}/cases/{id}", case.show, READERS),
    Route("GET", "/{role}/cases/{id}/files/{attachment}", case.file, READERS),
    Route("POST", "/{role}/cases/{id}/author", case.show_author, WITH_NAMES, writes=True),
    Route("POST", "/{role}/cases/{id}/attachments", case.send_files, READERS, writes=True),
    Route("POST", "/{role}/cases/{id}/{action}", case.act, READERS, writes=True, again=case.show),
)

"""The pages of cases: who may open which is checked here, what may be done there by the actions."""

from handlers.core.desk.rules import READERS
from handlers.desk.casework import case, cases, export, many, promised, queue, ratings, record, taking_down
from handlers.desk.serving import Route
from storage.vocabulary import Role

WITH_NAMES = (Role.STAFF, Role.REPRESENTATIVE)

ROUTES = (
    Route("GET", "/{role}/queue", queue.show, (Role.STAFF,)),
    Route("GET", "/follow/{secret}", taking_down.follow),
    Route("GET", "/{role}/new", taking_down.form, (Role.STAFF,)),
    Route("POST", "/{role}/new", taking_down.take, (Role.STAFF,), writes=True, again=taking_down.form),
    Route("GET", "/{role}/tell", taking_down.to_tell, (Role.STAFF,)),
    Route("GET", "/{role}/record", record.show, (Role.REPRESENTATIVE,)),
    Route("GET", "/{role}/ratings", ratings.show, (Role.STAFF,)),
    Route("POST", "/{role}/ratings/{id}", ratings.settle, (Role.STAFF,), writes=True, again=ratings.show),
    Route("GET", "/{role}/promises", promised.show, (Role.UNIT,)),
    Route("GET", "/{role}/cases", cases.show, READERS),
    Route("POST", "/{role}/cases/many", many.act, (Role.STAFF,), writes=True, again=many.again),
    Route("POST", "/{role}/cases/export", export.ask, READERS, writes=True),
    Route("GET", "/{role}/cases/{id}", case.show, READERS),
    Route("GET", "/{role}/cases/{id}/files/{attachment}", case.file, READERS),
    Route("POST", "/{role}/cases/{id}/author", case.show_author, WITH_NAMES, writes=True),
    Route("POST", "/{role}/cases/{id}/attachments", case.send_files, READERS, writes=True),
    Route("POST", "/{role}/cases/{id}/{action}", case.act, READERS, writes=True, again=case.show),
)

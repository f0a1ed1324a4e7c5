"""The pages of formal suggestions."""

from handlers.core.desk.rules import READERS
from handlers.desk.serving import Route
from handlers.desk.suggestions import listing, one
from storage.vocabulary import Role

OFFICE = (Role.STAFF,)

ROUTES = (
    Route("GET", "/{role}/suggestions", listing.show, READERS),
    Route("POST", "/{role}/suggestions/export", listing.take_out, OFFICE, writes=True),
    Route("GET", "/{role}/suggestions/{suggestion}", one.show, READERS),
    Route("GET", "/{role}/suggestions/{suggestion}/files/{file}", one.file, READERS),
    Route("POST", "/{role}/suggestions/{suggestion}/paper", one.paper, READERS, writes=True),
    Route("POST", "/{role}/suggestions/{suggestion}/attachments", one.send_files, READERS, writes=True),
    Route("POST", "/{role}/suggestions/{suggestion}/{act}", one.act, READERS, writes=True, again=one.show),
)

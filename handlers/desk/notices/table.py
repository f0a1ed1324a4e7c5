"""The pages of notices."""

from handlers.desk.notices import card, listing, writing
from handlers.desk.serving import Route
from storage.vocabulary import Role

STAFF = (Role.STAFF,)

ROUTES = (
    Route("GET", "/{role}/notices", listing.show, STAFF),
    Route("GET", "/{role}/notices/new", writing.show, STAFF),
    Route("POST", "/{role}/notices/new", writing.create, STAFF, writes=True, again=writing.show),
    Route("GET", "/{role}/notices/{notice}", card.show, STAFF, writes=True),
    Route("GET", "/{role}/notices/{notice}/change", writing.show, STAFF),
    Route("POST", "/{role}/notices/{notice}/change", writing.change, STAFF, writes=True, again=writing.show),
    Route("POST", "/{role}/notices/{notice}/{move}", card.act, STAFF, writes=True, again=card.show),
)

"""The pages of other programs' keys."""

from handlers.desk.keys import page
from handlers.desk.serving import Route
from storage.vocabulary import Role

ROUTES = (
    Route("GET", "/{role}/keys", page.show, (Role.STAFF,)),
    Route("POST", "/{role}/keys", page.issue, (Role.STAFF,), writes=True, again=page.show),
    Route("POST", "/{role}/keys/{key}/limit", page.limit, (Role.STAFF,), writes=True, again=page.show),
    Route("POST", "/{role}/keys/{key}/withdraw", page.withdraw, (Role.STAFF,), writes=True, again=page.show),
)

"""The pages of settings: the calendar, reasons for declining, clocks, and a unit's templates."""

from handlers.desk.serving import Route
from handlers.desk.settings import calendar, clocks, reasons, templates
from storage.vocabulary import Role

STAFF, UNIT = (Role.STAFF,), (Role.UNIT,)
DAYS, CLOCK = "/{role}/settings/calendar", "/{role}/settings/clocks/{interval}"

ROUTES = (
    Route("GET", DAYS, calendar.show, STAFF),
    Route("POST", f"{DAYS}/enter", calendar.enter, STAFF, writes=True, again=calendar.show),
    Route("POST", f"{DAYS}/withdraw", calendar.withdraw, STAFF, writes=True, again=calendar.show),
    Route("POST", f"{DAYS}/settle", calendar.settle, STAFF, writes=True, again=calendar.show),
    Route("POST", f"{DAYS}/unsettle", calendar.unsettle, STAFF, writes=True, again=calendar.show),
    Route("GET", "/{role}/settings/reasons", reasons.show, STAFF),
    Route("POST", "/{role}/settings/reasons", reasons.add, STAFF, writes=True, again=reasons.show),
    Route("POST", "/{role}/settings/reasons/{reason}/{deed}", reasons.act, STAFF, writes=True, again=reasons.show),
    Route("GET", "/{role}/settings/clocks", clocks.show, STAFF),
    Route("GET", CLOCK, clocks.show_one, STAFF),
    Route("POST", CLOCK, clocks.change, STAFF, writes=True, again=clocks.show_one),
    Route("POST", f"{CLOCK}/back", clocks.take_back, STAFF, writes=True, again=clocks.show_one),
    Route("GET", "/{role}/templates", templates.show, UNIT),
    Route("POST", "/{role}/templates", templates.add, UNIT, writes=True, again=templates.show),
    Route("POST", "/{role}/templates/{template}/{deed}", templates.act, UNIT, writes=True, again=templates.show),
)

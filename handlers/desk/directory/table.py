"""The pages of the directory: they are the county office's, as each of them checks."""

from handlers.desk.directory import importing, pages
from handlers.desk.serving import Route
from storage.vocabulary import Role

STAFF = (Role.STAFF,)

ROUTES = (
    Route("GET", "/{role}/directory", pages.overview, STAFF),
    Route("GET", "/{role}/directory/areas", pages.areas, STAFF),
    Route("GET", "/{role}/directory/stations", pages.stations, STAFF),
    Route("GET", "/{role}/directory/units", pages.units, STAFF),
    Route("GET", "/{role}/directory/topics", pages.topics, STAFF),
    Route("POST", "/{role}/directory/topics/{topic}", pages.lead, STAFF, writes=True, again=pages.topics),
    Route("GET", "/{role}/directory/import", importing.form, STAFF),
    Route(
        "POST",
        "/{role}/directory/import",
        importing.preview,
        STAFF,
        writes=True,
        again=importing.form,
        longest=importing.LONGEST,
    ),
    Route("GET", "/{role}/directory/template", importing.take_template, STAFF),
    Route("POST", "/{role}/directory/export", importing.take_out, STAFF, writes=True),
    Route("POST", "/{role}/directory/import/{sha256}", importing.bring_in, STAFF, writes=True, again=importing.form),
)

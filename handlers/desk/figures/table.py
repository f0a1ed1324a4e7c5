"""The pages of figures."""

from handlers.desk.figures import page, workbook
from handlers.desk.serving import Route
from storage.vocabulary import Role

ROUTES = (
    Route("GET", "/{role}/figures", page.show, (Role.STAFF,), writes=True),
    Route("POST", "/{role}/figures/export", workbook.take_out, (Role.STAFF,), writes=True),
)

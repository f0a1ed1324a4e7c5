"""Pages out of templates: everything a person wrote is escaped, texts are in the reader's language."""

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from handlers.core.desk import rules
from handlers.desk.navigation import PAGES, Page
from handlers.desk.web import Answer, Desk, base_of
from handlers.presentation import templates

HERE = Path(__file__).parent
STATIC = HERE / "static"
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


def marked(text: str) -> Markup:
    """A text for chats (`Html`, escaped already) as the content of an element, its marks and lines kept."""
    return Markup(str(text).replace(" expandable", "").replace("\n", "<br>"))  # noqa: S704 - escaped where it was made


@cache
def environment() -> Environment:
    """The templates, read once."""
    made = templates.environment(HERE / "templates")
    made.filters["marked"] = marked
    return made


@cache
def static(name: str) -> bytes | None:
    """A file that pages load; None: there is none of that name."""
    file = STATIC / name
    return file.read_bytes() if name and "/" not in name and file.suffix in TYPES and file.is_file() else None


@cache
def _mark() -> str:
    """Changes with what pages load, so that no browser keeps an old one."""
    return hashlib.sha256(b"".join(static(one.name) or b"" for one in sorted(STATIC.iterdir()))).hexdigest()[:10]


def _pages(desk: Desk) -> list[Page]:
    """The pages that the head leads to."""
    every = [page for role in desk.roles for page in PAGES[role]]
    return [page for page in every if not page.of_county or desk.actor.of_county]


def rendered(desk: Desk, answer: Answer) -> bytes:
    """The page, whole."""
    base = base_of(desk.out.county.desk_url)
    shared: dict[str, Any] = {
        "t": desk.t,
        "plural": desk.t.plural,
        "at": lambda path: f"{base}{path}",
        "load": lambda name: f"{base}/static/{name}?{_mark()}",
        "desk": desk,
        "pages": _pages(desk) if desk.sitting is not None else [],
        "token": rules.form_token(desk.asked.cookie) if desk.sitting is not None else "",
        "language": desk.t.language.replace("_", "-"),
    }
    return environment().get_template(answer.template).render(**{**shared, **answer.data}).encode()

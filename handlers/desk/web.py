"""What a page of the desk is given and what it answers; the process turns both into HTTP (`bot.desk`)."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple
from urllib.parse import urlencode, urlsplit

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.conversation.outgoing import Outgoing
from handlers.conversation.texts import Html, Translator, language_of_browser, translator
from handlers.core.actor import Actor, Proof
from handlers.core.aside import Outcome, Work
from handlers.core.desk import rules
from handlers.core.desk.errors import DeskSessionNotFound
from handlers.desk.presence import Presence
from storage.models.desk import DeskSession
from storage.models.people import Person
from storage.vocabulary import Role


class Upload(NamedTuple):
    """A file that came with a form."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it came: nothing of it is to be trusted."""

    method: str
    path: str
    """Below the desk's address: `/staff/cases/12`."""
    query: Mapping[str, Sequence[str]] = field(default_factory=dict)
    form: Mapping[str, Sequence[str]] = field(default_factory=dict)
    cookie: str = ""
    browser: str = ""
    """The browser in two words, as it calls itself."""
    languages: str = ""
    """Accept-Language."""
    files: Mapping[str, Upload] = field(default_factory=dict)
    """Files by the name of their field, where the page takes any."""

    def one(self, name: str) -> str:
        """The value of a parameter of the address; empty if there is none."""
        return next(iter(self.query.get(name, ())), "")

    def typed(self, name: str) -> str:
        """The value of a field of the form; empty if there is none. Line ends as people's texts have them here."""
        return next(iter(self.form.get(name, ())), "").replace("\r\n", "\n").strip()


@dataclass(frozen=True, slots=True)
class Beside:
    """What an answer that is made piece by piece works with, once its request's transaction is over."""

    reading: Callable[[], AbstractAsyncContextManager[AsyncSession]]
    """A short look at the database."""
    done: Callable[[Work], Awaitable[Outcome]]
    """Costly work in a process of its own."""


@dataclass(slots=True)
class Answer:
    """A page (a template and what stands in it), a way to another one, or a file."""

    template: str = ""
    data: dict[str, Any] = field(default_factory=dict)
    status: int = 200
    location: str = ""
    """Address below the desk's to go on to."""
    body: bytes = b""
    mime: str = "text/html"
    filename: str = ""
    """Of what is saved and not shown."""
    pieces: Callable[[Beside], AsyncIterator[bytes]] | None = None
    """Content that is made piece by piece, in place of all of it at once."""
    drawn: Callable[[Beside], Awaitable[Mapping[str, Any]]] | None = None
    """What stands on the page and takes long to draw: made beside, once its transaction is over."""
    cookie: str | None = None
    """What the browser is to hold from now on; empty: nothing."""


@dataclass
class Desk:
    """Context of one request: who sits at the desk, what they asked for, and the ways to answer."""

    out: Outgoing
    asked: Asked
    presence: Presence
    """Who else has a case open."""
    parts: Mapping[str, str] = field(default_factory=dict)
    """Pieces of the path, by the names in the route."""
    sitting: DeskSession | None = None
    """The session they are in; None before the door."""
    refusal: Html | None = None
    """Why what was asked just now was refused: nothing of it is kept, and what was typed is shown again."""
    conflict: bool = False
    """Refused because another was quicker."""

    @property
    def session(self) -> AsyncSession:
        """The running transaction."""
        return self.out.session

    @property
    def here(self) -> DeskSession:
        """The session they are in. Raises `DeskSessionNotFound`."""
        if self.sitting is None:
            raise DeskSessionNotFound
        return self.sitting

    @property
    def me(self) -> Person:
        """Who sits at the desk."""
        return self.here.person

    @cached_property
    def actor(self) -> Actor:
        """The actor, as actions take it."""
        return Actor(self.me, proof=Proof.DESK)

    @cached_property
    def t(self) -> Translator:
        """The words for who sits at the desk, or for the browser."""
        zone, default = self.out.county.zone, self.out.county.default_language
        if self.sitting is not None:
            return translator(self.sitting.person.language, zone)
        return translator(language_of_browser(self.asked.languages, default), zone)

    @property
    def is_sure(self) -> bool:
        """True if the chat said a short while ago that it is they."""
        return self.sitting is not None and rules.is_sure(self.sitting, self.out.now)

    @property
    def role(self) -> Role:
        """The role in which the page is asked for; the route has checked that they hold it."""
        return Role(self.parts["role"])

    @property
    def roles(self) -> list[Role]:
        """Roles they hold that have a desk."""
        return [role for role in rules.READERS if self.actor.has(role)]

    def number(self, name: str) -> int:
        """A number out of the path; 0 if it is none."""
        return number(self.parts.get(name, ""))

    def page(self, template: str, *, status: int = 200, **data: Any) -> Answer:
        """A page."""
        shown = 409 if self.refusal is not None and status == 200 else status
        return Answer(template, data, shown)

    def go(self, path: str, **query: object) -> Answer:
        """On to another page, after something was done."""
        asked = urlencode({name: value for name, value in query.items() if value not in (None, "")})
        return Answer(status=303, location=f"{path}?{asked}" if asked else path)


def number(text: str) -> int:
    """A row's number as it was written; 0 if it is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0


def base_of(desk_url: str) -> str:
    """Path under which the desk lies: `/desk`, empty for the root."""
    return urlsplit(desk_url).path.rstrip("/")


Run = Callable[[Desk], Awaitable[Answer]]

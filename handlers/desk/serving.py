"""From a request to a page: which one, who sits at the desk, and whether the form is theirs.

What they may do, the actions check.
"""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from handlers.conversation.outgoing import Outgoing
from handlers.core.desk import rules, sitting
from handlers.core.errors import NotAllowed, OutdatedButton, Refusal
from handlers.core.suggestions.errors import SuggestionMovedOn
from handlers.desk import door
from handlers.desk.presence import Presence
from handlers.desk.refusals import words
from handlers.desk.render import rendered
from handlers.desk.web import Answer, Asked, Desk, Run
from storage.vocabulary import Role


class Route(NamedTuple):
    """A page, or what a form does."""

    method: str
    path: str
    """With `{name}` for pieces; `{role}` is a role that they must hold."""
    run: Run
    roles: Sequence[Role] = ()
    """Roles that have it; none: it is before the door."""
    writes: bool = False
    """True if it changes something, were it only that a name was seen."""
    again: Run | None = None
    """The page to show again, with what was typed, where it is refused."""
    longest: int = 0
    """Bytes of a form that brings a file; 0: it brings none."""


class Found(NamedTuple):
    """The route of a request."""

    route: Route
    parts: Mapping[str, str]


def find(routes: Sequence[Route], method: str, path: str) -> Found | None:
    """The route for this; None: there is no such page."""
    for route in routes:
        pattern = re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", route.path)
        if route.method == method and (matched := re.fullmatch(pattern, path)):
            return Found(route, matched.groupdict())
    return None


async def served(out: Outgoing, asked: Asked, found: Found, presence: Presence) -> tuple[Desk, Answer]:
    """What comes of a request, in the transaction of `out`. Raises `Refusal`: nothing of it is to be kept."""
    desk = await _desk(out, asked, found, presence)
    stopped = _stopped(desk, found)
    return desk, stopped if stopped is not None else await found.route.run(desk)


async def refused(
    out: Outgoing, asked: Asked, found: Found, presence: Presence, refusal: Refusal
) -> tuple[Desk, Answer]:
    """The page on which it was asked, with why it was refused and all that was typed; else a page that says why."""
    desk = await _desk(out, asked, found, presence)
    desk.refusal, desk.conflict = words(refusal, desk.t), isinstance(refusal, OutdatedButton | SuggestionMovedOn)
    if found.route.again is not None:
        try:
            return desk, await found.route.again(desk)
        except Refusal as further:
            desk.refusal = words(further, desk.t)
    return desk, desk.page("refused.html", status=403 if isinstance(refusal, NotAllowed) else 404)


async def _desk(out: Outgoing, asked: Asked, found: Found, presence: Presence) -> Desk:
    desk = Desk(out, asked, presence, found.parts)
    if found.route.roles:
        desk.sitting = await sitting.of_cookie(out.session, asked.cookie, out.now)
    return desk


def _stopped(desk: Desk, found: Found) -> Answer | None:
    """The answer to who is not in, or whose form is not theirs; None: they may ask. Raises `NotAllowed`."""
    if not found.route.roles:
        return None
    if desk.sitting is None:
        return door.closed(desk)
    if found.route.method == "POST" and not rules.is_form_token(desk.asked.cookie, desk.asked.typed("token")):
        return desk.page("door/forged.html", status=403)
    desk.actor.require(*found.route.roles)
    if "role" in found.parts:
        if found.parts["role"] not in [role.value for role in found.route.roles]:
            raise NotAllowed
        desk.actor.require(desk.role)
    return None


def shown(desk: Desk, answer: Answer) -> bytes:
    """The content of an answer."""
    return rendered(desk, answer) if answer.template else answer.body

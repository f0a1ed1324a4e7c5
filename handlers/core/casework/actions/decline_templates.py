"""Actions of county staff on the reasons for declining that staff are offered."""

from handlers.core import audit
from handlers.core.actions import action
from handlers.core.actor import Actor
from handlers.core.errors import TemplateNotFound, TooManyTemplates, check_length
from handlers.core.unit_of_work import UnitOfWork
from storage.models.opinions import DeclineTemplate
from storage.queries import decline_templates
from storage.vocabulary import Role

MOST = 30
"""So many are offered at most: a list that is longer is not read."""
TITLE, TEXT = 60, 1_000
"""Characters at most: a key holds no more, and what a constituent should read to its end."""


async def find(work: UnitOfWork, actor: Actor, template_id: int) -> DeclineTemplate:
    """A reason, offered or not. Raises `TemplateNotFound`, `NotAllowed`."""
    actor.require_county()
    found = await decline_templates.by_id(work.session, template_id)
    if found is None:
        raise TemplateNotFound
    return found


async def require_room(work: UnitOfWork) -> None:
    """Raises `TooManyTemplates` if no further reason can be offered."""
    if await decline_templates.count(work.session, archived=False) >= MOST:
        raise TooManyTemplates(MOST)


def _check_length(title: str, text: str) -> None:
    check_length(title, TITLE)
    check_length(text, TEXT)


@action(Role.STAFF)
async def add(work: UnitOfWork, actor: Actor, language: str, title: str, text: str) -> DeclineTemplate:
    """Offer a new reason, after the others. Raises `TooManyTemplates`, `TextTooLong`, `NotAllowed`."""
    actor.require_county()
    _check_length(title, text)
    await require_room(work)
    position = await decline_templates.last_position(work.session) + 1
    made = DeclineTemplate(title={language: title}, text={language: text}, position=position, archived=False)
    work.session.add(made)
    await work.session.flush()
    await audit.note(work, actor, "template.add", f"template:{made.id}", language)
    return made


@action(Role.STAFF)
async def change(
    work: UnitOfWork, actor: Actor, template_id: int, language: str, title: str, text: str
) -> DeclineTemplate:
    """Word a reason anew in one language. Raises `TemplateNotFound`, `TextTooLong`, `NotAllowed`."""
    found = await find(work, actor, template_id)
    _check_length(title, text)
    found.title, found.text = {**found.title, language: title}, {**found.text, language: text}
    await audit.note(work, actor, "template.change", f"template:{found.id}", language)
    return found


@action(Role.STAFF)
async def move(work: UnitOfWork, actor: Actor, template_id: int, by: int) -> tuple[int, int] | None:
    """Let a reason change places with its neighbour, up (`by` < 1) or down; its place from 1, and how many there are.

    None if it is archived. Raises `TemplateNotFound`, `NotAllowed`.
    """
    found = await find(work, actor, template_id)
    order = list(await decline_templates.listed(work.session))
    if found not in order:
        return None
    at = order.index(found)
    to = min(max(at + (1 if by > 0 else -1), 0), len(order) - 1)
    order[at], order[to] = order[to], order[at]
    for position, one in enumerate(order, start=1):
        one.position = position
    if at != to:
        await audit.note(work, actor, "template.move", f"template:{found.id}", f"to {to + 1}")
    return to + 1, len(order)


@action(Role.STAFF)
async def archive(work: UnitOfWork, actor: Actor, template_id: int) -> DeclineTemplate:
    """Offer a reason no longer; what was declined with it keeps its words. Raises `TemplateNotFound`, `NotAllowed`."""
    found = await find(work, actor, template_id)
    found.archived = True
    await audit.note(work, actor, "template.archive", f"template:{found.id}")
    return found


@action(Role.STAFF)
async def restore(work: UnitOfWork, actor: Actor, template_id: int) -> DeclineTemplate:
    """Offer a reason again, after the others. Raises `TemplateNotFound`, `TooManyTemplates`, `NotAllowed`."""
    found = await find(work, actor, template_id)
    if found.archived:
        await require_room(work)
        found.position = await decline_templates.last_position(work.session) + 1
    found.archived = False
    await audit.note(work, actor, "template.restore", f"template:{found.id}")
    return found

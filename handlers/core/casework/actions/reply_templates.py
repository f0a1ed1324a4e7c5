"""Actions of officers on the templates of their unit's replies."""

from handlers.core.actions import action
from handlers.core.actor import Actor
from handlers.core.casework import placeholders
from handlers.core.errors import (
    NoPlaceholder,
    NoSuchTopic,
    NotAllowed,
    ReplyTemplateNotFound,
    TooManyReplyTemplates,
    check_length,
)
from handlers.core.unit_of_work import UnitOfWork
from storage.models.directory import Topic
from storage.models.unit_work import ReplyTemplate
from storage.queries import reply_templates
from storage.vocabulary import Outcome, Role

BY = Role.UNIT
MOST = 30
"""So many a unit keeps at most: a list that is longer is not read (our own choice)."""
TITLE, TEXT = 40, 1_500
"""Characters at most: a key holds no more, and a reply leaves room for words of its own."""


async def find(work: UnitOfWork, actor: Actor, template_id: int) -> ReplyTemplate:
    """A template of a unit of the officer. Raises `ReplyTemplateNotFound`, `NotAllowed`."""
    actor.require(BY)
    found = await reply_templates.by_id(work.session, template_id)
    if found is None or found.unit_id not in [unit.id for unit in actor.units]:
        raise ReplyTemplateNotFound
    return found


def check(actor: Actor, title: str, text: str) -> None:
    """Raises `TextTooLong`, `NoPlaceholder` with those there are in the actor's language."""
    check_length(title, TITLE)
    check_length(text, TEXT)
    wrong = placeholders.fault(text)
    if wrong is not None:
        raise NoPlaceholder(wrong, placeholders.examples(actor.person.language))


@action(BY)
async def add(work: UnitOfWork, actor: Actor, unit_id: int, title: str, text: str) -> ReplyTemplate:
    """Keep a new template, for any topic and result. Raises `TooManyReplyTemplates` and as `check`, `NotAllowed`."""
    actor.require(BY)
    if unit_id not in [unit.id for unit in actor.units]:
        raise NotAllowed
    check(actor, title, text)
    if await reply_templates.count(work.session, unit_id) >= MOST:
        raise TooManyReplyTemplates(MOST)
    made = ReplyTemplate(unit_id=unit_id, title=title, text=text, by_id=actor.person.id, changed_at=work.now)
    work.session.add(made)
    await work.session.flush()
    await work.session.refresh(made)
    return made


def _changed(work: UnitOfWork, actor: Actor, template: ReplyTemplate) -> ReplyTemplate:
    template.by_id, template.changed_at = actor.person.id, work.now
    return template


@action(BY)
async def change(work: UnitOfWork, actor: Actor, template_id: int, title: str, text: str) -> ReplyTemplate:
    """Word a template anew. Raises as `find` and `check`."""
    found = await find(work, actor, template_id)
    check(actor, title, text)
    found.title, found.text = title, text
    return _changed(work, actor, found)


@action(BY)
async def set_result(work: UnitOfWork, actor: Actor, template_id: int, outcome: Outcome | None) -> ReplyTemplate:
    """Use it for a result class, or any. Raises as `find`."""
    found = await find(work, actor, template_id)
    found.outcome = outcome
    return _changed(work, actor, found)


@action(BY)
async def set_topic(work: UnitOfWork, actor: Actor, template_id: int, topic_id: int | None) -> ReplyTemplate:
    """Use it for a topic, or any. Raises `NoSuchTopic` and as `find`."""
    found = await find(work, actor, template_id)
    topic = await work.session.get(Topic, topic_id) if topic_id is not None else None
    if topic_id is not None and topic is None:
        raise NoSuchTopic
    found.topic, found.topic_id = topic, topic_id
    return _changed(work, actor, found)


@action(BY)
async def remove(work: UnitOfWork, actor: Actor, template_id: int) -> None:
    """Remove a template; replies keep the words they were given. Raises as `find`."""
    await work.session.delete(await find(work, actor, template_id))
    await work.session.flush()

"""Actions of county staff on who is responsible: each change counts for what is referred from then on."""

from handlers.core import audit
from handlers.core.actions import action
from handlers.core.actor import Actor
from handlers.core.errors import NoSuchTopic, NoSuchUnit
from handlers.core.unit_of_work import UnitOfWork
from storage.models.directory import HandlingUnit, Topic
from storage.queries import directory
from storage.vocabulary import Role


@action(Role.STAFF)
async def lead(work: UnitOfWork, actor: Actor, topic_id: int, unit_id: int | None) -> HandlingUnit | None:
    """Let a unit lead in a topic: it is suggested where an opinion on it is referred; None: no unit is.

    The unit that led before. Raises `NoSuchTopic`, `NoSuchUnit`, `NotAllowed`.
    """
    actor.require_county()
    topic = await work.session.get(Topic, topic_id)
    unit = await work.session.get(HandlingUnit, unit_id) if unit_id is not None else None
    if topic is None or not topic.active:
        raise NoSuchTopic
    if unit is None and unit_id is not None:
        raise NoSuchUnit
    before = await work.session.get(HandlingUnit, topic.unit_id) if topic.unit_id is not None else None
    if topic.unit_id != unit_id:
        topic.unit_id = unit_id
        directory.forget(work.session)
        was, now = (one.code if one is not None else "none" for one in (before, unit))
        await audit.note(work, actor, "routes.lead", f"topic:{topic.id}", f"{was} to {now}")
    return before

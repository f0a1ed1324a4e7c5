"""Actions of county staff on who is responsible: each change counts for what is referred from then on."""

from handlers.core import audit
from handlers.core.actions import action
from handlers.core.actor import Actor
from handlers.core.errors import NoSuchPlace, NoSuchTopic, NoSuchUnit
from handlers.core.unit_of_work import UnitOfWork
from storage.models.directory import Area, HandlingUnit, Topic
from storage.models.routes import PlaceRoute
from storage.queries import directory, routes
from storage.vocabulary import Role


@action(Role.STAFF)
async def lead(work: UnitOfWork, actor: Actor, topic_id: int, unit_id: int | None) -> HandlingUnit | None:
    """Let a unit lead in a topic: it is suggested where an opinion on it is referred; None: no unit is.

    The unit that led before. Raises `NoSuchTopic`, `NoSuchUnit`, `NotAllowed`.
    """
    topic, unit = await _meant(work, actor, topic_id, unit_id)
    before = await work.session.get(HandlingUnit, topic.unit_id) if topic.unit_id is not None else None
    if topic.unit_id != unit_id:
        topic.unit_id = unit_id
        directory.forget(work.session)
        await _note(work, actor, f"topic:{topic.id}", before, unit)
    return before


@action(Role.STAFF)
async def lead_in_place(
    work: UnitOfWork, actor: Actor, topic_id: int, area_id: int, unit_id: int | None
) -> HandlingUnit | None:
    """Let a unit lead in a topic in a place and all that lies in it; None: as in what the place lies in.

    The unit of the place's rule before. Raises `NoSuchPlace` too.
    """
    topic, unit = await _meant(work, actor, topic_id, unit_id)
    if await work.session.get(Area, area_id) is None:
        raise NoSuchPlace
    found = await routes.of_place(work.session, topic.id, area_id)
    before = found.unit if found is not None else None
    if found is None and unit is not None:
        work.session.add(PlaceRoute(topic_id=topic.id, area_id=area_id, unit_id=unit.id))
    elif found is not None and unit is None:
        await work.session.delete(found)
    elif found is not None and unit is not None:
        found.unit, found.unit_id = unit, unit.id
    await work.session.flush()
    if before is not unit:
        await _note(work, actor, f"topic:{topic.id} area:{area_id}", before, unit)
    return before


async def _meant(
    work: UnitOfWork, actor: Actor, topic_id: int, unit_id: int | None
) -> tuple[Topic, HandlingUnit | None]:
    actor.require_county()
    topic = await work.session.get(Topic, topic_id)
    unit = await work.session.get(HandlingUnit, unit_id) if unit_id is not None else None
    if topic is None or not topic.active:
        raise NoSuchTopic
    if unit is None and unit_id is not None:
        raise NoSuchUnit
    return topic, unit


async def _note(
    work: UnitOfWork, actor: Actor, subject: str, before: HandlingUnit | None, unit: HandlingUnit | None
) -> None:
    was, now = (one.code if one is not None else "none" for one in (before, unit))
    await audit.note(work, actor, "routes.lead", subject, f"{was} to {now}")

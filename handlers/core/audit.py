"""Entries in the audit log about what an actor did."""

from handlers.core.actor import Actor
from handlers.core.unit_of_work import UnitOfWork
from storage import audit


async def note(work: UnitOfWork, actor: Actor, action: str, subject: str, detail: str = "") -> None:
    """Write down what the actor did. `subject` is like `person:7`, never a name."""
    await audit.note(work.session, at=work.now, actor_id=actor.person.id, action=action, subject=subject, detail=detail)

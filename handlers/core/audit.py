"""Entries in the audit log about what an actor did."""

from handlers.core.actor import Actor, Proof
from handlers.core.unit_of_work import UnitOfWork
from storage import audit


async def note(work: UnitOfWork, actor: Actor, action: str, subject: str, detail: str = "") -> None:
    """Write down what the actor did, and over which channel if it was not a chat.

    `subject` is like `person:7`, never a name.
    """
    if actor.proof is Proof.DESK:
        detail = ", ".join(part for part in (detail, "at the desk") if part)
    if actor.known is None:
        detail = ", ".join(part for part in (detail, "by the operator, command line") if part)
    await audit.note(work.session, at=work.now, actor_id=actor.person_id, action=action, subject=subject, detail=detail)


async def note_system(work: UnitOfWork, action: str, subject: str, detail: str) -> None:
    """Write down what followed from the settings or from time; `detail` says which."""
    await audit.note(work.session, at=work.now, actor_id=None, action=action, subject=subject, detail=detail)

"""Actions on the reminders that somebody gets."""

from datetime import time

from handlers.core.actions import action
from handlers.core.actor import Actor
from handlers.core.errors import DigestTimeNotFound
from handlers.core.reminders import planning, rules
from handlers.core.unit_of_work import UnitOfWork
from storage.vocabulary import Role

READERS = (Role.REPRESENTATIVE, Role.UNIT, Role.STAFF)
"""Roles whose holders get a morning digest."""


@action(Role.STAFF)
async def set_figures(work: UnitOfWork, actor: Actor, told: bool) -> None:
    """Tell the actor the figures of each week and month, or not. Raises `NotAllowed`."""
    actor.require(Role.STAFF)
    actor.person.figures_told = told
    await planning.plan_figures(work, actor.person)


@action(*READERS)
async def set_digest(work: UnitOfWork, actor: Actor, digest_at: time | None) -> None:
    """Let the actor's morning digest come at this local hour; None: not at all.

    Raises `NotAllowed` for who gets none, `DigestTimeNotFound`.
    """
    actor.require(*READERS)
    if digest_at is not None and digest_at not in rules.DIGEST_TIMES:
        raise DigestTimeNotFound
    actor.person.digest_at = digest_at
    await planning.plan_digest(work, actor.person)

"""Actions of staff on the league: take it out."""

from collections.abc import Sequence

from handlers.core import audit
from handlers.core.actions import action
from handlers.core.actor import Actor
from handlers.core.league.export import Cell, write
from handlers.core.unit_of_work import UnitOfWork
from storage.vocabulary import Ranked, Role


@action(Role.STAFF)
async def export(
    work: UnitOfWork,
    actor: Actor,
    ranked: Ranked,
    period_code: str,
    title: str,
    words: str,
    header: Sequence[Cell],
    rows: Sequence[Sequence[Cell]],
) -> bytes:
    """The league as they see it, as a workbook; that it was taken out is written down. Raises `NotAllowed`."""
    actor.require(Role.STAFF)
    await audit.note(work, actor, "league.export", f"league:{ranked}", period_code)
    return work.aside(write, title, words, header, rows)

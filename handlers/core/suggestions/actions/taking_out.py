"""Actions that take suggestions out: one as its paper form, a list of them as a workbook."""

from collections.abc import Sequence

from handlers.core import audit
from handlers.core.actions import action
from handlers.core.actor import Actor
from handlers.core.league.export import Cell
from handlers.core.league.export import write as write_book
from handlers.core.suggestions import access
from handlers.core.suggestions.paper import Paper
from handlers.core.suggestions.paper import write as write_paper
from handlers.core.unit_of_work import UnitOfWork
from storage.vocabulary import Role


@action(Role.REPRESENTATIVE, Role.UNIT, Role.STAFF)
async def take_paper(work: UnitOfWork, actor: Actor, suggestion_id: int, paper: Paper) -> bytes:
    """The paper form of a suggestion that they may read. Raises `SuggestionNotFound`, `NotAllowed`."""
    actor.require(Role.REPRESENTATIVE, Role.UNIT, Role.STAFF)
    await access.view(work, actor, suggestion_id)
    return work.aside(write_paper, paper)


@action(Role.STAFF)
async def take_book(
    work: UnitOfWork, actor: Actor, title: str, words: str, header: Sequence[Cell], rows: Sequence[Sequence[Cell]]
) -> bytes:
    """A list of suggestions as a workbook, for the county office; that it was taken out is written down."""
    actor.require(Role.STAFF)
    actor.require_county()
    await audit.note(work, actor, "suggestion.export", "suggestions", f"{len(rows)} lines")
    return work.aside(write_book, title, words, header, rows)

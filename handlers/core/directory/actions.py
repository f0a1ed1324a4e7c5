"""Actions of county staff, and of the operator, on the directory: a dry run, an import, an export."""

from handlers.core import audit
from handlers.core.actions import action
from handlers.core.actor import Actor
from handlers.core.directory import importing
from handlers.core.directory.book import Book
from handlers.core.directory.export import write
from handlers.core.directory.importing import Summary
from handlers.core.directory.rules import Plan
from handlers.core.unit_of_work import UnitOfWork
from storage.vocabulary import Role

DIGITS = 16
"""Of the file's hash, in the audit log: enough to find it among those that are kept."""


async def dry_run(work: UnitOfWork, actor: Actor, book: Book) -> Plan:
    """Plan the import of `book`; changes nothing. Raises `NotAllowed`."""
    actor.require_county()
    return await importing.plan(work.session, book)


@action(Role.STAFF)
async def import_book(work: UnitOfWork, actor: Actor, book: Book, sha256: str) -> Summary:
    """Import all of `book`, or nothing if it has problems by now. `sha256`: of its file, hex.

    Raises `importing.Refused`, `NotAllowed`.
    """
    actor.require_county()
    done = await importing.apply(work.session, book, work.now)
    await audit.note(work, actor, "directory.import", f"file:{sha256[:DIGITS]}")
    return done


@action(Role.STAFF)
async def export(work: UnitOfWork, actor: Actor) -> bytes:
    """The whole directory as a workbook that imports unchanged, phone numbers in clear. Raises `NotAllowed`."""
    actor.require_county()
    taker = "operator" if actor.person_id is None else f"person:{actor.person_id}"
    await audit.note(work, actor, "directory.export", taker)
    return work.aside(write, await importing.everything(work.session))

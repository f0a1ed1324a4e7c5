"""Actions on the public board: asking the authors, putting a matter there, taking it off."""

from handlers.core import audit
from handlers.core.actions import action
from handlers.core.actor import Actor
from handlers.core.board import rules
from handlers.core.board.errors import ConsentMissing, NoBoard, NotAnswered, NotAskedForBoard
from handlers.core.board.events import BoardConsentAsked, BoardConsentGiven, BoardEntryGone
from handlers.core.matters import access
from handlers.core.unit_of_work import UnitOfWork
from storage.matter_vocabulary import BoardState, MatterState
from storage.models.board import BoardConsent, BoardEntry
from storage.models.matters import Matter
from storage.queries import board
from storage.queries.board import Consents
from storage.vocabulary import Role


async def _fit(work: UnitOfWork, actor: Actor, matter_id: int) -> Matter:
    """Raises `NoBoard`, `NotAnswered`, `MatterNotFound`."""
    found = await access.kept(work, actor, matter_id)
    if not work.county.board_url:
        raise NoBoard
    if found.state is not MatterState.RELEASED or not rules.is_answered(found.answer, found.promised_for):
        raise NotAnswered
    return found


@action(Role.STAFF)
async def ask(work: UnitOfWork, actor: Actor, matter_id: int) -> BoardEntry:
    """Ask the authors of a matter's opinions, who were not asked yet, whether it may stand on the board.

    Raises `NoBoard`, `NotAnswered`, `MatterNotFound`.
    """
    matter = await _fit(work, actor, matter_id)
    entry = await board.of_matter(work.session, matter.id)
    if entry is None:
        entry = BoardEntry(matter=matter, state=BoardState.ASKED, asked_at=work.now, asked_by_id=actor.person_id)
        work.session.add(entry)
        await work.session.flush()
    elif entry.state is BoardState.GONE:
        entry.state = BoardState.ASKED
    authors = await board.unasked(work.session, entry)
    work.session.add_all(BoardConsent(entry_id=entry.id, person_id=one.id, asked_at=work.now) for one in authors)
    await work.session.flush()
    work.record(BoardConsentAsked(entry, authors))
    await audit.note(work, actor, "board.ask", f"matter:{matter.id}", f"{len(authors)} authors")
    return entry


def may_be_shown(work: UnitOfWork, entry: BoardEntry, said: Consents) -> bool:
    """True if the authors let it stand there."""
    return rules.may_be_shown(said.yes, said.no, said.silent, waited=work.now - entry.asked_at)


@action(Role.CONSTITUENT)
async def consent(work: UnitOfWork, actor: Actor, matter_id: int, *, consents: bool) -> BoardEntry:
    """Say whether the matter of one's own opinion may stand on the board; it can be changed at any time.

    Raises `NotAskedForBoard`.
    """
    entry = await board.of_matter(work.session, matter_id)
    own = await board.consent_of(work.session, entry.id, actor.person.id) if entry is not None else None
    if entry is None or own is None:
        raise NotAskedForBoard
    before = may_be_shown(work, entry, await board.consents(work.session, entry.id))
    own.consents, own.answered_at = consents, work.now
    await work.session.flush()
    if not consents:
        await _no_more(work, entry)
        return entry
    agreed = may_be_shown(work, entry, await board.consents(work.session, entry.id))
    if entry.state is BoardState.ASKED and agreed and not before:
        work.record(BoardConsentGiven(entry))
    return entry


async def _no_more(work: UnitOfWork, entry: BoardEntry) -> None:
    if entry.state is BoardState.SHOWN:
        entry.state, entry.gone_at = BoardState.GONE, work.now
        await work.session.flush()
        work.record(BoardEntryGone(entry))


@action(Role.STAFF)
async def show(work: UnitOfWork, actor: Actor, matter_id: int) -> BoardEntry:
    """Put a matter on the board.

    Raises `ConsentMissing`, `NotAskedForBoard`, `NoBoard`, `NotAnswered`, `MatterNotFound`.
    """
    matter = await _fit(work, actor, matter_id)
    entry = await board.of_matter(work.session, matter.id)
    if entry is None:
        raise NotAskedForBoard
    said = await board.consents(work.session, entry.id)
    if await board.unasked(work.session, entry):
        raise ConsentMissing(said.yes, said.no, said.silent + 1)
    if not may_be_shown(work, entry, said):
        raise ConsentMissing(*said)
    entry.state, entry.shown_at, entry.gone_at = BoardState.SHOWN, entry.shown_at or work.now, None
    await work.session.flush()
    await audit.note(work, actor, "board.show", f"matter:{matter.id}")
    return entry


@action(Role.STAFF)
async def take_off(work: UnitOfWork, actor: Actor, matter_id: int) -> BoardEntry:
    """Take a matter off the board: its address says from now on that it is gone. Raises `NotAskedForBoard`."""
    matter = await access.kept(work, actor, matter_id)
    entry = await board.of_matter(work.session, matter.id)
    if entry is None:
        raise NotAskedForBoard
    entry.state, entry.gone_at = BoardState.GONE, work.now
    await work.session.flush()
    await audit.note(work, actor, "board.take_off", f"matter:{matter.id}")
    return entry


async def forget(work: UnitOfWork, person_id: int) -> None:
    """Somebody erases what is theirs: nothing that they once consented to stands on the board any longer."""
    for own in await board.consents_of(work.session, person_id):
        entry = await work.session.get_one(BoardEntry, own.entry_id)
        own.consents, own.person_id = False, None
        await work.session.flush()
        await _no_more(work, entry)

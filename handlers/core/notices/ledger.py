"""The ledger of a notice's recipients, fixed in pieces: whom a piece reaches is counted first, then written down.

Pieces are ranges of people by id. Counting reads only, so that the writer is held for the writing alone.
"""

from typing import NamedTuple

from sqlalchemy.ext.asyncio import AsyncSession

from storage.queries import recipients
from storage.queries.recipients import Tally, Who


class Piece(NamedTuple):
    """The people with ids in (after, up_to], counted."""

    after: int
    up_to: int
    tallies: list[Tally]


async def count(session: AsyncSession, who: Who, after: int, newest: int, people: int) -> Piece:
    """The next so many people, at most up to `newest`, and how many of them the notice reaches."""
    up_to = await recipients.next_stop(session, after, newest, people)
    return Piece(after, up_to, await recipients.tally(session, who, after, up_to))


async def claim(session: AsyncSession, notice_id: int, piece: Piece) -> bool:
    """Note that a piece is written down; False if another process did, or the notice was cancelled."""
    return await recipients.reach(session, notice_id, piece.after, piece.up_to, piece.tallies)


async def write(session: AsyncSession, notice_id: int, who: Who, piece: Piece) -> None:
    """Write a claimed piece down; again, it changes nothing."""
    await recipients.fix(session, notice_id, who, piece.after, piece.up_to)

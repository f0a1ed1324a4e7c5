"""Entries of the public board as everybody may read them: pages, feed and Open311 say the same of one."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.core.board import rules
from storage.models.board import BoardEntry
from storage.models.directory import Area, HandlingUnit, Representative
from storage.models.matters import MatterNews
from storage.queries import board

MOST_OFFICES = 5
"""Representatives, and units, who are named as those that answered."""


class Public(NamedTuple):
    """An entry, and what may be said of it."""

    entry: BoardEntry
    told: Sequence[MatterNews]
    """All that was told of it, in order."""
    representatives: Sequence[Representative]
    """Those who answered."""
    units: Sequence[HandlingUnit]
    place: Area | None
    """None: too few wrote about it to say from where."""
    changed_at: datetime

    @property
    def is_promised(self) -> bool:
        """True if something is promised that is not reported done."""
        return self.entry.matter.promised_for is not None and not self.is_done

    @property
    def is_done(self) -> bool:
        """True if what was promised last is reported done."""
        return rules.is_done([one.kind for one in self.told])


async def public(session: AsyncSession, entries: Sequence[BoardEntry]) -> list[Public]:
    """What may be said of each, by two questions however many they are."""
    numbers = [one.matter_id for one in entries]
    told, offices = await board.news(session, numbers), await board.answered_by(session, numbers)
    return [
        Public(
            one,
            told[one.matter_id],
            [office for office in offices[one.matter_id] if isinstance(office, Representative)][:MOST_OFFICES],
            [office for office in offices[one.matter_id] if isinstance(office, HandlingUnit)][:MOST_OFFICES],
            one.matter.area if rules.names_place(one.matter.people) else None,
            max([one.shown_at or one.asked_at, *(each.at for each in told[one.matter_id])]),
        )
        for one in entries
    ]


async def still_promised(session: AsyncSession, entries: Sequence[BoardEntry]) -> set[int]:
    """Numbers of those of which something is promised that is not reported done."""
    promised = [one for one in entries if one.matter.promised_for is not None]
    told = await board.news(session, [one.matter_id for one in promised])
    return {one.id for one in promised if not rules.is_done([each.kind for each in told[one.matter_id]])}

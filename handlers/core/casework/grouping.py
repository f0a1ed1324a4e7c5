"""Opinions come into a matter and leave it; those that are handled together are in one together.

Who wrote the merged one is a voice of the matter like the others, whether it was merged before or afterwards.
"""

from collections.abc import Sequence
from typing import NamedTuple

from handlers.core.unit_of_work import UnitOfWork
from storage.models.directory import Area
from storage.models.matters import Matter
from storage.models.opinions import Opinion
from storage.queries import directory
from storage.queries import grouping as queries
from storage.vocabulary import AreaKind


class Place(NamedTuple):
    """A village with the town it lies in, or a town; nothing of it: the county."""

    area: int | None
    parent: int | None


def common_place(one: Place, other: Place) -> int | None:
    """The smallest area that both lie in; None: only the county."""
    if one.area is not None and one.area in (other.area, other.parent):
        return one.area
    if one.parent is not None and one.parent in (other.area, other.parent):
        return one.parent
    return None


async def take_in(work: UnitOfWork, matter: Matter, opinion: Opinion, by_id: int | None) -> None:
    """An opinion is in the matter, and what is merged into it along with it. The matter is locked."""
    await _put_in(work, matter, [opinion.id], None, by_id)
    along = await queries.merged_along(work.session, opinion.id)
    await _put_in(work, matter, along, opinion.id, by_id)


async def leave(work: UnitOfWork, matter: Matter, opinion_id: int) -> bool:
    """An opinion is in the matter no longer, nor what came into it along with it; False if it was not in it."""
    first = await queries.place_of(work.session, opinion_id)
    if first is None or first.matter_id != matter.id:
        return False
    going = {opinion_id: first}
    while more := [one for one in await queries.came_along(work.session, going) if one.opinion_id not in going]:
        going |= {one.opinion_id: one for one in more}
    for one in reversed(list(going.values())):
        await work.session.delete(one)
        await work.session.flush()
    matter.opinions -= len(going)
    await _count(work, matter)
    return True


async def joined(work: UnitOfWork, opinion: Opinion, main: Opinion, by_id: int | None) -> None:
    """An opinion is merged into another one: both are in a matter if one of them is.

    Where each is in one already, it stays: staff put it there.
    """
    theirs = await queries.place_of(work.session, main.id)
    own = await queries.place_of(work.session, opinion.id)
    if theirs is not None and own is None:
        await _put_in(work, await queries.matter(work.session, theirs.matter_id), [opinion.id], main.id, by_id)
    elif own is not None and theirs is None:
        matter = await queries.matter(work.session, own.matter_id)
        await _put_in(work, matter, [main.id], opinion.id, by_id)
        others = await queries.merged_along(work.session, main.id)
        await _put_in(work, matter, others, main.id, by_id)
    elif own is not None and theirs is not None and own.matter_id == theirs.matter_id:
        if own.along_with_id is not None and theirs.along_with_id != opinion.id:
            own.along_with_id = main.id
        await work.session.flush()


async def parted(work: UnitOfWork, opinion: Opinion, *, by_mistake: bool) -> None:
    """An opinion is merged no longer. `by_mistake`: it never should have been, so what came through that goes again.

    Else, as when the other one is withdrawn, it still says what the others in the matter say, and stays by itself.
    """
    own = await queries.place_of(work.session, opinion.id)
    if own is None:
        return
    if not by_mistake:
        await queries.stand_alone(work.session, opinion.id)
        return
    matter = await queries.matter(work.session, own.matter_id)
    if own.along_with_id is not None:
        await leave(work, matter, opinion.id)
        return
    for other in await queries.came_along(work.session, [opinion.id]):
        await leave(work, matter, other.opinion_id)


async def _put_in(
    work: UnitOfWork, matter: Matter, opinion_ids: Sequence[int], along_with: int | None, by_id: int | None
) -> None:
    if not opinion_ids:
        return
    first = matter.opinions == 0
    for number in opinion_ids:
        opinion = await work.session.get_one(Opinion, number)
        here = await _place(work, opinion.area_id)
        matter.area_id = here.area if first else common_place(await _place(work, matter.area_id), here)
        first = False
    matter.opinions += len(opinion_ids)
    await queries.put_in(work.session, matter.id, opinion_ids, along_with, work.now, by_id)
    await _count(work, matter)
    await work.session.refresh(matter, ["area", "topic", "station"])


async def _count(work: UnitOfWork, matter: Matter) -> None:
    await work.session.flush()
    matter.people = await queries.count_people(work.session, matter.id)
    await work.session.flush()


async def _place(work: UnitOfWork, area_id: int | None) -> Place:
    """A village or a town; the county is everywhere, and so no place."""
    area = await directory.by_id(work.session, Area, area_id)
    if area is None or area.kind is AreaKind.COUNTY:
        return Place(None, None)
    return Place(area.id, area.parent_id if area.kind is AreaKind.VILLAGE else None)

"""Representatives an opinion could go to, the best first."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.core.directory import search, sitting
from storage.models.directory import Representative
from storage.models.opinions import Opinion
from storage.queries import directory, screening
from storage.vocabulary import Level

_LEVELS = list(Level)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A representative an opinion could go to."""

    representative: Representative
    wanted: bool
    """The constituent asked for them."""
    joined: bool
    """Somebody reads for them here and can be reached."""
    load: int
    """Open cases."""
    topical: bool = False
    """The list says that they take care of its topic."""


def rank(candidates: Sequence[Candidate]) -> list[Candidate]:
    """The best first: wanted, who has joined, the lowest level, whose topic it is, the fewest cases; then as before."""
    return sorted(
        candidates,
        key=lambda one: (
            not one.wanted,
            not one.joined,
            _LEVELS.index(one.representative.level),
            not one.topical,
            one.load,
        ),
    )


async def candidates(session: AsyncSession, opinion: Opinion) -> list[Candidate]:
    """Representatives in office who could take it, the best first, without the one who has it; may be empty."""
    if opinion.area_id is not None:
        serving = list(await search.representatives_of(session, opinion.area_id))
    elif opinion.station_id is not None:
        serving = list(await screening.representatives_of_station(session, opinion.station_id))
    else:
        serving = []
    if opinion.wanted is not None and opinion.wanted.active:
        serving = [opinion.wanted, *(one for one in serving if one.id != opinion.wanted_id)]
    found = await weighed(session, serving, opinion)
    return [one for one in rank(found) if one.representative.id != opinion.representative_id]


async def colleagues(session: AsyncSession, opinion: Opinion) -> list[Candidate]:
    """Colleagues to hand it over to, who has joined first: those who could take it, then the same station."""
    near = list(await candidates(session, opinion))
    station = opinion.representative.station_id if opinion.representative is not None else None
    if station is not None:
        known = {one.representative.id for one in near} | {opinion.representative_id}
        same = await screening.representatives_of_station(session, station)
        near += rank(await weighed(session, [one for one in same if one.id not in known], opinion))
    return sorted(near, key=lambda one: not one.joined)


async def named(session: AsyncSession, typed: str, opinion: Opinion) -> list[Candidate]:
    """Representatives in office who have this in the name or sound so (pinyin); the closest first."""
    found = [one.id for one in await sitting.in_office_named(session, typed, None)]
    return await weighed(session, await directory.representatives(session, found), opinion)


async def weighed(
    session: AsyncSession, representatives: Sequence[Representative], opinion: Opinion
) -> list[Candidate]:
    """These representatives as candidates, in the same order."""
    ids = [one.id for one in representatives]
    loads, joined = await screening.loads(session, ids), await screening.joined(session, ids)
    topic = opinion.topic.code if opinion.topic is not None else None
    return [
        Candidate(one, one.id == opinion.wanted_id, one.id in joined, loads.get(one.id, 0), topic in one.topics)
        for one in representatives
    ]

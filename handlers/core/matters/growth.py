"""What grows: matters and groups of one place and topic about which more is written this week than in those before."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from handlers.core.actor import Actor
from handlers.core.matters.rules import Weeks, grows
from handlers.core.unit_of_work import UnitOfWork
from storage.beside import answered, written_down
from storage.models.directory import Area, Topic
from storage.models.matters import Matter
from storage.queries import directory, league
from storage.queries import growth as queries
from storage.vocabulary import Role

WEEKS = 4
"""Weeks that are looked at, this one included: our own choice."""
FRESH = timedelta(hours=1)
"""So long the counts stand: our own choice, as with the league."""


class Growing(NamedTuple):
    """Something that grows; either a matter, or a place and a topic."""

    weeks: Weeks
    matter: Matter | None
    area: Area | None
    topic: Topic | None


class Hot(NamedTuple):
    """What grows, most of all first."""

    growing: list[Growing]
    counted_at: datetime


async def hot(work: UnitOfWork, actor: Actor) -> Hot:
    """What grows among what they reach, counted at most an hour ago: staff by station, representatives by area.

    Raises `NotAllowed`.
    """
    actor.require(Role.STAFF, Role.REPRESENTATIVE)
    stations, areas = await _reach(work, actor)
    key = f"hot:{_scope(actor, stations, areas)}"
    known = await league.kept(work.session, key)
    if known is None or not timedelta() <= work.now - known.counted_at < FRESH:
        lines, counted_at = await _counted(work, stations, areas), work.now
        await league.keep(work.session, key, lines, work.now)
    else:
        lines, counted_at = known.lines, known.counted_at
    return Hot(await _named(work, lines, stations, areas), counted_at)


def _scope(actor: Actor, stations: list[int] | None, areas: Sequence[int] | None) -> str:
    if areas is not None:
        return "representatives:" + ",".join(str(one.id) for one in actor.representatives)
    return "all" if stations is None else ",".join(map(str, stations))


async def _reach(work: UnitOfWork, actor: Actor) -> tuple[list[int] | None, Sequence[int] | None]:
    if actor.has(Role.STAFF):
        stations = actor.stations
        return (sorted(stations) if stations is not None else None), None
    return None, await queries.areas_of(work.session, [one.id for one in actor.representatives])


async def _counted(work: UnitOfWork, stations: list[int] | None, areas: Sequence[int] | None) -> list[list[Any]]:
    """Lines [matter, area, topic, a count a week] of what grows."""
    starts = [work.now - timedelta(weeks=number + 1) for number in range(WEEKS)]
    first = await queries.first_since(work.session, starts[-1])
    among = queries.Among(starts, first, stations, areas)
    questions = [queries.groups(among), queries.in_matters(among), queries.voices(among)]
    groups, opinions, voices = work.aside(answered, written_down(work.session, questions))
    matters: dict[int, list[int]] = {}
    for matter, *weeks in (*opinions, *voices):
        matters[matter] = [one + int(other) for one, other in zip(matters.get(matter, [0] * WEEKS), weeks, strict=True)]
    lines = [[matter, None, None, *weeks] for matter, weeks in matters.items() if grows(weeks)]
    return [
        *lines,
        *([None, area, topic, *map(int, weeks)] for area, topic, *weeks in groups if grows([*map(int, weeks)])),
    ]


async def _named(
    work: UnitOfWork, lines: Sequence[Sequence[Any]], stations: list[int] | None, areas: Sequence[int] | None
) -> list[Growing]:
    seen = await queries.matters(work.session, [line[0] for line in lines if line[0]], stations, areas)
    found = []
    for number, area, topic, *weeks in lines:
        if number is not None and number in seen:
            one = seen[number]
            found.append(Growing(weeks, one, one.area, one.topic))
        elif number is None:
            place, subject = await directory.by_id(work.session, Area, area), await work.session.get(Topic, topic)
            if place is not None and subject is not None:
                found.append(Growing(weeks, None, place, subject))
    return sorted(found, key=lambda one: -_growth(one.weeks))


def _growth(weeks: Weeks) -> float:
    return weeks[0] - sum(weeks[1:]) / max(1, len(weeks) - 1)

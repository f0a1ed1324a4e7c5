"""The pages about people, side by side: representatives, units, staff, open invitations, posters."""

from typing import NamedTuple

from handlers.conversation.texts import N_
from handlers.desk.web import Desk
from storage.queries import invitations


class Tab(NamedTuple):
    """A page beside this one."""

    name: str
    path: str
    label: str
    n: int = 0
    """Number of what waits there; 0: nothing is said."""


async def tabs(desk: Desk) -> list[Tab]:
    """Those that they may open."""
    county = desk.actor.of_county
    n = await invitations.count_open(desk.session, desk.actor.stations, desk.out.now)
    every = [
        Tab("people", "/staff/people", N_("Representatives")),
        *([Tab("officers", "/staff/officers", N_("Units"))] if county else []),
        Tab("clerks", "/staff/clerks", N_("Staff")),
        Tab("invitations", "/staff/invitations", N_("Open invitations"), n),
        Tab("posters", "/staff/posters", N_("Posters")),
    ]
    return [one._replace(label=desk.t(one.label).plain) for one in every]

"""The town: a directory imported in the chat, offices taken by invitation, constituents who tell their place."""

import asyncio
from collections.abc import Iterable
from typing import NamedTuple

from handlers.conversation.callbacks import Go, ShowList
from handlers.directory.callbacks import ImportFile
from handlers.people.callbacks import (
    MISSING,
    InviteOfficer,
    InviteRepresentative,
    InviteStaff,
    Join,
    OpenRepresentative,
)
from handlers.people.inviting import STATIONS, UNITS
from handlers.welcome.place import PickArea
from tests.directory.files import Table, workbook
from tests.year.people import Somebody
from tests.year.running import Running

ADMIN = "Chen of the county"
BUREAUS = ("Power", "Water", "Roads", "Schools", "Parks")
INVITATION = r"https://t\.me/year_bot\?start=(\S+)"


class Size(NamedTuple):
    """How many there are."""

    representatives: int
    constituents: int
    drafting: int
    """So many of the constituents leave drafts behind and send nothing."""


SMALL, WHOLE = Size(8, 36, 4), Size(20, 100, 10)


class Town:
    """Everybody. Each village has one representative, each unit one officer, and the first unit two."""

    def __init__(self, running: Running, size: Size = WHOLE) -> None:
        def people(names: Iterable[str]) -> list[Somebody]:
            return [Somebody(running, name) for name in names]

        self._running, self.size = running, size
        (self.admin,) = people([ADMIN])
        self.clerks = people(["Ma", "Tao"])
        self.representatives = people(f"Deputy{n:02}" for n in range(size.representatives))
        self.officers = people([*(f"Officer{n}" for n in range(len(BUREAUS))), "Officer0b"])
        self.constituents = people(f"Voter{n:03}" for n in range(size.constituents))
        self.villages = [f"Village{n:02}" for n in range(size.representatives)]

    def officers_of(self, unit: int) -> list[Somebody]:
        """By the unit's place in the list."""
        return [one for one in self.officers if one.name.startswith(f"Officer{unit}")]

    def representative_of(self, constituent: int) -> int:
        """Who represents a constituent's village."""
        return constituent % self.size.representatives

    async def is_founded(self) -> None:
        """The directory is there, and everybody has their office or their place."""
        await self._imports()
        for number, one in enumerate(self.representatives):
            await self._invites_representative(number)
            await one.says(f"/start {self.admin.reads(INVITATION)}")
        for unit in range(len(BUREAUS)):
            for one in self.officers_of(unit):
                await self.admin.says("/invite")
                await self.admin.presses(ShowList, list=UNITS)
                await self.admin.presses(InviteOfficer, unit=unit + 1)
                await one.says(f"/start {self.admin.reads(INVITATION)}")
        for one in self.clerks:
            await self.admin.says("/invite")
            await self.admin.presses(ShowList, list=STATIONS)
            await self.admin.presses(InviteStaff, station=1)
            await one.says(f"/start {self.admin.reads(INVITATION)}")
        invited = (*self.representatives, *self.officers, *self.clerks)
        await asyncio.gather(*(one.presses(Join) for one in invited))
        await asyncio.gather(*(self._settles(number) for number in range(self.size.constituents)))

    async def _imports(self) -> None:
        await self.admin.says("/directory")
        await self.admin.sends_file("town.xlsx", self._directory())
        await self.admin.presses(ImportFile)

    def _directory(self) -> bytes:
        areas: list[list[str]] = [["code", "parent", "kind", "name"], ["C", "", "county", "County"]]
        areas += [["T", "C", "town", "Town"], *(["V" + name[-2:], "T", "village", name] for name in self.villages)]
        stations: Table = [["code", "name", "area"], ["S", "Station", "T"]]
        units: Table = [["code", "name"], *([f"U{n}", f"{name} Bureau"] for n, name in enumerate(BUREAUS))]
        deputies: Table = [
            ["code", "name", "level", "constituency", "station", "areas"],
            *([f"R{n:02}", one.name, "township", "", "S", f"V{n:02}"] for n, one in enumerate(self.representatives)),
        ]
        return workbook(areas=areas, stations=stations, units=units, representatives=deputies)

    async def _invites_representative(self, number: int) -> None:
        self._running.passes(minutes=1)
        await self.admin.says("/invite")
        await self.admin.presses(ShowList, list=MISSING)
        await self.admin.presses(Go, to="people-name")
        await self.admin.says(self.representatives[number].name)
        await self.admin.presses(OpenRepresentative, representative=number + 1)
        await self.admin.presses(InviteRepresentative, representative=number + 1)

    async def _settles(self, number: int) -> None:
        one = self.constituents[number]
        await one.says("/start")
        await one.says(self.villages[self.representative_of(number)])
        await one.presses(PickArea)

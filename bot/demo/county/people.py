"""Everybody with an account in the county, and who holds which role."""

from datetime import datetime, timedelta
from random import Random
from typing import Any, NamedTuple

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from bot.demo.county.directory import AT_ONE_VILLAGE, COUNTY_STATION, FIRST_VILLAGE, UNITS, VILLAGES
from bot.demo.county.names import Names
from storage.models.people import DIGEST_AT, Address, Grant, Invitation, Person
from storage.vocabulary import Channel, Role

VOTERS, JOINED, OFFICERS, STATION_CLERKS, COUNTY_CLERKS = 900, 400, 60, 2, 3
"""Constituents; representatives who have joined; officers of the first unit; staff a station; of the county office."""
INVITATIONS = 300
FIRST_ACCOUNT = 20_001
HALF_HOUR = timedelta(minutes=30)


class Member(NamedTuple):
    """Somebody with an account."""

    id: int
    name: str
    language: str
    role: Role
    office: int | None
    """The row of their representative, unit or station; None: none, or the county office."""

    @property
    def account(self) -> int:
        """Their Telegram id."""
        return FIRST_ACCOUNT + self.id - 1


class Crowd(NamedTuple):
    """Everybody, by role; the first of each role has the most to do."""

    voters: list[Member]
    representatives: list[Member]
    officers: list[Member]
    clerks: list[Member]
    """Staff of the stations."""
    county: list[Member]

    def everybody(self) -> list[Member]:
        """In the order of their rows."""
        return [member for group in self for member in group]


def crowd(random: Random) -> Crowd:
    """All people of the county. Nothing is kept."""
    names, groups = Names(random), Crowd([], [], [], [], [])
    offices: list[tuple[list[Member], Role, list[int | None]]] = [
        (groups.voters, Role.CONSTITUENT, [None] * VOTERS),
        (groups.representatives, Role.REPRESENTATIVE, [n + 1 for n in range(JOINED)]),
        (groups.officers, Role.UNIT, [*[1] * OFFICERS, *range(2, UNITS + 1)]),
        (groups.clerks, Role.STAFF, [n // STATION_CLERKS + 1 for n in range(COUNTY_STATION * STATION_CLERKS)]),
        (groups.county, Role.STAFF, [None] * COUNTY_CLERKS),
    ]
    number = 0
    for group, role, held in offices:
        for n, office in enumerate(held):
            number += 1
            group.append(Member(number, names.person(), "en" if n % 3 == 1 else "zh_Hans", role, office))
    return groups


async def build(session: AsyncSession, groups: Crowd, now: datetime) -> None:
    """Keep them with their roles, and the invitations that are open."""
    since = now - timedelta(days=200)
    members = groups.everybody()
    await session.execute(insert(Person), [_person(one, since) for one in members])
    addresses = [
        {"chat_id": one.account, "person_id": one.id, "channel": Channel.TELEGRAM, "external_id": str(one.account)}
        for one in members
    ]
    await session.execute(insert(Address), addresses)
    await session.execute(insert(Grant), [_grant(one, since) for one in members if one.role is not Role.CONSTITUENT])
    await session.execute(insert(Invitation), _invitations(groups.county[0], now))


def _person(one: Member, since: datetime) -> dict[str, Any]:
    return {
        "id": one.id,
        "chat_id": one.account,
        "name": one.name,
        "language": one.language,
        "language_chosen": True,
        "area_id": FIRST_VILLAGE + (one.id - 1) // 5 % VILLAGES,
        "digest_at": DIGEST_AT,
        "figures_told": True,
        "created_at": since,
    }


def _grant(one: Member, since: datetime) -> dict[str, Any]:
    held = {"representative_id": None, "unit_id": None, "station_id": None}
    column = {Role.REPRESENTATIVE: "representative_id", Role.UNIT: "unit_id", Role.STAFF: "station_id"}[one.role]
    return {"person_id": one.id, "role": one.role, "granted_at": since, **held, column: one.office}


def _invitations(by: Member, now: datetime) -> list[dict[str, Any]]:
    """Most of them for representatives who have not joined."""
    rows = []
    for n in range(INVITATIONS):
        role = (Role.REPRESENTATIVE, Role.REPRESENTATIVE, Role.UNIT, Role.STAFF)[n % 4]
        rows.append(
            {
                "token_hash": f"{n:064x}",
                "role": role,
                "representative_id": JOINED + n + 1 if role is Role.REPRESENTATIVE else None,
                "unit_id": n % UNITS + 1 if role is Role.UNIT else None,
                "station_id": n % COUNTY_STATION + 1 if role is Role.STAFF else None,
                "created_by_id": by.id,
                "created_at": now - timedelta(days=2),
                "expires_at": now + timedelta(days=3) + n * HALF_HOUR,
            }
        )
    return rows


assert JOINED >= AT_ONE_VILLAGE  # noqa: S101 - the first village's representatives have all joined

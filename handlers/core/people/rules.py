"""Rules of roles and links: who may invite whom, whose role may be ended, and whether a link still counts. Pure."""

from collections.abc import Collection
from datetime import datetime, timedelta
from enum import StrEnum

from storage.models.people import Grant, Invitation
from storage.vocabulary import Role

INVITATION = "i_"
"""Beginning of the payload of an invitation's start link."""
VALID_FOR = timedelta(days=7)
"""A week holds a weekend and a few days away; a link that got lost dies before it is found. GitHub gives the same."""
TOKEN_BYTES = 24
"""192 bits, 32 letters: with `INVITATION` well inside the 64 letters of a start link."""

Office = Grant | Invitation
"""A role for somebody or something: held, or to be had."""


class Validity(StrEnum):
    """Validity of an invitation: open, or why it cannot be used."""

    OPEN = "open"
    USED = "used"
    REVOKED = "revoked"
    EXPIRED = "expired"
    OUT_OF_OFFICE = "out_of_office"
    """Its representative left office meanwhile."""


class Stays(StrEnum):
    """Reason why a role cannot be ended."""

    BY_SETTINGS = "by_settings"
    LAST_ONE = "last_one"


def validity(invitation: Invitation, now: datetime) -> Validity:
    """Validity of it at `now`."""
    if invitation.revoked_at is not None:
        return Validity.REVOKED
    if invitation.used_at is not None:
        return Validity.USED
    if invitation.expires_at <= now:
        return Validity.EXPIRED
    if invitation.representative is not None and not invitation.representative.active:
        return Validity.OUT_OF_OFFICE
    return Validity.OPEN


def station_of(office: Office) -> int | None:
    """The station a role belongs to; None: the county office, which looks after units too."""
    return office.representative.station_id if office.representative is not None else office.station_id


def reaches(stations: Collection[int] | None, station_id: int | None) -> bool:
    """True if staff of these stations (None: of the county office) decide about people of this one (None: county)."""
    return stations is None or station_id in stations


def same(grant: Grant, office: Office) -> bool:
    """True if a role that is held is this one."""
    return (grant.role, grant.representative_id, grant.station_id, grant.unit_id) == (
        office.role,
        office.representative_id,
        office.station_id,
        office.unit_id,
    )


def key(office: Office) -> str:
    """The role as the audit log names it: `representative:3`, `unit:4`, `station:2`, `county`."""
    if office.representative_id is not None:
        return f"representative:{office.representative_id}"
    if office.unit_id is not None:
        return f"unit:{office.unit_id}"
    return "county" if office.station_id is None else f"station:{office.station_id}"


def stays(grant: Grant, *, by_settings: bool, county_staff: Collection[int]) -> Stays | None:
    """Reason why this role cannot be ended; None if it can.

    `by_settings`: its holder stands in ADMIN_IDS. `county_staff`: the persons who are staff of the county office.
    """
    if grant.role is not Role.STAFF or grant.station_id is not None:
        return None
    if by_settings:
        return Stays.BY_SETTINGS
    return Stays.LAST_ONE if set(county_staff) <= {grant.person_id} else None

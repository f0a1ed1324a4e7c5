"""Reach of roles. Pure."""

from collections.abc import Sequence

from storage.models.people import Grant
from storage.vocabulary import Role


def stations_of(grants: Sequence[Grant]) -> list[int] | None:
    """The stations whose staff somebody with these roles is; None: of the county office, so all. Empty: none."""
    ids = [grant.station_id for grant in grants if grant.role is Role.STAFF]
    return None if None in ids else [station for station in ids if station is not None]

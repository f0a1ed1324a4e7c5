"""Who may do what about people, and when a link counts."""

from datetime import timedelta

import pytest

from handlers.core.people import rules
from handlers.core.people.rules import Stays, Validity
from storage.models.directory import Representative
from storage.models.people import Grant, Invitation
from storage.vocabulary import Role
from tests.town import MONDAY

WEEK = rules.VALID_FOR


@pytest.mark.parametrize(
    ("stations", "station", "may"),
    [
        (None, 1, True),
        (None, None, True),
        ([1, 2], 2, True),
        ([1], 2, False),
        ([1], None, False),
        ([], None, False),
        ([], 1, False),
    ],
)
def test_the_county_office_reaches_all_and_a_station_its_own(
    stations: list[int] | None, station: int | None, may: bool
) -> None:
    assert rules.reaches(stations, station) is may


@pytest.mark.parametrize(
    ("used", "revoked", "active", "after", "validity"),
    [
        (False, False, True, WEEK - timedelta(seconds=1), Validity.OPEN),
        (False, False, True, WEEK, Validity.EXPIRED),
        (True, False, True, timedelta(0), Validity.USED),
        (True, False, True, WEEK, Validity.USED),
        (False, True, True, timedelta(0), Validity.REVOKED),
        (False, True, True, WEEK, Validity.REVOKED),
        (False, False, False, timedelta(0), Validity.OUT_OF_OFFICE),
    ],
)
def test_a_link_counts_until_it_is_used_called_off_or_old(
    used: bool, revoked: bool, active: bool, after: timedelta, validity: Validity
) -> None:
    invitation = Invitation(
        role=Role.REPRESENTATIVE,
        representative=Representative(active=active),
        expires_at=MONDAY + WEEK,
        used_at=MONDAY if used else None,
        revoked_at=MONDAY if revoked else None,
    )
    assert rules.validity(invitation, MONDAY + after) is validity


@pytest.mark.parametrize(
    ("grant", "by_settings", "county", "stays"),
    [
        (Grant(person_id=1, role=Role.STAFF), False, [1, 2], None),
        (Grant(person_id=1, role=Role.STAFF), False, [1], Stays.LAST_ONE),
        (Grant(person_id=1, role=Role.STAFF), False, [1, 1], Stays.LAST_ONE),
        (Grant(person_id=1, role=Role.STAFF), True, [1, 2], Stays.BY_SETTINGS),
        (Grant(person_id=1, role=Role.STAFF, station_id=4), True, [1], None),
        (Grant(person_id=1, role=Role.REPRESENTATIVE, representative_id=3), True, [1], None),
    ],
)
def test_the_county_office_keeps_its_last_one_and_who_stands_in_the_settings(
    grant: Grant, by_settings: bool, county: list[int], stays: Stays | None
) -> None:
    assert rules.stays(grant, by_settings=by_settings, county_staff=county) is stays


def test_a_role_has_a_key_for_the_log() -> None:
    assert rules.key(Grant(role=Role.REPRESENTATIVE, representative_id=3)) == "representative:3"
    assert rules.key(Invitation(role=Role.STAFF, station_id=2)) == "station:2"
    assert rules.key(Invitation(role=Role.STAFF)) == "county"

"""The rules of notices: moves, quiet hours, spans, what people type."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.core.languages import LANGUAGES
from handlers.core.notices import rules
from handlers.core.notices.rules import Audience, AudienceKind, By, Hold, NoticeAction
from handlers.presentation.notices.card import LABELS
from handlers.presentation.notices.chart import COLOURS, SQUARES
from handlers.presentation.notices.names import (
    COLUMN_NAMES,
    COLUMN_SIGNS,
    LANGUAGE_NAMES,
    OUTCOME_NAMES,
    ROLE_NAMES,
    STATE_NAMES,
    STATE_SIGNS,
)
from storage.vocabulary import NoticeColumn, NoticeState, RecipientState, Role

TOWN = ZoneInfo("Asia/Shanghai")
INSTANTS = st.datetimes(datetime(2015, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))
ZONES = st.sampled_from(sorted(available_timezones())).map(ZoneInfo)


def local(hour: int, minute: int = 0) -> datetime:
    """A time on an ordinary day in the town."""
    return datetime(2026, 3, 2, hour, minute, tzinfo=TOWN)


def test_every_state_is_reached_and_left_but_the_last() -> None:
    reached = {move.to for move in rules.MOVES} | {NoticeState.DRAFT}
    assert reached == set(NoticeState)
    assert {move.at for move in rules.MOVES} == set(NoticeState) - {NoticeState.CANCELLED}


def test_nobody_releases_their_own_where_a_second_person_is_asked_for() -> None:
    for state in NoticeState:
        assert rules.find(state, NoticeAction.RELEASE, By.AUTHOR, needs_second=True) is None
    assert rules.find(NoticeState.DRAFT, NoticeAction.RELEASE, By.AUTHOR, needs_second=False) is not None
    assert rules.find(NoticeState.DRAFT, NoticeAction.HAND_OVER, By.AUTHOR, needs_second=False) is None


def test_a_colleague_touches_no_draft() -> None:
    for needs_second in (True, False):
        assert rules.possible(NoticeState.DRAFT, By.COLLEAGUE, needs_second=needs_second) == []


def test_everything_on_its_way_can_be_stopped_by_both() -> None:
    for state in (NoticeState.RELEASED, NoticeState.FIXING, NoticeState.SENDING, NoticeState.PAUSED):
        for who in (By.AUTHOR, By.COLLEAGUE):
            assert rules.find(state, NoticeAction.CANCEL, who, needs_second=True) is not None


def test_what_people_press_and_read_has_its_words() -> None:
    pressed = {move.action for move in rules.MOVES if move.by is not By.TIME}
    assert pressed - set(LABELS) == {NoticeAction.AGAIN}, "its label names a number"
    assert set(STATE_NAMES) == set(STATE_SIGNS) == set(NoticeState)
    assert set(COLUMN_NAMES) == set(COLUMN_SIGNS) == set(NoticeColumn)
    assert set(OUTCOME_NAMES) == set(RecipientState)
    assert set(ROLE_NAMES) == set(rules.ADDRESSED_ROLES)
    assert set(LANGUAGE_NAMES) == set(LANGUAGES)
    assert set(SQUARES) == set(COLOURS) == set(RecipientState) - {RecipientState.PROMISED}


@pytest.mark.parametrize(
    ("now", "then"),
    [
        (local(8), local(8)),
        (local(20, 59), local(20, 59)),
        (local(21), local(8) + timedelta(days=1)),
        (local(23, 59), local(8) + timedelta(days=1)),
        (local(0), local(8)),
        (local(7, 59), local(8)),
    ],
)
def test_quiet_hours_end_at_eight(now: datetime, then: datetime) -> None:
    assert rules.next_allowed(now.astimezone(UTC), TOWN, urgent=False) == then
    assert rules.next_allowed(now.astimezone(UTC), TOWN, urgent=True) == now


@pytest.mark.parametrize(
    ("state", "column", "hour", "overtaken", "held"),
    [
        (NoticeState.SENDING, NoticeColumn.NEWS, 12, False, None),
        (NoticeState.SENDING, NoticeColumn.NEWS, 12, True, Hold.OVERTAKEN),
        (NoticeState.SENDING, NoticeColumn.NEWS, 22, True, Hold.QUIET),
        (NoticeState.SENDING, NoticeColumn.URGENT, 22, True, None),
        (NoticeState.PAUSED, NoticeColumn.URGENT, 12, False, Hold.STOPPED),
        (NoticeState.DONE, NoticeColumn.NEWS, 12, False, Hold.STOPPED),
    ],
)
def test_why_nothing_of_a_notice_may_leave(
    state: NoticeState, column: NoticeColumn, hour: int, overtaken: bool, held: Hold | None
) -> None:
    assert rules.hold(state, column, local(hour), TOWN, overtaken=overtaken) is held


@given(INSTANTS, ZONES)
def test_what_may_go_out_next_is_never_before_and_never_at_night(now: datetime, zone: ZoneInfo) -> None:
    then = rules.next_allowed(now, zone, urgent=False)
    assert now <= then <= now + timedelta(hours=36)
    assert rules.next_allowed(then, zone, urgent=False) == then


@given(INSTANTS, st.floats(0, 30 * 86_400), ZONES)
def test_the_end_counts_no_quiet_hour(now: datetime, seconds: float, zone: ZoneInfo) -> None:
    end = rules.finish(now, seconds, zone, urgent=False)
    assert end >= now + timedelta(seconds=seconds)
    assert rules.finish(now, seconds, zone, urgent=True) == now + timedelta(seconds=seconds)
    assert rules.finish(now, seconds + 60, zone, urgent=False) >= end


def test_a_million_at_thirty_a_second_take_one_day_of_thirteen_hours() -> None:
    begun = local(9).astimezone(UTC)
    assert rules.finish(begun, 1_000_000 / 30, TOWN, urgent=False).astimezone(TOWN).strftime("%d %H:%M") == "02 18:15"
    assert rules.finish(begun, 2_000_000 / 30, TOWN, urgent=False).astimezone(TOWN).strftime("%d %H:%M") == "03 14:31"


@pytest.mark.parametrize(
    ("done", "total", "shown"),
    [(0, 10, "░" * 12), (5, 10, "▓" * 6 + "░" * 6), (999, 1000, "▓" * 11 + "░"), (10, 10, "▓" * 12), (0, 0, "▓" * 12)],
)
def test_the_bar_is_full_only_when_all_is_done(done: int, total: int, shown: str) -> None:
    assert rules.bar(done, total) == shown


def test_the_outbox_holds_two_seconds_worth_and_never_more_than_its_most() -> None:
    assert [rules.at_hand(rate) for rate in (1, 30, 300, 1000)] == [4, 60, 500, 500]


@pytest.mark.parametrize(
    ("sent", "failed", "tolerated", "stops"),
    [(0, 19, 0, False), (0, 20, 0, True), (20, 20, 0, False), (0, 25, 20, False), (3, 45, 20, True)],
)
def test_a_notice_that_is_refused_everywhere_is_stopped(sent: int, failed: int, tolerated: int, stops: bool) -> None:
    assert rules.hopeless(sent, failed, tolerated) is stops


def test_who_reads_which_version() -> None:
    assert rules.version_for("en", ["en", "zh_Hans"]) == "en"
    assert rules.version_for("en", ["zh_Hans"]) == "zh_Hans"


@given(
    st.lists(st.tuples(st.sampled_from([AudienceKind.AREAS, AudienceKind.STATIONS]), st.integers(1, 5)), max_size=12)
)
def test_a_second_tap_takes_out_what_the_first_put_in(taps: list[tuple[AudienceKind, int]]) -> None:
    audience = Audience()
    for kind, one in [*taps, *taps]:
        audience = audience.toggled(kind, one)
    assert audience == Audience()
    once = Audience().toggled(AudienceKind.ROLES, Role.STAFF)
    assert Audience.of(once.kept()) == once


@pytest.mark.parametrize(
    ("column", "versions", "reason", "missing"),
    [
        (None, [], None, ["text", "column"]),
        (NoticeColumn.NEWS, ["en"], None, []),
        (NoticeColumn.URGENT, ["en"], None, ["reason"]),
        (NoticeColumn.URGENT, ["en"], "flood", []),
    ],
)
def test_what_a_draft_still_needs(
    column: NoticeColumn | None, versions: list[str], reason: str | None, missing: list[str]
) -> None:
    assert rules.missing(column, versions, reason) == missing

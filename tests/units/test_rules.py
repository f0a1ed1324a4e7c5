"""Which days can be promised, what the table of moves says of units, and how the legend reads."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.conversation.case_drafts import FORMS, Kind
from handlers.core.casework import rules
from handlers.core.casework.outcomes import legend
from handlers.core.casework.promises import FURTHEST_YEARS, Asking, days_offered, may_promise, next_asking
from handlers.core.languages import LANGUAGES
from handlers.core.workdays.country import country_days
from handlers.core.workdays.rules import Calendar
from storage.stages import WITH_UNIT
from storage.vocabulary import Action, Outcome, Role, Stage

TODAY = date(2026, 3, 2)
CHINA = Calendar(country_days("CN"), ZoneInfo("Asia/Shanghai"))
ASKING = Asking(timedelta(days=30), timedelta(days=7), timedelta(days=7))


def test_only_what_lies_ahead_is_promised() -> None:
    assert not may_promise(TODAY, TODAY)
    assert may_promise(date(2026, 3, 3), TODAY)
    assert may_promise(date(TODAY.year + FURTHEST_YEARS, 12, 31), TODAY)
    assert not may_promise(date(TODAY.year + FURTHEST_YEARS + 1, 1, 1), TODAY)


@given(st.dates(date(2020, 1, 1), date(2090, 12, 31)))
def test_every_day_with_a_key_can_be_promised(today: date) -> None:
    offered = days_offered(today)
    assert offered == sorted(set(offered))
    assert offered and all(may_promise(day, today) for day in offered)


@pytest.mark.parametrize(
    ("since", "due_on", "today", "asked"),
    [
        # A week before the day is National Day: asked on the last morning before the holiday, not after the day.
        (date(2026, 9, 10), date(2026, 10, 8), date(2026, 9, 20), date(2026, 9, 30)),
        # It was asked on that morning already: next it is late, and 9 October is worked.
        (date(2026, 9, 10), date(2026, 10, 8), date(2026, 9, 30), date(2026, 10, 9)),
        # Thirty days are over in the holiday, which ends after the promised day.
        (date(2026, 9, 3), date(2026, 10, 7), date(2026, 9, 25), date(2026, 9, 30)),
        # Thirty days are over on a Sunday, and there is time enough until the day.
        (date(2026, 3, 6), date(2026, 12, 31), date(2026, 3, 6), date(2026, 4, 7)),
        # The day passes on a Friday: late on Monday.
        (date(2026, 3, 9), date(2026, 3, 13), date(2026, 3, 9), date(2026, 3, 16)),
    ],
)
def test_a_holiday_puts_no_asking_off_past_the_promised_day(
    since: date, due_on: date, today: date, asked: date
) -> None:
    assert next_asking(since, due_on, CHINA, today, ASKING) == asked


@given(st.dates(date(2020, 1, 1), date(2026, 6, 1)), st.integers(1, 400), st.integers(0, 500))
def test_a_unit_is_asked_on_working_days_ahead_and_before_the_day_if_one_is_left(
    since: date, promised: int, gone: int
) -> None:
    due_on, today = since + timedelta(days=promised), since + timedelta(days=gone)
    asked = next_asking(since, due_on, CHINA, today, ASKING)
    assert asked > today and CHINA.is_working(asked)
    week_before = CHINA.last_working(due_on - ASKING.before)
    assert asked <= week_before or today >= week_before
    assert asked != due_on


def test_a_unit_acts_only_on_what_it_has() -> None:
    moves = [move for move in rules.MOVES if move.by is Role.UNIT]
    referred = {move.action for move in moves if move.at is Stage.REFERRED}
    assert referred == {
        Action.ACCEPT,
        Action.REPLY,
        Action.RETURN,
        Action.ASK_EXTENSION,
        Action.ASK_SUPPORT,
        Action.SUPPORT,
        Action.ASK,
        Action.HOLD,
        Action.GIVE_BACK,
        Action.REASSIGN,
    }
    elsewhere = [move for move in moves if move.at is not Stage.REFERRED]
    assert {move.at for move in elsewhere} == {Stage.ANSWERED, Stage.IMPLEMENTING}
    assert all(rules.is_on_promise(move.at, move.action) for move in elsewhere)


def test_whatever_leaves_the_unit_s_stages_has_a_way_back_to_people() -> None:
    for stage in WITH_UNIT:
        assert rules.find(stage, Action.WITHDRAW, Role.CONSTITUENT) is not None
        assert rules.find(stage, Action.ASSIGN, Role.STAFF) is not None
        assert rules.find(stage, Action.ADD, Role.CONSTITUENT) is not None


def test_accepting_is_done_once_and_ends_returning() -> None:
    for action in (Action.ACCEPT, Action.RETURN):
        assert rules.is_settled(action, accepted=True)
        assert not rules.is_settled(action, accepted=False)
    assert not rules.is_settled(Action.REPLY, accepted=True)


def test_what_is_written_can_be_done_by_who_writes_it() -> None:
    for kind, form in FORMS.items():
        for action in form.actions:
            assert any(move.by is form.by and move.action is action for move in rules.MOVES), kind


def test_an_answer_with_a_unit_s_reply_is_one_message() -> None:
    assert FORMS[Kind.PASSING].longest + FORMS[Kind.UNIT_REPLY].longest <= FORMS[Kind.LETTER].longest


def test_the_legend_says_every_class_in_every_language() -> None:
    assert list(legend()) == list(Outcome)
    for one in legend().values():
        assert set(one.name) == set(one.meaning) == set(LANGUAGES)
    assert [outcome for outcome, one in legend().items() if one.needs_date] == [Outcome.B]

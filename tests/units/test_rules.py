"""Which days can be promised, what the table of moves says of units, and how the legend reads."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from handlers.conversation.case_drafts import FORMS, Kind
from handlers.core.casework import rules
from handlers.core.casework.outcomes import legend
from handlers.core.casework.promises import FURTHEST_YEARS, days_offered, may_promise
from handlers.core.languages import LANGUAGES
from storage.stages import WITH_UNIT
from storage.vocabulary import Action, Outcome, Role, Stage

TODAY = date(2026, 3, 2)


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

"""The table of moves, what a text must say, and a suggestion's life in whatever order things are tried."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.core.suggestions import rules, unsuitable
from handlers.core.suggestions.kinds import kinds
from handlers.core.suggestions.rules import A, Flaw, S
from storage.suggestion_vocabulary import SuggestionAction, SuggestionKind, SuggestionPart
from storage.vocabulary import OF_ANY_ANSWER, Level, Role, Satisfaction

GOOD = "由县供电公司在九月底前更换东柳村上学路的十一盏路灯"


def test_the_numbers_of_names_are_those_of_the_rules() -> None:
    assert rules.needed(SuggestionKind.SUGGESTION, Level.TOWNSHIP) == 1
    assert rules.needed(SuggestionKind.MOTION, Level.TOWNSHIP) == 5
    assert rules.needed(SuggestionKind.MOTION, Level.COUNTY) == 10
    assert all(row.source["zh_Hans"] for row in kinds().values())


@pytest.mark.parametrize(
    ("text", "flaw"),
    [
        ("", Flaw.MISSING),
        ("修路", Flaw.SHORT),
        ("希望有关部门高度重视，切实加强，尽快解决这个问题", Flaw.HOLLOW),
        ("I hope the leaders attach great importance to this matter and solve it soon", Flaw.HOLLOW),
        ("修" * 1_201, Flaw.LONG),
        (GOOD, None),
        ("The Power Bureau replaces eleven lamps between the bridge and the school by September", None),
    ],
)
def test_a_proposal_must_say_who_does_what(text: str, flaw: Flaw | None) -> None:
    assert rules.flaw(SuggestionPart.PROPOSAL, text) is flaw


def test_the_eight_kinds_that_are_none_have_a_door_and_words_only_hint() -> None:
    assert len(unsuitable.unsuitable()) == 8
    assert all(kind.door[language] for kind in unsuitable.unsuitable().values() for language in ("en", "zh_Hans"))
    assert unsuitable.hinted(GOOD) == []
    assert [word for _, word in unsuitable.hinted("我儿子的案子一审判决不公")] == ["我儿子", "判决"]


def test_a_session_takes_what_is_handed_in_in_time() -> None:
    sessions = [(1, date(2025, 1, 10), date(2025, 1, 8)), (2, date(2026, 1, 10), date(2026, 1, 8))]
    assert rules.session_of(date(2025, 1, 10), sessions) == 1
    assert rules.session_of(date(2025, 1, 11), sessions) is None
    assert rules.session_of(date(2025, 12, 1), sessions) == 2


@given(st.lists(st.tuples(st.sampled_from([*A]), st.sampled_from([*Role])), max_size=60))
def test_whatever_is_tried_it_only_moves_as_the_table_says_and_ends_for_good(
    tried: list[tuple[SuggestionAction, Role]],
) -> None:
    stage, been = S.DRAFT, [S.DRAFT]
    for action, by in tried:
        move = rules.find(stage, action, by)
        if move is None:
            assert action not in rules.possible(stage, by)
            continue
        assert stage not in rules.OVER
        stage = move.to
        been.append(stage)
    if S.ASSIGNED in been:
        assert been.index(S.ACCEPTED) < been.index(S.ASSIGNED), "nobody handles what the office did not accept"
    if S.CLOSED in been:
        assert S.REPLIED in been, "nothing is closed without a reply"


@given(st.lists(st.sampled_from(OF_ANY_ANSWER), max_size=12), st.integers(1, 12), st.integers(1, 2), st.booleans())
def test_dissatisfaction_opens_one_second_handling_once_all_have_spoken(
    said: list[Satisfaction], names: int, round_: int, over: bool
) -> None:
    then = rules.after_opinions(said, names, round_, over=over)
    if len(said) < names and not over:
        assert then is None
    elif Satisfaction.DISSATISFIED in said and round_ == 1:
        assert then is A.HANDLE_AGAIN
    else:
        assert then is A.CLOSE

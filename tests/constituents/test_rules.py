"""What a constituent's words are taken as, and what is used up, by the table."""

from datetime import datetime, timedelta

import pytest

from handlers.core.casework import rules
from storage.vocabulary import Action, Satisfaction, Stage
from tests.town import MONDAY


@pytest.mark.parametrize(
    ("stage", "action"),
    [
        (Stage.SUBMITTED, Action.ADD),
        (Stage.ASSIGNED, Action.ADD),
        (Stage.WAITING, Action.RESUME),
        (Stage.ANSWERED, Action.ADD),
        (Stage.SUPERVISED, Action.ADD),
        (Stage.MERGED, Action.ADD),
        (Stage.CLOSED, None),
        (Stage.DECLINED, None),
        (Stage.WITHDRAWN, None),
    ],
)
def test_what_is_simply_said_is_taken_as(stage: Stage, action: Action | None) -> None:
    assert rules.taken_as(stage, asked_back=False) is action


MOST = 3


def used_up(
    action: Action, *, round_: int = 1, supervised: bool = False, appealed: bool = False, now: datetime = MONDAY
) -> bool:
    follows = rules.after_rating(Satisfaction.DISSATISFIED, round_, MOST, supervised=supervised)
    return rules.is_used_up(action, dissatisfied=follows, appealed=appealed, since=MONDAY, now=now)


def test_an_appeal_is_used_up_by_one() -> None:
    assert not used_up(Action.APPEAL)
    assert used_up(Action.APPEAL, appealed=True)


def test_reopening_is_used_up_by_the_last_round_and_after_90_days() -> None:
    assert not used_up(Action.REOPEN, now=MONDAY + timedelta(days=89, hours=23))
    assert used_up(Action.REOPEN, now=MONDAY + timedelta(days=90))
    assert not used_up(Action.REOPEN, round_=MOST - 1)
    assert used_up(Action.REOPEN, round_=MOST)


def test_supervision_comes_after_the_last_round_once_and_within_90_days() -> None:
    assert used_up(Action.SUPERVISE, round_=MOST - 1)
    assert not used_up(Action.SUPERVISE, round_=MOST)
    assert used_up(Action.SUPERVISE, round_=MOST, now=MONDAY + timedelta(days=90))
    assert used_up(Action.SUPERVISE, round_=MOST, supervised=True)


@pytest.mark.parametrize("satisfaction", [Satisfaction.SATISFIED, Satisfaction.MOSTLY])
def test_everything_but_dissatisfied_closes(satisfaction: Satisfaction) -> None:
    for round_ in range(1, MOST + 1):
        assert rules.after_rating(satisfaction, round_, MOST, supervised=False) is Action.RATE


@pytest.mark.parametrize("action", [Action.ADD, Action.RESUME, Action.RATE, Action.WITHDRAW])
def test_nothing_else_is_used_up(action: Action) -> None:
    assert not used_up(action, round_=MOST, appealed=True, now=MONDAY + timedelta(days=900))

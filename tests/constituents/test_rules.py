"""What a constituent's words are taken as, and what is used up, by the table."""

from datetime import datetime, timedelta

import pytest

from handlers.core.casework import rules
from storage.vocabulary import Action, Stage
from tests.town import MONDAY


@pytest.mark.parametrize(
    ("stage", "action"),
    [
        (Stage.SUBMITTED, Action.ADD),
        (Stage.ASSIGNED, Action.ADD),
        (Stage.WAITING, Action.RESUME),
        (Stage.ANSWERED, Action.ADD),
        (Stage.MERGED, Action.ADD),
        (Stage.CLOSED, None),
        (Stage.DECLINED, None),
        (Stage.WITHDRAWN, None),
    ],
)
def test_what_is_simply_said_is_taken_as(stage: Stage, action: Action | None) -> None:
    assert rules.taken_as(stage) is action


def used_up(action: Action, *, round_: int = 1, appealed: bool = False, now: datetime = MONDAY) -> bool:
    return rules.is_used_up(action, round_=round_, appealed=appealed, since=MONDAY, now=now)


def test_an_appeal_is_used_up_by_one() -> None:
    assert not used_up(Action.APPEAL)
    assert used_up(Action.APPEAL, appealed=True)


def test_reopening_is_used_up_by_the_last_round_and_after_90_days() -> None:
    assert not used_up(Action.REOPEN, now=MONDAY + timedelta(days=89, hours=23))
    assert used_up(Action.REOPEN, now=MONDAY + timedelta(days=90))
    assert used_up(Action.REOPEN, round_=rules.MAX_ROUNDS)


@pytest.mark.parametrize("action", [Action.ADD, Action.RESUME, Action.RATE, Action.WITHDRAW])
def test_nothing_else_is_used_up(action: Action) -> None:
    assert not used_up(action, round_=rules.MAX_ROUNDS, appealed=True, now=MONDAY + timedelta(days=900))

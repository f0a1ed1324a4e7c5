"""Rules of suggestions: the table of moves, who signs, what a text must say. Pure."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from handlers.core.suggestions.kinds import kinds
from storage.suggestion_vocabulary import (
    SignatureState,
    SuggestionAction,
    SuggestionKind,
    SuggestionPart,
    SuggestionStage,
)
from storage.vocabulary import Done, Level, Role, Satisfaction

S, A = SuggestionStage, SuggestionAction
REPRESENTATIVE, OFFICE, UNIT, TIME = Role.REPRESENTATIVE, Role.STAFF, Role.UNIT, Role.SYSTEM


class Move(NamedTuple):
    """A row of the table."""

    at: SuggestionStage
    action: SuggestionAction
    by: Role
    to: SuggestionStage


MOVES: tuple[Move, ...] = (
    Move(S.DRAFT, A.HAND_IN, REPRESENTATIVE, S.HANDED_IN),
    Move(S.DRAFT, A.WITHDRAW, REPRESENTATIVE, S.WITHDRAWN),
    Move(S.RETURNED, A.HAND_IN, REPRESENTATIVE, S.HANDED_IN),
    Move(S.RETURNED, A.WITHDRAW, REPRESENTATIVE, S.WITHDRAWN),
    Move(S.HANDED_IN, A.WITHDRAW, REPRESENTATIVE, S.WITHDRAWN),
    Move(S.HANDED_IN, A.ACCEPT, OFFICE, S.ACCEPTED),
    Move(S.HANDED_IN, A.RETURN, OFFICE, S.RETURNED),
    Move(S.HANDED_IN, A.DECLINE, OFFICE, S.DECLINED),
    Move(S.ACCEPTED, A.ASSIGN, OFFICE, S.ASSIGNED),
    Move(S.ASSIGNED, A.GIVE_BACK, UNIT, S.ACCEPTED),
    Move(S.ASSIGNED, A.TALK, UNIT, S.ASSIGNED),
    Move(S.ASSIGNED, A.SUPPORT, UNIT, S.ASSIGNED),
    Move(S.ASSIGNED, A.ASK_TIME, UNIT, S.ASSIGNED),
    Move(S.ASSIGNED, A.GRANT_TIME, OFFICE, S.ASSIGNED),
    Move(S.ASSIGNED, A.REFUSE_TIME, OFFICE, S.ASSIGNED),
    Move(S.ASSIGNED, A.REPLY, UNIT, S.REPLIED),
    Move(S.REPLIED, A.RATE, REPRESENTATIVE, S.REPLIED),
    Move(S.REPLIED, A.REPORT, UNIT, S.REPLIED),
    Move(S.REPLIED, A.REPORT_DONE, UNIT, S.REPORTED),
    Move(S.REPLIED, A.HANDLE_AGAIN, TIME, S.ASSIGNED),
    Move(S.REPLIED, A.HOLD_TO, TIME, S.IMPLEMENTING),
    Move(S.REPLIED, A.CLOSE, TIME, S.CLOSED),
    Move(S.IMPLEMENTING, A.REPORT, UNIT, S.IMPLEMENTING),
    Move(S.IMPLEMENTING, A.REPORT_DONE, UNIT, S.REPORTED),
    Move(S.IMPLEMENTING, A.ASK_TIME, UNIT, S.IMPLEMENTING),
    Move(S.IMPLEMENTING, A.GRANT_TIME, OFFICE, S.IMPLEMENTING),
    Move(S.IMPLEMENTING, A.REFUSE_TIME, OFFICE, S.IMPLEMENTING),
    Move(S.REPORTED, A.JUDGE, REPRESENTATIVE, S.REPORTED),
    Move(S.REPORTED, A.GO_ON, TIME, S.IMPLEMENTING),
    Move(S.REPORTED, A.HANDLE_AGAIN, TIME, S.ASSIGNED),
    Move(S.REPORTED, A.CLOSE, TIME, S.CLOSED),
)
BESIDE = frozenset({A.TALK, A.SUPPORT, A.RATE, A.REPORT, A.JUDGE})
"""Actions that leave what others are about to do as it was: no button is outdated by them."""
BEING_WRITTEN = (S.DRAFT, S.RETURNED)
"""Stages at which its lead changes the text, and others sign."""
WITH_OFFICE = (S.HANDED_IN, S.ACCEPTED)
"""Stages at which the county office has to act."""
PUBLIC = (
    S.HANDED_IN,
    S.ACCEPTED,
    S.ASSIGNED,
    S.REPLIED,
    S.IMPLEMENTING,
    S.REPORTED,
    S.CLOSED,
    S.DECLINED,
)
"""Stages at which other representatives hear of it, where it resembles theirs."""
OVER = (S.CLOSED, S.DECLINED, S.WITHDRAWN)

PARTS: Mapping[SuggestionPart, tuple[int, int]] = {
    SuggestionPart.TITLE: (6, 60),
    SuggestionPart.MATTER: (20, 800),
    SuggestionPart.REASONS: (20, 1_200),
    SuggestionPart.PROPOSAL: (20, 1_200),
}
"""Characters that each part has at least and at most: our own choice; all of it is read in one message."""
MOST_NAMES = 60
"""Representatives asked to sign one at most, its lead included: our own choice."""
MOST_OPINIONS = 100
"""Opinions bundled in one at most: its answer moves all of them in one transaction."""
MOST_WITH_MATTERS = 500
"""The same with those that come with a matter, most of which are only told of the reply."""
MOST_FILES = 10
"""Photos and files with one at most: our own choice, an album."""
MOST_SUPPORTING = 5
"""Units that support the one that leads at most: our own choice."""
LONGEST_REPLY, LONGEST_WHY = 2_300, 500
"""Characters of a unit's reply, and of a reason."""
HANDLINGS = 2
"""Who is dissatisfied with the first reply gets a second one, and no third (fymate 17322749, lawyee 17046198)."""
LONGEST_SESSION, SESSION_AHEAD = timedelta(days=60), timedelta(days=500)
"""Days a session lasts at most, and so far ahead it may begin: our own choice."""


class Flaw(StrEnum):
    """What is wrong with a part of the text."""

    MISSING = "missing"
    SHORT = "short"
    LONG = "long"
    HOLLOW = "hollow"
    """It asks for nothing but attention."""


_HOLLOW = re.compile(
    r"希望|建议|请|恳请|请求|领导|政府|有关部门|相关部门|各级|上级|予以|给予|加以|引起|高度|进一步|切实|加强|加大|重视"
    r"|关注|支持|解决|问题|力度|尽快|妥善|认真|这个|此|对|的|和|并|为盼|落实|处理|考虑"
    r"|\b(?:i|we|you|the|this|that|it|to|of|and|on|for|is|be|will|a|an|hope|wish|suggest|ask|please|leaders?|government"
    r"|authorit(?:y|ies)|departments?|relevant|attach|great|more|high|importance|pay|attention|strengthen|solve|problem"
    r"|matter|issue|soon|quickly|properly|support|consider|take|seriously)\b",
    re.IGNORECASE,
)
LEAST_SAID = 8
"""Characters that must be left of a proposal once what any proposal could say is taken away: our own choice."""


def find(stage: SuggestionStage, action: SuggestionAction, by: Role) -> Move | None:
    """The move, or None if it is illegal."""
    return next((move for move in MOVES if (move.at, move.action, move.by) == (stage, action, by)), None)


def possible(stage: SuggestionStage, by: Role) -> list[SuggestionAction]:
    """Actions of a role at a stage, in the order of the keys."""
    return [move.action for move in MOVES if move.at is stage and move.by is by]


def flaw(part: SuggestionPart, text: str) -> Flaw | None:
    """What is wrong with a part; None: nothing."""
    least, most = PARTS[part]
    if not text.strip():
        return Flaw.MISSING
    if len(text) > most:
        return Flaw.LONG
    if len(text.strip()) < (least if text.isascii() else least // 2):
        return Flaw.SHORT
    if part is SuggestionPart.PROPOSAL and len(re.sub(r"[\W_]+", "", _HOLLOW.sub("", text))) < LEAST_SAID:
        return Flaw.HOLLOW
    return None


def needed(kind: SuggestionKind, level: Level) -> int:
    """Number of representatives who must sign, the lead included."""
    return kinds()[kind].names_needed[level]


def stands(state: SignatureState, signed: int | None, edition: int) -> bool:
    """True if the name is below this edition of the text."""
    return state is SignatureState.SIGNED and signed == edition


def after_opinions(given: Sequence[Satisfaction], names: int, round_: int, *, over: bool) -> SuggestionAction | None:
    """What follows from the opinions given of a reply by those who signed (`names`); None: others are still awaited.

    `over`: the time for giving them has passed.
    """
    if len(given) < names and not over:
        return None
    again = Satisfaction.DISSATISFIED in given and round_ < HANDLINGS
    return SuggestionAction.HANDLE_AGAIN if again else SuggestionAction.CLOSE


def after_words(given: Sequence[Done], names: int, round_: int, *, over: bool) -> SuggestionAction | None:
    """What follows from what those who signed say of what was reported done; None: others are still awaited.

    Not done after the second handling closes it, as not kept: it is the office's to see to.
    """
    if len(given) < names and not over:
        return None
    if Done.NO in given and round_ < HANDLINGS:
        return SuggestionAction.HANDLE_AGAIN
    partly = Done.PARTLY in given and Done.NO not in given
    return SuggestionAction.GO_ON if partly else SuggestionAction.CLOSE


def session_of(day: date, sessions: Sequence[tuple[int, date, date]]) -> int | None:
    """The session to which what is handed in on a day belongs, of (number, hand in by, begins on); None: to none.

    The earliest whose last day has not passed, once it is a year off at most.
    """
    open_ = [(last, number) for number, last, begins in sessions if last >= day and begins - day <= timedelta(days=120)]
    return min(open_)[1] if open_ else None

"""Callback data of the policy."""

from aiogram.filters.callback_data import CallbackData

from handlers.core.casework.policy import Interval
from storage.vocabulary import CaseKind

EVERY = 0
"""In place of a topic's id: all topics."""


class PolicyPage(CallbackData, prefix="ply"):
    """A page of the clocks of a kind of case, from 0."""

    kind: CaseKind
    page: int


class OpenClock(CallbackData, prefix="plo"):
    """A clock of a kind, for all topics or one."""

    kind: CaseKind
    interval: Interval
    topic: int = EVERY


class ChooseNumber(CallbackData, prefix="plc"):
    """Let a row of the policy that is chosen, not typed, have this number."""

    interval: Interval
    number: int


class ClockTopics(CallbackData, prefix="plt"):
    """A page of topics, one of which is to have a number of its own."""

    kind: CaseKind
    interval: Interval
    page: int


class ResetClock(CallbackData, prefix="plr"):
    """Take back what was changed."""

    kind: CaseKind
    interval: Interval
    topic: int

"""Refusals about supervision."""

from handlers.core.errors import Refusal


class SupervisionNotFound(Refusal):
    """There is no such supervision, or it is not theirs to see: the same answer for both."""


class SupervisionOver(Refusal):
    """The supervision has come to its result already."""


class SupervisedAlready(Refusal):
    """The case is under supervision already."""


class NothingToSupervise(Refusal):
    """Nobody handles the case now, so nothing can be expected of anybody."""


class NotStaff(Refusal):
    """The person named holds no role of staff."""


class LastSupervisor(Refusal):
    """Nobody else supervises the case: somebody has to be named first."""


class TooManySupervisors(Refusal):
    """As many people supervise the case as may."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.most = most


class ReasonMissing(Refusal):
    """A day cannot be moved without saying why."""

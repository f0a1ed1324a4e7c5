"""What cannot be done: raised with facts, turned into words in one place (`words`)."""

from collections.abc import Sequence

from handlers.conversation.texts import Html
from storage.vocabulary import Action, Role, Stage


class Refusal(Exception):
    """Something a person asked for cannot be done. Nothing of their update is kept; they are told why."""

    opinion_id: int | None = None
    """The opinion they meant to act on, where it is theirs to see: they are shown how it stands now ..."""
    role: Role | None = None
    """... as they see it in this role."""


class OpinionNotFound(Refusal):
    """There is no such opinion, or it is not theirs to see: the same answer for both."""


class OutdatedButton(Refusal):
    """The opinion moved on since this button was shown."""

    def __init__(self, opinion_id: int, role: Role | None = None) -> None:
        super().__init__(f"opinion {opinion_id} moved on")
        self.opinion_id, self.role = opinion_id, role


class MoveRefused(Refusal):
    """The opinion stands at a stage from which this person cannot do that."""

    def __init__(
        self,
        reference: str,
        stage: Stage,
        action: Action,
        possible: Sequence[Action],
        *,
        opinion_id: int | None = None,
        role: Role | None = None,
    ) -> None:
        super().__init__(f"cannot {action} at {stage}, only {', '.join(possible) or 'wait'}")
        self.reference, self.stage, self.action, self.possible = reference, stage, action, possible
        self.opinion_id, self.role = opinion_id, role


class NotAllowed(Refusal):
    """The person does not hold the role this needs."""


class Unusable(Refusal):
    """What was sent does not fit here; `reason` says what would, in the person's language."""

    def __init__(self, reason: Html) -> None:
        super().__init__("unusable")
        self.reason = reason

"""Refusals about roles and invitations."""

from handlers.core.errors import Refusal
from handlers.core.people.rules import Stays


class NotAmongPeople(Refusal):
    """There is no such role or representative, or they are not of the actor's stations: the same answer for both."""


class InvitationNotFound(NotAmongPeople):
    """The invitation is used up, called off, or not theirs to see."""


class InvitedMeanwhile(Refusal):
    """Somebody has been invited, or has left office, since the button was shown."""

    def __init__(self, representative_id: int | None = None) -> None:
        super().__init__("invited meanwhile")
        self.representative_id = representative_id


class CannotJoin(Refusal):
    """The invitation lets the actor in no more, or is to a role they hold."""


class RoleStays(Refusal):
    """The role cannot be ended, with the reason."""

    def __init__(self, why: Stays) -> None:
        super().__init__(f"role stays: {why}")
        self.why = why


class ActsForOthers(Refusal):
    """Holders of a role cannot erase what is theirs: what they did in it belongs to the public record."""

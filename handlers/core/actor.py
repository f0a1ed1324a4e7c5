"""Actors: who acts, with what reach, and how they proved who they are."""

from dataclasses import dataclass
from enum import StrEnum

from handlers.core.errors import NotAllowed
from handlers.core.roles import stations_of
from storage.models.directory import HandlingUnit, Representative
from storage.models.people import Grant, Person
from storage.vocabulary import Channel, Role


class Proof(StrEnum):
    """Ways to prove who one is."""

    CHAT = "chat"
    """The channel vouches for the account that wrote or pressed."""
    DESK = "desk"
    """A browser in which they were let in from their chat."""
    KEY = "key"
    """A key that county staff gave to another program; it writes for somebody who has no chat."""
    SHELL = "shell"
    """The operating system let them run commands beside the database."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who acts, over a channel. Their roles say what they reach."""

    known: Person | None
    """None: the operator, who is known to the operating system only and reaches what county staff reach."""
    channel: Channel | None = Channel.TELEGRAM
    """None: the command line, which is no way to talk."""
    proof: Proof = Proof.CHAT

    @property
    def person(self) -> Person:
        """The person who acts. Raises `NotAllowed` for the operator: what a person does needs one."""
        if self.known is None:
            raise NotAllowed
        return self.known

    @property
    def person_id(self) -> int | None:
        """The person's row; None for the operator."""
        return self.known.id if self.known is not None else None

    @property
    def grants(self) -> list[Grant]:
        """The roles the person holds now."""
        return self.known.grants if self.known is not None else []

    def has(self, role: Role) -> bool:
        """True if the person holds this role now."""
        if self.known is None:
            return role is Role.STAFF
        return role is Role.CONSTITUENT or any(grant.role is role for grant in self.grants)

    def require(self, *roles: Role) -> None:
        """Raises `NotAllowed` unless one of the roles is held."""
        if not any(self.has(role) for role in roles):
            raise NotAllowed

    @property
    def of_county(self) -> bool:
        """True if they are staff of the county office: they look after all stations."""
        return self.has(Role.STAFF) and self.stations is None

    def require_county(self) -> None:
        """Raises `NotAllowed` unless they are staff of the county office."""
        if not self.of_county:
            raise NotAllowed

    @property
    def representatives(self) -> list[Representative]:
        """Representatives for whom the person acts."""
        return [grant.representative for grant in self.grants if grant.representative is not None]

    @property
    def units(self) -> list[HandlingUnit]:
        """Handling units whose officer the person is."""
        return [grant.unit for grant in self.grants if grant.unit is not None]

    @property
    def stations(self) -> list[int] | None:
        """Stations whose staff they are; None: county staff, all stations. Raises `NotAllowed` if neither."""
        if self.known is None:
            return None
        ids = stations_of(self.grants)
        if ids == []:
            raise NotAllowed
        return ids


def operator() -> Actor:
    """The actor of a command on the machine where the database is."""
    return Actor(None, None, Proof.SHELL)

"""Who acts, with what reach, and how they proved who they are."""

from dataclasses import dataclass
from enum import StrEnum

from handlers.core.errors import NotAllowed
from handlers.core.roles import stations_of
from storage.models.directory import HandlingUnit, Representative
from storage.models.people import Person
from storage.vocabulary import Channel, Role


class Proof(StrEnum):
    """How an actor proved who they are."""

    CHAT = "chat"
    """The channel vouches for the account that wrote or pressed."""


@dataclass(frozen=True, slots=True)
class Actor:
    """A person who acts, over a channel. Their roles say what they reach."""

    person: Person
    channel: Channel = Channel.TELEGRAM
    proof: Proof = Proof.CHAT

    def has(self, role: Role) -> bool:
        """Whether the person holds this role now."""
        return role is Role.CONSTITUENT or any(grant.role is role for grant in self.person.grants)

    def require(self, *roles: Role) -> None:
        """Raises `NotAllowed` unless one of the roles is held."""
        if not any(self.has(role) for role in roles):
            raise NotAllowed

    @property
    def representatives(self) -> list[Representative]:
        """Representatives for whom the person acts."""
        return [grant.representative for grant in self.person.grants if grant.representative is not None]

    @property
    def units(self) -> list[HandlingUnit]:
        """Handling units whose officer the person is."""
        return [grant.unit for grant in self.person.grants if grant.unit is not None]

    @property
    def stations(self) -> list[int] | None:
        """Stations whose staff the person is; None: county staff, all stations. Raises `NotAllowed` if neither."""
        ids = stations_of(self.person.grants)
        if ids == []:
            raise NotAllowed
        return ids

"""Accounts that can talk to a bot: people, and the groups some of them share."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True, eq=False)
class Person:
    """Somebody with a Telegram account; `language` is an IETF tag as Telegram sends it ("en", "zh-hans")."""

    id: int
    name: str
    language: str = "en"
    username: str | None = None
    blocked_bots: set[int] = field(default_factory=set)

    @property
    def blocked(self) -> bool:
        """True if the person has blocked a bot of this world."""
        return bool(self.blocked_bots)

    def user(self) -> dict[str, Any]:
        """The person as the Bot API's User."""
        user: dict[str, Any] = {
            "id": self.id,
            "is_bot": False,
            "first_name": self.name,
            "language_code": self.language,
        }
        if self.username:
            user["username"] = self.username
        return user

    def chat(self) -> dict[str, Any]:
        """The private chat with the person as the Bot API's Chat."""
        chat: dict[str, Any] = {"id": self.id, "type": "private", "first_name": self.name}
        if self.username:
            chat["username"] = self.username
        return chat


@dataclass(slots=True, eq=False)
class Group:
    """A group chat; its id is negative, a supergroup's begins with -100."""

    id: int
    title: str
    members: set[int]
    migrated_to: int | None = None

    @property
    def kind(self) -> str:
        """Telegram's chat type."""
        return "supergroup" if self.id <= -1_000_000_000_000 else "group"

    def chat(self) -> dict[str, Any]:
        """The group as the Bot API's Chat."""
        return {"id": self.id, "type": self.kind, "title": self.title}


class People:
    """Everybody, found by id or by name."""

    def __init__(self) -> None:
        self.by_id: dict[int, Person] = {}
        self.by_name: dict[str, Person] = {}
        self.groups: dict[int, Group] = {}
        self._next_id = 700_000_001

    def add(self, person: Person) -> Person:
        """Keep a person; raises ValueError when the id belongs to somebody else."""
        if self.by_id.setdefault(person.id, person) is not person:
            raise ValueError(f"the id {person.id} belongs to {self.by_id[person.id].name}")
        self.by_name[person.name] = person
        return person

    def free_id(self) -> int:
        """A user id nobody has yet."""
        while self._next_id in self.by_id:
            self._next_id += 1
        return self._next_id

    def group(self, title: str, members: Iterable[Person], group_id: int | None) -> Group:
        """Found a group."""
        number = group_id if group_id is not None else -400_000_001 - len(self.groups)
        group = Group(number, title, {person.id for person in members})
        self.groups[number] = group
        return group

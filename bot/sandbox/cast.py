"""The cast: everybody of the sandbox's town whom one can be on the page."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from typing import Any

MAX_NAME = 64
"""Characters of a first name: Telegram's limit."""
NEWCOMERS = "newcomers"
COLOURS = ("#2f7d6d", "#b5573c", "#5a64a8", "#8a6a1f", "#7c4a86", "#3c7da3", "#6a7d2f", "#a34567")


@dataclass(frozen=True, slots=True)
class CastMember:
    """A person one can be on the page.

    `label` is their role in a few words (`label_zh` the same in Chinese); `group` is the heading in the picker
    ("constituents", "representatives", "units", "staff" and "newcomers" are translated by the page, others are shown
    as they are); `language` is an IETF tag as Telegram sends it ("en", "zh-hans"); `phone` is what they share when
    asked for their number ("" invents one). `colour` is a CSS colour and `emoji` stands on it; without them the cast
    chooses a colour and the page shows the name's beginning.
    """

    id: int
    name: str
    label: str
    group: str
    language: str = "en"
    colour: str = ""
    emoji: str = ""
    phone: str = ""
    label_zh: str = ""

    def described(self) -> dict[str, Any]:
        """The fields by which the page shows the person."""
        shown = asdict(self)
        del shown["phone"]
        return shown

    @property
    def number(self) -> str:
        """The phone number they share, in E.164 form."""
        return self.phone or f"+99955{self.id % 10_000_000:07d}"


@dataclass(frozen=True, slots=True)
class NamedLocation:
    """A point the page offers when somebody shares a location, in degrees."""

    name: str
    latitude: float
    longitude: float


class Cast:
    """Everybody one can be, in the order of the picker; `phones` are the ids of those who are met first (four)."""

    def __init__(self, members: Iterable[CastMember], phones: Iterable[int] = ()) -> None:
        self._by_id: dict[int, CastMember] = {}
        for member in members:
            self.add(member)
        self.phones = [*phones] or [*self._by_id][:4]
        if missing := [number for number in self.phones if number not in self._by_id]:
            raise ValueError(f"nobody of the cast has the ids {missing}, yet they are to hold a phone")

    def __iter__(self) -> Iterator[CastMember]:
        return iter(self._by_id.values())

    def get(self, person_id: int) -> CastMember | None:
        """The person of that id, None when there is none."""
        return self._by_id.get(person_id)

    def add(self, member: CastMember) -> CastMember:
        """Let somebody new in, with a colour of their own; raises ValueError when their id is taken."""
        if member.id in self._by_id:
            raise ValueError(f"the id {member.id} is taken")
        shown = replace(member, colour=member.colour or COLOURS[len(self._by_id) % len(COLOURS)])
        self._by_id[member.id] = shown
        return shown

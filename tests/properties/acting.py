"""Acting as one of a village's people, and seeing what came of it; nobody ever reads what is not for them."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.conversation.outgoing import Outgoing
from handlers.core.actor import Actor
from handlers.core.errors import Refusal
from handlers.core.unit_of_work import County
from handlers.notifications.dispatch import notify
from storage.matter_vocabulary import MatterState
from storage.models.opinions import Opinion
from storage.models.people import Person
from tests.properties.village import FIRST_CHAT, NEIGHBOURS, Village
from tests.town import MONDAY

TOKEN = re.compile(r"secret(\d+)x|said(\d+)x|draft(\d+)x")
"""Words of a neighbour's opinion, of a neighbour's voice, and of a matter before it is public."""


@dataclass
class Shown:
    """A matter, as those concerned know it."""

    id: int
    state: MatterState = MatterState.DRAFT
    writer: int = 0
    """Which clerk wrote what it says."""
    said: int = 0
    """Number of its words; others were never public."""
    written: set[int] = field(default_factory=set)
    """Numbers of words that are a title and a summary."""
    public: set[int] = field(default_factory=set)
    """Numbers of words that were public once."""
    follows: dict[int, bool] = field(default_factory=dict)
    """Whoever added their voice, and whether they want to hear of it."""


class Acting(RuleBasedStateMachine):
    """What neighbours wrote, the matters made of it, and ways to act on them."""

    village: Village

    def __init__(self) -> None:
        super().__init__()
        self.now, self.number = MONDAY, 0
        self.wrote: dict[int, int] = {}
        """Opinions, each with who wrote it."""
        self.matters: list[Shown] = []
        self.put: dict[int, int] = {}
        """Opinions that staff put into a matter, each by itself."""
        self.apart: set[int] = set()
        """Opinions that staff took out, though they are handled together with others."""

    def _next(self) -> int:
        """A number that no word bore before; also in no example before."""
        self.village.drafts += 1
        return self.village.drafts

    def _does(self, act: Callable[[Outgoing], Awaitable[Any]]) -> tuple[Any, Refusal | None]:
        return self.village.runner.run(self._transaction(act))

    async def _transaction(self, act: Callable[[Outgoing], Awaitable[Any]]) -> tuple[Any, Refusal | None]:
        """Something is tried: (what came of it, the refusal). Nobody is told what is not for them."""
        self.calls: list[Any] = []
        async with self.village.database.writing() as session:
            zone = ZoneInfo("Asia/Shanghai")
            post = Outgoing(session, County(zone, "CN", "en", "TC", 42, "sandbox_bot"), self.now)
            try:
                done = await act(post)
            except Refusal as refusal:
                await session.rollback()
                return None, refusal
            await notify(post)
            self.calls = post.calls
        for call in self.calls:
            if self._neighbour(call):
                self._is_for(call.chat_id - FIRST_CHAT, call.payload)
        return done, None

    def _neighbour(self, call: Any) -> bool:
        return call.chat_id in range(FIRST_CHAT, FIRST_CHAT + NEIGHBOURS)

    def _is_for(self, neighbour: int, text: str) -> None:
        """Nothing that others wrote or said is in it, nor of a matter what was never public."""
        for wrote, said, draft in TOKEN.findall(text):
            assert not wrote or int(wrote) == neighbour, "another one's opinion is read"
            assert not said or int(said) == neighbour, "what another one said with their voice is read"
            assert not draft or any(int(draft) in one.public for one in self.matters), "a draft is read"

    async def _as(self, session: AsyncSession, person: int) -> Actor:
        return Actor(await session.get_one(Person, person))

    def _by(self, person: int, act: Callable[..., Awaitable[Any]], *given: Any) -> tuple[Any, Refusal | None]:
        async def acts(post: Outgoing) -> Any:
            return await act(post, await self._as(post.session, person), *given)

        return self._does(acts)

    def _on_opinion(self, person: int, act: Callable[..., Awaitable[Any]], opinion: int, *given: Any) -> Refusal | None:
        async def acts(post: Outgoing) -> Any:
            version = (await post.session.get_one(Opinion, opinion)).version
            return await act(post, await self._as(post.session, person), opinion, version, *given)

        return self._does(acts)[1]

    def _opinions(self) -> dict[int, Any]:
        numbers = ", ".join(map(str, self.wrote)) or "0"
        return {row["id"]: row for row in self.village.rows(f"SELECT * FROM opinion WHERE id IN ({numbers})")}  # noqa: S608

    def _within(self) -> dict[int, int]:
        """The opinions that are in a matter, each with which."""
        rows = self.village.rows("SELECT opinion_id, matter_id FROM matter_opinion")
        return {row["opinion_id"]: row["matter_id"] for row in rows if row["opinion_id"] in self.wrote}

    def _pick(self, data: st.DataObject, among: Any) -> Any:
        found = list(among)
        return data.draw(st.sampled_from(found)) if found else None

"""A constituent reads no text, name or photo of another one, on any screen they can come to.

They live where all others wrote from, write about the same, and have added their voice to its public matter.
"""

import re

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models.matters import Endorsement
from storage.queries.people import newcomer
from storage.vocabulary import Channel, Role
from tests.guards.somebody import OWN, SECRETS, Somebody, build
from tests.guards.trying import EMPTY, Deed, House, Outcome, Pocket, message
from tests.guards.walking import Walk
from tests.town import MONDAY, Town

pytestmark = pytest.mark.timeout(900)

MEI = Somebody("Mei", 9301, Role.CONSTITUENT)
SAME = "The lamps on East Street are dark again"
TYPED_REFERENCE = "TC-2026-000001"
"""What the walk types itself."""
PUBLIC = "Lamps on East Street"
"""Title of what staff made public."""


class Overheard(House):
    """Remembers what is shown to whoever tries something."""

    def __init__(self, town: Town) -> None:
        super().__init__(town)
        self.shown: list[tuple[Deed, str]] = []

    async def tries(self, who: Somebody, deed: Deed, pocket: Pocket = EMPTY) -> Outcome:
        outcome = await super().tries(who, deed, pocket)
        theirs = [call.payload for call in outcome.calls if call.chat_id == who.chat]
        self.shown.append((deed, "\n".join([*theirs, *(payload for _, payload in outcome.quick)])))
        return outcome


async def _moves_in(session: AsyncSession) -> None:
    """Mei lives where the author of everything does, and is asked whether what is public there was really done."""
    opinions = await build(session)
    facts = {"name": MEI.name, "language": "en", "created_at": MONDAY, "area_id": opinions[0].area_id}
    session.add(newcomer(Channel.TELEGRAM, str(MEI.chat), MEI.chat, id=OWN + 50, **facts))
    await session.flush()
    session.add(Endorsement(matter_id=OWN, person_id=OWN + 50, at=MONDAY, asked_at=MONDAY))


@pytest.mark.parametrize("follows", [True, False])
async def test_nothing_of_another_constituent_is_on_any_screen(town: Town, follows: bool) -> None:
    async with town.database.writing() as session:
        await _moves_in(session)
        if not follows:
            voice = await session.get(Endorsement, 2)
            await session.delete(voice)
    house = Overheard(town)
    walk = Walk(house, MEI)
    walk._ways.append((f"“{SAME}”", message(text=SAME), EMPTY))
    await walk.goes()
    assert not walk.wrongs, [*walk.wrongs][:5]
    seen = [(deed, shown.replace(TYPED_REFERENCE, "")) for deed, shown in house.shown]
    leaks = [f"{deed}: {shown}" for deed, shown in seen if re.search(SECRETS, shown, re.IGNORECASE)]
    assert not leaks, f"{len(leaks)} screens tell of another one:\n" + "\n".join(leaks[:5])
    assert any(PUBLIC in shown for _, shown in house.shown), "else this guards nothing"
    assert any("This is known here already" in shown for _, shown in house.shown)
    assert len(house.shown) > 60, "a walk that ends early is no proof"

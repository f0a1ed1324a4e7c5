"""A unit's reply passed on, rated, and handled again."""

from tests.checkpoints import beginning
from tests.units.hall import Hall

WHY = "It is dark again"


class Rounds(Hall):
    """The same people, and an opinion that is handled again."""

    @beginning
    async def passes_on(self) -> None:
        """Wang passes on what the unit replied."""
        wang = await self.opens()
        await wang.presses(self.says("Pass the reply on", "转给选民"), self.says("📨 Pass it on", "📨 转给选民"))

    @beginning
    async def first(self) -> None:
        """The Power Bureau's reply, that it is resolved, is passed on to Li."""
        await self.replied()
        await self.passes_on()

    @beginning
    async def second(self) -> None:
        """... and did not satisfy her."""
        await self.first()
        await self.li.presses(self.says("🙁 Dissatisfied", "🙁 不满意"))
        await self.li.says(WHY)

"""What the people of the bench talk about."""

from bot.bench.talk import Talker, Wanted
from handlers.conversation.callbacks import Go
from handlers.opinions.callbacks import OpenMine
from handlers.opinions.drafting import SendAs, ToWhom
from handlers.welcome.place import PickArea

VILLAGE = "Dongliu"
OPINION = "The street lamp at the east end of the village has been dark for a week, and children walk to school there."


async def opinion(talker: Talker) -> None:
    """A whole conversation, eight updates: arriving, the place, an opinion, its topic and addressee, sent, followed."""
    await talker.says("/start", Wanted(Go, "locate"))
    await talker.says(VILLAGE, Wanted(PickArea))
    await talker.presses(Wanted(Go, "opinion"))
    await talker.says(OPINION, Wanted(Go, "draft-done"))
    await talker.presses(Wanted(ToWhom))
    await talker.presses(Wanted(SendAs))
    await talker.presses(Wanted(OpenMine))
    await talker.presses()


async def words(talker: Talker) -> None:
    """As many updates for a bot that echoes."""
    for _ in range(8):
        await talker.says(OPINION)

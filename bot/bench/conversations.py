"""What the people of the bench talk about."""

from itertools import count

from bot.bench.talk import Talker, Wanted
from handlers.conversation.callbacks import Go
from handlers.presentation.callbacks import OpenMine, SendAs, ToWhom
from handlers.welcome.place import PickArea

VILLAGE = "Dongliu"
FIRST = "The street lamp at the east end of the village has been dark for a week,"
SECOND = "and the children walk to school along that road before sunrise. Please have it repaired."
CHOSEN = 1
"""The village's own representative, the first of the roster."""
UPDATES = 5
NUMBERS = count(1)
"""Of lamps: who sends the same text again is asked whether it is meant."""


async def arrival(talker: Talker) -> None:
    """Somebody comes for the first time and says where they live."""
    await talker.says("/start", Wanted(Go, {"to": "locate"}))
    await talker.says(VILLAGE, Wanted(PickArea))
    await talker.presses(Wanted(Go, {"to": "opinion"}))


async def opinion(talker: Talker) -> None:
    """A whole conversation: an opinion in two messages, done, its topic and addressee, looked over and sent."""
    await talker.says(f"Lamp {next(NUMBERS)}. {FIRST}", Wanted(Go, {"to": "draft-done"}))
    await talker.says(SECOND, Wanted(Go, {"to": "draft-done"}))
    await talker.presses(Wanted(ToWhom, {"representative": CHOSEN}))
    await talker.presses(Wanted(SendAs))
    await talker.presses(Wanted(OpenMine))


async def words(talker: Talker) -> None:
    """As many updates for a bot that echoes."""
    for number in range(UPDATES):
        await talker.says(SECOND if number else FIRST)

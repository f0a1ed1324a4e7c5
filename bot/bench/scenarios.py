"""Scenarios: the conversations that virtual users have with a bot."""

from itertools import count

from bot.bench.virtual_users import VirtualUser
from bot.demo.buttons import ButtonSpec
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


async def arrive(user: VirtualUser) -> None:
    """Somebody comes for the first time and says where they live."""
    await user.says("/start", ButtonSpec(Go, {"to": "locate"}))
    await user.says(VILLAGE, ButtonSpec(PickArea))
    await user.presses(ButtonSpec(Go, {"to": "opinion"}))


async def send_opinion(user: VirtualUser) -> None:
    """A whole conversation: an opinion in two messages, done, its topic and addressee, looked over and sent."""
    await user.says(f"Lamp {next(NUMBERS)}. {FIRST}", ButtonSpec(Go, {"to": "draft-done"}))
    await user.says(SECOND, ButtonSpec(Go, {"to": "draft-done"}))
    await user.presses(ButtonSpec(ToWhom, {"representative": CHOSEN}))
    await user.presses(ButtonSpec(SendAs))
    await user.presses(ButtonSpec(OpenMine))


async def send_texts(user: VirtualUser) -> None:
    """As many updates for a bot that echoes."""
    for number in range(UPDATES):
        await user.says(SECOND if number else FIRST)

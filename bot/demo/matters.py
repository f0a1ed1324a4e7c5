"""Steps of the town's history about matters: opened, filled, made public, endorsed, told of."""

from collections.abc import Awaitable, Callable, Mapping

from bot.demo.script import Step
from bot.demo.simulation import Simulation
from bot.sandbox.people import Person
from handlers.board.chat import Act, BoardAct
from handlers.conversation.callbacks import Go
from handlers.core.matters.rules import MatterAction
from handlers.matters.callbacks import (
    KeepWritten,
    MatterAct,
    OpenNew,
    PutInto,
    SendNews,
    TellFollowers,
    TellKind,
    WriteMatter,
)
from handlers.presentation.callbacks import BoardCard, BoardSay, EndorseInstead, MatterFor, OpenMatter, ToWhom
from handlers.writing.days import ChooseDay
from storage.matter_vocabulary import MatterNewsKind


class Matters:
    """Plays the steps under one heading: a matter. `opinions`: their numbers, by heading."""

    def __init__(self, simulation: Simulation, opinions: Mapping[str, int]) -> None:
        self._simulation, self._opinions = simulation, opinions
        self._matters: dict[str, int] = {}

    def actions(self) -> dict[str, Callable[[Step, Person], Awaitable[object]]]:
        """By the verb of the step."""
        return {
            "gathers": self._gathers,
            "describes": self._describes,
            "makes public": self._makes_public,
            "joins in": self._joins_in,
            "tells": self._tells,
            "seeks consent": self._seeks_consent,
            "agrees": self._agrees,
            "puts on the board": self._puts_on_board,
        }

    async def _gathers(self, step: Step, clerk: Person) -> None:
        """`the lamp`: the opinion of that heading goes into the matter; the first opens it with a title."""
        opinion, play = self._opinions[step.how], self._simulation
        await play.says(clerk, f"/find {opinion}")
        await play.presses(clerk, MatterFor, opinion=opinion)
        if step.thread in self._matters:
            await play.presses(clerk, PutInto, matter=self._matters[step.thread])
            return
        await play.presses(clerk, OpenNew, opinion=opinion)
        await play.says(clerk, step.words[0])
        self._matters[step.thread] = play.button(clerk, WriteMatter)[1].matter

    async def _describes(self, step: Step, clerk: Person) -> None:
        """Title and summary; then a colleague is asked to check them."""
        play = self._simulation
        await play.presses(clerk, WriteMatter, matter=self._matters[step.thread])
        for words in step.words:
            await play.says(clerk, words)
        await play.presses(clerk, KeepWritten)
        await play.presses(clerk, MatterAct, act=MatterAction.HAND_OVER)

    async def _makes_public(self, step: Step, clerk: Person) -> None:
        play = self._simulation
        await play.presses(clerk, OpenMatter, matter=self._matters[step.thread])
        await play.presses(clerk, MatterAct, act=MatterAction.RELEASE, sure=False)
        await play.presses(clerk, MatterAct, act=MatterAction.RELEASE, sure=True)

    async def _joins_in(self, step: Step, person: Person) -> None:
        """They write, and read that others wrote about it."""
        play = self._simulation
        await play.says(person, "/opinion")
        await play.says(person, step.words[0])
        await play.presses(person, Go, to="draft-done")
        await play.presses(person, ToWhom, representative=0)
        await play.presses(person, EndorseInstead, matter=self._matters[step.thread])

    async def _seeks_consent(self, step: Step, clerk: Person) -> None:
        await self._simulation.presses(clerk, OpenMatter, matter=self._matters[step.thread])
        await self._on_board(step, clerk, Act.ASK)

    async def _agrees(self, step: Step, author: Person) -> None:
        """They were asked whether it may stand on the public board."""
        await self._simulation.presses(author, BoardSay, matter=self._matters[step.thread], consents=True)

    async def _puts_on_board(self, step: Step, clerk: Person) -> None:
        await self._on_board(step, clerk, Act.SHOW)
        await self._simulation.presses(clerk, OpenMatter, matter=self._matters[step.thread])

    async def _on_board(self, step: Step, clerk: Person, act: Act) -> None:
        await self._simulation.presses(clerk, BoardCard, matter=self._matters[step.thread])
        await self._simulation.presses(clerk, BoardAct, act=act)

    async def _tells(self, step: Step, clerk: Person) -> None:
        """`promise`, or another kind of news."""
        play, matter = self._simulation, self._matters[step.thread]
        await play.says(clerk, "/matters")
        await play.presses(clerk, OpenMatter, matter=matter)
        await play.presses(clerk, TellFollowers, matter=matter)
        kind = MatterNewsKind(step.how)
        await play.presses(clerk, TellKind, kind=kind)
        if kind in (MatterNewsKind.PROMISE, MatterNewsKind.MOVED):
            await play.presses(clerk, ChooseDay)
        await play.says(clerk, step.words[0])
        await play.presses(clerk, SendNews, matter=matter)

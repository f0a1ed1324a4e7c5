"""Refusals about matters."""

from collections.abc import Sequence

from handlers.core.errors import Refusal
from handlers.core.matters.rules import Found


class MatterRefusal(Refusal):
    """Base of refusals about matters."""

    matter_id: int | None = None
    """The matter that is theirs to see and stands elsewhere by now: they are shown how it stands."""


class MatterNotFound(MatterRefusal):
    """There is no such matter, or it is not theirs to see: the same answer for both."""


class MatterMovedOn(MatterRefusal):
    """The matter was changed since this button was shown, or stands where that is not possible."""

    def __init__(self, matter_id: int) -> None:
        super().__init__(f"matter {matter_id} moved on")
        self.matter_id = matter_id


class SecondNeeded(MatterRefusal):
    """Somebody else than who wrote it checks what will be public."""

    def __init__(self, matter_id: int) -> None:
        super().__init__(f"matter {matter_id} needs a second person")
        self.matter_id = matter_id


class NobodyChecks(MatterRefusal):
    """Nobody else may check it, so handing it over would lead nowhere."""

    stays = True


class InMatterAlready(MatterRefusal):
    """The opinion is in a matter already; each is in one at most."""

    stays = True

    def __init__(self, title: str) -> None:
        super().__init__("in a matter already")
        self.title = title


class NotInMatter(MatterRefusal):
    """The opinion is not in this matter."""


class TellsWho(MatterRefusal):
    """What would be public may tell who somebody is; it is taken only if that is meant."""

    stays = True

    def __init__(self, found: Sequence[Found]) -> None:
        super().__init__("may tell who somebody is")
        self.found = found


class WroteItThemselves(MatterRefusal):
    """Who has an opinion in the matter is counted already."""

    stays = True

    def __init__(self, reference: str) -> None:
        super().__init__("has an opinion in it")
        self.reference = reference


class DayMissing(MatterRefusal):
    """A promise says by when."""

    stays = True


class NotAskedNow(MatterRefusal):
    """They are not asked whether it was done."""


class NotEndorsed(MatterRefusal):
    """They have not added their voice to it."""

"""Reasons why nobody is reminded of a case."""

from handlers.core.errors import Refusal


class _OfCase(Refusal):
    """Something that is refused about a case, which is named."""

    stays = True

    def __init__(self, reference: str) -> None:
        super().__init__("not now")
        self.reference = reference


class NobodyToUrge(_OfCase):
    """It is the turn of no representative and no unit."""


class NobodyReached(_OfCase):
    """Nobody who has it can be reached."""


class UrgedAlready(_OfCase):
    """They were reminded of it today."""


class NotAtNight(Refusal):
    """People are reminded in their working hours."""

    stays = True

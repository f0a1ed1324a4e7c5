"""When a matter may stand on the public board, and what of it is said there. Pure."""

from collections.abc import Sequence
from datetime import date, timedelta

from storage.matter_vocabulary import MatterNewsKind

LEAST = 10
"""Voices from which a place is named, and authors from which silence is no hindrance: the guard of ten that statistics
have everywhere here (WriteToThem's "too few")."""
SILENCE = timedelta(days=14)
"""So long somebody may take to answer before ten others decide: as long as an answer may be rated."""


def is_answered(answer: str | None, promised_for: date | None) -> bool:
    """True if there is something to read of it: an answer, or what is promised."""
    return answer is not None or promised_for is not None


def may_be_shown(yes: int, no: int, silent: int, *, waited: timedelta) -> bool:
    """True if the authors let it stand there.

    A "no" always hinders. Of fewer than ten each must have said yes: one of few is easily known by what happened.
    """
    if no or not yes:
        return False
    return not silent or (yes + silent >= LEAST and waited >= SILENCE)


def is_done(told: Sequence[MatterNewsKind]) -> bool:
    """True if what was promised last is reported done. `told`: kinds of what was told, in order."""
    promises = [one for one in told if one is not MatterNewsKind.ANSWER]
    return bool(promises) and promises[-1] is MatterNewsKind.DONE


def names_place(voices: int) -> bool:
    """True if so many wrote about it that its place tells nobody's name."""
    return voices >= LEAST


def share(part: int, whole: int) -> int | None:
    """A share in percent; None where too few stand behind it."""
    return round(100 * part / whole) if whole >= LEAST else None

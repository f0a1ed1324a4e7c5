"""Many chosen cases merged into one: which of them is the main one is asked, or another one is named."""

from collections.abc import Sequence
from contextlib import suppress
from typing import NamedTuple

from handlers.conversation.texts import shortened
from handlers.core.casework import access, rules
from handlers.core.errors import Refusal
from handlers.desk.casework import choosing
from handlers.desk.fields import missing
from handlers.desk.web import Answer, Desk, number
from handlers.presentation.names import STAGE_NAMES
from storage.models.opinions import Opinion
from storage.queries import opinions

MERGE = "merge"
"""Name of what is done."""
WORDS = 240
"""Characters of each that are shown: our own choice."""


class Chosen(NamedTuple):
    """A case that was chosen, as it is shown."""

    id: int
    version: int
    reference: str
    stage: str
    who: str
    """Name of who has it."""
    words: str
    takes_in: bool
    """True if others can be merged into it."""


def is_told(desk: Desk) -> bool:
    """True if the form says which is the main one."""
    return bool(desk.asked.typed("into") or number(desk.asked.typed("main")))


def was_asked(desk: Desk) -> bool:
    """True if the form is of the page that asks which is the main one."""
    return "into" in desk.asked.form


async def main(desk: Desk) -> int:
    """The case into which the others are merged. Raises `Unusable`."""
    if said := desk.asked.typed("into"):
        return await choosing.with_reference(desk, said)
    if chosen := number(desk.asked.typed("main")):
        return chosen
    raise missing(desk)


async def lock(desk: Desk, ids: Sequence[int]) -> list[Opinion]:
    """Those of these cases that they reach, locked in the order of their numbers: so no two wait for each other."""
    found = []
    for one in sorted(set(ids)):
        with suppress(Refusal):
            found.append(await access.supervised(desk.out, desk.actor, one))
    return found


async def ask(desk: Desk, chosen: Sequence[tuple[int, int]]) -> Answer:
    """Which is the main one, the oldest first. Raises `Unusable` if none of them is theirs."""
    t, versions = desk.t, dict(chosen)
    found = await lock(desk, [opinion for opinion, _ in chosen])
    if not found:
        raise missing(desk)
    texts = await opinions.openings(desk.session, [one.id for one in found], WORDS)
    shown = [
        Chosen(
            one.id,
            versions[one.id],
            one.reference,
            t(STAGE_NAMES[one.stage.value]).plain,
            t.named(one.representative),
            shortened(" ".join(texts[one.id].split()), WORDS),
            one.stage in rules.TAKES_IN,
        )
        for one in found
    ]
    wanted = number(desk.asked.typed("main")) or next((one.id for one in shown if one.takes_in), 0)
    back = desk.asked.typed("back")
    return desk.page("casework/together.html", chosen=shown, wanted=wanted, into=desk.asked.typed("into"), back=back)

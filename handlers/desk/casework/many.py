"""Many cases at once: assigned, merged, given a topic, reminded of; what was done and what was refused is listed."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import NamedTuple
from urllib.parse import parse_qs

from handlers.conversation.texts import N_
from handlers.core.casework import access
from handlers.core.casework.actions import staff, urging
from handlers.core.errors import Refusal
from handlers.desk.casework import cases, choosing, together
from handlers.desk.fields import missing
from handlers.desk.refusals import words
from handlers.desk.web import Answer, Asked, Desk, number
from storage.models.opinions import Opinion

MOST = 50
"""Cases at once: a page of the list."""

Do = Callable[[Desk, int, int], Awaitable[object]]
"""The action on a case as it was seen: its number, its version."""


class Deed(NamedTuple):
    """An action with each that was chosen."""

    do: Do
    main: int = 0
    """The case into which it takes them, which is none of them; 0: none."""


class Outcome(NamedTuple):
    """What came of a case."""

    opinion_id: int
    reference: str
    why: str
    """Why it was refused; empty: it is done."""


async def _assigning(desk: Desk) -> Deed:
    """Raises `Unusable`."""
    said = desk.asked.typed("called")
    if not said:
        raise missing(desk)
    chosen = await choosing.called(desk, said)
    return Deed(lambda desk, opinion, version: staff.assign(desk.out, desk.actor, opinion, version, chosen))


async def _classifying(desk: Desk) -> Deed:
    """Raises `Unusable`."""
    chosen = number(desk.asked.typed("topic"))
    if not chosen:
        raise missing(desk)
    return Deed(lambda desk, opinion, version: staff.classify(desk.out, desk.actor, opinion, version, chosen))


async def _merging(desk: Desk) -> Deed:
    """Raises `Unusable`."""
    main = await together.main(desk)
    return Deed(lambda desk, opinion, version: staff.merge(desk.out, desk.actor, opinion, version, main), main)


async def _urging(desk: Desk) -> Deed:
    return Deed(lambda desk, opinion, version: urging.urge(desk.out, desk.actor, opinion, version))


DEEDS: Mapping[str, tuple[str, Callable[[Desk], Awaitable[Deed]]]] = {
    "assign": (N_("Assign"), _assigning),
    together.MERGE: (N_("🔗 Merge"), _merging),
    "topic": (N_("Give the topic"), _classifying),
    "urge": (N_("Remind who has them"), _urging),
}
"""What can be done with many: its label, still to be translated, and how."""


async def act(desk: Desk) -> Answer:
    """Do it with each that was chosen; one that is refused hinders no other. Which is the main one is asked first.

    Raises `Unusable` where nothing was chosen, or nothing but the main one.
    """
    chosen, deed = _chosen(desk), desk.asked.typed("do")
    if not chosen or deed not in DEEDS:
        raise missing(desk)
    if deed == together.MERGE and not together.is_told(desk) and not together.was_asked(desk):
        return await together.ask(desk, chosen)
    label, made = DEEDS[deed]
    do, main = await made(desk)
    concerned = [(opinion, version) for opinion, version in chosen if opinion != main]
    if not concerned:
        raise missing(desk)
    await together.lock(desk, [*(opinion for opinion, _ in chosen), main])
    outcomes = [await _one(desk, do, opinion, version) for opinion, version in concerned]
    done = [one for one in outcomes if not one.why]
    refused = [one for one in outcomes if one.why]
    into = await _reference(desk, main) if main else ""
    back = desk.asked.typed("back")
    return desk.page("casework/many.html", done=done, undone=refused, back=back, label=label, into=into, main=main)


def _chosen(desk: Desk) -> list[tuple[int, int]]:
    """Cases that were chosen, each with the version that was seen."""
    ticked = [one.partition(":") for one in desk.asked.form.get("case", ())][:MOST]
    return [(number(opinion), number(version)) for opinion, _, version in ticked]


async def again(desk: Desk) -> Answer:
    """The list as it was, or which is to be the main one, with why nothing was done."""
    if desk.asked.typed("do") == together.MERGE and _chosen(desk):
        return await together.ask(desk, _chosen(desk))
    asked = Asked("GET", desk.asked.path, parse_qs(desk.asked.typed("back")), cookie=desk.asked.cookie)
    return await cases.show(replace(desk, asked=asked))


async def _one(desk: Desk, do: Do, opinion_id: int, version: int) -> Outcome:
    out, events, calls = desk.out, len(desk.out.events), len(desk.out.calls)
    try:
        async with desk.session.begin_nested():
            await do(desk, opinion_id, version)
            opinion = await desk.session.get_one(Opinion, opinion_id)
            return Outcome(opinion_id, opinion.reference, "")
    except Refusal as refusal:
        del out.events[events:], out.calls[calls:]
        return Outcome(opinion_id, await _reference(desk, opinion_id), words(refusal, desk.t).plain)


async def _reference(desk: Desk, opinion_id: int) -> str:
    """The reference of a case that they reach; else its number as it was sent."""
    try:
        return (await access.supervised(desk.out, desk.actor, opinion_id)).reference
    except Refusal:
        return f"#{opinion_id}"

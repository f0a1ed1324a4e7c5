"""To which unit an opinion should go, and why."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.conversation.texts import Html, Translator, join
from storage.models import HandlingUnit, Opinion
from storage.queries import people, referrals

LISTED = 8
"""Units a page."""


@dataclass(frozen=True, slots=True)
class Way:
    """A unit an opinion could go to."""

    unit: HandlingUnit
    joined: bool
    """Somebody reads for it here and can be reached."""
    load: int
    """Opinions it has to reply to."""


@dataclass(frozen=True, slots=True)
class Suggested:
    """The unit that is suggested first."""

    way: Way
    by_unit: str | None
    """The one that returned it and named this one, by its name; None: the topic leads here."""


async def suggested(session: AsyncSession, t: Translator, opinion: Opinion) -> Suggested | None:
    """The unit that the last to return it named, else that of its topic; never one that has returned it."""
    returned = await referrals.returned_by(session, opinion.id, opinion.round)
    refused = {one.unit_id for one in returned}
    if returned and returned[-1].suggested is not None and returned[-1].suggested_unit_id not in refused:
        (way,) = await weighed(session, [returned[-1].suggested])
        return Suggested(way, t.named(returned[-1].unit))
    unit_id = opinion.topic.unit_id if opinion.topic is not None else None
    if unit_id is None or unit_id in refused:
        return None
    (way,) = await weighed(session, [await session.get_one(HandlingUnit, unit_id)])
    return Suggested(way, None)


async def weighed(session: AsyncSession, units: Sequence[HandlingUnit]) -> list[Way]:
    """These units with what counts when one chooses, in the same order."""
    ids = [unit.id for unit in units]
    loads, joined = await referrals.loads(session, ids), await people.units_joined(session, ids)
    return [Way(unit, unit.id in joined, loads.get(unit.id, 0)) for unit in units]


def label(t: Translator, way: Way) -> str:
    """A unit on a button; 💤 marks one for which nobody has joined."""
    text = t("{unit} · {n} open", unit=t.named(way.unit), n=way.load)
    return ("" if way.joined else "💤 ") + text.plain


def why(t: Translator, found: Suggested, opinion: Opinion) -> Html:
    """What speaks for the suggested one, a line each."""
    unit = t.named(found.way.unit)
    lines: list[str] = [t("💡 Why {name}?", name=unit)]
    if found.by_unit is not None:
        lines.append(t("• {other} returned it and says that it is theirs.", other=found.by_unit))
    elif opinion.topic is not None:
        topic = t.named(opinion.topic)
        lines.append(t("• The directory gives the topic “{topic}” to this unit.", topic=topic))
    lines.append(t.plural("• Has {n} opinion to reply to.", "• Has {n} opinions to reply to.", found.way.load))
    lines.append(
        t("• Uses this bot already and gets it at once.")
        if found.way.joined
        else t("• Has not joined yet: the case would wait until they join.")
    )
    return join(lines)

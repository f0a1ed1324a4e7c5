"""Representatives and units to choose from: their keys, and why one is suggested."""

from collections.abc import Sequence

from handlers.conversation.screen import LONGEST_LABEL, Button
from handlers.conversation.texts import N_, Html, Translator, join, shortened
from handlers.core.casework.candidates import Candidate
from handlers.core.casework.routing import Suggested, Way
from handlers.presentation.callbacks import ReferTo
from handlers.presentation.names import beside_name, level_name
from storage.models.opinions import Opinion
from storage.vocabulary import Role


def representative_label(t: Translator, one: Candidate, found: Sequence[Candidate]) -> str:
    """A candidate on a button among all that were found; 💤 marks who has not joined yet."""
    facts: dict[str, object] = {"name": t.named(one.representative), "level": level_name(t, one.representative)}
    text = t("{name} · {level} · {n} open", n=one.load, **facts)
    beside = beside_name(t, one.representative, (other.representative for other in found))
    return shortened(("" if one.joined else "💤 ") + text.plain + beside, LONGEST_LABEL)


def why_representative(t: Translator, best: Candidate, opinion: Opinion) -> Html:
    """Reasons for a candidate, a line each."""
    one = best.representative
    lines: list[str] = [t("💡 Why {name}?", name=t.named(one))]
    if best.wanted:
        lines.append(t("• The author asked for them."))
    lines.append(t("• Sits in the {level} congress for {name}.", level=level_name(t, one), name=one.constituency))
    if opinion.area is not None:
        lines.append(t("• The opinion comes from {place}.", place=t.named(opinion.area)))
    if best.topical and opinion.topic is not None:
        lines.append(t("• Takes care of {topic}.", topic=t.named(opinion.topic)))
    lines.append(t.plural("• Has {n} open case.", "• Has {n} open cases.", best.load))
    lines.append(
        t("• Uses this bot already and gets it at once.")
        if best.joined
        else t("• Has not joined yet: the case would wait until they join.")
    )
    if not best.wanted:
        lines.append(t("Who has joined goes first, then the level closest to the place, then the fewest open cases."))
    return join(lines)


def proposed_key(opinion: Opinion, best: Suggested | None, by: Role, t: Translator) -> list[Button]:
    """A key to refer it to the unit that the one that returned it named; empty if none was named."""
    if best is None or best.by_unit is None:
        return []
    data = ReferTo(opinion=opinion.id, version=opinion.version, by=by, unit=best.way.unit.id)
    return [Button(shortened(t("⭐ Refer to {unit}", unit=t.named(best.way.unit)), LONGEST_LABEL), data)]


def unit_label(t: Translator, way: Way) -> str:
    """A unit on a button; 💤 marks one for which nobody has joined."""
    text = t("{unit} · {n} open", unit=t.named(way.unit), n=way.load)
    return ("" if way.joined else "💤 ") + text.plain


def why_unit(t: Translator, found: Suggested, opinion: Opinion) -> Html:
    """Reasons for the suggested unit, a line each."""
    unit = t.named(found.way.unit)
    lines: list[str] = [t("💡 Why {name}?", name=unit)]
    if found.by_unit is not None:
        lines.append(t("• {other} returned it and says that it is theirs.", other=t.named(found.by_unit)))
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


HOW_ALIKE = ((75, N_("nearly the same words")), (25, N_("many of the same words")), (0, N_("some of the same words")))
"""From so many out of 100."""


def how_alike(score: int) -> str:
    """In words, still to be translated."""
    return next(words for least, words in HOW_ALIKE if score >= least)

"""Why a case is with whom it is, in words, and the key to it."""

from collections.abc import Sequence

from handlers.conversation.screen import Button
from handlers.conversation.texts import N_, Html, Translator, bold, join, quote
from handlers.core.casework.routed import Routed, UnitRule
from handlers.presentation.callbacks import WhyRouted
from handlers.presentation.names import level_name
from storage.models.opinions import Event, Opinion
from storage.vocabulary import Action, Role

BY = {
    Role.STAFF: N_("• Staff gave it to them on {day}."),
    Role.REPRESENTATIVE: N_("• A colleague handed it over to them on {day}."),
}
CHOSE = {
    Role.STAFF: N_("• Staff chose this unit on {day}."),
    Role.REPRESENTATIVE: N_("• The representative chose this unit on {day}."),
}
LAST_SHOWN = 5
"""Of what was tried before, the last ones are shown: our own choice."""


def why_key(t: Translator, opinion: Opinion, role: Role) -> list[Button]:
    """A key to why a case is with whom it is; empty while nobody has it."""
    if opinion.representative_id is None and opinion.unit_id is None:
        return []
    return [Button(t("💡 Why this one?"), WhyRouted(opinion=opinion.id, role=role))]


def why_routed(t: Translator, found: Routed) -> Html:
    """Which rule leads to whom it is with, and what was tried before."""
    opinion = found.opinion
    parts = [bold(t("💡 Why is {reference} with whom it is?", reference=opinion.reference))]
    return join([*parts, *_representative(t, found), *_unit(t, found), *_before(t, found)])


def _representative(t: Translator, found: Routed) -> list[str]:
    best, opinion = found.representative, found.opinion
    if best is None:
        return []
    one = best.representative
    lines: list[str] = ["", t("Representative: {name}", name=bold(t.named(one)))]
    if found.given is not None and found.given.actor_role in BY:
        lines.append(t(BY[found.given.actor_role], day=t.day(found.given.at)))
    if best.wanted:
        lines.append(t("• The author asked for them."))
    lines.append(t("• Sits in the {level} congress for {name}.", level=level_name(t, one), name=one.constituency))
    if opinion.area is not None:
        lines.append(t("• The opinion comes from {place}.", place=t.named(opinion.area)))
    if best.topical and opinion.topic is not None:
        lines.append(t("• Takes care of {topic}.", topic=t.named(opinion.topic)))
    return lines


def _unit(t: Translator, found: Routed) -> list[str]:
    opinion = found.opinion
    if opinion.unit is None or found.unit is None:
        return []
    lines: list[str] = ["", t("Unit: {unit}", unit=bold(t.named(opinion.unit)))]
    if found.unit is UnitRule.TOPIC and opinion.topic is not None and found.place is not None:
        named = {"topic": t.named(opinion.topic), "place": t.named(found.place)}
        lines.append(t("• The rule for the topic “{topic}” in {place} leads to this unit.", **named))
    elif found.unit is UnitRule.TOPIC and opinion.topic is not None:
        lines.append(t("• The rule for the topic “{topic}” leads to this unit.", topic=t.named(opinion.topic)))
    elif found.unit is UnitRule.NAMED:
        lines.append(t("• {other} returned it and says that it is theirs.", other=_returner(t, found)))
    if found.referred is not None and found.referred.actor_role in CHOSE:
        lines.append(t(CHOSE[found.referred.actor_role], day=t.day(found.referred.at)))
    return lines


def _returner(t: Translator, found: Routed) -> str:
    return t.named(found.returned[-1].unit) if found.returned else ""


def _before(t: Translator, found: Routed) -> list[str]:
    tried = sorted([*found.earlier, *found.returned], key=lambda one: one.id)
    if not tried:
        return ["", t("Nothing else was tried before.")]
    shown: Sequence[Event] = tried[-LAST_SHOWN:]
    lines: list[str] = ["", bold(t("What was tried before"))]
    for one in shown:
        if one.action is Action.RETURN:
            lines.append(t("• {unit} returned it on {day}:", unit=t.named(one.unit), day=t.day(one.at)))
            lines.append(quote(one.why) if one.why else Html())
        else:
            lines.append(t("• {name} had it from {day} on.", name=t.named(one.representative), day=t.day(one.at)))
    return lines

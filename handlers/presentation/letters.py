"""Letters between a constituent and their representative, as each reads them."""

from collections.abc import Sequence

from handlers.conversation.screen import Button
from handlers.conversation.texts import N_, Html, Translator, bold, join, quote
from handlers.core.casework.content import AnyAttachment
from handlers.core.casework.placeholders import named
from handlers.core.casework.promises import Planned
from handlers.core.casework.referrals import PassedOn
from handlers.core.casework.supporting import Part
from handlers.presentation import outcomes
from handlers.presentation.callbacks import Rate
from handlers.presentation.history import shown
from handlers.presentation.names import HANDLING_LABELS, SATISFACTION_LABELS, person_name, supervisors
from handlers.presentation.promises import step_line
from handlers.presentation.rounds import handling
from storage.models.opinions import Opinion, Rating
from storage.vocabulary import Action, Satisfaction, Stage


def author(t: Translator, opinion: Opinion) -> Html:
    """Author for representatives and staff: the name, or that it is anonymous."""
    where = t.named(opinion.area) if opinion.area is not None else None
    if opinion.anonymous:
        return t("Anonymous, {place}", place=where) if where else t("Anonymous")
    name = person_name(t, opinion.constituent)
    return t("{name}, {place}", name=name, place=where) if where else t("{name}", name=name)


def somebody(t: Translator, opinion: Opinion) -> Html:
    """Author for units: they need no name, whether it was given or not."""
    if opinion.area is None:
        return t("A constituent")
    return t("A constituent, {place}", place=t.named(opinion.area))


def question(
    t: Translator, opinion: Opinion, text: str, files: Sequence[AnyAttachment], *, by_staff: bool = False
) -> Html:
    """A representative's question as the constituent reads it; or what staff ask once it is answered."""
    office, reference = supervisors(t, opinion.station), bold(opinion.reference)
    if by_staff:
        head = t(
            "❓ {reference}: {office} looks into how this was handled, and asks:", reference=reference, office=office
        )
        return join([head, shown(t, text, files), t("Just reply to this message. It stays answered meanwhile.")])
    return join(
        [
            t("{reference}: your representative asks:", reference=reference),
            shown(t, text, files),
            t("Just reply to this message: whoever handles it reads it too.")
            if opinion.stage is Stage.REFERRED
            else t("Just reply to this message. The clock stands still until then."),
        ]
    )


IF_NOT = {
    Action.REOPEN: N_("Are you satisfied? One tap is enough. If not, it is looked at again."),
    Action.SUPERVISE: N_("Are you satisfied? One tap is enough. If not, {office} takes it in hand."),
    Action.RATE: N_("Are you satisfied? One tap is enough."),
}
"""The question under an answer, by what follows if its reader is not satisfied."""


def answer(
    t: Translator,
    opinion: Opinion,
    reply: str,
    files: Sequence[AnyAttachment],
    passed: PassedOn | None = None,
    *,
    follows: Action,
    by_staff: bool = False,
) -> Html:
    """A representative's answer as the constituent reads it: their words, then the unit's, with what came of it.

    `follows`: what does if they are not satisfied; `by_staff`: it is the result of supervision.
    """
    name, reference = t.named(opinion.representative), bold(opinion.reference)
    office = supervisors(t, opinion.station)
    own = shown(t, reply, files)
    if by_staff:
        head = t("{reference}: {office} tells you the result:", reference=reference, office=office)
    elif own or passed is None:
        head = t("{reference}: representative {name} answers:", reference=reference, name=name)
    else:
        head = t("{reference}: representative {name} passes this reply on to you:", reference=reference, name=name)
    return join(
        [
            head,
            own,
            _by_unit(t, opinion, passed) if passed is not None else "",
            t(IF_NOT[follows], office=office),
        ]
    )


def _by_unit(t: Translator, opinion: Opinion, passed: PassedOn) -> Html:
    name = None if opinion.anonymous else opinion.constituent.name
    return join(
        [
            t("🏢 {unit} replies:", unit=bold(t.named(passed.unit))),
            shown(t, named(passed.words, name), passed.files),
            *parts(t, passed.parts),
            outcomes.told(t, passed.outcome, passed.planned_for),
            *steps(t, passed.steps),
        ]
    )


def steps(t: Translator, planned: Sequence[Planned]) -> list[Html]:
    """Steps that lead to what is promised, a line each."""
    return [step_line(t, one.what, one.day, done=False) for one in planned]


def parts(t: Translator, shared: Sequence[Part]) -> list[Html]:
    """Parts of supporting units, each under its name."""
    lines = []
    for one in shared:
        head = t("🤝 {unit} adds:", unit=bold(t.named(one.unit)))
        lines.append(join([head, shown(t, one.words, one.files)]))
    return lines


def rated(t: Translator, rating: Rating) -> Html:
    """Rating of a round's answer, and why; empty until there is one."""
    earlier, handled = Html(), handling(t, rating.round)
    if rating.before is not None:
        label = t(SATISFACTION_LABELS[rating.before])
        earlier = bold(t("Rating of the {handling}, before supervision: {rating}", handling=handled, rating=label))
    if rating.satisfaction is None:
        return earlier
    label = t(SATISFACTION_LABELS[rating.satisfaction])
    head = t("Rating of the {handling}: {rating}", handling=handled, rating=label)
    if rating.before is not None:
        head = t("Rated after supervision: {rating}", rating=label)
    unsaid = rating.satisfaction is Satisfaction.DISSATISFIED and rating.why is None
    why = [quote(rating.why) if rating.why else "", t("No reason was given.") if unsaid else ""]
    return join([earlier, bold(head), *why])


def handled(t: Translator, rating: Rating) -> Html:
    """The representative's rating of how the unit handled a round, for who works on it; empty without one."""
    if rating.handling is None:
        return Html()
    label = t(HANDLING_LABELS[rating.handling])
    unit, name = t.named(rating.unit), handling(t, rating.round)
    return t(
        "🏢 The representative on how {unit} handled it ({handling}): {rating}", unit=unit, handling=name, rating=label
    )


def rating_rows(
    t: Translator, opinion: Opinion, given: Satisfaction | None = None, *, promised: bool
) -> list[list[Button]]:
    """One tap: satisfied, mostly, dissatisfied, and half done of a promise; not the one that is given."""
    keys = {
        satisfaction: Button(t(label), Rate(opinion=opinion.id, round=opinion.round, satisfaction=satisfaction))
        for satisfaction, label in SATISFACTION_LABELS.items()
        if satisfaction is not given
    }
    half = keys.pop(Satisfaction.HALF, None)
    return [list(keys.values()), [half] if promised and half is not None else []]

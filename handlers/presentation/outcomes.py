"""Outcome classes in words, by the legend."""

from datetime import date

from handlers.conversation.texts import Html, Translator, bold, escape, join
from handlers.core.casework.outcomes import legend
from storage.vocabulary import Outcome


def named(t: Translator, outcome: Outcome) -> Html:
    """`✅ Resolved (A)`."""
    one = legend()[outcome]
    return t.counted(Html(f"{one.sign} {escape(one.name[t.language])}"), outcome.value)


def explained(t: Translator) -> Html:
    """The legend, a line a class."""
    return join(
        [
            t("{kind}: {what}", kind=bold(named(t, outcome)), what=one.meaning[t.language])
            for outcome, one in legend().items()
        ]
    )


def told(t: Translator, outcome: Outcome, planned_for: date | None) -> Html:
    """Outcome as the author reads it: the class in plain words, and the day that is promised."""
    head = t("Result: {outcome}", outcome=bold(named(t, outcome)))
    promised = t("Promised by {day}.", day=bold(t.day(planned_for))) if planned_for is not None else ""
    return join([head, legend()[outcome].meaning[t.language], promised])


def as_shown(t: Translator, outcome: Outcome, planned_for: date | None) -> Html:
    """The same in one line, for who knows the legend."""
    name = bold(named(t, outcome))
    if planned_for is None:
        return t("Result: {outcome}", outcome=name)
    return t("Result: {outcome}, by {day}", outcome=name, day=t.day(planned_for))

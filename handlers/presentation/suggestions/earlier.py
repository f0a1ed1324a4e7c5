"""Earlier suggestions that say nearly the same, as they are read beside the one at hand."""

from collections.abc import Sequence
from datetime import date

from handlers.conversation.texts import Html, Translator, bold, join, quote, shortened
from handlers.core.casework.wording import stretches
from handlers.core.suggestions.similar import Like
from handlers.presentation import outcomes
from handlers.presentation.promises import OF_SUGGESTION, is_late
from handlers.presentation.suggestions import names
from storage.vocabulary import CommitmentState

EXCERPT = 160
"""Characters of what was answered then."""


def before(t: Translator, found: Sequence[Like], today: date) -> Html:
    """Earlier ones side by side, each with what was answered then."""
    if not found:
        return t("🔎 Nothing like it was raised before.")
    lines = [beside(t, like, today, t("you raised it yourself")) for like in found]
    head = t("🔎 This was raised before. Say what is new, or ask for what was promised:")
    return join([bold(head), *lines], "\n\n")


def beside(t: Translator, like: Like, today: date, own: str) -> Html:
    """An earlier one: when, whose (`own`: said of the same lead), how alike, what was answered and promised then."""
    one, reply = like.one, like.reply
    whose = own if like.own else one.lead
    when = one.session or (t.month(one.handed_in_at) if one.handed_in_at is not None else "")
    title = [bold(piece) if both else piece for piece, both in stretches(one.title, like.shared)]
    head = join(["🔁" if like.own else "👥", one.reference, join(title, "")], " ")
    facts = join([when, whose, t("{n}% alike", n=like.alike), t(names.STAGES[one.stage])], " · ")
    if reply is None:
        return join([head, facts, t("No reply yet.")])
    said = [outcomes.as_shown(t, reply.outcome, None), quote(shortened(reply.text, EXCERPT))]
    return join([head, facts, *said, promised_then(t, like, today)])


def promised_then(t: Translator, like: Like, today: date) -> Html:
    """What was promised then, and what came of it; empty if nothing was."""
    made, reply = like.promise, like.reply
    day = made.due_on if made is not None else reply.planned_for if reply is not None else None
    if day is None:
        return Html()
    promised = t("Promised by {day}.", day=t.day(day))
    if made is None:  # answered before promises were followed
        return t("Promised by {day}: not confirmed.", day=t.day(day)) if day < today else promised
    if is_late(made, today):
        return join([promised, t("🔴 That day has passed.")], " ")
    if made.state is CommitmentState.OPEN:
        return promised
    return join([promised, t("It stands: {state}", state=t(OF_SUGGESTION[made.state]))], " ")

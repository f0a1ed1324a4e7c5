"""Rounds of an opinion as people read them: the first handling, the second, the third, and why there is another."""

from collections.abc import Mapping

from handlers.conversation.texts import N_, Html, Translator, join, quote
from handlers.core.workdays.rules import Calendar
from handlers.presentation.due_days import due_day
from storage.models.opinions import Event, Opinion
from storage.stages import TO_COME
from storage.vocabulary import Action, Role

HANDLINGS: Mapping[int, str] = {1: N_("first handling"), 2: N_("second handling"), 3: N_("third handling")}
FIRST = 1
"""It has no mark: nothing but what comes again is named."""
WHY: Mapping[tuple[Action, bool], str] = {
    (Action.REOPEN, True): N_("🔁 This is the {handling}: you were not satisfied."),
    (Action.REOPEN, False): N_("🔁 This is the {handling}: its author was not satisfied."),
    (Action.REFUTE, True): N_("🔁 This is the {handling}: what was promised is not done, as you said."),
    (Action.REFUTE, False): N_("🔁 This is the {handling}: what was promised is not done, as its author says."),
}
"""Reason why a round began, by the action that opened it and whether the author reads it."""
BY_STAFF = N_("🔁 This is the {handling}: staff had it taken up anew.")


def handling(t: Translator, round_: int) -> Html:
    """`second handling`: the name of a round, wherever one is named."""
    words = HANDLINGS.get(round_)
    return t(words) if words is not None else t("handling no. {n}", n=round_)


def mark(t: Translator, round_: int) -> str:
    """`🔁 second handling`, for a line of a list and beside a heading; empty for the first."""
    return "" if round_ == FIRST else t("🔁 {handling}", handling=handling(t, round_)).plain


def begun(t: Translator, opinion: Opinion, opening: Event | None, days: Calendar, *, own: bool = False) -> Html:
    """Why there is another round, in its author's words, and when its answer is due; empty in the first.

    `opening`: what opened it; `own`: its author reads this.
    """
    if opening is None or opinion.round == FIRST:
        return Html()
    words = BY_STAFF if opening.actor_role is Role.STAFF else WHY.get((opening.action, own), BY_STAFF)
    head = t(words, handling=handling(t, opinion.round))
    awaited = opinion.stage in TO_COME and opinion.round_due_at not in (None, opinion.due_at)
    until = t("Its answer is due {day}.", day=due_day(t, opinion.round_due_at, days)) if awaited else ""
    return join([head, quote(opening.why) if opening.why else "", until])

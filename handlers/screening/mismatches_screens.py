"""Screens of ratings that disagree."""

from collections.abc import Sequence
from typing import NamedTuple

from handlers.conversation.callbacks import Go
from handlers.conversation.paging import Page, Reading
from handlers.conversation.screen import LONGEST_LABEL, Button, Screen, column
from handlers.conversation.texts import Html, Translator, bold, dotted, join, quote, shortened
from handlers.core.casework.mismatches import whys
from handlers.presentation import outcomes
from handlers.presentation.callbacks import OpenMismatch, OpenScreening
from handlers.presentation.letters import handled, rated
from handlers.presentation.mismatches import DO, LABELS, PREVIEWS, PROMPTS, How, reasons
from handlers.presentation.names import STAGE_NAMES
from handlers.presentation.rounds import handling, mark
from handlers.screening.callbacks import DoSettle, MismatchPage, Settle
from storage.models.opinions import Opinion, Rating
from storage.queries.mismatches import Disagreeing
from storage.vocabulary import Action

PAGE = 5
"""Ratings on a page, each with why."""


def listed(t: Translator, where: Reading, page: Page, found: Sequence[Disagreeing]) -> Screen:
    """A page of them, each with why."""
    home = [Button(t("🏠 Home"), Go(to="home"))]
    if not found and not where.words:
        return Screen(t("No ratings disagree. 🎉 What does comes here by itself."), [home])
    parts: list[str] = [where.title(t, page, bold(t("⚖️ Ratings that disagree, the oldest first")))]
    for one in found:
        head = join([bold(one.reference), mark(t, one.round), _asked(t, one)], " · ")
        parts.append(join([head, reasons(t, whys(one.satisfaction, one.outcome, one.handling))]))
    keys = [
        Button(shortened(dotted(one.reference, one.summary), LONGEST_LABEL), OpenMismatch(rating=one.id))
        for one in found
    ]
    turning = page.turning(lambda number: MismatchPage(page=number))
    return Screen(join(parts, "\n\n"), [*column(keys), turning, where.keys(t, page), home])


def _asked(t: Translator, one: Disagreeing) -> Html:
    if one.asked_back_at is None:
        return Html()
    day = t.day(one.asked_back_at)
    return t("❓ asked on {day}", day=day) if one.asked_back else t("💬 asked on {day}, answered", day=day)


class View(NamedTuple):
    """All that a card shows."""

    opinion: Opinion
    rating: Rating
    representative: str
    again: Action | None
    """Way to have it handled again; None: there is none."""
    may_ask: bool
    answer: str
    """Words with which its author answered what was asked back; empty: none came."""


def card(t: Translator, view: View, head: Html | str = "") -> Screen:
    """A rating that disagrees: who handled it, what each says, what can be done."""
    opinion, rating = view.opinion, view.rating
    lines: list[str] = [
        head,
        Html(f"⚖️ {bold(opinion.reference)} · {t(STAGE_NAMES[opinion.stage])}"),
        reasons(t, whys(rating.satisfaction, rating.outcome, rating.handling)),
        quote(opinion.summary) if opinion.summary else "",
        t("Answered by: {name}", name=view.representative) if view.representative else "",
        t("Unit: {unit}", unit=t.named(rating.unit)) if rating.unit is not None else "",
        outcomes.as_shown(t, rating.outcome, None) if rating.outcome is not None else "",
        rated(t, rating),
        handled(t, rating),
        *_asked_back(t, view),
        *_not_again(t, view),
    ]
    ways = [
        (How.REOPEN, view.again is not None),
        (How.ASK, view.may_ask),
        (How.STAND, True),
    ]
    rows = [[Button(t(LABELS[how]), Settle(rating=rating.id, how=how))] for how, possible in ways if possible]
    rows.append([Button(t("Open the case"), OpenScreening(opinion=opinion.id))])
    return Screen(join(lines), [*rows, back(t)])


def _asked_back(t: Translator, view: View) -> list[Html]:
    if view.rating.asked_back_at is None:
        return []
    asked = t("❓ Its author was asked on {day}.", day=t.day(view.rating.asked_back_at))
    if view.opinion.asked_back:
        return [t.sentences(asked, t("They have not answered yet."))]
    return [asked, join([t("They answered:"), quote(shortened(view.answer, 300))]) if view.answer else Html()]


def _not_again(t: Translator, view: View) -> list[Html]:
    """Reason why it cannot be handled again from here."""
    if view.again is not None:
        return []
    if view.rating.round != view.opinion.round:
        return [t("🔁 The {handling} has begun since.", handling=handling(t, view.opinion.round))]
    return [t("It cannot be handled again: it is not over, all handlings are used up, or it is too long ago.")]


def back(t: Translator) -> list[Button]:
    """To the list, and home."""
    return [Button(t("⚖️ All of them"), MismatchPage(page=-1)), Button(t("🏠 Home"), Go(to="home"))]


def prompt(t: Translator, rating_id: int, how: How) -> Screen:
    """Ask for the words."""
    return Screen(t(PROMPTS[how]), [[Button(t("⬅️ Back"), OpenMismatch(rating=rating_id))]])


def preview(t: Translator, rating_id: int, how: How, text: str) -> Screen:
    """What it will say."""
    hint = t("To change the words, just write them again.")
    keys = [
        [Button(t(DO[how]), DoSettle(rating=rating_id, how=how))],
        [Button(t("⬅️ Back"), OpenMismatch(rating=rating_id))],
    ]
    return Screen(join([t(PREVIEWS[how]), quote(text), hint], "\n\n"), keys)

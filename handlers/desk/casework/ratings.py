"""Ratings that disagree: each with why, and what staff do about it, as in the chat."""

from typing import NamedTuple

from handlers.conversation.texts import Html, quote
from handlers.core.casework import access, mismatches
from handlers.core.casework.actions import mismatches as actions
from handlers.core.casework.content import Said
from handlers.core.errors import OpinionNotFound
from handlers.desk.fields import missing
from handlers.desk.web import Answer, Desk, number
from handlers.presentation import outcomes
from handlers.presentation.letters import handled, rated
from handlers.presentation.mismatches import DONE, LABELS, PREVIEWS, How, reasons
from handlers.presentation.names import STAGE_NAMES
from handlers.presentation.rounds import handling
from storage.models.opinions import Opinion, Rating
from storage.queries import mismatches as queries
from storage.vocabulary import Role

A_PAGE = 20
PREVIEWED = (How.REOPEN, How.ASK)
"""Their words are read by others, so they are seen first as they will be read."""


class Shown(NamedTuple):
    """A rating on the page."""

    rating: Rating
    opinion: Opinion
    why: str
    facts: list[Html]
    ways: list[tuple[How, Html]]
    """What can be done about it now, each with its label."""
    is_typed: bool
    """It is the one whose words were sent just now."""


async def show(desk: Desk) -> Answer:
    """A page of them, the oldest first."""
    page, words = number(desk.asked.one("page")), desk.asked.one("words").strip()[:80]
    found = await queries.with_opinions(desk.session, desk.actor.stations, A_PAGE + 1, page * A_PAGE, words)
    how = _how(desk)
    previewed = how in PREVIEWED and bool(desk.asked.typed("words")) and desk.refusal is None
    return desk.page(
        "casework/ratings.html",
        shown=[await _shown(desk, *one) for one in found[:A_PAGE]],
        onward=page + 1 if len(found) > A_PAGE else 0,
        page=page,
        words=words,
        typed=desk.asked.typed,
        longest=actions.LONGEST,
        said=await _said(desk),
        preview=[desk.t(PREVIEWS[how]), quote(desk.asked.typed("words"))] if how is not None and previewed else [],
        how=how,
        label=desk.t(LABELS[how]) if how is not None else "",
    )


async def settle(desk: Desk) -> Answer:
    """Do what is asked about one of them. Raises `Unusable`, and what its action raises."""
    how, words, rating_id = _how(desk), desk.asked.typed("words"), desk.number("id")
    if how is None or not words:
        raise missing(desk)
    if how in PREVIEWED and desk.asked.typed("sure") != "1":
        return await show(desk)
    if how is How.REOPEN:
        opinion = (await actions.reopen(desk.out, desk.actor, rating_id, words)).opinion
    elif how is How.ASK:
        opinion = (await actions.ask_back(desk.out, desk.actor, rating_id, [Said(words)])).opinion
    else:
        opinion = await actions.let_stand(desk.out, desk.actor, rating_id, words)
    return desk.go("/staff/ratings", said=how.value, about=opinion.id)


def _how(desk: Desk) -> How | None:
    said = desk.asked.typed("how")
    return How(said) if said in tuple(How) else None


async def _shown(desk: Desk, rating: Rating, opinion: Opinion) -> Shown:
    t = desk.t
    possible = {
        How.REOPEN: await mismatches.way_again(desk.out, opinion, rating) is not None,
        How.ASK: mismatches.may_ask(opinion, rating),
        How.STAND: True,
    }
    facts = [
        Html(f"{t(STAGE_NAMES[opinion.stage])} · {handling(t, rating.round)}"),
        outcomes.as_shown(t, rating.outcome, None) if rating.outcome is not None else Html(),
        rated(t, rating),
        handled(t, rating),
    ]
    if rating.asked_back_at is not None:
        day = t.day(rating.asked_back_at)
        asked = t("❓ asked on {day}", day=day) if opinion.asked_back else t("💬 asked on {day}, answered", day=day)
        facts.append(asked)
    return Shown(
        rating,
        opinion,
        reasons(t, mismatches.whys(rating.satisfaction, rating.outcome, rating.handling)),
        [Html(one) for one in facts if one],
        [(how, t(LABELS[how])) for how in How if possible[how]],
        rating.id == desk.number("id"),
    )


async def _said(desk: Desk) -> str:
    """What was done just now, as the address says; empty if it says nothing of the kind."""
    said, about = desk.asked.one("said"), number(desk.asked.one("about"))
    if said not in tuple(How) or not about:
        return ""
    try:
        opinion = await access.find(desk.out, desk.actor, Role.STAFF, about)
    except OpinionNotFound:
        return ""
    return desk.t(DONE[How(said)], reference=opinion.reference).plain

"""Ratings that disagree: the author's with the representative's of the unit's handling, or with the result class."""

from enum import StrEnum

from handlers.core.casework import reopening, rules
from handlers.core.unit_of_work import UnitOfWork
from storage.models.opinions import Opinion, Rating
from storage.vocabulary import Action, Outcome, Role, Satisfaction, Stage


class Mismatch(StrEnum):
    """Reasons why staff look at a rating."""

    RESOLVED = "resolved"
    """The unit calls it resolved, and its author is dissatisfied."""
    DEFERRED = "deferred"
    """The unit defers it, and its author is satisfied."""
    HANDLED_WELL = "handled_well"
    """The representative finds it handled well, and its author is dissatisfied."""
    HANDLED_BADLY = "handled_badly"
    """The representative finds it handled badly, and its author is satisfied."""


WHEN = {
    Satisfaction.DISSATISFIED: ((Outcome.A, Mismatch.RESOLVED), (Satisfaction.SATISFIED, Mismatch.HANDLED_WELL)),
    Satisfaction.SATISFIED: ((Outcome.C, Mismatch.DEFERRED), (Satisfaction.DISSATISFIED, Mismatch.HANDLED_BADLY)),
}
"""By the author's rating: the result class, and the representative's rating, that disagree with it. The index of the
ratings says the same in the database's words (`DISAGREE`)."""


def whys(satisfaction: Satisfaction | None, outcome: Outcome | None, handling: Satisfaction | None) -> list[Mismatch]:
    """All that disagrees; empty where nothing does."""
    said = () if satisfaction is None else WHEN.get(satisfaction, ())
    return [why for other, why in said if other in (outcome, handling)]


async def way_again(work: UnitOfWork, opinion: Opinion, rating: Rating) -> Action | None:
    """Action by which staff have it handled again, or supervised after the last handling; None: neither is possible.

    What was closed too long ago, or was handled again meanwhile, is not.
    """
    follows = await reopening.if_dissatisfied(work, opinion)
    if rating.round != opinion.round or rules.find(opinion.stage, follows, Role.STAFF) is None:
        return None
    since = opinion.stage_since if opinion.stage is Stage.CLOSED else work.now
    over = rules.is_used_up(follows, dissatisfied=follows, appealed=opinion.appealed, since=since, now=work.now)
    return None if over else follows


def may_ask(opinion: Opinion, rating: Rating) -> bool:
    """True if its author can be asked back now: it is over, nothing has begun anew, and no question waits."""
    asked = opinion.asked_back or rating.round != opinion.round
    return not asked and rules.find(opinion.stage, Action.ASK, Role.STAFF) is not None

"""Ratings: the question "are you satisfied?", and whom its answer is about."""

from handlers.core.casework import clocks
from handlers.core.unit_of_work import UnitOfWork
from storage.models.opinions import Opinion, Rating, Referral
from storage.queries import opinions


async def ask(work: UnitOfWork, opinion: Opinion, referral: Referral | None = None) -> Rating:
    """Ask for the rating of this round: who is rated is fixed now; a reminder and an end are planned.

    `referral`: the one whose reply was passed on with the answer. A round has one rating: what is answered after
    supervision is asked about anew, and what was said before is kept.
    """
    rating, key = await opinions.rating(work.session, opinion.id, opinion.round), f"{opinion.id}:{opinion.round}"
    if rating is None:
        rating = Rating(opinion_id=opinion.id, round=opinion.round, station_id=opinion.station_id)
        work.session.add(rating)
    else:
        rating.before, key = rating.satisfaction or rating.before, f"{key}:{opinion.version}"
        rating.satisfaction = rating.rated_at = rating.why = rating.handling = None
    rating.representative_id, rating.asked_at = opinion.representative_id, work.now
    of_unit(rating, referral)
    await clocks.plan_question(work, opinion, "rating", key)
    await work.session.flush()
    return rating


def of_unit(rating: Rating, referral: Referral | None) -> None:
    """The rating is of what this unit replied, with what came of it; None: of no unit's reply."""
    passed = referral if referral is not None and referral.passed_on_at is not None else None
    rating.unit_id = passed.unit_id if passed is not None else None
    rating.outcome = passed.outcome if passed is not None else None


async def ask_whether_done(work: UnitOfWork, opinion: Opinion) -> None:
    """Ask "was it really done?": a reminder and an end are planned, as for a rating."""
    await clocks.plan_question(work, opinion, "done", f"{opinion.id}:{opinion.version}")

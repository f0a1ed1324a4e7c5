"""Another round of an opinion, or supervision: what the round that ends keeps, and who has to answer again."""

from handlers.core.casework import policy, rules
from handlers.core.unit_of_work import UnitOfWork
from storage.models.directory import Representative
from storage.models.opinions import Opinion, Rating
from storage.queries import opinions
from storage.vocabulary import Action, Satisfaction


async def if_dissatisfied(work: UnitOfWork, opinion: Opinion) -> Action:
    """What follows if its author is not satisfied: another round, supervision, or the end."""
    most = await policy.rounds(work)
    return rules.after_rating(Satisfaction.DISSATISFIED, opinion.round, most, supervised=opinion.supervised)


async def account_for(work: UnitOfWork, opinion: Opinion, why: str | None) -> Representative | None:
    """Keep why the round ends; who answered it has to answer again, if nobody else has the opinion.

    `why`: None if no reason was given, empty if not in words.
    """
    rating = await opinions.rating(work.session, opinion.id, opinion.round)
    if rating is None:
        return None
    rating.why = why
    if rating.satisfaction is None:
        rating.satisfaction, rating.rated_at = Satisfaction.DISSATISFIED, work.now
    return await who_answered(work, opinion, rating)


async def who_answered(work: UnitOfWork, opinion: Opinion, rating: Rating) -> Representative | None:
    """Representative who has to answer again; None if somebody has the opinion, or nobody is known."""
    if opinion.representative_id is not None or rating.representative_id is None:
        return None
    return await work.session.get(Representative, rating.representative_id)

"""Another round of an opinion: what the one that ends keeps, and who has to answer again."""

from handlers.core.unit_of_work import UnitOfWork
from storage.models.directory import Representative
from storage.models.opinions import Opinion
from storage.queries import opinions
from storage.vocabulary import Satisfaction


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
    if opinion.representative_id is not None or rating.representative_id is None:
        return None
    return await work.session.get(Representative, rating.representative_id)

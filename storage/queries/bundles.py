"""Questions about the opinions and matters that a formal suggestion bundles."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.matter_vocabulary import MatterState
from storage.models.matters import Endorsement, Matter, MatterOpinion
from storage.models.opinions import Opinion
from storage.models.people import Person
from storage.models.suggestions import SuggestionMatter, SuggestionOpinion


async def opinions_in(session: AsyncSession, suggestion_id: int) -> Sequence[Opinion]:
    """Opinions bundled in it, in order."""
    found = select(Opinion).where(_inside(suggestion_id)).order_by(Opinion.id)
    return (await session.scalars(found)).unique().all()


def _inside(suggestion_id: int) -> ColumnElement[bool]:
    """An opinion is bundled, by itself or with a matter."""
    by_matter = select(MatterOpinion.opinion_id).join(
        SuggestionMatter, SuggestionMatter.matter_id == MatterOpinion.matter_id
    )
    return or_(
        Opinion.id.in_(_linked(suggestion_id)),
        Opinion.id.in_(by_matter.where(SuggestionMatter.suggestion_id == suggestion_id)),
    )


def _linked(suggestion_id: int) -> Select[int]:
    return select(SuggestionOpinion.opinion_id).where(SuggestionOpinion.suggestion_id == suggestion_id)


async def linked(session: AsyncSession, suggestion_id: int) -> Sequence[Opinion]:
    """Opinions that are bundled in it by themselves, in order."""
    found = select(Opinion).where(Opinion.id.in_(_linked(suggestion_id))).order_by(Opinion.id)
    return (await session.scalars(found)).unique().all()


async def count_opinions(session: AsyncSession, suggestion_id: int) -> int:
    """Number of opinions bundled in it, by themselves or with a matter."""
    found = select(func.count(Opinion.id)).where(_inside(suggestion_id))
    return (await session.execute(found)).scalar_one()


async def bundled(session: AsyncSession, suggestion_id: int, opinion_id: int) -> SuggestionOpinion | None:
    """The link between the two; None: there is none."""
    return await session.get(SuggestionOpinion, (suggestion_id, opinion_id))


async def matters_in(session: AsyncSession, suggestion_id: int) -> Sequence[Matter]:
    """Matters that are bundled in it."""
    inside = select(SuggestionMatter.matter_id).where(SuggestionMatter.suggestion_id == suggestion_id)
    return (await session.scalars(select(Matter).where(Matter.id.in_(inside)).order_by(Matter.id))).unique().all()


async def matters_of(session: AsyncSession, suggestion_id: int) -> Sequence[Matter]:
    """Matters that group an opinion which is bundled in it by itself."""
    grouping = select(MatterOpinion.matter_id).where(MatterOpinion.opinion_id.in_(_linked(suggestion_id)))
    return (await session.scalars(select(Matter).where(Matter.id.in_(grouping)).order_by(Matter.id))).unique().all()


async def followers_of_matters(
    session: AsyncSession, suggestion_id: int, after: int, limit: int
) -> Sequence[Endorsement]:
    """Voices of those who follow a public matter that is bundled in it, by number beyond `after`.

    Whoever wrote an opinion that is in it hears of that one, and is not among them.
    """
    inside = select(SuggestionMatter.matter_id).where(SuggestionMatter.suggestion_id == suggestion_id)
    wrote = select(Opinion.id).where(_inside(suggestion_id), Opinion.constituent_id == Endorsement.person_id)
    found = (
        select(Endorsement)
        .join(Person, Person.id == Endorsement.person_id)
        .join(Matter, Matter.id == Endorsement.matter_id)
        .where(Endorsement.matter_id.in_(inside), Matter.state == MatterState.RELEASED, Endorsement.id > after)
        .where(Endorsement.follows, Person.reachable, ~wrote.exists())
    )
    return (await session.scalars(found.order_by(Endorsement.id).limit(limit))).unique().all()

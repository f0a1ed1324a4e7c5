"""The model of topics as it is kept: what it is trained from, and whether a new one is taken."""

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.core import audit
from handlers.core.actions import action
from handlers.core.topics import linear
from handlers.core.topics.linear import Model
from handlers.core.topics.trying import Came, Named, Order, Trained
from handlers.core.unit_of_work import UnitOfWork
from storage.beside import written_down
from storage.models.topic_models import TopicModel
from storage.queries import topic_models as queries
from storage.queries.topics import active_topics
from storage.vocabulary import Role

MOST = 4_000
"""Examples, the newest: of 3,661 a model of seven topics is trained in 4 s, of twenty in three times that."""


async def order(session: AsyncSession) -> Order:
    """What training needs: how to ask for the examples, and what is used now."""
    questions = written_down(session, [queries.examples(MOST, linear.LONGEST)])
    active = await active_topics(session)
    named = [Named(one.code, one.name, tuple(one.keywords)) for one in active]
    before = await queries.newest(session)
    digest = before[0].digest if before else ""
    return Order(questions, named, await present(session), digest)


async def present(session: AsyncSession) -> Model | None:
    """The model that is used, taken from the database."""
    kept = await queries.used(session)
    content = await queries.coefficients(session, kept.id) if kept is not None else None
    return linear.unpacked(kept.topics, kept.scales, content) if kept is not None and content is not None else None


@action(Role.SYSTEM)
async def keep(work: UnitOfWork, trained: Trained) -> bool:
    """Keep what came of training, and use the model if it is no worse; False if there is nothing to keep.

    Nor is there where somebody else has trained with the same examples meanwhile.
    """
    before = await queries.newest(work.session)
    if trained.model is None or (before and before[0].digest == trained.digest):
        return False
    taken, model = trained.came is Came.TAKEN, trained.model
    kept = TopicModel(
        trained_at=work.now,
        examples=trained.examples,
        digest=trained.digest,
        score=trained.score,
        score_before=trained.before,
        taken=taken,
        topics=list(model.topics),
        scales=list(model.scales),
        least_lead=trained.least_lead,
        share=trained.share,
        coefficients=model.packed() if taken else None,
    )
    await queries.put(work.session, kept)
    figures = f"{trained.came}: macro-F1 {trained.score:.3f}, before {trained.before:.3f}, {trained.examples} examples"
    await audit.note_system(work, "topics.train", f"topic_model:{kept.id}", figures)
    return True

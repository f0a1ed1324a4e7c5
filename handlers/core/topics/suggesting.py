"""The topic that a text suggests: by the model if there is one and it is sure.

Keywords suggest those that it does not know: all of them where there is no model.
"""

from collections import OrderedDict
from typing import NamedTuple

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.core.directory import topics as keywords
from handlers.core.topics import linear
from handlers.core.topics.linear import Model
from storage.models.opinions import Opinion
from storage.queries import opinions
from storage.queries import topic_models as queries
from storage.queries.topics import Offered, active_topics
from storage.vocabulary import Action, Role

_LOADED: OrderedDict[str, Model] = OrderedDict()
"""Models in memory, by their digest and time: half a megabyte for seven topics, and one process uses one."""
_MOST_LOADED = 2


class Suggested(NamedTuple):
    """A topic that a text suggests."""

    topic: Offered
    by_model: bool
    """False: by keywords."""


async def suggested(session: AsyncSession, text: str) -> Suggested | None:
    """The active topic that this text suggests; None if there is none, or it is not sure."""
    active = await active_topics(session)
    kept = await queries.used(session)
    if kept is not None and kept.least_lead is not None:
        model = await _model(session)
        guess = model.guess(text) if model is not None else None
        if guess is not None and guess.lead >= kept.least_lead:
            read = next((one for one in active if one.code == guess.topic), None)
            return Suggested(read, by_model=True) if read is not None else None
        active = [one for one in active if one.code not in kept.topics]
    by_words = keywords.suggest(text, active)
    return Suggested(by_words[0].topic, by_model=False) if by_words else None


async def to_correct(session: AsyncSession, opinion: Opinion) -> Offered | None:
    """The topic that its text suggests where it has another or none; None where staff have set one already.

    Keywords do not argue with what its author chose.
    """
    text = (await opinions.openings(session, [opinion.id], linear.LONGEST))[opinion.id]
    found = await suggested(session, text)
    if found is None or found.topic.id == opinion.topic_id or not (found.by_model or opinion.topic_id is None):
        return None
    happened = await opinions.events(session, opinion.id)
    by_staff = any(event.action is Action.CLASSIFY and event.actor_role is Role.STAFF for event in happened)
    return None if by_staff else found.topic


async def _model(session: AsyncSession) -> Model | None:
    kept = await queries.used(session)
    if kept is None:
        return None
    key = f"{kept.digest} {kept.trained_at.isoformat()}"
    if key not in _LOADED:
        content = await queries.coefficients(session, kept.id)
        if content is None:
            return None
        _LOADED[key] = linear.unpacked(kept.topics, kept.scales, content)
        while len(_LOADED) > _MOST_LOADED:
            _LOADED.popitem(last=False)
    return _LOADED[key]

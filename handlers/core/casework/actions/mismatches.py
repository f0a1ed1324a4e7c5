"""Actions of staff on ratings that disagree: have it handled again, ask its author back, or let it stand."""

from collections.abc import Sequence

from handlers.core import audit
from handlers.core.actions import action
from handlers.core.actor import Actor
from handlers.core.casework import access, mismatches, reopening
from handlers.core.casework.content import Said, words_of
from handlers.core.casework.events import CaseMoved, Step
from handlers.core.casework.transitions import move, refused
from handlers.core.errors import AskedBackAlready, NoMismatch, OpinionNotFound, check_length
from handlers.core.unit_of_work import UnitOfWork
from storage.models.opinions import Opinion, Rating
from storage.queries import mismatches as kept
from storage.vocabulary import Action, EntryKind, Role

BY = Role.STAFF
LONGEST = 500
"""Characters of a reason, or of a question, which stand in lists and messages whole: our own choice."""


def check_words(text: str) -> None:
    """Raises `TextTooLong`."""
    check_length(text, LONGEST)


async def find(work: UnitOfWork, actor: Actor, rating_id: int) -> tuple[Opinion, Rating]:
    """The opinion, locked, and its rating that disagrees. Raises `OpinionNotFound`, `NotAllowed`, `NoMismatch`."""
    actor.require(BY)
    rating = await kept.by_id(work.session, rating_id)
    if rating is None:
        raise OpinionNotFound
    opinion = await access.find(work, actor, BY, rating.opinion_id)
    rating = await kept.by_id(work.session, rating_id)
    assert rating is not None  # noqa: S101 - ratings are never deleted while their opinion is there
    if rating.settled_at is not None or not mismatches.whys(rating.satisfaction, rating.outcome, rating.handling):
        raise NoMismatch
    return opinion, rating


@action(BY)
async def reopen(work: UnitOfWork, actor: Actor, rating_id: int, why: str) -> CaseMoved:
    """Have it handled again, for a reason that everybody reads; after the last handling it is supervised.

    Raises `MoveRefused` where all is used up, `NoMismatch`, `TextTooLong`.
    """
    check_words(why)
    opinion, rating = await find(work, actor, rating_id)
    again = await mismatches.way_again(work, opinion, rating)
    if again is None:
        raise refused(opinion, Action.REOPEN, BY)
    _settle(work, actor, rating, why)
    taker = await reopening.who_answered(work, opinion, rating)
    await audit.note(work, actor, "mismatch.reopen", f"opinion:{opinion.id}", why)
    return await move(work, opinion, again, Step(actor.person, BY, why=why, representative=taker))


@action(BY)
async def ask_back(work: UnitOfWork, actor: Actor, rating_id: int, said: Sequence[Said]) -> CaseMoved:
    """Ask its author something; their next words answer it. Raises `AskedBackAlready`, `MoveRefused`, `NoMismatch`."""
    check_words(words_of(said))
    opinion, rating = await find(work, actor, rating_id)
    if opinion.asked_back:
        raise AskedBackAlready
    if not mismatches.may_ask(opinion, rating):
        raise refused(opinion, Action.ASK, BY)
    rating.asked_back_at = work.now
    await audit.note(work, actor, "mismatch.ask", f"opinion:{opinion.id}")
    return await move(work, opinion, Action.ASK, Step(actor.person, BY, said=said, kind=EntryKind.QUESTION))


@action(BY)
async def let_stand(work: UnitOfWork, actor: Actor, rating_id: int, why: str) -> Opinion:
    """Let the ratings disagree, for a reason that is written down. Raises `NoMismatch`, `TextTooLong`."""
    check_words(why)
    opinion, rating = await find(work, actor, rating_id)
    _settle(work, actor, rating, why)
    await audit.note(work, actor, "mismatch.stand", f"opinion:{opinion.id}", why)
    return opinion


def _settle(work: UnitOfWork, actor: Actor, rating: Rating, why: str) -> None:
    rating.settled_at, rating.settled_by_id, rating.settled_why = work.now, actor.person_id, why

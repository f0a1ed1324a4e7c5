"""Actions on what was promised with a reply: the unit reports on it, those who signed say whether it was done."""

from handlers.core.actions import action
from handlers.core.actor import Actor
from handlers.core.suggestions import access, judging, promised
from handlers.core.suggestions.actions.office import check_why
from handlers.core.suggestions.errors import SaidAlready, SuggestionMovedOn
from handlers.core.suggestions.history import move
from handlers.core.unit_of_work import UnitOfWork
from storage.models.commitments import Commitment
from storage.models.suggestions import Signature, Suggestion, SuggestionWord
from storage.queries import suggestions as kept
from storage.suggestion_vocabulary import SuggestionAction, SuggestionStage
from storage.vocabulary import CommitmentState, Done, Role


async def _promised(work: UnitOfWork, actor: Actor, suggestion_id: int, version: int) -> tuple[Suggestion, Commitment]:
    one = await access.of_unit(work, actor, suggestion_id, version)
    promise = await promised.of(work, one)
    if promise is None or not promised.is_open(promise):
        raise SuggestionMovedOn(one.id)
    return one, promise


@action(Role.UNIT)
async def report(work: UnitOfWork, actor: Actor, suggestion_id: int, version: int, words: str) -> Suggestion:
    """Say how far it is; all who signed read it. Raises `WhyMissing`, `TextTooLong`, `SuggestionMovedOn`."""
    check_why(words)
    one, promise = await _promised(work, actor, suggestion_id, version)
    await move(work, one, SuggestionAction.REPORT, Role.UNIT, actor, why=words, unit=one.unit)
    await promised.note(work, actor, promise, words)
    await promised.asked_next(work, promise)
    return one


@action(Role.UNIT)
async def report_done(work: UnitOfWork, actor: Actor, suggestion_id: int, version: int, words: str) -> Suggestion:
    """Say that it is done: all who signed are asked whether it really is. Raises as `report`."""
    check_why(words)
    one, promise = await _promised(work, actor, suggestion_id, version)
    await promised.note(work, actor, promise, words, percent=100)
    promise.state, promise.reported_at, promise.percent = CommitmentState.REPORTED, work.now, 100
    promise.asked_at = None
    await kept.forget_words(work.session, one.id, one.round)
    return await move(work, one, SuggestionAction.REPORT_DONE, Role.UNIT, actor, why=words, unit=one.unit)


@action(Role.REPRESENTATIVE)
async def judge(
    work: UnitOfWork, actor: Actor, suggestion_id: int, round_: int, done: Done, why: str | None
) -> Suggestion:
    """Say whether what was reported done really is, once; who says that something is missing says what.

    Raises `SaidAlready`, `WhyMissing`, `TextTooLong`, `SuggestionNotFound`.
    """
    one, name = await asked_of(work, actor, suggestion_id, round_)
    word = SuggestionWord(done=done, why=why)
    await judging.keep(work, actor, one, name, word, SuggestionAction.JUDGE, needs_why=done is not Done.YES)
    await judging.follow(work, one, over=False)
    return one


async def asked_of(work: UnitOfWork, actor: Actor, suggestion_id: int, round_: int) -> tuple[Suggestion, Signature]:
    """A suggestion of which they can still say whether it was done, and their name. Raises `SaidAlready`."""
    one, _ = await access.signer(work, actor, suggestion_id)
    name = access.still_to_say(actor, one, await kept.words_on(work.session, one.id))
    if name is None or one.stage is not SuggestionStage.REPORTED or round_ != one.round:
        raise SaidAlready(one.id)
    return one, name

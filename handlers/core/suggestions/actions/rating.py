"""What those who signed think of a reply, and what follows from it."""

from handlers.core.actions import action
from handlers.core.actor import Actor
from handlers.core.suggestions import access, clock, judging, promised, rules
from handlers.core.suggestions.errors import RatedAlready
from handlers.core.suggestions.history import move
from handlers.core.unit_of_work import UnitOfWork
from storage.models.suggestions import Signature, Suggestion, SuggestionRating
from storage.queries import suggestions as kept
from storage.suggestion_vocabulary import SuggestionAction, SuggestionStage
from storage.vocabulary import OF_ANY_ANSWER, Role, Satisfaction


@action(Role.REPRESENTATIVE)
async def rate(
    work: UnitOfWork, actor: Actor, suggestion_id: int, round_: int, satisfaction: Satisfaction, why: str | None
) -> Suggestion:
    """Give one's opinion of the reply of a handling, once; who is dissatisfied says why.

    Raises `RatedAlready`, `WhyMissing`, `TextTooLong`, `SuggestionNotFound`.
    """
    one, name = await open_for(work, actor, suggestion_id, round_)
    if satisfaction not in OF_ANY_ANSWER:
        raise RatedAlready(one.id)
    given = SuggestionRating(satisfaction=satisfaction, why=why)
    needs_why = satisfaction is Satisfaction.DISSATISFIED
    await judging.keep(work, actor, one, name, given, SuggestionAction.RATE, needs_why=needs_why)
    await follow(work, one, over=False)
    return one


async def open_for(work: UnitOfWork, actor: Actor, suggestion_id: int, round_: int) -> tuple[Suggestion, Signature]:
    """A suggestion whose reply they can still judge, and their name. Raises `RatedAlready`, `SuggestionNotFound`."""
    one, _ = await access.signer(work, actor, suggestion_id)
    name = access.still_to_say(actor, one, await kept.ratings(work.session, one.id))
    if name is None or one.stage is not SuggestionStage.REPLIED or round_ != one.round:
        raise RatedAlready(one.id)
    return one, name


@action(Role.SYSTEM)
async def time_is_over(work: UnitOfWork, one: Suggestion) -> None:
    """The time for what those who signed say has passed: who said nothing has nothing against it."""
    if one.due_at is None or one.due_at >= work.now:
        return
    if one.stage is SuggestionStage.REPLIED:
        await follow(work, one, over=True)
    elif one.stage is SuggestionStage.REPORTED:
        await judging.follow(work, one, over=True)


@action(Role.SYSTEM)
async def leave_free_days(work: UnitOfWork) -> None:
    """What is due on a day that has turned out to be free moves to the next that is worked."""
    await clock.leave_free_days(work)


async def follow(work: UnitOfWork, one: Suggestion, *, over: bool) -> None:
    """Close it, or begin the second handling, once all have said what they think or the time is over."""
    given = [each for each in await kept.ratings(work.session, one.id) if each.round == one.round]
    names = len(one.signatures)
    then = rules.after_opinions([each.satisfaction for each in given], names, one.round, over=over)
    if then is None:
        return
    promise = await promised.of(work, one)
    if then is SuggestionAction.HANDLE_AGAIN:
        promised.end(work, promise, ())
        one.round += 1
    elif promise is not None:
        then = SuggestionAction.HOLD_TO
    await move(work, one, then, Role.SYSTEM, None, unit=one.unit)
    if promise is not None and then is SuggestionAction.HOLD_TO:
        await promised.awaited(work, one, promise)

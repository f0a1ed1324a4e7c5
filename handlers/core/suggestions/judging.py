"""What follows from what those who signed say of what was reported done."""

from handlers.core.suggestions import promised, rules
from handlers.core.suggestions.history import move
from handlers.core.unit_of_work import UnitOfWork
from storage.models.suggestions import Suggestion
from storage.queries import suggestions as kept
from storage.suggestion_vocabulary import SuggestionAction
from storage.vocabulary import Role


async def follow(work: UnitOfWork, one: Suggestion, *, over: bool) -> None:
    """Close it, let it go on, or begin the second handling, once all have said so or the time (`over`) has passed."""
    said = [each.done for each in await kept.words_on(work.session, one.id) if each.round == one.round]
    then = rules.after_words(said, len(one.signatures), one.round, over=over)
    if then is None:
        return
    promise = await promised.of(work, one)
    if then is not SuggestionAction.GO_ON:
        promised.end(work, promise, said)
    if then is SuggestionAction.HANDLE_AGAIN:
        one.round += 1
    await move(work, one, then, Role.SYSTEM, None, unit=one.unit)
    if promise is not None and then is SuggestionAction.GO_ON:
        await promised.reopen(work, one, promise)

"""Those who signed say what they think of a reply, or whether what was reported is done; and what follows."""

from handlers.core.actor import Actor
from handlers.core.errors import check_length
from handlers.core.suggestions import promised, rules
from handlers.core.suggestions.errors import WhyMissing
from handlers.core.suggestions.history import move
from handlers.core.unit_of_work import UnitOfWork
from storage.models.suggestions import SaidOfHandling, Signature, Suggestion
from storage.queries import suggestions as kept
from storage.suggestion_vocabulary import SuggestionAction
from storage.vocabulary import Role


async def keep(
    work: UnitOfWork,
    actor: Actor,
    one: Suggestion,
    name: Signature,
    said: SaidOfHandling,
    by: SuggestionAction,
    *,
    needs_why: bool,
) -> None:
    """Keep what somebody says of the handling that runs. Raises `WhyMissing`, `TextTooLong`."""
    if needs_why and not (said.why or "").strip():
        raise WhyMissing
    check_length(said.why or "", rules.LONGEST_WHY)
    said.suggestion_id, said.round, said.representative = one.id, one.round, name.representative
    said.at, said.by_id = work.now, actor.person_id
    work.session.add(said)
    await work.session.flush()
    await move(work, one, by, Role.REPRESENTATIVE, actor, why=said.why, representative=name.representative)


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

"""The opinions bundled in a suggestion: they wait as long as it does, and its reply answers them."""

from handlers.core.actor import Actor
from handlers.core.casework import transitions
from handlers.core.casework.content import Said
from handlers.core.casework.events import Step
from handlers.core.casework.outcomes import legend
from handlers.core.casework.rules import find
from handlers.core.unit_of_work import UnitOfWork
from storage.models.opinions import Opinion
from storage.models.people import Person
from storage.models.suggestions import Suggestion, SuggestionReply
from storage.queries import bundles, opinions
from storage.vocabulary import Action, EntryKind, Role, Stage


async def put_off(work: UnitOfWork, actor: Actor, one: Suggestion) -> None:
    """Opinions that its lead has to answer wait for the reply: nobody is late with them before it is due."""
    until = one.due_at
    if until is None:
        return
    for opinion in await bundles.opinions_in(work.session, one.id):
        waits = opinion.stage is Stage.ASSIGNED and opinion.representative_id == one.lead_id
        if not waits or opinion.extension_asked or (opinion.due_at is not None and opinion.due_at >= until):
            continue
        step = Step(actor.person, Role.STAFF, why=named(one), until=until)
        await transitions.move(work, opinion, Action.EXTEND, step)


async def answer(work: UnitOfWork, one: Suggestion, reply: SuggestionReply) -> list[Opinion]:
    """Answer the opinions that its lead has, each with a rating of its own; the others: their authors are only told.

    What is merged into one that is answered is answered with it, and told no second time.
    """
    by = await work.session.get(Person, one.created_by_id) if one.created_by_id is not None else None
    inside, answered = await bundles.opinions_in(work.session, one.id), set[int]()
    for opinion in inside:
        theirs = opinion.representative_id == one.lead_id
        if theirs and find(opinion.stage, Action.REPLY, Role.REPRESENTATIVE) is not None:
            said = [Said(words_for(one, reply, opinion.constituent.language))]
            step = Step(by, Role.REPRESENTATIVE, said=said, kind=EntryKind.REPLY)
            along = await opinions.merged_into(work.session, opinion.id)
            answered |= {opinion.id, *(each.id for each in along)}
            await transitions.move(work, opinion, Action.REPLY, step)
    return [each for each in inside if each.id not in answered and each.stage is not Stage.WITHDRAWN]


def named(one: Suggestion) -> str:
    """The suggestion as its number and title name it."""
    return f"{one.reference} {one.title}"


def words_for(one: Suggestion, reply: SuggestionReply, language: str) -> str:
    """The reply as the author of an opinion reads it: what was raised, the result class, and the words."""
    meant = legend()[reply.outcome]
    name = meant.name.get(language) or meant.name["en"]
    planned = f" · {reply.planned_for:%Y-%m-%d}" if reply.planned_for is not None else ""
    return f"📜 {named(one)}\n{meant.sign} {name} ({reply.outcome.value}){planned}\n\n{reply.text}"

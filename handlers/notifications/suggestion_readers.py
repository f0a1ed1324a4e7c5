"""Readers of what happens to suggestions: who signs, the office, the units; each is told once."""

from collections.abc import Iterable, Sequence

from handlers.conversation.outgoing import Outgoing
from handlers.conversation.screen import Button, Screen
from handlers.conversation.texts import N_, Words
from handlers.core.suggestions.events import SuggestionMoved
from handlers.presentation.callbacks import OpenSuggestion
from storage.models.people import Person
from storage.models.suggestions import Suggestion
from storage.queries import people
from storage.suggestion_vocabulary import SignatureState
from storage.vocabulary import Lane


async def leads(out: Outgoing, one: Suggestion) -> list[Person]:
    """Who acts for its lead."""
    return await people.acting_for(out.session, one.lead_id)


async def signers(out: Outgoing, one: Suggestion) -> list[Person]:
    """Who acts for those whose names stand below it, the lead first."""
    signed = [each for each in one.signatures if each.state is SignatureState.SIGNED]
    return [person for each in signed for person in await people.acting_for(out.session, each.representative_id)]


async def officers(out: Outgoing, units: Iterable[int | None]) -> list[Person]:
    """The officers of these units."""
    return [person for unit in units if unit is not None for person in await people.officers_of(out.session, unit)]


async def office(out: Outgoing) -> list[Person]:
    """The staff of the county office."""
    return await people.staff_of(out.session, None)


def tell(out: Outgoing, who: Sequence[Person], event: SuggestionMoved, words: Words, key: str = N_("Open")) -> None:
    """Tell each once, never the one who did it; the suggestion is one tap away."""
    for person in {one.id: one for one in who}.values():
        if event.by is None or person.id != event.by.id:
            t = out.t(person)
            button = Button(t(key), OpenSuggestion(suggestion=event.suggestion.id))
            out.tell(person, Screen(words(t), [[button]]), lane=Lane.STAFF)

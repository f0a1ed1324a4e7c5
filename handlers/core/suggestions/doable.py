"""Doing with a suggestion: what each who has to do with it can do now, by the table of moves."""

from collections.abc import Sequence

from handlers.core.suggestions import promised, rules
from handlers.core.suggestions.access import View
from handlers.core.suggestions.rules import stands
from storage.models.commitments import Commitment
from storage.models.suggestions import Suggestion, SuggestionRating, SuggestionWord
from storage.suggestion_vocabulary import SignatureState, SuggestionAction
from storage.vocabulary import Role

A = SuggestionAction


def by_office(one: Suggestion) -> list[SuggestionAction]:
    """Actions of the county office."""
    asked = one.time_asked_for is not None
    return [act for act in rules.possible(one.stage, Role.STAFF) if asked or act not in (A.GRANT_TIME, A.REFUSE_TIME)]


def by_unit(view: View, promise: Commitment | None) -> list[SuggestionAction]:
    """Actions of the unit that leads, and of one that supports it; `promise`: the newest made with a reply."""
    one, found = view.one, rules.possible(view.one.stage, Role.UNIT)
    if view.supports is None and A.SUPPORT in found:
        found.remove(A.SUPPORT)
    if not view.is_unit:
        return [act for act in found if act is A.SUPPORT]
    if one.round > 1:
        found = [act for act in found if act is not A.GIVE_BACK]
    return found if promised.is_open(promise) else [act for act in found if act not in promised.ON_PROMISE]


def by_representative(
    view: View, ratings: Sequence[SuggestionRating], words: Sequence[SuggestionWord]
) -> list[SuggestionAction]:
    """Actions of its lead, and of whoever signed or is asked to; what they have said already is not said again."""
    one, name, found = view.one, view.signature, rules.possible(view.one.stage, Role.REPRESENTATIVE)
    said: dict[SuggestionAction, Sequence[SuggestionRating | SuggestionWord]] = {A.RATE: ratings, A.JUDGE: words}
    if not view.is_lead:
        found = [act for act in found if act in said]
        if name is not None and one.stage in rules.BEING_WRITTEN:
            found += [A.SIGN] if not stands(name.state, name.edition, one.edition) else []
            found += [A.REFUSE_TO_SIGN] if name.state is not SignatureState.REFUSED else []
    for act, given in said.items():
        theirs = {each.representative_id for each in given if each.round == one.round}
        if act in found and theirs.issuperset(view.named):
            found.remove(act)
    return found

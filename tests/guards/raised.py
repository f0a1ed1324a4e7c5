"""Suggestions in somebody else's house."""

from storage.models.suggestions import Signature, Suggestion
from storage.suggestion_vocabulary import SignatureState, SuggestionKind, SuggestionPart, SuggestionStage
from tests.town import MONDAY


def suggestions(lead: int, unit: int, words: str) -> list[Suggestion]:
    """What a representative writes, given back by the office, and what a unit handles; `words` in all that was said."""
    return [
        Suggestion(
            id=number,
            reference=f"TC-2026-S-00{number}",
            kind=SuggestionKind.SUGGESTION,
            lead_id=lead,
            stage=stage,
            version=3,
            stage_since=MONDAY,
            unit_id=unit if stage is SuggestionStage.ASSIGNED else None,
            created_by_id=2,
            created_at=MONDAY,
            handed_in_at=MONDAY,
            words=words,
            signatures=[
                Signature(representative_id=lead, position=0, state=SignatureState.SIGNED, edition=1, at=MONDAY)
            ],
            **{part.value: words for part in SuggestionPart},
        )
        for number, stage in ((1, SuggestionStage.RETURNED), (2, SuggestionStage.ASSIGNED))
    ]

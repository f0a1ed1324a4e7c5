"""Keys with which a representative rates how a unit handled what it replied to: one tap, never asked twice."""

from handlers.conversation.screen import Button
from handlers.conversation.texts import Translator
from handlers.presentation.callbacks import RateHandling
from handlers.presentation.names import HANDLING_LABELS
from storage.models.opinions import Opinion, Rating
from storage.stages import ANSWERED


def keys(t: Translator, opinion: Opinion, rating: Rating | None) -> list[Button]:
    """One tap: well, fairly, badly, without the one that is given; none where no unit replied in this round."""
    if rating is None or rating.unit_id is None or rating.round != opinion.round or opinion.stage not in ANSWERED:
        return []
    return [
        Button(t(label), RateHandling(opinion=opinion.id, round=rating.round, satisfaction=satisfaction))
        for satisfaction, label in HANDLING_LABELS.items()
        if satisfaction is not rating.handling
    ]

"""Refusals about suggestions: raised with facts, turned into words in `handlers.presentation.suggestions.refusals`."""

from collections.abc import Mapping
from datetime import date

from handlers.core.errors import Refusal
from handlers.core.suggestions.rules import Flaw
from storage.suggestion_vocabulary import SuggestionPart


class SuggestionRefusal(Refusal):
    """Base of refusals about suggestions."""

    suggestion_id: int | None = None
    """The suggestion that is theirs to see: they are shown how it stands."""


class SuggestionNotFound(SuggestionRefusal):
    """There is no such suggestion, or it is not theirs to see: the same answer for both."""


class SuggestionMovedOn(SuggestionRefusal):
    """The suggestion moved on since this button was shown, or stands where this is not possible."""

    def __init__(self, suggestion_id: int) -> None:
        super().__init__(f"suggestion {suggestion_id} moved on")
        self.suggestion_id = suggestion_id


class NotYetGood(SuggestionRefusal):
    """Parts of the text are missing, or say too little."""

    def __init__(self, suggestion_id: int, flaws: Mapping[SuggestionPart, Flaw]) -> None:
        super().__init__(f"flaws: {dict(flaws)}")
        self.suggestion_id, self.flaws = suggestion_id, flaws


class NamesMissing(SuggestionRefusal):
    """Fewer representatives have signed this text than must."""

    def __init__(self, suggestion_id: int, signed: int, needed: int) -> None:
        super().__init__(f"{signed} of {needed} signed")
        self.suggestion_id, self.signed, self.needed = suggestion_id, signed, needed


class OtherTextNow(SuggestionRefusal):
    """The text was changed since it was shown to who signs."""

    def __init__(self, suggestion_id: int) -> None:
        super().__init__("another edition")
        self.suggestion_id = suggestion_id


class CannotSign(SuggestionRefusal):
    """The chosen representative is out of office, of another congress, or asked already."""

    stays = True

    def __init__(self, name: str) -> None:
        super().__init__("cannot sign")
        self.name = name


class TooManyNames(SuggestionRefusal):
    """As many are asked to sign as can be."""

    stays = True

    def __init__(self, n: int) -> None:
        super().__init__(f"{n} already")
        self.n = n


class TooManyBundled(SuggestionRefusal):
    """As many opinions are bundled as can be."""

    stays = True

    def __init__(self, n: int) -> None:
        super().__init__(f"{n} already")
        self.n = n


class NotToGiveBack(SuggestionRefusal):
    """The days on which the unit could say that it is not theirs have passed."""

    def __init__(self, suggestion_id: int, day: date) -> None:
        super().__init__(f"until {day}")
        self.suggestion_id, self.day = suggestion_id, day


class PlannedDayMissing(SuggestionRefusal):
    """This result class promises something, so it names a day."""

    stays = True


class WhyMissing(SuggestionRefusal):
    """This cannot be done without saying why."""

    stays = True


class RatedAlready(SuggestionRefusal):
    """Their opinion of this reply was given already, or its time has passed."""

    def __init__(self, suggestion_id: int) -> None:
        super().__init__("given")
        self.suggestion_id = suggestion_id


class SaidAlready(SuggestionRefusal):
    """They said already whether it was done, or that is asked no longer."""

    def __init__(self, suggestion_id: int) -> None:
        super().__init__("said")
        self.suggestion_id = suggestion_id


class SessionDays(SuggestionRefusal):
    """The days of a session do not fit together."""

    stays = True


class SessionNotFound(SuggestionRefusal):
    """There is no such session."""

    stays = True

"""The words of refusals about suggestions, and what is possible instead."""

from collections.abc import Mapping

from handlers.conversation.texts import N_, Html, Translator, join
from handlers.core.suggestions import errors
from handlers.core.suggestions.errors import SuggestionRefusal
from handlers.core.suggestions.rules import PARTS, Flaw
from handlers.presentation.suggestions import names
from storage.suggestion_vocabulary import SuggestionPart

NOT_NOW = N_("That is not possible now; /suggestions shows where it stands.")
REFUSED: Mapping[type[SuggestionRefusal], str] = {
    errors.SuggestionNotFound: N_("I cannot find that suggestion among yours; /suggestions lists them."),
    errors.SuggestionMovedOn: N_("This has moved on since that button was shown. Here is where it stands now."),
    errors.NamesMissing: N_("{signed} of {needed} have signed this text. Ask more colleagues, or wait."),
    errors.OtherTextNow: N_("The text was changed meanwhile. Here it is as it reads now; please look at it again."),
    errors.CannotSign: N_("{name} cannot be asked: out of office, of another congress, or asked already."),
    errors.TooManyNames: N_("{n} names stand below it, as many as can."),
    errors.TooManyBundled: N_("{n} opinions are in it, as many as can be."),
    errors.NotToGiveBack: N_("It could be given back until {day}. Ask the county office, or reply to what is yours."),
    errors.PlannedDayMissing: N_("This class promises something: say by which day it is done."),
    errors.WhyMissing: N_("Please say why, in a few words: others read it."),
    errors.RatedAlready: N_("You said already what you think of this reply, or its time has passed."),
    errors.SaidAlready: N_("You said already whether it was done, or that is asked no longer."),
    errors.SessionDays: N_(
        "These days do not fit: it ends after it begins, within {most} days, and is handed in for before its end."
    ),
    errors.SessionNotFound: N_("There is no such session any more, or its last day has passed."),
}
"""`{…}` stand for facts of the refusal."""
FLAWS = {
    Flaw.MISSING: N_("{part}: nothing stands there yet."),
    Flaw.SHORT: N_("{part}: that is too short to be understood by somebody who was not there."),
    Flaw.LONG: N_("{part}: at most {most} characters."),
    Flaw.HOLLOW: N_("{part}: it asks for attention only. Say who should do what, where and by when."),
}


def words(t: Translator, refusal: SuggestionRefusal) -> Html:
    """Words on what was refused and on what is possible instead, in the reader's language."""
    match refusal:
        case errors.NotYetGood(flaws=flaws):
            return join([t("It cannot go out like this:"), missing(t, flaws)])
        case errors.NotToGiveBack(day=day):
            return t(REFUSED[type(refusal)], day=t.day(day))
        case errors.SessionDays():
            return t(REFUSED[type(refusal)], most=60)
    return t(REFUSED.get(type(refusal), NOT_NOW), **vars(refusal))


def missing(t: Translator, flaws: Mapping[SuggestionPart, Flaw]) -> Html:
    """What is wrong with its parts, a line each."""
    return join([t(FLAWS[flaw], part=t(names.PARTS[part]), most=PARTS[part][1]) for part, flaw in flaws.items()])

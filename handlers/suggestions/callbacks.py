"""Callback data of suggestions."""

from aiogram.filters.callback_data import CallbackData

from storage.suggestion_vocabulary import SuggestionAction, SuggestionKind, SuggestionPart
from storage.vocabulary import Done, Outcome, Satisfaction

NOBODY = 0
"""In place of a session's id: out of session, or one that is still to be made."""


class SuggestionPage(CallbackData, prefix="gsp"):
    """A page of a list, from 0; one below 0 is that which they left."""

    of: int
    page: int


class GroupPage(CallbackData, prefix="gsg"):
    """A page of what a list can be narrowed to."""

    by: int
    page: int


class BeginSuggestion(CallbackData, prefix="gsb"):
    """Begin one as this representative, with this opinion in it; 0: with none."""

    representative: int
    opinion: int = 0


class WritePart(CallbackData, prefix="gsw"):
    """Write into a part; `anew`: in the place of what stands there."""

    suggestion: int
    part: SuggestionPart
    anew: bool


class SetKind(CallbackData, prefix="gsk"):
    """Make it a suggestion, or a motion."""

    suggestion: int
    what: SuggestionKind


class PickSession(CallbackData, prefix="gse"):
    """Choose the session it belongs to."""

    suggestion: int


class SetSession(CallbackData, prefix="gst"):
    """Let it belong to this session."""

    suggestion: int
    session: int


class OpinionPage(CallbackData, prefix="gsc"):
    """A page of the opinions that can be in it."""

    suggestion: int
    page: int


class ToggleOpinion(CallbackData, prefix="gsy"):
    """Take an opinion into it, or out."""

    suggestion: int
    opinion: int
    into: bool


class ToggleMatter(CallbackData, prefix="gpm"):
    """Take a whole matter into it, or out."""

    suggestion: int
    matter: int
    into: bool


class NamePage(CallbackData, prefix="gsm"):
    """A page of colleagues who can be asked to sign."""

    suggestion: int
    page: int


class Invite(CallbackData, prefix="gsi"):
    """Ask a colleague to sign."""

    suggestion: int
    representative: int


class Uninvite(CallbackData, prefix="gsu"):
    """Ask them no longer."""

    suggestion: int
    representative: int


class AskAnew(CallbackData, prefix="gsa"):
    """Ask those who signed an earlier text."""

    suggestion: int


class Sign(CallbackData, prefix="gss"):
    """Sign the text as it was read."""

    suggestion: int
    edition: int


class RefuseToSign(CallbackData, prefix="gsf"):
    """Do not sign it."""

    suggestion: int


class LookOver(CallbackData, prefix="gsl"):
    """Look it over before it is handed in."""

    suggestion: int


class HandIn(CallbackData, prefix="gsh"):
    """Hand it in as it was looked over."""

    suggestion: int
    version: int


class AskWithdraw(CallbackData, prefix="gsx"):
    """Ask whether it is to be withdrawn."""

    suggestion: int


class WithdrawNow(CallbackData, prefix="gsd"):
    """Withdraw it."""

    suggestion: int
    version: int


class ActOnSuggestion(CallbackData, prefix="gsz"):
    """Do something with it, or ask for the words that go with that."""

    suggestion: int
    version: int
    act: SuggestionAction


class SayIt(CallbackData, prefix="gsj"):
    """Do what was previewed, with the words that were typed."""

    suggestion: int
    version: int
    act: SuggestionAction


class PickClass(CallbackData, prefix="gsv"):
    """The class of the reply."""

    suggestion: int
    version: int
    outcome: Outcome


class TimeUntil(CallbackData, prefix="gsq"):
    """Ask for time until a day, ISO."""

    suggestion: int
    day: str


class UnitPage(CallbackData, prefix="gpu"):
    """A page of the units that can lead, or support."""

    suggestion: int
    supporting: bool
    page: int


class PickLead(CallbackData, prefix="gpl"):
    """The unit that leads."""

    suggestion: int
    unit: int


class ToggleSupport(CallbackData, prefix="gps"):
    """A unit supports, or does not."""

    suggestion: int
    unit: int


class AssignNow(CallbackData, prefix="gpn"):
    """Assign it as it was chosen."""

    suggestion: int
    version: int


class RateReply(CallbackData, prefix="gpr"):
    """Say what one thinks of the reply of a handling."""

    suggestion: int
    round: int
    satisfaction: Satisfaction


class JudgeDone(CallbackData, prefix="gpj"):
    """Say whether what was reported done really is."""

    suggestion: int
    round: int
    done: Done


class SuggestionFiles(CallbackData, prefix="gpf"):
    """Photos and files of it: its lead adds and takes out, others are sent them."""

    suggestion: int


class TakeOutFile(CallbackData, prefix="gpo"):
    """Take one of them out."""

    suggestion: int
    file: int


class TakePaper(CallbackData, prefix="gpp"):
    """The paper form."""

    suggestion: int


class TakeBook(CallbackData, prefix="gpb"):
    """A list as a workbook."""

    of: int


class EnterSession(CallbackData, prefix="gpe"):
    """Enter a session, or its days anew."""

    session: int


class KeepSession(CallbackData, prefix="gpk"):
    """Keep the session as previewed."""

    session: int

"""The words of refusals about notices, and what is possible instead."""

from collections.abc import Mapping, Sequence

from handlers.conversation.texts import N_, Html, Translator
from handlers.core.notices import errors
from handlers.core.notices.errors import NoticeRefusal

MISSING = {
    "text": N_("what it says"),
    "column": N_("the column"),
    "reason": N_("why it is urgent"),
}
NOT_NOW = N_("That is not possible now; /notice shows where it stands.")
REFUSED: Mapping[type[NoticeRefusal], str] = {
    errors.NoticeNotFound: N_("I cannot find that notice among yours; /notice lists them."),
    errors.NoticeMovedOn: N_("This notice has moved on meanwhile. Here is where it stands now."),
    errors.NotADraft: N_("It is no draft any more, so it cannot be changed."),
    errors.NothingToWriteInto: N_("Notice {n} is no draft any more. /notice begins a new one."),
    errors.NotAddressable: N_("That is not to be had here."),
    errors.ReasonTooShort: N_("Please write at least a few words: why must everybody know this at once?"),
    errors.RemarkMissing: N_("Please write in words what should be changed."),
    errors.TimeOver: N_("{when} is over already. Choose a later time."),
    errors.TooFarAhead: N_("A notice can be planned at most {days} days ahead."),
    errors.OwnTimePassed: N_("🕘 It should have gone out: {when}. That time has passed."),
    errors.NobodyElse: N_(
        "Nobody else here may release it. Invite a second person, or ask the operator to set "
        "NOTICE_NEEDS_SECOND to false."
    ),
    errors.SecondPersonNeeded: N_("A second person releases it: you wrote it yourself."),
}
"""`{…}` stand for facts of the refusal."""


def words(t: Translator, refusal: NoticeRefusal) -> Html:
    """Words on what was refused and on what is possible instead, in the reader's language."""
    match refusal:
        case errors.Incomplete(missing=missing):
            return still_missing(t, missing)
        case errors.TimeOver(when=when) | errors.OwnTimePassed(when=when):
            return t(REFUSED[type(refusal)], when=t.moment(when))
    return t(REFUSED.get(type(refusal), NOT_NOW), **vars(refusal))


def still_missing(t: Translator, missing: Sequence[str]) -> Html:
    """Things that a draft still needs before it can go out."""
    return t("Still missing: {things}", things=t.listed(t(MISSING[one]) for one in missing))

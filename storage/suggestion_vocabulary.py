"""The words of formal suggestions, as they are kept."""

from enum import StrEnum


class SuggestionKind(StrEnum):
    """Kind of what representatives hand in together; each needs so many names (`core/suggestions/kinds.json`)."""

    SUGGESTION = "suggestion"
    MOTION = "motion"


class SuggestionPart(StrEnum):
    """Part of its text, in the order of the paper form."""

    TITLE = "title"
    MATTER = "matter"
    REASONS = "reasons"
    PROPOSAL = "proposal"


class SuggestionStage(StrEnum):
    """Stage at which a suggestion stands."""

    DRAFT = "draft"
    """Its lead writes it, others sign it."""
    HANDED_IN = "handed_in"
    """The county office decides whether it takes it."""
    RETURNED = "returned"
    """The office gave it back for a better one."""
    ACCEPTED = "accepted"
    """The office has still to say which units handle it."""
    ASSIGNED = "assigned"
    """Its units handle it."""
    REPLIED = "replied"
    """Everybody who signed says what they think of the reply."""
    IMPLEMENTING = "implementing"
    """Its unit carries out what it promised with the reply."""
    REPORTED = "reported"
    """Reported done: everybody who signed says whether it really is."""
    CLOSED = "closed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class SuggestionAction(StrEnum):
    """Action that moves a suggestion on, or is written into its history."""

    BEGIN = "begin"
    INVITE = "invite"
    """A colleague is asked to sign."""
    UNINVITE = "uninvite"
    SIGN = "sign"
    REFUSE_TO_SIGN = "refuse_to_sign"
    ASK_ANEW = "ask_anew"
    """Those who signed an earlier text are asked to sign this one."""
    HAND_IN = "hand_in"
    WITHDRAW = "withdraw"
    ACCEPT = "accept"
    RETURN = "return"
    """The office gives it back to its lead, with the reason."""
    DECLINE = "decline"
    ASSIGN = "assign"
    """To the unit that leads, and those that support it."""
    GIVE_BACK = "give_back"
    """The unit says that it is not theirs."""
    SUPPORT = "support"
    """A supporting unit writes its part, to the lead."""
    TALK = "talk"
    """The unit has talked with the representative."""
    ASK_TIME = "ask_time"
    GRANT_TIME = "grant_time"
    REFUSE_TIME = "refuse_time"
    REPLY = "reply"
    RATE = "rate"
    """Somebody who signed says what they think of the reply."""
    HANDLE_AGAIN = "handle_again"
    """Somebody was dissatisfied, or says that it was not done: a second handling begins."""
    HOLD_TO = "hold_to"
    """The reply stands: what it promises is awaited."""
    REPORT = "report"
    """The unit says how far what it promised is."""
    REPORT_DONE = "report_done"
    JUDGE = "judge"
    """Somebody who signed says whether it was really done."""
    GO_ON = "go_on"
    """It is only partly done: it stays promised."""
    CLOSE = "close"


class SignatureState(StrEnum):
    """State of a name below a suggestion. That it is below an earlier text is none: it is computed."""

    INVITED = "invited"
    SIGNED = "signed"
    REFUSED = "refused"

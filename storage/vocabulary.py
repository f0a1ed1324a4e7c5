"""The words of the field, as they are kept. Chinese terms: docs/glossary.md."""

from enum import IntEnum, StrEnum


class Role(StrEnum):
    """Role in which a person comes to the bot. Everybody is a constituent."""

    CONSTITUENT = "constituent"
    REPRESENTATIVE = "representative"
    UNIT = "unit"
    """An officer of a handling unit."""
    STAFF = "staff"
    SYSTEM = "system"
    """Time itself: what a sweep does when something falls due."""


class Channel(IntEnum):
    """A way to talk with Huiyin. How its chats are numbered: `storage.addresses`."""

    TELEGRAM = 0


BLOB = "blob:"
"""Beginning of what stands for a file that is kept here, in a call or a record; the SHA-256 of its content follows."""


class Level(StrEnum):
    """The level of the congress a representative sits in."""

    TOWNSHIP = "township"
    COUNTY = "county"
    MUNICIPAL = "municipal"
    PROVINCIAL = "provincial"


class Sex(StrEnum):
    """As the official list of representatives says it."""

    FEMALE = "female"
    MALE = "male"


NO_PARTY = "none"
"""Kept as the party of who belongs to none."""


class LeftWhy(StrEnum):
    """Reason why a representative no longer holds office."""

    RESIGNED = "resigned"
    RECALLED = "recalled"
    MOVED = "moved"
    """Out of the place that elected them."""
    DIED = "died"
    TERM_OVER = "term_over"


class OfficeChange(StrEnum):
    """A turn in who holds an office."""

    TOOK = "took"
    LEFT = "left"


class AreaKind(StrEnum):
    """Kind of place an area is."""

    COUNTY = "county"
    TOWN = "town"
    VILLAGE = "village"


class Stage(StrEnum):
    """Stage at which an opinion stands. Overdue is no stage: it is computed."""

    SUBMITTED = "submitted"
    ASSIGNED = "assigned"
    WAITING = "waiting"
    REFERRED = "referred"
    REPLIED = "replied"
    """The unit replied; the representative checks it."""
    ANSWERED = "answered"
    SUPERVISED = "supervised"
    """The last round did not satisfy: staff take it in hand themselves."""
    IMPLEMENTING = "implementing"
    """A unit promised something with its answer, and has still to do it."""
    CLOSED = "closed"
    DECLINED = "declined"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"


class CaseKind(StrEnum):
    """Kind of case that has clocks of its own."""

    OPINION = "opinion"
    SUGGESTION = "suggestion"
    """A representative's formal suggestion."""


class Action(StrEnum):
    """Action that moves an opinion on, or is written into it."""

    SUBMIT = "submit"
    ASSIGN = "assign"
    DECLINE = "decline"
    MERGE = "merge"
    SEPARATE = "separate"
    """No longer handled together with another one: it goes on by itself."""
    CLASSIFY = "classify"
    """Staff correct the topic."""
    HAND_OVER = "hand_over"
    PROPOSE_DECLINE = "propose_decline"
    """A representative asks staff to decline it."""
    KEEP = "keep"
    """Staff refuse that proposal."""
    ASK = "ask"
    RESUME = "resume"
    """The constituent answered the question, or did not in time."""
    RETRACT = "retract"
    """The constituent takes back what was taken for the answer to the question; it waits again."""
    REPLY = "reply"
    REFER = "refer"
    """To a handling unit."""
    ACCEPT = "accept"
    """The unit takes it."""
    ASK_SUPPORT = "ask_support"
    """Another unit is asked to support the one that has it."""
    SUPPORT = "support"
    """A supporting unit writes its part."""
    HOLD = "hold"
    """An officer lays the reply before the unit's chief; it has not left the unit."""
    GIVE_BACK = "give_back"
    """The chief gives it back for a better one."""
    REASSIGN = "reassign"
    """The chief puts another officer in charge."""
    RETURN = "return"
    """The unit says that it is not theirs."""
    PASS_ON = "pass_on"  # noqa: S105 - a word
    """The representative passes the unit's reply on to the constituent."""
    SEND_BACK = "send_back"
    """The representative wants a better reply from the unit."""
    TAKE_BACK = "take_back"
    """The representative takes the case back from a unit that has let it lie."""
    ASK_EXTENSION = "ask_extension"
    """Request to staff for more time, by who must act."""
    GRANT_EXTENSION = "grant_extension"
    REFUSE_EXTENSION = "refuse_extension"
    EXTEND = "extend"
    """Staff give more time that nobody asked for."""
    ADD = "add"
    EDIT = "edit"
    RATE = "rate"
    HOLD_TO = "hold_to"
    """The answer stands, and its unit is held to what it promised."""
    REPORT = "report"
    """The unit reports progress on its promise."""
    PLAN = "plan"
    """The unit plans the steps to what it promised."""
    MOVE_DATE = "move_date"
    """The unit moves the day of its promise."""
    ENTRUST = "entrust"
    """Staff pass a promise on to another unit."""
    REPORT_DONE = "report_done"
    """The unit says that its promise is kept."""
    CONFIRM = "confirm"
    """The constituent says that it was really done."""
    PARTLY = "partly"
    """The constituent says that it was partly done."""
    REFUTE = "refute"
    """The constituent says that it was not done."""
    CLOSE = "close"
    REOPEN = "reopen"
    SUPERVISE = "supervise"
    """What follows from dissatisfaction after the last round."""
    BEGIN_SUPERVISION = "begin_supervision"
    """Somebody above follows it from now on, beside whatever stage it stands at."""
    MOVE_SUPERVISION = "move_supervision"
    """What is expected under supervision may come later, or has to come sooner."""
    MINUTE_SUPERVISION = "minute_supervision"
    """A part of the minutes was written."""
    END_SUPERVISION = "end_supervision"
    """The supervision has come to its result."""
    APPEAL = "appeal"
    WITHDRAW = "withdraw"
    ERASE = "erase"


OF_SUPERVISION = (
    Action.BEGIN_SUPERVISION,
    Action.MOVE_SUPERVISION,
    Action.MINUTE_SUPERVISION,
    Action.END_SUPERVISION,
)
"""Steps of a supervision: they move no case, and are no row of the table of moves."""
INTERNAL_STEPS = frozenset(OF_SUPERVISION) - {Action.BEGIN_SUPERVISION}
"""Steps of which the author of an opinion never reads: of its supervision they read once that it is watched over."""


class EntryKind(StrEnum):
    """Kind of message inside an opinion."""

    OPINION = "opinion"
    ADDITION = "addition"
    QUESTION = "question"
    ANSWER = "answer"
    """The constituent's answer to a question."""
    REPLY = "reply"
    REFERRAL = "referral"
    """The remark to a unit. Internal."""
    UNIT_REPLY = "unit_reply"
    """A unit's reply, as long as it is not passed on. Internal."""
    PASSED_ON = "passed_on"
    """A unit's reply that was passed on to the constituent."""
    HELD = "held"
    """A unit's reply before its chief has released it: read by nobody outside the unit."""
    GIVEN_BACK = "given_back"
    """The same, as the chief did not release it."""
    UNIT_QUESTION = "unit_question"
    """What a unit would have the representative ask the author. Internal."""
    PART = "part"
    """What a supporting unit writes to the lead, as long as it is not passed on. Internal."""
    PASSED_PART = "passed_part"
    """The same, passed on to the constituent."""
    PROGRESS = "progress"
    """A unit's report on what it promised."""
    MINUTES = "minutes"
    """Minutes of a supervision, by who supervises. Internal."""
    REOPENING = "reopening"
    """Reason why a constituent was not satisfied."""
    APPEAL = "appeal"
    """Reason why a decline is appealed."""


OPINING = frozenset({EntryKind.OPINION, EntryKind.ADDITION})
"""Kinds of entries that are what a constituent has to say, of their own accord."""
UNIT_ONLY = frozenset({EntryKind.HELD, EntryKind.GIVEN_BACK})
"""Said within a unit: nobody outside it reads it."""
INTERNAL = frozenset(
    {
        EntryKind.MINUTES,
        EntryKind.REFERRAL,
        EntryKind.UNIT_REPLY,
        EntryKind.UNIT_QUESTION,
        EntryKind.PART,
        *UNIT_ONLY,
    }
)
"""Said between those who handle an opinion: its author never reads it."""


class Outcome(StrEnum):
    """Result class of an opinion, by its unit. What each class means is data: `handlers/presentation/outcomes.json`."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"


class AttachmentKind(StrEnum):
    """Kind of thing that can be attached."""

    PHOTO = "photo"
    VOICE = "voice"
    AUDIO = "audio"
    VIDEO = "video"
    VIDEO_NOTE = "video_note"
    DOCUMENT = "document"
    LOCATION = "location"


class Satisfaction(StrEnum):
    """One tap under an answer."""

    SATISFIED = "satisfied"
    MOSTLY = "mostly_satisfied"
    HALF = "half_done"
    """Only where something was promised with the answer: the promise stays open."""
    DISSATISFIED = "dissatisfied"


OF_ANY_ANSWER = (Satisfaction.SATISFIED, Satisfaction.MOSTLY, Satisfaction.DISSATISFIED)
"""What can be said of any answer, whether something was promised with it or not."""


class CommitmentState(StrEnum):
    """State of a promise. That it is late is none: it is computed."""

    OPEN = "open"
    REPORTED = "reported"
    """Reported done; its authors are asked whether it really was."""
    CONFIRMED = "confirmed"
    UNCONFIRMED = "unconfirmed"
    """Reported done, and nobody said whether it was."""
    REFUTED = "refuted"
    """Reported done and not done, as an author says: the unit has it anew."""
    DROPPED = "dropped"
    """Nobody waits for it any longer: withdrawn, taken back, or answered anew."""


class Done(StrEnum):
    """One tap below "was it really done?"."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


class Ranked(StrEnum):
    """Kind of what a league ranks."""

    UNITS = "unit"
    TOPICS = "topic"
    STATIONS = "station"


class Recurrence(StrEnum):
    """Pattern in which reception days come back."""

    MONTHLY = "monthly"
    """On a day of the month."""
    NTH_WEEKDAY = "nth_weekday"
    """On the nth such weekday of the month."""
    WEEKLY = "weekly"
    """On a weekday, every so many weeks."""


class NoticeColumn(StrEnum):
    """Kind of notice; a constituent may mute all but the urgent ones."""

    NEWS = "news"
    POLICY = "policy"
    RECEPTION = "reception"
    URGENT = "urgent"


class NoticeState(StrEnum):
    """State of a notice. That quiet hours hold it is none: it is computed."""

    DRAFT = "draft"
    HANDED = "handed"
    """Waits for a second person's release."""
    RELEASED = "released"
    """Waits for its hour."""
    FIXING = "fixing"
    """Its recipients are being written down."""
    SENDING = "sending"
    PAUSED = "paused"
    DONE = "done"
    CANCELLED = "cancelled"


class RecipientState(IntEnum):
    """State of a notice for one person."""

    WAITING = 0
    PROMISED = 1
    """In the outbox."""
    SENT = 2
    UNREACHABLE = 3
    FAILED = 4
    """Refused by Telegram for good; the reason is kept."""
    AMBIGUOUS = 5
    """May or may not have arrived; sent again only if somebody says so."""
    MUTED = 6
    """Muted the column after the recipients were fixed."""


class Lane(IntEnum):
    """Order in which messages go when Telegram's limits make some wait."""

    ANSWER = 0
    STAFF = 1
    REMINDER = 2
    NOTICE = 3


class InboxState(IntEnum):
    """State of an update."""

    PENDING = 0
    DONE = 1
    QUARANTINED = 2


class CallState(IntEnum):
    """State of an outgoing call."""

    PENDING = 0
    SENT = 1
    REPLACED = 2
    """A newer edit of the same message took its place before it was sent."""
    UNREACHABLE = 3
    DEAD = 4
    """Refused by Telegram for good; the reason is kept."""
    AMBIGUOUS = 5
    """May or may not have arrived, and must not be sent twice."""

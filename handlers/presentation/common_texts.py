"""Texts that many conversations share: refusals and failures, and how to change what one is writing."""

import re
from collections.abc import Callable, Collection, Mapping
from datetime import date

from handlers.conversation.callbacks import Go
from handlers.conversation.errors import Unusable
from handlers.conversation.screen import Button, Rows, Screen
from handlers.conversation.texts import N_, Html, Translator, shortened
from handlers.core.board.errors import ConsentMissing, NoBoard, NotAnswered, NotAskedForBoard
from handlers.core.casework.urging_errors import NobodyReached, NobodyToUrge, NotAtNight, UrgedAlready
from handlers.core.desk.errors import DeskSessionNotFound, LinkOver, NoDesk, NotOpenedByTelegram
from handlers.core.directory.pinyin import has_chinese
from handlers.core.errors import (
    AskedBackAlready,
    CalendarDayNotFound,
    CannotMerge,
    CheckInClosed,
    DayIsOver,
    DayOff,
    DayOutOfRange,
    DaysOutOfRange,
    DigestTimeNotFound,
    HasItAlready,
    Hindrance,
    MoveRefused,
    NoHandling,
    NoMismatch,
    NoPlaceholder,
    NoPromise,
    NoSuchPlace,
    NoSuchTopic,
    NoSuchUnit,
    NotAllowed,
    NotAnOfficer,
    NothingAsked,
    NothingHeld,
    NothingPromised,
    NotInOffice,
    NotRateable,
    OpinionNotFound,
    OutdatedButton,
    PlaceOfOthers,
    ReceptionDayChanged,
    ReceptionDayNotFound,
    Refusal,
    ReplyTemplateNotFound,
    ReplyWaits,
    RosterClosed,
    SameDay,
    StaffDecide,
    StaffDecideUnit,
    StepDayOutOfRange,
    SupportsAlready,
    TemplateNotFound,
    TextTooLong,
    TimeGivenAlready,
    TooEarlyToRecord,
    TooManyFiles,
    TooManyReplyTemplates,
    TooManySteps,
    TooManySupporting,
    TooManyTemplates,
    TooMuchSaid,
    UnitStillHasTime,
)
from handlers.core.guide.errors import NoSuchPiece
from handlers.core.matters.errors import (
    DayMissing,
    InMatterAlready,
    MatterMovedOn,
    MatterNotFound,
    NobodyChecks,
    NotAskedNow,
    NotEndorsed,
    NotInMatter,
    SecondNeeded,
    TellsWho,
    WroteItThemselves,
)
from handlers.core.notices.errors import NoticeRefusal
from handlers.core.open311.errors import KeyNotFound, LimitOutOfRange
from handlers.core.people.errors import (
    ActsForOthers,
    InvitationNotFound,
    InvitedMeanwhile,
    NotAmongPeople,
)
from handlers.core.suggestions.errors import SuggestionRefusal
from handlers.core.supervision.errors import (
    LastSupervisor,
    NothingToSupervise,
    NotStaff,
    ReasonMissing,
    SupervisedAlready,
    SupervisionNotFound,
    SupervisionOver,
    TooManySupervisors,
)
from handlers.presentation.names import STAGE_NAMES
from handlers.presentation.notices import refusals as notice_refusals
from handlers.presentation.suggestions import refusals as suggestion_refusals

REFUSED: Mapping[type[Refusal], str] = {
    OpinionNotFound: N_("I cannot find that opinion among yours. /mine and /inbox list what you can open."),
    OutdatedButton: N_("This has moved on since that button was shown. Here is where it stands now."),
    MoveRefused: N_("{reference} stands elsewhere by now, so this is no longer possible."),
    NotInOffice: N_("They are no longer in office. Please choose somebody else."),
    HasItAlready: N_("{name} has it already."),
    NoSuchUnit: N_("There is no such unit any more. Please choose another one."),
    NoSuchPiece: N_("There is no such piece of the guide. /guide lists all of them."),
    NoSuchTopic: N_("That topic is no longer offered. Please choose another one."),
    NothingAsked: N_("Nobody asks for more time any longer. Here is where it stands now."),
    ReplyTemplateNotFound: N_("There is no such template any more. Here are those there are."),
    TooManyReplyTemplates: N_("Your unit has {n} templates, as many as can be. Remove one first."),
    NoPlaceholder: N_("“{found}” is no placeholder. These are: {known}. Please correct it and send the text again."),
    ReplyWaits: N_("A reply to this waits for your chief already. You hear what becomes of it."),
    NothingHeld: N_("No reply waits for your release any longer. Here is where it stands."),
    NotAnOfficer: N_("They are no longer an officer of your unit. Please choose another one."),
    SupportsAlready: N_("This unit has it already, or supports it. Please choose another one."),
    TooManySupporting: N_("{n} units support it, as many as can be."),
    StaffDecideUnit: N_("Staff decide which unit has it next. You can answer it yourself meanwhile."),
    UnitStillHasTime: N_("The unit still has time. If nothing has come, you can take it back from {day} on."),
    NoPromise: N_("Nothing that was promised waits here any longer. Here is where it stands now."),
    StaffDecide: N_("This day was moved once already; for another one, staff are asked."),
    NoHandling: N_("There is no unit's handling to rate here now. Here is where it stands."),
    NoMismatch: N_("These ratings no longer disagree, or a colleague has settled it. /mismatch lists what is left."),
    AskedBackAlready: N_("Its author was asked already, and has not answered yet."),
    NothingPromised: N_("Nothing was promised with this answer, so it cannot be half done. Please rate it otherwise."),
    NotRateable: N_("This answer is rated already. Thank you."),
    SupervisionNotFound: N_("There is no such supervision. /supervise lists those that are open."),
    SupervisionOver: N_("This supervision has come to its result already. /supervise lists those that are open."),
    SupervisedAlready: N_("It is under supervision already. /supervise lists it."),
    NothingToSupervise: N_("Nobody handles it now, so there is nothing to supervise. /supervise shows what there is."),
    NotStaff: N_("Only staff can supervise. Please choose somebody else."),
    LastSupervisor: N_("Nobody else supervises it. Name somebody first; then this one can go."),
    TooManySupervisors: N_("{most} people supervise it, as many as can. Take one away first."),
    ReasonMissing: N_("Please say why the day is moved: who handles the case reads it."),
    MatterNotFound: N_("This matter is not public any more, or not yours to see. /mine and /matters list what is."),
    MatterMovedOn: N_("This matter was changed since that button was shown. Here is how it stands now."),
    SecondNeeded: N_("Somebody else than who wrote it makes it public. Press “👀 Have it checked”."),
    NobodyChecks: N_("Nobody else can check it yet. Invite a colleague with /invite, or ask the county office."),
    InMatterAlready: N_("It is part of “{title}” already. Take it out there first."),
    NotInMatter: N_("It is part of this matter no longer."),
    TellsWho: N_("This may tell who somebody is. Please write it without, or say that it is meant so."),
    KeyNotFound: N_("This key was taken back already. /keys lists those that can be used."),
    NoBoard: N_("There is no public board here. The operator opens it with BOARD_URL."),
    NotAnswered: N_("Only what is public and answered stands on the board. Tell its followers the answer first."),
    ConsentMissing: N_(
        "Its authors do not let it stand there yet: yes {yes}, no {no}, no answer {silent}. Of fewer than ten each "
        "must have said yes; of more, nobody no, and two weeks must have passed."
    ),
    NotAskedForBoard: N_("You are not asked about this any more."),
    WroteItThemselves: N_("You wrote about this yourself, so you count already: {reference}. You hear of it there."),
    DayMissing: N_("Please say by when it is promised."),
    NotAskedNow: N_("Nothing is asked about this now. /mine lists what you follow."),
    NotEndorsed: N_("You have not added your voice to this yet. /mine lists what you follow."),
    TimeGivenAlready: N_("More time was given twice already, as often as it can be."),
    DaysOutOfRange: N_("It can be from {least} to {most} days."),
    LimitOutOfRange: N_("It can be from {least} to {most} requests a day."),
    TooManySteps: N_("{n} steps at most lead to what is promised, those that are done included."),
    StepDayOutOfRange: N_("“{what}” must be after {after}, and by {last} at the latest, the promised day."),
    SameDay: N_("{day} is promised already. Please choose another day."),
    DayOutOfRange: N_("Choose a day after {after}, {last} at the latest."),
    ReceptionDayNotFound: N_("There is no such reception day. /reception lists the next ones."),
    ReceptionDayChanged: N_("It was changed meanwhile. Here is how it stands."),
    RosterClosed: N_("This day is over or cancelled; its roster stays as it was."),
    CheckInClosed: N_("One checks in from an hour before the beginning until the end."),
    TooEarlyToRecord: N_("Who came is recorded from an hour before the beginning."),
    DayIsOver: N_("Please choose a day from today on."),
    DayOff: N_("{day} is a day off. Keep it, or choose another day?"),
    CalendarDayNotFound: N_("There is no such day here. /calendar shows this month."),
    DigestTimeNotFound: N_("Please choose one of the hours below. /reminders shows them."),
    TextTooLong: N_("Please say it in at most {n} characters."),
    TooMuchSaid: N_("⚠️ This is not in: it would be more than {n} characters. Send the rest as a document."),
    TooManyFiles: N_("⚠️ This is not in: no more than {n} attachments fit. What cannot wait, tell in words."),
    TemplateNotFound: N_("There is no such reason. /templates lists them."),
    TooManyTemplates: N_("There are {n} reasons, as many as can be. Archive one first."),
    NotAmongPeople: N_("I cannot find that among your people. Here is who is there now."),
    InvitationNotFound: N_("I cannot find that among your people. Here is who is there now."),
    InvitedMeanwhile: N_("Things have changed since that button was shown. This is how they stand now."),
    NoSuchPlace: N_("That place is no longer in our list."),
    ActsForOthers: N_(
        "You act for others here, so what you did in that role belongs to the public record. "
        "Ask the county office to end your role first; then you can erase what is yours."
    ),
    DeskSessionNotFound: N_("That browser is let in no more. /desk gives you a new link."),
    NotOpenedByTelegram: N_(
        "Telegram's word on who you are was used, or is older than five minutes. Close this window and open the desk "
        "anew: /desk in the chat."
    ),
    LinkOver: N_("This link was used, or its five minutes are over. /desk in the chat gives you a new one."),
    NobodyToUrge: N_("Nobody in office has to act on it now."),
    NobodyReached: N_("Nobody who has it can be reached in the bot. Please phone them."),
    UrgedAlready: N_("They were reminded of it today already."),
    PlaceOfOthers: N_("That place belongs to another station. Please choose one of yours."),
    NotAtNight: N_("People are reminded on working days, in the daytime."),
    NoDesk: N_("There is no desk here yet. All of it can be done in this chat; /help shows how."),
    NotAllowed: N_("This is for people with another role. /help shows what you can do here."),
}
"""Words on each refusal and on what is possible instead; `{…}` stand for facts of the refusal."""


def words(refusal: Refusal, t: Translator) -> Html:
    """Words of a refusal: what was refused and what is possible instead."""
    if isinstance(refusal, Unusable):
        return refusal.reason
    if isinstance(refusal, CannotMerge):
        return why_not_merged(t, refusal)
    if isinstance(refusal, NoticeRefusal):
        return notice_refusals.words(t, refusal)
    if isinstance(refusal, SuggestionRefusal):
        return suggestion_refusals.words(t, refusal)
    text = REFUSED.get(type(refusal), N_("This is not possible now. /help shows what you can do here."))
    return t(text, **{name: t.day(fact) if isinstance(fact, date) else fact for name, fact in vars(refusal).items()})


def why_not_merged(t: Translator, refusal: CannotMerge) -> Html:
    """Words of a merge that is refused: why, and what to do instead."""
    match refusal.hindrance:
        case Hindrance.ITSELF:
            return t("That is the same opinion.")
        case Hindrance.MERGED_ITSELF:
            return t("{main} is handled together with {reference}: merge into that one.", main=refusal.main,
                     reference=refusal.target)  # fmt: skip
        case Hindrance.NO_ANSWER_TO_COME:
            stage = t(STAGE_NAMES[refusal.stage.value]) if refusal.stage is not None else ""
            return t(
                "{main} is {stage} already, so no answer is to come from it. This one needs an answer of its own.",
                main=refusal.main,
                stage=stage,
            )
        case Hindrance.FULL:
            return t(
                "{n} opinions are merged into {main}, as many as can be. Merge into another one, or assign this one.",
                n=refusal.already,
                main=refusal.main,
            )


def apology(t: Translator) -> Html:
    """Apology when a handler failed for good: what the person sent is kept, and somebody looks at it."""
    return t(
        "Sorry, something went wrong on our side with your last message. It is kept, and the operator can see it. "
        "You can go on: /start shows where you are."
    )


_LETTER = re.compile(r"[^\W\d_]")


def not_translated(t: Translator, text: str, language: str) -> Html:
    """A hint that who reads `language` gets words of the other one; empty if they do not."""
    if not _LETTER.search(text) or has_chinese(text) == language.startswith("zh"):
        return Html("")
    if language.startswith("zh"):
        return t("🌐 Its author reads Chinese; what you write is not translated.")
    return t("🌐 Its author reads English; what you write is not translated.")


def also_not_translated(t: Translator, text: str, languages: Collection[str]) -> Html:
    """A hint that none of those who read it reads the language of the text; empty if one does, or nobody is known."""
    if not _LETTER.search(text) or not languages:
        return Html("")
    if any(has_chinese(text) == language.startswith("zh") for language in languages):
        return Html("")
    if has_chinese(text):
        return t("🌐 Whoever gets this reads English; what you write is not translated.")
    return t("🌐 Whoever gets this reads Chinese; what you write is not translated.")


def not_reached(t: Translator) -> Html:
    """Reason why an answer does not arrive, and what to do instead."""
    return t(
        "📵 Its author cannot be reached on Telegram at present: nothing sent now arrives. Print it, phone them or "
        "leave it at the liaison station. Once they come back, they find it under /mine."
    )


def how_to_change(t: Translator) -> Html:
    """Under a preview: it is not sent yet, and how it becomes another."""
    return t("Write more to add to it; edit a message of yours to change it.")


def words_needed(t: Translator, rows: Rows = ()) -> Screen:
    """Answer to a picture, a voice or a sticker where something is to be typed: what was begun goes on."""
    text = t("I need words here. Please type it, or leave with /cancel.")
    return Screen(text, rows or [[Button(t("🏠 Home"), Go(to="home"))]])


SHOWN = 40
"""Characters of what cannot be read that the answer repeats."""


def unread(t: Translator, typed: str | None, message: str = N_("I cannot read “{typed}” as a day.")) -> Html:
    """Words on what cannot be read, `message` with {typed}; to a picture or a sticker, that words are needed."""
    text = (typed or "").strip()
    return t(message, typed=shortened(text, SHOWN)) if text else t("Please write it in words, or press a key.")


def typed_words(t: Translator, typed: str | None, check: Callable[[str], None], rows: Rows) -> str | Screen:
    """Words as they will go out; or, where there are none or `check` says they are too long, what to do about it."""
    text = (typed or "").strip()
    if not text:
        return words_needed(t, rows)
    try:
        check(text)
    except TextTooLong as long:
        return Screen(words(long, t), rows)
    return text

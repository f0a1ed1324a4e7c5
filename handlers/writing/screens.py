"""Screens of writing about a case: prompts, previews, what could not be sent."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from aiogram.filters.callback_data import CallbackData

from handlers.conversation.case_drafts import CaseDraft, Kind
from handlers.conversation.screen import Button, Screen
from handlers.conversation.split import units
from handlers.conversation.texts import N_, Html, Translator, bold, escape, join
from handlers.core.casework.candidates import Candidate
from handlers.core.casework.content import Said
from handlers.core.casework.referrals import PassedOn
from handlers.core.casework.supporting import Part
from handlers.core.workdays.rules import Calendar
from handlers.presentation import letters, names
from handlers.presentation.common_texts import also_not_translated, how_to_change, not_reached, not_translated
from handlers.presentation.history import shown
from handlers.presentation.labels import OPENS
from handlers.writing import extending_screens, previews, steps
from handlers.writing.callbacks import KeepSteps, MeantAs, SendWords, TakeBack, ThrowAway
from handlers.writing.steps import Typed
from storage.models.commitments import Commitment
from storage.models.directory import HandlingUnit
from storage.models.opinions import Opinion
from storage.vocabulary import Action, Stage

PROMPTS = {
    None: N_("Write your answer or your question. You see it before it goes out."),
    Action.REPLY: N_(
        "Write your answer: words, photos, voice, documents, in as many messages as you like. "
        "You see it before it goes out."
    ),
    Action.ASK: N_(
        "Write your question; photos and documents are fine too. You see it before it goes out; "
        "the clock stops until its author answers."
    ),
    Action.PROPOSE_DECLINE: N_(
        "Why should it be declined, and which door is the right one? Staff read this and decide; "
        "until then the case stays with you."
    ),
    Action.SEND_BACK: N_("What is missing in the unit's reply? They read this and reply again."),
    Action.TAKE_BACK: N_(
        "Why do you take it back? The unit and the staff read this, its author hears that you have it again."
    ),
    Action.GIVE_BACK: N_("What is missing in the reply? Its officer reads this; nobody outside your unit does."),
    Action.SUPPORT: N_(
        "Write your unit's part: words, photos, documents. The unit that leads reads it, and it stands under your "
        "unit's name in the reply."
    ),
    Action.REPORT: N_(
        "How far is it? A few words, photos if you like. Whoever waits for it reads this, at most once a week."
    ),
    Action.REPORT_DONE: N_(
        "What was done? A few words, photos if you like. Whoever waits for it reads this and is asked whether it was "
        "really done."
    ),
    Action.RETURN: N_("Why is it not yours? The representative reads this and refers it to somebody else."),
}
SEND = {
    Kind.LETTER: N_("📨 Send"),
    Kind.PROPOSAL: N_("📨 Send to staff"),
    Kind.HANDING: N_("🤝 Hand it over"),
    Kind.REFERRAL: N_("🏢 Refer it"),
    Kind.STAFF_REFERRAL: N_("🏢 Refer it"),
    Kind.PASSING: N_("📨 Pass it on"),
    Kind.RESULT: N_("📨 Send"),
    Kind.SENDING_BACK: N_("↩️ Send it back"),
    Kind.TAKING_BACK: N_("↩️ Take it back"),
    Kind.UNIT_REPLY: N_("📨 Send the reply"),
    Kind.SUPPORT: N_("🤝 Ask for support"),
    Kind.STAFF_SUPPORT: N_("🤝 Ask for support"),
    Kind.UNIT_SUPPORT: N_("🤝 Ask for support"),
    Kind.UNIT_QUESTION: N_("❓ Send to the representative"),
    Kind.GIVING_BACK: N_("↩️ Give it back"),
    Kind.PART: N_("📨 Send our part"),
    Kind.RETURNING: N_("↩️ Return it"),
    Kind.REQUEST: N_("⏳ Send the request"),
    Kind.UNIT_REQUEST: N_("⏳ Send the request"),
    Kind.STEPS: N_("🪜 Keep these steps"),
    Kind.MOVING: N_("📅 Move the day and tell them"),
    Kind.PROGRESS: N_("🔧 Send the report"),
    Kind.FINISHED: N_("🏁 Report it done"),
    Kind.ENTRUSTING: N_("🏢 Pass it on and tell them"),
    Kind.REFUSAL: N_("✋ Refuse and tell them"),
    Kind.GIFT: N_("⏳ Give it and tell them"),
}
MEANT_AS = {
    Action.REPLY: N_("💬 This is my answer"),
    Action.ASK: N_("❓ This is a question back"),
}


@dataclass(slots=True)
class Preview:
    """All that is shown of what was begun."""

    opinion: Opinion
    draft: CaseDraft
    possible: Sequence[Action]
    """Actions that its writer may take on the case now."""
    days: Calendar
    follows: Action
    """What follows if its author is not satisfied with the answer."""
    whom: Candidate | None = None
    """Colleague to whom it is to be handed."""
    unit: HandlingUnit | None = None
    """Unit to which it is to be referred, or whose it is."""
    parts: Sequence[Part] = ()
    """What supporting units have written for the reply."""
    passed: PassedOn | None = None
    """The reply that is to be passed on."""
    languages: Collection[str] = ()
    """Of those who read it, where it is not its author who does."""
    due_at: datetime | None = None
    """Due instant as it will be, where more time is refused."""
    promise: Commitment | None = None
    """What its unit promised: its day is moved, its steps are planned or ticked."""
    steps: Typed | None = None
    """Steps that were typed."""
    due_on: date | None = None
    """Day by which it is promised, with a reply or already."""
    today: date | None = None
    note: str = ""
    """Reason why the last message was not taken; empty: it was."""


def preview(t: Translator, view: Preview) -> Screen:
    """Preview of what is written so far, as its reader will see it, and the ways on."""
    draft = view.draft
    text = _too_long(t, draft) if draft.over else _body(t, view)
    hint = also_not_translated(t, draft.words, view.languages)
    return Screen(join([view.note, text, hint], "\n\n"), _rows(t, view))


def _body(t: Translator, view: Preview) -> Html:
    draft, opinion = view.draft, view.opinion
    match draft.kind:
        case Kind.HANDING if view.whom is not None:
            return _handing(t, view, view.whom)
        case Kind.REFERRAL | Kind.STAFF_REFERRAL if view.unit is not None:
            return previews.referral(t, opinion, draft, view.unit)
        case Kind.PASSING if view.passed is not None:
            return previews.passing(t, opinion, draft, view.passed, view.follows)
        case Kind.STEPS if view.steps is not None and view.due_on is not None and view.today is not None:
            return steps.preview(t, opinion.reference, draft.words, view.steps, view.due_on, view.today)
        case Kind.UNIT_REPLY:
            return previews.reply(t, opinion, draft, view.parts)
        case Kind.SUPPORT | Kind.STAFF_SUPPORT | Kind.UNIT_SUPPORT if view.unit is not None:
            return previews.support(t, opinion, draft, view.unit)
        case Kind.ENTRUSTING if view.unit is not None and view.promise is not None:
            return previews.entrusting(t, opinion, draft, view.unit, view.promise)
        case Kind.REQUEST | Kind.UNIT_REQUEST | Kind.REFUSAL | Kind.GIFT | Kind.MOVING:
            return extending_screens.preview(t, opinion, draft, view.days, view.due_at, view.promise)
    if not draft.parts:
        return join([bold(opinion.reference), t(_prompt(view))])
    head = _head(t, view)
    if head is None:
        return join([_letter(t, view), how_to_change(t)], "\n\n")
    how_much = draft.kind is Kind.PROGRESS and draft.percent is None
    asked = t("How much of it is done? A key below says so, if you like.") if how_much else ""
    return join([head, shown(t, draft.words, draft.files), join([asked, how_to_change(t)])], "\n\n")


def _prompt(view: Preview) -> str:
    """Question for the words, still to be translated."""
    if view.draft.kind is Kind.UNIT_QUESTION:
        return N_("What should its author be asked? The representative reads this and asks them; the clock goes on.")
    if view.draft.action is Action.ASK and view.opinion.stage is Stage.REFERRED:
        return N_("Write your question. You see it before it goes out; the unit's clock goes on.")
    return PROMPTS[view.draft.action]


def _head(t: Translator, view: Preview) -> Html | None:
    """Heading over the words; None: it is a letter, which has its own."""
    draft, reference = view.draft, bold(view.opinion.reference)
    match draft.kind:
        case Kind.PROPOSAL:
            return t("This goes to staff: a proposal to decline {reference}.", reference=reference)
        case Kind.SENDING_BACK:
            return t("This goes to the unit, with {reference}, for a better reply:", reference=reference)
        case Kind.UNIT_QUESTION:
            return t("👀 {reference}: you ask the representative to ask its author:", reference=reference)
        case Kind.GIVING_BACK:
            return t("👀 {reference}: this goes to the officer in your unit:", reference=reference)
        case Kind.PART:
            return t("👀 {reference}: this goes to the unit that leads:", reference=reference)
        case Kind.TAKING_BACK:
            return t("You take {reference} back; the unit reads why:", reference=reference)
        case Kind.RETURNING:
            return previews.returning(t, view.opinion, view.unit)
        case Kind.PROGRESS | Kind.FINISHED:
            return previews.progress(t, view.opinion, draft, view.promise)
    return None


def _letter(t: Translator, view: Preview) -> Html:
    opinion, draft = view.opinion, view.draft
    if draft.action is None:
        head = t("You wrote about {reference}. Is this your answer, or a question?", reference=bold(opinion.reference))
        return join([head, shown(t, draft.words, draft.files)], "\n\n")
    if draft.action is Action.REPLY:
        by_staff = draft.kind is Kind.RESULT
        read = letters.answer(t, opinion, draft.words, draft.files, follows=view.follows, by_staff=by_staff)
    else:
        read = letters.question(t, opinion, draft.words, draft.files)
    head = t("👀 This is what the author of {reference} will read:", reference=opinion.reference)
    hint = not_translated(t, draft.words, opinion.constituent.language)
    reached = "" if opinion.constituent.reachable else not_reached(t)
    return join([bold(head), read, hint, reached], "\n\n")


def _handing(t: Translator, view: Preview, whom: Candidate) -> Html:
    one = whom.representative
    return join(
        [
            t(
                "Hand {reference} over to {name} ({level})? They, its author and staff are told; the due day stays.",
                reference=bold(view.opinion.reference),
                name=t.named(one),
                level=names.level_name(t, one),
            ),
            "" if whom.joined else t("💤 {name} has not joined yet and cannot read it.", name=t.named(one)),
            shown(t, view.draft.words, view.draft.files) or t("If you like, write a remark for them."),
        ],
        "\n\n",
    )


def _too_long(t: Translator, draft: CaseDraft) -> Html:
    head = t("✂️ That is {n} characters; at most {most} fit.", n=units(draft.words), most=draft.form.longest)
    ways = [t("Edit a message to shorten it.")]
    if len(draft.parts) > 1:
        ways.append(t("Or take the last one back."))
    if draft.form.files:
        ways.append(t("Or send the long part as a document."))
    return t.sentences(head, *ways)


def _rows(t: Translator, view: Preview) -> list[list[Button]]:
    opinion, draft = view.opinion, view.draft
    here = {"opinion": opinion.id, "kind": draft.kind}
    rows = []
    if draft.kind is Kind.STEPS:
        rows.append(_steps_key(t, view))
    elif draft.ready:
        rows.append([Button(t(SEND[draft.kind]), SendWords(version=opinion.version, mark=draft.mark, **here))])
    if draft.kind is Kind.PROGRESS and draft.parts:
        rows += [*previews.percent_keys(t, opinion, draft), *previews.step_keys(t, opinion, draft, view.promise)]
    if draft.kind is Kind.UNIT_REPLY:
        rows += previews.outcome_keys(t, opinion, draft)
    if draft.action in (Action.ASK_EXTENSION, Action.EXTEND, Action.MOVE_DATE):
        rows.append([extending_screens.another_day(t, opinion, draft.form.by, draft.action)])
    if draft.parts and draft.kind is Kind.LETTER:
        rows += [
            [Button(t(label), MeantAs(opinion=opinion.id, action=action))]
            for action, label in MEANT_AS.items()
            if action in view.possible and action is not draft.action
        ]
    if len(draft.parts) > 1:
        rows.append([Button(t("↩️ Without the last message"), TakeBack(**here))])
    back = Button(t("⬅️ Back"), OPENS[draft.form.by](opinion=opinion.id))
    return [*rows, [back, *([Button(t("🗑 Throw away"), ThrowAway(**here))] if draft.parts else [])]]


def _steps_key(t: Translator, view: Preview) -> list[Button]:
    """A key that keeps the steps, once nothing is wrong with them: in the reply they were asked for, or at once."""
    opinion, draft = view.opinion, view.draft
    if not draft.ready or view.steps is None or view.steps.faults:
        return []
    data: CallbackData = KeepSteps(opinion=opinion.id)
    if draft.action is Action.PLAN:
        data = SendWords(opinion=opinion.id, kind=draft.kind, version=opinion.version, mark=draft.mark)
    return [Button(t(SEND[draft.kind]), data)]


def not_taken(t: Translator, draft: CaseDraft, said: Said | None) -> Html:
    """Reason why a message cannot be part of this; empty if it can. `said` is None for a sticker and the like."""
    if said is None:
        return t("I can take words, photos, voice, videos, documents and places, but not this.")
    files = len(said.attachments)
    if files and not draft.form.files:
        return t("Here only words are needed. This message was not taken.")
    if draft.over:
        return t("It is too long already. This message was not taken.")
    if len(draft.files) + files > draft.form.files:
        return t("At most {n} photos and files go with one letter. This message was not taken.", n=draft.form.files)
    return Html()


def too_late(
    t: Translator, opinion: Opinion, draft: CaseDraft, why: Html, opens: CallbackData | None, ways: Sequence[Button]
) -> Screen:
    """Give back what cannot be sent any more, to copy. `opens`: the case, if it is theirs to see."""
    lines: list[str] = [why]
    if draft.words:
        lines.append(t("Nothing was sent. Here is what you wrote, to copy:"))
        lines.append(Html(f"<pre>{escape(draft.words)}</pre>"))
    if draft.files:
        lines.append(t("Your photos and files are above in this chat."))
    case = [Button(t("Open {reference}", reference=opinion.reference), opens)] if opens is not None else []
    return Screen(join(lines), [case, ways])

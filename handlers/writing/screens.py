"""What one sees while one writes about a case: prompts, previews, what could not be sent."""

from collections.abc import Sequence
from dataclasses import dataclass

from aiogram.filters.callback_data import CallbackData

from handlers.conversation.screen import Button, Screen
from handlers.conversation.split import units
from handlers.conversation.texts import N_, Html, Translator, bold, escape, join
from handlers.core.casework.candidates import Candidate
from handlers.core.casework.content import Said
from handlers.core.casework.referrals import PassedOn
from handlers.core.workdays.rules import Calendar
from handlers.presentation import letters, names
from handlers.presentation.common_texts import how_to_change, not_translated
from handlers.presentation.history import shown
from handlers.presentation.labels import OPENS
from handlers.writing import extending_screens, previews
from handlers.writing.callbacks import MeantAs, SendWords, TakeBack, ThrowAway
from handlers.writing.drafts import Begun, Kind
from storage.models.directory import HandlingUnit
from storage.models.opinions import Opinion
from storage.vocabulary import Action

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
    Action.RETURN: N_("Why is it not yours? The representative reads this and refers it to somebody else."),
}
SEND = {
    Kind.LETTER: N_("📨 Send"),
    Kind.PROPOSAL: N_("📨 Send to staff"),
    Kind.HANDING: N_("🤝 Hand it over"),
    Kind.REFERRAL: N_("🏢 Refer it"),
    Kind.STAFF_REFERRAL: N_("🏢 Refer it"),
    Kind.PASSING: N_("📨 Pass it on"),
    Kind.SENDING_BACK: N_("↩️ Send it back"),
    Kind.UNIT_REPLY: N_("📨 Send the reply"),
    Kind.RETURNING: N_("↩️ Return it"),
    Kind.REQUEST: N_("⏳ Send the request"),
    Kind.UNIT_REQUEST: N_("⏳ Send the request"),
    Kind.REFUSAL: N_("✋ Refuse and tell them"),
}
MEANT_AS = {
    Action.REPLY: N_("💬 This is my answer"),
    Action.ASK: N_("❓ This is a question back"),
}


@dataclass(slots=True)
class Preview:
    """All that is shown of what was begun."""

    opinion: Opinion
    begun: Begun
    possible: Sequence[Action]
    """What its writer may do with the case now."""
    days: Calendar
    whom: Candidate | None = None
    """To whom it is to be handed."""
    unit: HandlingUnit | None = None
    """To which unit it is to be referred, or whose it is."""
    passed: PassedOn | None = None
    """The reply that is to be passed on."""
    note: str = ""
    """What became of the last message, if it was not taken."""


def preview(t: Translator, view: Preview) -> Screen:
    """What is written so far, as its reader will see it, and the ways on."""
    begun = view.begun
    text = _too_long(t, begun) if begun.over else _body(t, view)
    return Screen(join([view.note, text], "\n\n"), _rows(t, view))


def _body(t: Translator, view: Preview) -> Html:
    begun, opinion = view.begun, view.opinion
    match begun.kind:
        case Kind.HANDING if view.whom is not None:
            return _handing(t, view, view.whom)
        case Kind.REFERRAL | Kind.STAFF_REFERRAL if view.unit is not None:
            return previews.referral(t, opinion, begun, view.unit)
        case Kind.PASSING if view.passed is not None:
            return previews.passing(t, opinion, begun, view.passed)
        case Kind.UNIT_REPLY:
            return previews.reply(t, opinion, begun)
        case Kind.REQUEST | Kind.UNIT_REQUEST:
            return extending_screens.request(t, opinion, begun, view.days)
        case Kind.REFUSAL:
            return extending_screens.refusal(t, opinion, begun, view.days)
    if not begun.parts:
        return join([bold(opinion.reference), t(PROMPTS[begun.action])])
    match begun.kind:
        case Kind.PROPOSAL:
            head = t("This goes to staff: a proposal to decline {reference}.", reference=bold(opinion.reference))
        case Kind.SENDING_BACK:
            head = t("This goes to the unit, with {reference}, for a better reply:", reference=bold(opinion.reference))
        case Kind.RETURNING:
            head = previews.returning(t, opinion, view.unit)
        case _:
            return join([_letter(t, view), how_to_change(t)], "\n\n")
    return join([head, shown(t, begun.words, begun.files), how_to_change(t)], "\n\n")


def _letter(t: Translator, view: Preview) -> Html:
    opinion, begun = view.opinion, view.begun
    if begun.action is None:
        head = t("You wrote about {reference}. Is this your answer, or a question?", reference=bold(opinion.reference))
        return join([head, shown(t, begun.words, begun.files)], "\n\n")
    as_read = letters.answer if begun.action is Action.REPLY else letters.question
    head = t("👀 This is what the author of {reference} will read:", reference=opinion.reference)
    hint = not_translated(t, begun.words, opinion.constituent.language)
    return join([bold(head), as_read(t, opinion, begun.words, begun.files), hint], "\n\n")


def _handing(t: Translator, view: Preview, whom: Candidate) -> Html:
    one = whom.representative
    return join(
        [
            t(
                "Hand {reference} over to {name} ({level})? They, its author and staff are told; the due day stays.",
                reference=bold(view.opinion.reference),
                name=one.name,
                level=names.level_name(t, one),
            ),
            "" if whom.joined else t("💤 {name} has not joined yet and cannot read it.", name=one.name),
            shown(t, view.begun.words, view.begun.files) or t("If you like, write a remark for them."),
        ],
        "\n\n",
    )


def _too_long(t: Translator, begun: Begun) -> Html:
    head = t("✂️ That is {n} characters; at most {most} fit.", n=units(begun.words), most=begun.form.longest)
    ways = [t("Edit a message to shorten it.")]
    if len(begun.parts) > 1:
        ways.append(t("Or take the last one back."))
    if begun.form.files:
        ways.append(t("Or send the long part as a document."))
    return t.sentences(head, *ways)


def _rows(t: Translator, view: Preview) -> list[list[Button]]:
    opinion, begun = view.opinion, view.begun
    here = {"opinion": opinion.id, "kind": begun.kind}
    rows = []
    if begun.ready:
        rows.append([Button(t(SEND[begun.kind]), SendWords(version=opinion.version, mark=begun.mark, **here))])
    if begun.kind is Kind.UNIT_REPLY:
        rows += previews.outcome_keys(t, opinion, begun)
    if begun.action is Action.ASK_EXTENSION:
        rows.append([extending_screens.another_day(t, opinion, begun.form.by)])
    if begun.parts and begun.kind is Kind.LETTER:
        rows += [
            [Button(t(label), MeantAs(opinion=opinion.id, action=action))]
            for action, label in MEANT_AS.items()
            if action in view.possible and action is not begun.action
        ]
    if len(begun.parts) > 1:
        rows.append([Button(t("↩️ Without the last message"), TakeBack(**here))])
    back = Button(t("⬅️ Back"), OPENS[begun.form.by](opinion=opinion.id))
    return [*rows, [back, *([Button(t("🗑 Throw away"), ThrowAway(**here))] if begun.parts else [])]]


def not_taken(t: Translator, begun: Begun, said: Said | None) -> Html:
    """Why a message cannot be part of this; empty if it can. `said` is None for a sticker and the like."""
    if said is None:
        return t("I can take words, photos, voice, videos, documents and places, but not this.")
    files = len(said.attachments)
    if files and not begun.form.files:
        return t("Here only words are needed. This message was not taken.")
    if begun.over:
        return t("It is too long already. This message was not taken.")
    if len(begun.files) + files > begun.form.files:
        return t("At most {n} photos and files go with one letter. This message was not taken.", n=begun.form.files)
    return Html()


def too_late(
    t: Translator, opinion: Opinion, begun: Begun, why: Html, opens: CallbackData | None, ways: Sequence[Button]
) -> Screen:
    """What cannot be sent any more is given back, to copy. `opens`: the case, if it is theirs to see."""
    lines: list[str] = [why]
    if begun.words:
        lines.append(t("Nothing was sent. Here is what you wrote, to copy:"))
        lines.append(Html(f"<pre>{escape(begun.words)}</pre>"))
    if begun.files:
        lines.append(t("Your photos and files are above in this chat."))
    case = [Button(t("Open {reference}", reference=opinion.reference), opens)] if opens is not None else []
    return Screen(join(lines), [case, ways])

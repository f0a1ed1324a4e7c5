"""A suggestion as it is read: its text, the names below it, how it was handled, its way so far."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from handlers.conversation.texts import N_, Html, Translator, bold, join, quote, shortened
from handlers.core.suggestions.access import View
from handlers.core.suggestions.rules import PARTS, stands
from handlers.core.unit_of_work import UnitOfWork
from handlers.core.workdays.days import calendar
from handlers.core.workdays.rules import Calendar
from handlers.presentation import outcomes
from handlers.presentation.due_days import due_day, note, promised
from handlers.presentation.history import counted
from handlers.presentation.names import LEVEL_NAMES, SATISFACTION_LABELS
from handlers.presentation.promises import DONE_LABELS, OF_SUGGESTION, line_of, standing
from handlers.presentation.suggestions import names
from storage.models.commitments import Commitment, CommitmentReport
from storage.models.suggestions import Suggestion, SuggestionEvent, SuggestionRating, SuggestionWord
from storage.queries import bundles, commitments
from storage.queries import suggestions as kept
from storage.suggestion_vocabulary import SignatureState, SuggestionAction, SuggestionPart, SuggestionStage

STEPS, REPORTS = 5, 3
"""So many of its steps, and of the reports on what is promised, stand on a card, the newest: our own choice."""
REASON = 200
"""Characters of a reason in its history."""
NAMED = 12
"""So many names of each sort stand on a card; the list of names has the others."""
WAITS = {
    SuggestionStage.HANDED_IN: N_("The office decides by {day}."),
    SuggestionStage.ACCEPTED: N_("The office says by {day} which unit handles it."),
    SuggestionStage.ASSIGNED: N_("The reply is due {day}."),
    SuggestionStage.REPLIED: N_("Those who signed say by {day} what they think of it."),
    SuggestionStage.REPORTED: N_("Those who signed say by {day} whether it is done."),
}
LATE = {
    SuggestionStage.HANDED_IN: N_("The office was to decide by {day}."),
    SuggestionStage.ACCEPTED: N_("The office was to assign it by {day}."),
    SuggestionStage.ASSIGNED: N_("The reply was due {day}."),
    SuggestionStage.REPLIED: N_("Opinions were due {day}."),
    SuggestionStage.REPORTED: N_("Whether it is done was to be said by {day}."),
}


class Facts(NamedTuple):
    """All that a card shows."""

    one: Suggestion
    events: Sequence[SuggestionEvent]
    ratings: Sequence[SuggestionRating]
    opinions: int
    """Opinions bundled in it."""
    days: Calendar
    now: datetime
    promise: Commitment | None = None
    """The newest that was made with a reply."""
    reports: Sequence[CommitmentReport] = ()
    """All that was reported on it."""
    words: Sequence[SuggestionWord] = ()
    """What those who signed say of what was reported done."""
    parts_seen: bool = False
    """True for the lead unit and the office: they read what supporting units wrote."""


async def gathered(work: UnitOfWork, view: View) -> Facts:
    """All that a card shows of one that they may read."""
    one, session = view.one, work.session
    made = (await commitments.of_suggestions(session, [one.id])).get(one.id)
    return Facts(
        one,
        await kept.events(session, one.id),
        await kept.ratings(session, one.id),
        await bundles.count_opinions(session, one.id),
        await calendar(work),
        work.now,
        made,
        await commitments.reports(session, made.id) if made is not None else (),
        await kept.words_on(session, one.id) if made is not None else (),
        parts_seen=view.is_unit or view.is_office,
    )


def body(t: Translator, one: Suggestion) -> Html:
    """Its text, each part below its name; a dash for what is still missing."""
    lines: list[str] = []
    for part in PARTS:
        if part is not SuggestionPart.TITLE:
            said = getattr(one, part.value)
            lines += [bold(t(names.PARTS[part])), quote(said) if said else Html("—")]
    if one.files:
        lines.append(t("With it: {files}", files=counted(t, one.files)))
    return join(lines)


def head(t: Translator, one: Suggestion) -> Html:
    """Reference, title, kind, session."""
    level = t(LEVEL_NAMES[one.lead.level.value])
    kind = Html(names.kind_name(t, one.kind))
    return join([names.called(t, one), join([kind, level, names.session_name(t, one)], " · ")])


def signatures(t: Translator, one: Suggestion) -> Html:
    """The lead, who signed this text, and of whom a word is awaited."""
    others = [each for each in one.signatures if each.representative_id != one.lead_id]
    state = {each.representative_id: each.state for each in others}
    signed = [each for each in others if stands(each.state, each.edition, one.edition)]
    anew = [each for each in others if each.state is SignatureState.SIGNED and each not in signed]
    sorts = (
        (N_("✍️ Signed: {names}"), signed),
        (N_("🔁 Signed an earlier text: {names}"), anew),
        (N_("⏳ Asked: {names}"), [each for each in others if state[each.representative_id] is SignatureState.INVITED]),
        (N_("🙅 Not signing: {names}"), [each for each in others if each.state is SignatureState.REFUSED]),
    )
    lines: list[str] = [t("Lead: {name}", name=t.named(one.lead))]
    for words, found in sorts:
        if found:
            some = [t.named(each.representative) for each in found[:NAMED]]
            more = [t("and {n} more", n=len(found) - NAMED)] if len(found) > NAMED else []
            lines.append(t(words, names=t.listed([*some, *more])))
    return join(lines)


def where(t: Translator, facts: Facts) -> Html:
    """Where it stands, who has to act by when, and what for."""
    one = facts.one
    lines: list[str] = [t("Where it stands: {stage}", stage=t(names.STAGES[one.stage]))]
    if one.round > 1:
        lines.append(t("🔁 Second handling: the first reply did not satisfy."))
    if one.stage in WAITS and one.due_at is not None:
        lines.append(promised(t, one.due_at, facts.days, facts.now, WAITS[one.stage], LATE[one.stage]))
        lines.append(note(t, one.due_at, facts.days))
    if one.why:
        lines += [t("Why:"), quote(one.why)]
    if one.time_asked_for is not None:
        day = due_day(t, one.time_asked_for, facts.days)
        lines += [t("⏳ The unit asks for time until {day}:", day=day), quote(one.why_time or "")]
    if one.unit is not None:
        lines.append(t("Unit: {unit}", unit=t.named(one.unit)))
    if one.supporting:
        lines.append(t("Supported by: {units}", units=t.listed(t.named(each.unit) for each in one.supporting)))
    if facts.parts_seen:
        for each in one.supporting:
            if each.part:
                lines += [t("🤝 {unit} wrote:", unit=t.named(each.unit)), quote(each.part)]
    if facts.opinions:
        bundled = t.plural("📎 {n} opinion is in it.", "📎 {n} opinions are in it.", facts.opinions)
        lines.append(bundled)
    return join(lines)


def replies(t: Translator, facts: Facts) -> Html:
    """Each reply with its class, and what those who signed think of it; an earlier one shortened."""
    one, lines = facts.one, []
    for reply in one.replies:
        newest = reply is one.replies[-1]
        lines.append(t("💬 Reply of {unit}, {day}", unit=t.named(reply.unit), day=t.day(reply.at)))
        lines.append(outcomes.as_shown(t, reply.outcome, reply.planned_for))
        lines.append(quote(reply.text if newest else shortened(reply.text, REASON)))
        for each in [rating for rating in facts.ratings if rating.round == reply.round][:NAMED]:
            said = t(SATISFACTION_LABELS[each.satisfaction])
            why = quote(shortened(each.why, REASON)) if each.why else ""
            lines.append(join([t("{kind}: {what}", kind=t.named(each.representative), what=said), why]))
    return join(list(lines))


def promise(t: Translator, facts: Facts) -> Html:
    """What is promised, how far it is, and what those who signed say of it; empty where nothing is."""
    made = facts.promise
    if made is None:
        return Html()
    lines: list[str] = [standing(t, made, facts.days, facts.days.day_of(facts.now), states=OF_SUGGESTION)]
    lines += [line_of(t, made, one) for one in facts.reports[-REPORTS:]]
    for each in [word for word in facts.words if word.round == made.round][:NAMED]:
        said = t("{kind}: {what}", kind=t.named(each.representative), what=t(DONE_LABELS[each.done]))
        lines.append(join([said, quote(shortened(each.why, REASON)) if each.why else ""]))
    return join(lines)


def steps(t: Translator, facts: Facts) -> Html:
    """The newest of its steps, a line each."""
    lines = []
    for event in facts.events[-STEPS:]:
        words = names.DONE[event.action]
        said = t(words, name=t.named(event.representative), unit=t.named(event.unit))
        lines.append(join([t.day(event.at), said], " · "))
        if event.action is SuggestionAction.TALK and event.why:
            lines.append(quote(shortened(event.why, REASON)))
    return join([bold(t("Its way")), *lines]) if len(facts.events) > 1 else Html()


def whole(t: Translator, facts: Facts, above: Html | str = "") -> Html:
    """The card's text."""
    one = facts.one
    text = [body(t, one), signatures(t, one), replies(t, facts), promise(t, facts), steps(t, facts)]
    return join([above, head(t, one), where(t, facts), *text], "\n\n")

"""Constituents hear what becomes of a suggestion: who follows a matter in it each step, authors what came of a promise.

They read facts only: nobody has looked over what the representative and the unit wrote for what tells who somebody is.
"""

from collections.abc import Mapping
from functools import partial

from handlers.conversation.outgoing import Outgoing
from handlers.conversation.screen import Button, Screen
from handlers.conversation.texts import N_, Html, Translator, bold, join
from handlers.core.suggestions.events import SuggestionMoved
from handlers.notifications import matters
from handlers.notifications.readers import to_constituent
from handlers.notifications.suggestion_promises import promise_of
from handlers.presentation import outcomes
from handlers.presentation.callbacks import OpenPublicMatter
from storage.matter_vocabulary import MatterState
from storage.models.commitments import Commitment
from storage.models.opinions import Due
from storage.models.suggestions import Suggestion, SuggestionEvent
from storage.queries import bundles, due
from storage.queries import suggestions as kept
from storage.suggestion_vocabulary import SuggestionAction, SuggestionStage
from storage.vocabulary import CommitmentState, Lane, Stage

A = SuggestionAction
TELL = "suggestion.tell"
"""Kind of the due row that tells the next of those who follow its matters; its `once` ends with the last one told."""
A_PIECE = 100
"""So many are told in one transaction, as of a matter."""
STEPS: Mapping[SuggestionAction, str] = {
    A.HAND_IN: N_("📜 {lead} has raised what you gave your voice to as a formal suggestion, {reference}:"),
    A.ACCEPT: N_("✅ The county office has accepted suggestion {reference}, on what you gave your voice to:"),
    A.DECLINE: N_("🚫 The county office has declined suggestion {reference}, on what you gave your voice to:"),
    A.WITHDRAW: N_("🗑 {lead} has withdrawn suggestion {reference}, on what you gave your voice to:"),
    A.REPLY: N_("💬 {unit} has replied to suggestion {reference}, on what you gave your voice to:"),
    A.GRANT_TIME: N_(
        "📅 Another day is promised with suggestion {reference}, on what you gave your voice to. We are sorry:"
    ),
}
ONCE = frozenset({A.HAND_IN, A.ACCEPT})
"""What is told the first time only, however often it comes back."""
CAME = {
    CommitmentState.CONFIRMED: N_(
        "🏁 What {unit} promised with suggestion {reference} is done, as who signed it says:"
    ),
    CommitmentState.UNCONFIRMED: N_("🏁 {unit} reports done what it promised with suggestion {reference}:"),
    CommitmentState.REFUTED: N_(
        "❌ What {unit} promised with suggestion {reference} was not done, as who signed it says:"
    ),
}


async def moved(out: Outgoing, event: SuggestionMoved) -> None:
    """Tell those who follow its matters; the authors of what is in it, of what was promised."""
    one, action = event.suggestion, event.action
    promise = await _of_promise(out, event)
    public = action in STEPS and (action is not A.GRANT_TIME or promise is not None)
    if action is A.WITHDRAW:
        public = one.handed_in_at is not None
    if not public and promise is None:
        return
    row = await kept.event(out.session, event.number)
    if row is not None:
        await _tell_next(out, one, row, 0)
    if promise is not None:
        await _authors(out, event, promise)
    if action is A.REPLY:
        await _propose(out, event)


async def _propose(out: Outgoing, event: SuggestionMoved) -> None:
    """Staff may tell the words of the reply in their own; an opinion that was answered proposes it itself."""
    beside = {opinion.id for opinion in event.beside}
    inside = await bundles.opinions_in(out.session, event.suggestion.id)
    if any(opinion.id not in beside and opinion.stage is not Stage.WITHDRAWN for opinion in inside):
        return
    for matter in await bundles.matters_in(out.session, event.suggestion.id):
        if matter.state is MatterState.RELEASED:
            await matters.propose(out, matter, event.suggestion.reference, event.by)


async def _of_promise(out: Outgoing, event: SuggestionMoved) -> Commitment | None:
    """The promise, where another day was agreed to or it is over: done, said to be, or not."""
    one, action = event.suggestion, event.action
    if action not in (A.GRANT_TIME, A.CLOSE, A.HANDLE_AGAIN):
        return None
    promise = await promise_of(out, one)
    if promise is None or (action is A.GRANT_TIME and one.stage is not SuggestionStage.IMPLEMENTING):
        return None
    over = action in (A.CLOSE, A.HANDLE_AGAIN)
    return None if over and (promise.state not in CAME or promise.ended_at != out.now) else promise


async def tell_more(out: Outgoing, thing: Due) -> None:
    """Tell the next of those who follow its matters."""
    row = await kept.event(out.session, thing.subject_id or 0)
    one = await kept.locked(out.session, row.suggestion_id) if row is not None else None
    if row is not None and one is not None:
        await _tell_next(out, one, row, int(thing.once.rsplit(":", 1)[-1]))


async def _tell_next(out: Outgoing, one: Suggestion, row: SuggestionEvent, after: int) -> None:
    found = await bundles.followers_of_matters(out.session, one.id, after, A_PIECE)
    promise = await promise_of(out, one)
    step = row.action.value if row.action in ONCE else str(row.id)
    for voice in found:
        if voice.person is not None:
            t = out.t(voice.person)
            said = _said(t, one, row.action, promise)
            if not said:  # a second reply has promised anew meanwhile
                return
            text = join([said, bold(voice.matter.title), _facts(t, one, row, promise)])
            opens = [Button(t("Open"), OpenPublicMatter(matter=voice.matter_id))]
            once = f"suggestion:{one.id}:{step}:{voice.person_id}"
            out.tell(voice.person, Screen(text, [opens]), lane=Lane.REMINDER, once=once)
    if len(found) == A_PIECE:
        await due.plan(out.session, TELL, None, out.now, f"{TELL}:{row.id}:{found[-1].id}", subject_id=row.id)


def _said(t: Translator, one: Suggestion, action: SuggestionAction, promise: Commitment | None) -> Html:
    head = STEPS.get(action) or (CAME.get(promise.state) if promise is not None else None)
    if head is None:
        return Html()
    unit = promise.unit if promise is not None else one.unit
    return t(head, lead=t.named(one.lead), unit=t.named(unit), reference=one.reference)


def _facts(t: Translator, one: Suggestion, row: SuggestionEvent, promise: Commitment | None) -> Html:
    """The result class of a reply, or the day that is promised now; what comes next."""
    if row.action is A.REPLY:
        reply = next(each for each in one.replies if each.round == row.round)
        return outcomes.told(t, reply.outcome, reply.planned_for)
    if row.action is A.GRANT_TIME and promise is not None:
        return t("It is promised by {day}.", day=bold(t.day(promise.due_on)))
    if row.action in ONCE:
        return t("You need not do anything: you hear what becomes of it.")
    return Html()


async def _authors(out: Outgoing, event: SuggestionMoved, promise: Commitment) -> None:
    """Each author once, by the first of their opinions; they rated their answer, and are asked nothing."""
    told: set[int] = set()
    for opinion in await bundles.opinions_in(out.session, event.suggestion.id):
        if opinion.stage is Stage.WITHDRAWN or opinion.constituent_id in told:
            continue
        told.add(opinion.constituent_id)
        to_constituent(out, opinion, partial(_of_author, event.action, promise, opinion.reference))


def _of_author(action: SuggestionAction, promise: Commitment, reference: str, t: Translator) -> Html:
    facts = {"reference": bold(reference), "unit": t.named(promise.unit), "day": bold(t.day(promise.due_on))}
    if action is A.GRANT_TIME:
        return t("📅 {reference}: what {unit} promised is to be done by {day} instead. We are sorry.", **facts)
    heads = {
        CommitmentState.CONFIRMED: N_("🏁 {reference}: what {unit} promised is done, as your representatives say."),
        CommitmentState.UNCONFIRMED: N_("🏁 {reference}: {unit} reports done what it promised."),
        CommitmentState.REFUTED: N_("❌ {reference}: what {unit} promised was not done, as your representatives say."),
    }
    return t(heads[promise.state], **facts)

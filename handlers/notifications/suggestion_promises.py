"""Consequences of what was promised with the reply to a suggestion: the unit, who signed, and the office hear of it."""

from collections.abc import Awaitable, Callable, Mapping

from handlers.conversation.outgoing import Outgoing
from handlers.conversation.screen import Button, Screen
from handlers.conversation.texts import N_, Html, Translator, Words, bold, join, quote
from handlers.core.casework import policy
from handlers.core.casework.policy import Interval
from handlers.core.suggestions.events import SuggestionMoved
from handlers.core.workdays.days import calendar
from handlers.notifications import deduplication
from handlers.notifications.deduplication import About
from handlers.notifications.suggestion_readers import office, officers, signers, tell
from handlers.presentation.callbacks import OpenSuggestion
from handlers.presentation.promises import is_late
from handlers.presentation.suggestions.names import called
from storage.models.commitments import Commitment
from storage.models.opinions import Due
from storage.models.suggestions import Suggestion
from storage.queries import commitments
from storage.queries import suggestions as kept
from storage.suggestion_vocabulary import SuggestionAction
from storage.vocabulary import CommitmentState

A = SuggestionAction


async def promise_of(out: Outgoing, one: Suggestion) -> Commitment | None:
    """The newest promise made with a reply."""
    return (await commitments.of_suggestions(out.session, [one.id])).get(one.id)


def _words(event: SuggestionMoved, promise: Commitment, head: str, *, said: bool = True) -> Words:
    """A sentence about the promise, with what was said below."""
    one = event.suggestion

    def words(t: Translator) -> Html:
        facts = {
            "suggestion": called(t, one),
            "unit": t.named(promise.unit),
            "name": t.named(event.representative),
            "day": bold(t.day(promise.due_on)),
        }
        return join([t(head, **facts), quote(event.why) if said and event.why else ""])

    return words


async def held_to(out: Outgoing, event: SuggestionMoved, promise: Commitment) -> None:
    """The reply stands, and what it promises is awaited."""
    unit = N_("🤝 The reply to {suggestion} stands: what you promised by {day} is awaited. Please report how it goes.")
    others = N_(
        "🤝 {suggestion}: now {unit} carries out what it promised by {day}. You hear how it goes, and you are asked "
        "whether it was really done."
    )
    one = event.suggestion
    tell(out, await officers(out, [one.unit_id]), event, _words(event, promise, unit))
    tell(out, await signers(out, one), event, _words(event, promise, others))


async def reported(out: Outgoing, event: SuggestionMoved, promise: Commitment) -> None:
    """Those who signed read how far it is."""
    head = N_("🔧 {unit} reports on what it promised by {day} for {suggestion}:")
    tell(out, await signers(out, event.suggestion), event, _words(event, promise, head))


async def reported_done(out: Outgoing, event: SuggestionMoved, promise: Commitment) -> None:
    """Those who signed are asked whether it really is; the office hears of it."""
    head = N_("🏁 {unit} says that what it promised for {suggestion} is done. Was it really done? One tap is enough.")
    words = _words(event, promise, head)
    tell(out, await signers(out, event.suggestion), event, words, N_("🏁 Say whether it is done"))
    heard = N_("🏁 {unit} says that what it promised for {suggestion} is done; those who signed are asked.")
    tell(out, await office(out), event, _words(event, promise, heard))


async def judged(out: Outgoing, event: SuggestionMoved, promise: Commitment) -> None:
    """The unit reads what is missing, as somebody who signed says."""
    if event.why:
        head = N_("🟡 {name} says that something of what you promised for {suggestion} is missing:")
        tell(out, await officers(out, [event.suggestion.unit_id]), event, _words(event, promise, head))


async def goes_on(out: Outgoing, event: SuggestionMoved, promise: Commitment) -> None:
    """It is only partly done: it stays promised."""
    one = event.suggestion
    unit = N_("🟡 {suggestion}: it is only partly done, as those who signed say. It stays promised by {day}.")
    others = N_("🟡 {suggestion}: it is only partly done, so {unit} goes on. You are asked again once it is done.")
    tell(out, await officers(out, [one.unit_id]), event, _words(event, promise, unit))
    tell(out, [*await signers(out, one), *await office(out)], event, _words(event, promise, others))


async def refuted(out: Outgoing, event: SuggestionMoved, promise: Commitment) -> None:
    """It was not done: the second handling begins."""
    one = event.suggestion
    unit = N_("❌ {suggestion}: what you promised was not done, as somebody who signed says. Please reply anew.")
    others = N_("❌ {suggestion}: what {unit} promised was not done, so it is handled a second time.")
    tell(out, await officers(out, [one.unit_id]), event, _words(event, promise, unit))
    tell(out, [*await signers(out, one), *await office(out)], event, _words(event, promise, others))


async def over(out: Outgoing, event: SuggestionMoved, promise: Commitment) -> None:
    """It is closed: done, said to be, or not."""
    one = event.suggestion
    heads = {
        CommitmentState.CONFIRMED: N_("✅ {suggestion} is closed: what {unit} promised is done. Thank you."),
        CommitmentState.UNCONFIRMED: N_("☑️ {suggestion} is closed: reported done, and nobody said otherwise."),
        CommitmentState.REFUTED: N_("❌ {suggestion} is closed, and what {unit} promised is not done."),
    }
    head = heads[promise.state]
    tell(out, await officers(out, [one.unit_id]), event, _words(event, promise, head))
    tell(out, await signers(out, one), event, _words(event, promise, head))
    if promise.state is CommitmentState.REFUTED:
        head = N_("⚠️ {suggestion} is closed, and what {unit} promised is not done after the second reply: see to it.")
    tell(out, await office(out), event, _words(event, promise, head))


async def time_asked(out: Outgoing, event: SuggestionMoved, promise: Commitment) -> None:
    """The office is asked for another day."""
    head = N_("⏳ {unit} asks for another day for what it promised by {day} for {suggestion}. Please decide. Why:")
    tell(out, await office(out), event, _words(event, promise, head))


async def time_refused(out: Outgoing, event: SuggestionMoved, promise: Commitment) -> None:
    """The unit hears that the day stays."""
    head = N_("✋ What you promised for {suggestion} stays due {day}. Why:")
    tell(out, await officers(out, [event.suggestion.unit_id]), event, _words(event, promise, head))


async def day_moved(out: Outgoing, event: SuggestionMoved, promise: Commitment) -> None:
    """The unit has another day; those who signed read both days, and why."""
    one = event.suggestion
    unit = N_("✅ You have until {day} for what you promised for {suggestion}.")
    tell(out, await officers(out, [one.unit_id]), event, _words(event, promise, unit, said=False))
    shift = next(each for each in reversed(await commitments.reports(out.session, promise.id)) if each.due_before)
    before = shift.due_before

    def words(t: Translator) -> Html:
        head = t(
            "📅 {suggestion}: {unit} will have done what it promised by {day} instead of {before}. Why:",
            suggestion=called(t, one),
            unit=t.named(promise.unit),
            day=bold(t.day(promise.due_on)),
            before=t.day(before) if before is not None else "",
        )
        return join([head, quote(event.why or "")])

    tell(out, await signers(out, one), event, words)


MOVED: Mapping[SuggestionAction, Callable[[Outgoing, SuggestionMoved, Commitment], Awaitable[None]]] = {
    A.HOLD_TO: held_to,
    A.REPORT: reported,
    A.REPORT_DONE: reported_done,
    A.JUDGE: judged,
    A.GO_ON: goes_on,
    A.HANDLE_AGAIN: refuted,
    A.CLOSE: over,
    A.ASK_TIME: time_asked,
    A.REFUSE_TIME: time_refused,
    A.GRANT_TIME: day_moved,
}
OF_THIS_HANDLING = frozenset({A.CLOSE, A.ASK_TIME, A.REFUSE_TIME, A.GRANT_TIME})
"""Of these another one tells, unless this very handling has promised something."""


async def moved(out: Outgoing, event: SuggestionMoved) -> bool:
    """Tell those whom it concerns, where it is about what was promised; whether it was."""
    one, action = event.suggestion, event.action
    promise = await promise_of(out, one) if action in MOVED else None
    if promise is None or (action in OF_THIS_HANDLING and promise.round != one.round):
        return False
    anew = promise.state is CommitmentState.REFUTED and promise.round == one.round - 1
    if action is A.HANDLE_AGAIN and not anew:
        return False
    await MOVED[action](out, event, promise)
    return True


async def ask_progress(out: Outgoing, thing: Due, promise: Commitment) -> None:
    """Ask its unit how far it is, or remind it that the day has passed; near that day the office hears of it too."""
    one = await kept.locked(out.session, promise.suggestion_id or 0)
    if one is None:
        return
    today = (await calendar(out)).day_of(out.now)
    if promise.asked_at is not None and promise.due_on < today:
        return
    late = is_late(promise, today)
    said = N_("🔧 {suggestion}: how far is what you promised by {day}? A few words are enough: all who signed read it.")
    if late:
        said = N_("🔴 {suggestion}: what you promised was due on {day}. Please report it done, or ask for another day.")
    about = About(thing.kind, f"commitment:{promise.id}", str(today))
    for person in await officers(out, [promise.unit_id]):
        await deduplication.remind(out, person, about, _asks(out.t(person), one, promise, said))
    if not late and promise.due_on > today + await policy.stretch(out, Interval.PROMISE_BEFORE):
        return
    said = N_("🤝 {suggestion}: {unit} promised this by {day}.")
    if late:
        said = N_("🔴 {suggestion}: what {unit} promised was due on {day}, and is not reported done.")
    for person in await office(out):
        await deduplication.remind(out, person, about, _asks(out.t(person), one, promise, said))


def _asks(t: Translator, one: Suggestion, promise: Commitment, said: str) -> Screen:
    text = t(said, suggestion=called(t, one), unit=t.named(promise.unit), day=bold(t.day(promise.due_on)))
    return Screen(text, [[Button(t("Open"), OpenSuggestion(suggestion=one.id))]])

"""Consequences of what happens to suggestions: who signs, who hands in, the office, the units, those who wrote."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from handlers.conversation.outgoing import Outgoing
from handlers.conversation.screen import Screen
from handlers.conversation.texts import N_, Html, Translator, Words, join, quote
from handlers.core.events import DomainEvent
from handlers.core.suggestions.answering import words_for
from handlers.core.suggestions.events import SuggestionMoved
from handlers.core.workdays.days import calendar
from handlers.core.workdays.rules import Calendar
from handlers.notifications import suggestion_followers, suggestion_promises
from handlers.notifications.readers import to_constituent
from handlers.notifications.suggestion_readers import leads, office, officers, signers, tell
from handlers.presentation import outcomes
from handlers.presentation.due_days import due_day
from handlers.presentation.history import show_attachments
from handlers.presentation.suggestions.names import called
from storage.models.suggestions import Suggestion
from storage.queries import people
from storage.queries import suggestions as kept
from storage.suggestion_vocabulary import SuggestionAction
from storage.vocabulary import Lane, Satisfaction

A = SuggestionAction


def said_of(event: SuggestionMoved, head: str, days: Calendar | None = None) -> Words:
    """A sentence about it with what was said below."""
    one = event.suggestion

    def words(t: Translator) -> Html:
        facts = {
            "suggestion": called(t, one),
            "name": t.named(event.representative),
            "lead": t.named(one.lead),
            "unit": t.named(event.unit),
            "day": due_day(t, one.due_at, days),
        }
        return join([t(head, **facts), quote(event.why) if event.why else ""])

    return words


async def to_signer(out: Outgoing, event: SuggestionMoved) -> None:
    """A colleague is asked to sign, or no longer."""
    assert event.representative is not None  # noqa: S101 - it is about somebody
    asked = {
        A.INVITE: N_("✍️ {lead} asks you to sign {suggestion} with them. Please read it, then say yes or no."),
        A.ASK_ANEW: N_("🔁 {lead} has changed {suggestion} since you signed. Please read it and sign anew."),
    }
    who = await people.acting_for(out.session, event.representative.id)
    if event.action in asked:
        for person in who:
            if person.chat_id is not None and person.reachable:
                show_attachments(out, person.chat_id, event.suggestion.files, lane=Lane.STAFF)
        tell(out, who, event, said_of(event, asked[event.action]), N_("📖 Read it"))
        return
    text = said_of(event, N_("{lead} no longer asks you to sign {suggestion}. You need not do anything."))
    for person in who:
        out.tell(person, Screen(text(out.t(person))), lane=Lane.STAFF)


async def to_lead(out: Outgoing, event: SuggestionMoved) -> None:
    """Its lead hears what a colleague or a unit did."""
    heads = {
        A.SIGN: N_("✍️ {name} has signed {suggestion}."),
        A.REFUSE_TO_SIGN: N_("🙅 {name} does not sign {suggestion}."),
        A.TALK: N_("🗣 {unit} has written down that it talked with you about {suggestion}:"),
    }
    tell(out, await leads(out, event.suggestion), event, said_of(event, heads[event.action]))


async def handed_in(out: Outgoing, event: SuggestionMoved) -> None:
    """The office has something to decide; who signed hears that it is handed in."""
    one, days = event.suggestion, await calendar(out)
    head = N_("📮 {lead} has handed in {suggestion}. Please accept it, give it back or decline it by {day}.")
    tell(out, await office(out), event, said_of(event, head, days))
    signed = N_("📮 {suggestion}, which you signed, is handed in. The office decides by {day}.")
    lead = {person.id for person in await leads(out, one)}
    others = [person for person in await signers(out, one) if person.id not in lead]
    tell(out, others, event, said_of(event, signed, days))


async def withdrawn(out: Outgoing, event: SuggestionMoved) -> None:
    """Who signed hears of it, and the office if it had it."""
    who = await signers(out, event.suggestion)
    if event.suggestion.handed_in_at is not None:
        who += await office(out)
    tell(out, who, event, said_of(event, N_("🗑 {lead} has withdrawn {suggestion}. Nothing is expected of you.")))


async def by_office(out: Outgoing, event: SuggestionMoved) -> None:
    """Who signed hears what the office decided."""
    heads = {
        A.ACCEPT: N_("✅ {suggestion} is accepted. By {day} the office says which unit handles it."),
        A.RETURN: N_("↩️ {suggestion} was given back to be improved; its lead can change it and hand it in again. Why:"),
        A.DECLINE: N_("🚫 {suggestion} was declined. Why:"),
    }
    words = said_of(event, heads[event.action], await calendar(out))
    tell(out, await signers(out, event.suggestion), event, words)


async def assigned(out: Outgoing, event: SuggestionMoved) -> None:
    """The units have something to do; who signed hears who has it, and by when a reply comes."""
    one, days = event.suggestion, await calendar(out)
    lead = N_("📜 {suggestion} is yours to handle. Please talk with the representative, and reply by {day}.")
    tell(out, await officers(out, [one.unit_id]), event, said_of(event, lead, days))
    helps = N_("🤝 You support {unit} with {suggestion}. Please write your part to them soon: they reply by {day}.")
    tell(out, await officers(out, [each.unit_id for each in one.supporting]), event, said_of(event, helps, days))
    heard = N_("🏢 {suggestion} is with {unit} now. The reply is due {day}.")
    tell(out, await signers(out, one), event, said_of(event, heard, days))


async def to_office(out: Outgoing, event: SuggestionMoved) -> None:
    """The office hears what a unit wants of it."""
    heads = {
        A.GIVE_BACK: N_("↩️ {unit} says that {suggestion} is not theirs. Please assign it anew by {day}. Why:"),
        A.ASK_TIME: N_("⏳ {unit} asks for more time for {suggestion}. Please decide. Why:"),
    }
    tell(out, await office(out), event, said_of(event, heads[event.action], await calendar(out)))


async def on_time(out: Outgoing, event: SuggestionMoved) -> None:
    """The unit hears what was decided; who signed hears of another day."""
    one, days = event.suggestion, await calendar(out)
    heads = {
        A.GRANT_TIME: N_("✅ You have more time for {suggestion}: until {day}."),
        A.REFUSE_TIME: N_("✋ No more time for {suggestion}; the reply stays due {day}. Why:"),
    }
    tell(out, await officers(out, [one.unit_id]), event, said_of(event, heads[event.action], days))
    if event.action is A.GRANT_TIME:
        later = N_("⏳ The reply to {suggestion} comes by {day}; the office gave the unit more time. Why:")
        tell(out, await signers(out, one), event, said_of(event, later, days))


async def part_written(out: Outgoing, event: SuggestionMoved) -> None:
    """The unit that leads reads what another one wrote."""
    words = said_of(event, N_("🤝 {unit} has written its part on {suggestion}:"))
    tell(out, await officers(out, [event.suggestion.unit_id]), event, words)


async def replied(out: Outgoing, event: SuggestionMoved) -> None:
    """Everybody who signed reads the reply and is asked for an opinion; so do authors whom it does not answer."""
    one, days = event.suggestion, await calendar(out)
    reply = one.replies[-1]

    def words(t: Translator) -> Html:
        head = t("💬 {unit} has replied to {suggestion}.", unit=t.named(reply.unit), suggestion=called(t, one))
        asked = t("What do you think of it? Please say so by {day}.", day=due_day(t, one.due_at, days))
        return join([head, outcomes.as_shown(t, reply.outcome, reply.planned_for), quote(reply.text), asked])

    tell(out, await signers(out, one), event, words, N_("💬 Say what you think"))
    for opinion in event.beside:
        to_constituent(out, opinion, _heard(words_for(one, reply, opinion.constituent.language)))


def _heard(said: str) -> Words:
    return lambda t: join(
        [
            t("📜 Your representative raised what you wrote about as a formal suggestion. This was answered:"),
            quote(said),
        ]
    )


async def judged(out: Outgoing, event: SuggestionMoved) -> None:
    """The unit hears that it handles it again, or that it is closed; so do those who signed, and the office."""
    one, days = event.suggestion, await calendar(out)
    if event.action is A.HANDLE_AGAIN:
        unit = N_("🔁 Somebody who signed {suggestion} is not satisfied with the reply. Please reply anew by {day}.")
        others = N_("🔁 {suggestion} is handled a second time. The next reply is due {day}.")
    else:
        unit = others = N_("✅ {suggestion} is closed.")
    tell(out, await officers(out, [one.unit_id]), event, said_of(event, unit, days))
    tell(out, await signers(out, one), event, said_of(event, others, days))
    said = [each.satisfaction for each in await kept.ratings(out.session, one.id) if each.round == one.round]
    if event.action is A.CLOSE and Satisfaction.DISSATISFIED in said:
        others = N_("⚠️ {suggestion} is closed, and somebody is not satisfied with the second reply either: see to it.")
    tell(out, await office(out), event, said_of(event, others, days))


MOVED: Mapping[SuggestionAction, Callable[[Outgoing, SuggestionMoved], Awaitable[None]]] = {
    A.INVITE: to_signer,
    A.UNINVITE: to_signer,
    A.ASK_ANEW: to_signer,
    A.SIGN: to_lead,
    A.REFUSE_TO_SIGN: to_lead,
    A.TALK: to_lead,
    A.HAND_IN: handed_in,
    A.WITHDRAW: withdrawn,
    A.ACCEPT: by_office,
    A.RETURN: by_office,
    A.DECLINE: by_office,
    A.ASSIGN: assigned,
    A.GIVE_BACK: to_office,
    A.ASK_TIME: to_office,
    A.GRANT_TIME: on_time,
    A.REFUSE_TIME: on_time,
    A.SUPPORT: part_written,
    A.REPLY: replied,
    A.HANDLE_AGAIN: judged,
    A.CLOSE: judged,
}


async def _keep_files(out: Outgoing, one: Suggestion) -> None:
    """Promise to fetch its files, up to the county's limit, so that they can be read at the desk."""
    at_most = out.county.keep_files_up_to
    for file in await kept.not_kept(out.session, one.id, at_most) if at_most else []:
        out.keep_content(file, at_most=at_most)


async def moved(out: Outgoing, event: SuggestionMoved) -> None:
    """Everybody whom it concerns; beginning one, and an opinion on a reply, concern nobody else."""
    if event.suggestion.files and event.action in (A.INVITE, A.HAND_IN):
        await _keep_files(out, event.suggestion)
    told = MOVED.get(event.action)
    if not await suggestion_promises.moved(out, event) and told is not None:
        await told(out, event)
    await suggestion_followers.moved(out, event)


TOLD: Mapping[type[DomainEvent], Callable[[Outgoing, Any], Awaitable[None]]] = {SuggestionMoved: moved}

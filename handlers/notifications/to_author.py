"""Messages to the author of an opinion about its moves."""

from collections.abc import Awaitable, Callable, Mapping

from handlers.conversation.outgoing import Outgoing
from handlers.conversation.screen import Button, Screen
from handlers.conversation.texts import N_, Html, Translator, Words, bold, join, quote
from handlers.core.casework import commitments, rules
from handlers.core.casework.content import AnyAttachment, files_of, words_of
from handlers.core.casework.events import CaseMoved
from handlers.core.casework.referrals import passed_on
from handlers.core.casework.reopening import if_dissatisfied
from handlers.core.workdays.days import calendar
from handlers.core.workdays.rules import Calendar
from handlers.notifications import waiting_words
from handlers.notifications.readers import to_constituent
from handlers.notifications.to_staff import author_unreachable
from handlers.presentation.callbacks import ConstituentAct, OpenMine
from handlers.presentation.due_days import due_day, promised
from handlers.presentation.history import show_attachments
from handlers.presentation.letters import answer, question, rating_rows
from handlers.presentation.names import supervisors
from handlers.presentation.rounds import handling
from storage.models.opinions import Extension, Opinion, Referral
from storage.queries import opinions
from storage.vocabulary import Action, Lane, Role, Stage


async def _handled_together(out: Outgoing, opinion: Opinion) -> list[Opinion]:
    """The opinion, and those merged into it: their authors hear the same."""
    return [opinion, *await opinions.merged_into(out.session, opinion.id)]


async def assigned(out: Outgoing, moved: CaseMoved) -> None:
    """Their representative, and until when they hear from them."""
    opinion, days = moved.opinion, await calendar(out)

    def words(reference: str) -> Words:
        return lambda t: promised(
            t,
            opinion.due_at,
            days,
            out.now,
            N_("{reference} is now with representative {name}. You will hear from them by {day}."),
            N_(
                "{reference} is now with representative {name}. The answer was due {day}; we are sorry that it is "
                "late. They know, and you get it here."
            ),
            reference=reference,
            name=t.named(opinion.representative),
        )

    for concerned in await _handled_together(out, opinion):
        to_constituent(out, concerned, words(concerned.reference))


async def declined(out: Outgoing, moved: CaseMoved) -> None:
    """The reason, and that they may appeal once."""
    opinion, why = moved.opinion, moved.step.why or ""

    def words(t: Translator) -> Html:
        return join(
            [
                t("{reference} cannot be taken up here:", reference=bold(opinion.reference)),
                quote(why),
                t("Your appeal was looked at, so this stands. A new opinion is always welcome.")
                if opinion.appealed
                else t("If you see it otherwise, you may appeal once."),
            ]
        )

    more = []
    if not opinion.appealed:
        act = ConstituentAct(opinion=opinion.id, version=opinion.version, action=Action.APPEAL)
        more = [Button(out.t(opinion.constituent)("⚖️ Appeal"), act)]
    to_constituent(out, opinion, words, more)


async def merged(out: Outgoing, moved: CaseMoved) -> None:
    """Say that it is handled with another one, and nothing else of that one."""
    opinion, main = moved.opinion, moved.step.merged_into
    if main is None:
        return
    to_constituent(
        out,
        opinion,
        lambda t: join(
            [
                t("{reference} is about the same as {main}.", reference=bold(opinion.reference), main=main.reference),
                t("They are handled together: you get the same answer here, and you rate it yourself."),
            ]
        ),
    )


async def separated(out: Outgoing, moved: CaseMoved) -> None:
    """Say that it is no longer handled with another one."""
    opinion, days = moved.opinion, await calendar(out)
    to_constituent(
        out,
        opinion,
        lambda t: t(
            "{reference} goes on by itself again. Staff look at it by {day}, and you hear of it here.",
            reference=bold(opinion.reference),
            day=due_day(t, opinion.due_at, days),
        ),
    )


async def referred(out: Outgoing, moved: CaseMoved) -> None:
    """Name the unit that looks into it, and by when it replies."""
    referral, days = moved.referral, await calendar(out)
    if referral is not None:
        for concerned in await _handled_together(out, moved.opinion):
            to_constituent(out, concerned, _passed_to(concerned.reference, referral, days))


def _passed_to(reference: str, referral: Referral, days: Calendar) -> Words:
    def words(t: Translator) -> Html:
        return t(
            "{reference} was passed to {unit}. Their reply is due {day}; your representative checks it, and you get "
            "it here.",
            reference=bold(reference),
            unit=t.named(referral.unit),
            day=due_day(t, referral.reply_due_at, days),
        )

    return words


async def returned(out: Outgoing, moved: CaseMoved) -> None:
    """Say that the unit is not the right one, who finds it now, and until when they hear."""
    opinion, unit, days = moved.opinion, moved.unit_before, await calendar(out)
    taken_back, to_staff = moved.action is Action.TAKE_BACK, opinion.unit_to_decide
    if unit is None:
        return

    def words(reference: str) -> Words:
        def said(t: Translator) -> Html:
            facts = {
                "reference": bold(reference),
                "unit": t.named(unit),
                "name": t.named(opinion.representative),
                "day": due_day(t, opinion.due_at, days),
            }
            if taken_back:
                head = t("{reference}: no reply came from {unit}, so {name} has taken it back.", **facts)
            else:
                head = t("{reference}: {unit} says that it is not theirs to handle.", **facts)
            if to_staff:
                return t.sentences(head, t("Staff now find out who can act, and you hear of it here.", **facts))
            return t.sentences(head, t("{name} now finds another way; you hear from them by {day}.", **facts))

        return said

    for concerned in await _handled_together(out, opinion):
        to_constituent(out, concerned, words(concerned.reference))


async def asked(out: Outgoing, moved: CaseMoved) -> None:
    """The question, attachments first; a reply to any of these messages answers it."""
    if moved.step.role is Role.UNIT:  # it asks the representative, who asks its author
        return
    opinion, text, files = moved.opinion, words_of(moved.step.said), files_of(moved.step.said)
    _attach(out, opinion, files)
    by_staff = moved.step.role is Role.STAFF
    to_constituent(out, opinion, lambda t: question(t, opinion, text, files, by_staff=by_staff))
    await _unless_reached(out, opinion)


async def resumed(out: Outgoing, moved: CaseMoved) -> None:
    """No answer came in time: it goes on without, and what comes late is added. What waits for a key has it here."""
    opinion, days = moved.opinion, await calendar(out)
    if moved.step.role is not Role.SYSTEM:
        return
    waiting = await waiting_words.of(out, opinion.constituent)
    t = out.t(opinion.constituent)
    rows = [[Button(t("Open"), OpenMine(opinion=opinion.id))]]
    text = t(
        "{reference}: no answer to the question came, so {name} goes on without it. You will hear from them by {day}.",
        reference=bold(opinion.reference),
        name=t.named(opinion.representative),
        day=due_day(t, opinion.due_at, days),
    )
    if waiting is None:
        text = t.sentences(text, t("Should you still want to answer, reply to this message: it is added."))
    else:
        text = join([text, waiting_words.shown(t, waiting)], "\n\n")
        rows = [waiting_words.keys(t, opinion, waiting, Action.ADD), *rows]
    out.tell(opinion.constituent, Screen(text, rows), lane=Lane.REMINDER, opinion_id=opinion.id)


async def answered(out: Outgoing, moved: CaseMoved) -> None:
    """The answer: what is attached, then the words with the rating under them."""
    if moved.step.role is Role.UNIT:
        return
    by_staff = moved.step.role is Role.STAFF
    opinion, referral = moved.opinion, moved.referral
    reply, files = words_of(moved.step.said), files_of(moved.step.said)
    passed = await passed_on(out.session, referral) if referral is not None and referral.outcome is not None else None
    _attach(out, opinion, [*files, *(passed.files if passed is not None else ())])
    t = out.t(opinion.constituent)
    promised = await commitments.of(out.session, opinion) is not None
    rows = [*rating_rows(t, opinion, promised=promised), [Button(t("Open"), OpenMine(opinion=opinion.id))]]
    follows = await if_dissatisfied(out, opinion)
    screen = Screen(answer(t, opinion, reply, files, passed, follows=follows, by_staff=by_staff), rows)
    out.tell(opinion.constituent, screen, lane=Lane.STAFF, opinion_id=opinion.id)
    await _unless_reached(out, opinion)


async def _unless_reached(out: Outgoing, opinion: Opinion) -> None:
    """Tell who wrote to them, and the staff, that somebody who has gone away gets nothing."""
    if not opinion.constituent.reachable:
        await author_unreachable(out, opinion)


def _attach(out: Outgoing, opinion: Opinion, files: list[AnyAttachment]) -> None:
    """Promise what is attached; the words come below it, as in the chat where it was written."""
    person = opinion.constituent
    if person.chat_id is not None and person.reachable:
        show_attachments(out, person.chat_id, files, opinion.id, lane=Lane.STAFF)


async def takes_longer(out: Outgoing, moved: CaseMoved) -> None:
    """Say why it takes longer, and until when; of a promised day its own move says so."""
    extension, days = moved.extension, await calendar(out)
    if extension is not None and moved.commitment is None:
        for concerned in await _handled_together(out, moved.opinion):
            to_constituent(out, concerned, _takes_longer(concerned.reference, moved.opinion, extension, days))


def _takes_longer(reference: str, opinion: Opinion, extension: Extension, days: Calendar) -> Words:
    def words(t: Translator) -> Html:
        facts = {
            "name": t.named(opinion.representative),
            "unit": t.named(opinion.unit) if opinion.unit is not None else "",
            "day": bold(due_day(t, extension.until, days)),
        }
        if opinion.stage is Stage.REFERRED:
            until = t("{unit} now has until {day}.", **facts)
        elif opinion.stage is Stage.REPLIED:
            until = t("{name} checks the reply of {unit} until {day}.", **facts)
        else:
            until = t("Representative {name} now answers by {day}.", **facts)
        head = t("⏳ {reference} takes longer than we told you; we are sorry.", reference=bold(reference))
        return join(
            [head, until, t("The reason:"), quote(extension.why), t("You need not do anything: the answer comes here.")]
        )

    return words


async def reopened(out: Outgoing, moved: CaseMoved) -> None:
    """It is handled again though they gave no reason; they can still give it. Or staff had it taken up anew."""
    opinion, days = moved.opinion, await calendar(out)
    if moved.step.role is Role.STAFF:
        to_constituent(out, opinion, _taken_up_by_staff(moved, days))
    if moved.step.role is not Role.SYSTEM:
        return

    def words(t: Translator) -> Html:
        name, day = t.named(opinion.representative), due_day(t, opinion.due_at, days)
        return join(
            [
                t(
                    "🔁 {reference}: the {handling} begins, as you were not satisfied.",
                    reference=bold(opinion.reference),
                    handling=handling(t, opinion.round),
                ),
                t("You will hear from {name} by {day}.", name=name, day=day),
                t("What is still not right? Reply to this message; photos and voice are fine too."),
            ]
        )

    to_constituent(out, opinion, words)


def _taken_up_by_staff(moved: CaseMoved, days: Calendar) -> Words:
    opinion, why = moved.opinion, moved.step.why or ""

    def words(t: Translator) -> Html:
        facts = {
            "reference": bold(opinion.reference),
            "office": supervisors(t, opinion.station),
            "handling": handling(t, opinion.round),
            "name": t.named(opinion.representative),
            "day": due_day(t, opinion.due_at, days),
        }
        if moved.action is Action.SUPERVISE:
            head = t("🛟 {reference}: {office} looked into how this was handled and takes it in hand itself:", **facts)
            return join([head, quote(why), t("They tell you the result by {day}.", **facts)])
        head = t("🔁 {reference}: {office} looked into how this was handled. The {handling} begins:", **facts)
        return join([head, quote(why), t("You will hear from {name} by {day}.", **facts)])

    return words


async def supervised(out: Outgoing, moved: CaseMoved) -> None:
    """Say that it is supervised, by whom and until when, though they gave no reason; they can still give it."""
    opinion, days = moved.opinion, await calendar(out)
    if moved.step.role is Role.STAFF:
        to_constituent(out, opinion, _taken_up_by_staff(moved, days))
    if moved.step.role is not Role.SYSTEM:
        return

    def words(t: Translator) -> Html:
        office = supervisors(t, opinion.station)
        head = t(
            "🛟 {reference}: {office} takes it in hand itself, as you were not satisfied after the last round.",
            reference=bold(opinion.reference),
            office=office,
        )
        until = t("They tell you the result by {day}.", day=due_day(t, opinion.due_at, days))
        return join([head, until, t("What is still not right? Reply to this message; photos and voice are fine too.")])

    to_constituent(out, opinion, words)


async def closed(out: Outgoing, moved: CaseMoved) -> None:
    """Say that silence has closed it, and how long it can be reopened."""
    opinion, t = moved.opinion, out.t(moved.opinion.constituent)
    lines = [t("{reference} is closed now.", reference=opinion.reference)]
    if await if_dissatisfied(out, opinion) in rules.AGAIN:
        lines.append(t("Should it not be solved, you can reopen it for {n} days.", n=rules.REOPEN_DAYS))
    screen = Screen(t.sentences(*lines), [[Button(t("Open"), OpenMine(opinion=opinion.id))]])
    out.tell(opinion.constituent, screen, lane=Lane.REMINDER, opinion_id=opinion.id)


TOLD: Mapping[Action, Callable[[Outgoing, CaseMoved], Awaitable[None]]] = {
    Action.ASSIGN: assigned,
    Action.HAND_OVER: assigned,
    Action.DECLINE: declined,
    Action.MERGE: merged,
    Action.SEPARATE: separated,
    Action.REFER: referred,
    Action.RETURN: returned,
    Action.TAKE_BACK: returned,
    Action.ASK: asked,
    Action.RESUME: resumed,
    Action.REPLY: answered,
    Action.PASS_ON: answered,
    Action.GRANT_EXTENSION: takes_longer,
    Action.EXTEND: takes_longer,
    Action.REOPEN: reopened,
    Action.SUPERVISE: supervised,
    Action.CLOSE: closed,
}

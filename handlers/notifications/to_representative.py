"""Messages to representatives about moves of their cases, and to who had one until now."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime

from handlers.conversation.outgoing import Outgoing
from handlers.conversation.screen import Button, Screen
from handlers.conversation.texts import N_, Html, Translator, Words, bold, join, quote, shortened
from handlers.core.casework.content import files_of, words_of
from handlers.core.casework.events import CaseMoved
from handlers.core.workdays.days import calendar
from handlers.core.workdays.rules import Calendar
from handlers.notifications.readers import case_of, to_representative, to_unit
from handlers.presentation import outcomes
from handlers.presentation.callbacks import OpenCase
from handlers.presentation.due_days import due_day, moving, promised
from handlers.presentation.history import counted
from handlers.presentation.names import SATISFACTION_LABELS
from handlers.presentation.rounds import begun, handling
from storage.models.opinions import Extension, Opinion
from storage.queries import opinions, people, standing
from storage.vocabulary import Action, EntryKind, Role, Stage

QUOTED = 300
"""Characters of an addition that its message quotes."""

HEADLINES = {
    Action.ADD: N_("{reference}: its author added something."),
    Action.RESUME: N_("{reference}: your question is answered."),
    Action.REOPEN: N_("🔁 {reference}: its author is not satisfied; the {handling} begins."),
    Action.SUPERVISE: N_("🛟 {reference}: its author is not satisfied after the last round; staff supervise it."),
}
BY_STAFF = {
    Action.REOPEN: N_("🔁 {reference}: staff have it taken up anew; the {handling} begins."),
    Action.SUPERVISE: N_("🛟 {reference}: staff looked into how it was handled, and supervise it."),
}
"""The same where ratings disagree and staff do it."""
ANSWERED_STAFF = N_("{reference}: its author answers what staff asked back.")
WHY = N_("{reference}: why its author is not satisfied:")
"""The headline of what a closed opinion takes."""


async def assigned(out: Outgoing, moved: CaseMoved) -> None:
    """A new case; from a colleague, with the remark."""
    opinion, before, remark = moved.opinion, moved.representative_before, moved.step.why
    opening, days = await opinions.opening(out.session, opinion), await calendar(out)

    def headline(t: Translator) -> Html:
        again = begun(t, opinion, opening, days)
        if moved.action is not Action.HAND_OVER or before is None:
            return join([t("A new case for you: {reference}", reference=bold(opinion.reference)), again])
        text = t("{name} hands {reference} over to you.", name=t.named(before), reference=bold(opinion.reference))
        return join([text, quote(remark) if remark else "", again])

    await to_representative(out, opinion, headline)


async def kept(out: Outgoing, moved: CaseMoved) -> None:
    """Staff refuse the proposal to decline."""
    reference = moved.opinion.reference
    await to_representative(
        out, moved.opinion, lambda t: t("Staff looked at {reference} and ask you to take it on after all.",
                                        reference=reference)
    )  # fmt: skip


async def merged(out: Outgoing, moved: CaseMoved) -> None:
    """A case of theirs has one more that says the same."""
    if moved.along_with is None:
        reference = moved.opinion.reference
        await to_representative(
            out, moved.opinion, lambda t: t("🔗 {reference} says the same as a case of yours.", reference=reference)
        )


async def referred(out: Outgoing, moved: CaseMoved) -> None:
    """Staff referred their case to a unit."""
    opinion, referral = moved.opinion, moved.referral
    if moved.step.role is Role.STAFF and referral is not None:
        await to_representative(
            out,
            opinion,
            lambda t: t(
                "Staff referred {reference} to {unit}.",
                reference=bold(opinion.reference),
                unit=t.named(referral.unit),
            ),
            until=lambda t: t("Their reply comes to you, to be checked."),
        )


async def accepted(out: Outgoing, moved: CaseMoved) -> None:
    """The unit works on it."""
    opinion, days = moved.opinion, await calendar(out)
    unit, due_at = opinion.unit, opinion.due_at
    if unit is not None and due_at is not None:
        await to_representative(
            out,
            opinion,
            lambda t: t("🏢 {unit} has taken {reference}.", unit=t.named(unit), reference=bold(opinion.reference)),
            until=lambda t: promised(
                t, due_at, days, out.now, N_("Their reply is due {day}."), N_("Their reply was due {day}.")
            ),
        )


def returned_by(moved: CaseMoved) -> Words:
    """Words of a return: that it is not the unit's, and whose it is; staff read the same."""
    opinion, unit, why, suggested = moved.opinion, moved.unit_before, moved.step.why or "", moved.step.unit

    def words(t: Translator) -> Html:
        name = t.named(unit) if unit is not None else ""
        head = t("↩️ {unit} returns {reference} as not theirs:", unit=name, reference=bold(opinion.reference))
        whose = t("They think it belongs to {unit}.", unit=t.named(suggested)) if suggested is not None else ""
        return join([head, quote(why), whose])

    return words


async def returned(out: Outgoing, moved: CaseMoved) -> None:
    """The unit returns it as not theirs."""
    until: Words | None = None
    if moved.opinion.unit_to_decide:
        until = lambda t: t("Staff decide which unit has it next; you need not do anything now.")  # noqa: E731
    await to_representative(out, moved.opinion, returned_by(moved), until=until)


def told_by_staff(opinion: Opinion) -> Words:
    """Words of the end of supervision."""
    return lambda t: t(
        "🛟 {reference}: staff told its author what supervision has brought about.", reference=bold(opinion.reference)
    )


async def asked_by_unit(out: Outgoing, moved: CaseMoved) -> None:
    """A unit would have them ask the author something."""
    opinion, words = moved.opinion, words_of(moved.step.said)
    unit = opinion.unit
    if moved.step.role is Role.UNIT and unit is not None:
        await to_representative(
            out,
            opinion,
            lambda t: join(
                [
                    t("❓ {unit} asks about {reference}:", unit=t.named(unit), reference=bold(opinion.reference)),
                    quote(words),
                ]
            ),
            until=lambda t: t("Open it and press “Ask back”: the question is there, for you to change and send."),
        )


async def replied(out: Outgoing, moved: CaseMoved) -> None:
    """A unit's reply is to be checked."""
    referral, opinion, days = moved.referral, moved.opinion, await calendar(out)
    if moved.step.role is Role.STAFF:
        await to_representative(out, opinion, told_by_staff(opinion))
    if moved.step.role is not Role.UNIT or referral is None:
        return
    due_at = opinion.due_at

    def words(t: Translator) -> Html:
        unit = t.named(referral.unit)
        head = t("🏢 {unit} has replied to {reference}.", unit=unit, reference=bold(opinion.reference))
        result = outcomes.as_shown(t, referral.outcome, referral.planned_for) if referral.outcome is not None else ""
        return join([head, result])

    def until(t: Translator) -> Html:
        return t("Please check it by {day}: pass it on, or send it back.", day=due_day(t, due_at, days))

    await to_representative(out, opinion, words, until=until)


async def granted(out: Outgoing, moved: CaseMoved) -> None:
    """They have more time, or the unit they wait for has; of a promised day its own move says so."""
    extension, days = moved.extension, await calendar(out)
    if extension is None or moved.commitment is not None:
        return
    units = extension.by_role is Role.UNIT or moved.opinion.stage is Stage.REFERRED
    if units and moved.opinion.unit_id is not None:
        await to_representative(out, moved.opinion, lambda t: _unit_has_longer(t, moved.opinion, extension, days))
    else:
        await to_representative(out, moved.opinion, has_more_time(moved.opinion, extension, days))


def has_more_time(opinion: Opinion, extension: Extension, days: Calendar) -> Words:
    """Words that give more time, with why where nobody asked for it."""

    def words(t: Translator) -> Html:
        day = due_day(t, extension.until, moving(opinion.stage, days))
        head = t("✅ {reference} has more time: until {day}.", reference=bold(opinion.reference), day=day)
        return head if extension.by_role is not Role.STAFF else join([head, t("The reason:"), quote(extension.why)])

    return words


def _unit_has_longer(t: Translator, opinion: Opinion, extension: Extension, days: Calendar) -> Html:
    facts = {
        "unit": t.named(opinion.unit) if opinion.unit is not None else "",
        "day": due_day(t, extension.until, days),
    }
    if extension.by_role is Role.STAFF:
        text = N_("⏳ {reference}: staff gave {unit} more time, until {day}. The reason:")
        return join([t(text, reference=bold(opinion.reference), **facts), quote(extension.why)])
    head = t(
        "⏳ {reference}: {unit} has more time, until {day}. They wrote:", reference=bold(opinion.reference), **facts
    )
    return join([head, quote(extension.why)])


async def refused(out: Outgoing, moved: CaseMoved) -> None:
    """They asked for more time and do not get it."""
    extension, days = moved.extension, await calendar(out)
    if extension is not None and not (extension.by_role is Role.UNIT and moved.opinion.unit_id is not None):
        await to_representative(out, moved.opinion, no_more_time(moved.opinion, extension, days, out.now))


def no_more_time(opinion: Opinion, extension: Extension, days: Calendar, now: datetime) -> Words:
    """Words that refuse more time: why, and that the due day stays."""

    def words(t: Translator) -> Html:
        head = promised(
            t,
            opinion.due_at,
            moving(opinion.stage, days),
            now,
            N_("✋ No more time for {reference}; it stays due {day}:"),
            N_("✋ No more time for {reference}; it was due {day}, please act on it now:"),
            reference=bold(opinion.reference),
        )
        return join([head, quote(extension.refusal or "")])

    return words


async def resumed(out: Outgoing, moved: CaseMoved) -> None:
    """Their question is answered, or was not in time."""
    opinion = moved.opinion
    if moved.step.role is Role.SYSTEM:
        await to_representative(
            out, opinion, lambda t: t("{reference}: no answer came to your question.", reference=opinion.reference)
        )
    else:
        await to_representative(out, opinion, said_into(HEADLINES[moved.action], moved))


async def retracted(out: Outgoing, moved: CaseMoved) -> None:
    """Tell that what was taken for the answer was none."""
    opinion, days = moved.opinion, await calendar(out)
    due_at = opinion.due_at
    await to_representative(
        out,
        opinion,
        lambda t: t(
            "{reference}: what came as the answer to your question was meant for something else; its author took it "
            "back.",
            reference=opinion.reference,
        ),
        until=lambda t: t("The question waits again, until {day}.", day=due_day(t, due_at, days)),
    )


def again(headline: str, moved: CaseMoved) -> Words:
    """Words of why it begins anew, by its author or by staff; `headline` is for its author."""
    why = moved.step
    said = said_into(BY_STAFF[moved.action] if why.role is Role.STAFF else headline, moved)

    def words(t: Translator) -> Html:
        if why.role is Role.STAFF:
            return join([said(t), quote(why.why or "")])
        return join([said(t), "" if why.said else t("No reason was given.")])

    return words


async def reopened(out: Outgoing, moved: CaseMoved) -> None:
    """Another round begins: the author is not satisfied, with the reason or without, or staff have it taken up."""
    words = again(HEADLINES[moved.action], moved)

    await to_representative(out, moved.opinion, words)


async def supervised(out: Outgoing, moved: CaseMoved) -> None:
    """The last round did not satisfy: staff have it now, with the reason or without."""
    words, days = again(HEADLINES[moved.action], moved), await calendar(out)
    due_at = moved.opinion.due_at
    await to_representative(
        out,
        moved.opinion,
        words,
        until=lambda t: t(
            "Staff have it until {day}: they bring about a result themselves, or give it to you or a unit once more.",
            day=due_day(t, due_at, days),
        ),
    )


def added_as(moved: CaseMoved) -> str:
    """The headline of what is added, by what it is there."""
    if moved.step.kind is EntryKind.ANSWER and not moved.step.further:
        return ANSWERED_STAFF
    return WHY if moved.opinion.stage is Stage.CLOSED else HEADLINES[Action.ADD]


async def added(out: Outgoing, moved: CaseMoved) -> None:
    """Something was added; what follows stands in the message that said so just before, without a sound."""
    further, album = moved.step.further, any(said.album is not None for said in moved.step.said)
    if further and album:
        return
    headline = added_as(moved)
    opinion, words = moved.opinion, said_into(headline, moved)
    case = await case_of(out, opinion)
    if case.representative_id is None:
        return
    kind = f"added:{opinion.id}"
    for person in await people.acting_for(out.session, case.representative_id):
        if not further and person.chat_id is not None:
            await standing.forget(out.session, person.chat_id, kind)
        t = out.t(person)
        screen = Screen(words(t), [[Button(t("Open"), OpenCase(opinion=case.id))]])
        await out.stand(person, kind, screen, opinion_id=case.id)
    if case.unit_id is not None and not further:
        await to_unit(out, case, case.unit_id, words)


def said_into(headline: str, moved: CaseMoved) -> Words:
    """Words the author wrote into the case, under a headline."""
    opinion, written, files = moved.opinion, words_of(moved.step.said), files_of(moved.step.said)

    def words(t: Translator) -> Html:
        short = shortened(written, QUOTED)
        head = t(headline, reference=opinion.reference, handling=handling(t, opinion.round))
        return join([head, quote(short) if short else "", counted(t, files) if files else ""])

    return words


async def withdrawn(out: Outgoing, moved: CaseMoved) -> None:
    """The author took it back; so does a unit hear that had it."""
    await to_representative(out, moved.opinion, taken_back_by_author(moved.opinion))


def taken_back_by_author(opinion: Opinion) -> Words:
    """Words of a withdrawal."""
    return lambda t: t("{reference} was withdrawn by its author.", reference=opinion.reference)


async def rated(out: Outgoing, moved: CaseMoved) -> None:
    """Tell how the answer was rated to who gave it, whoever has the case by now."""
    opinion = moved.opinion
    rating = await opinions.rating(out.session, opinion.id, opinion.round)
    if rating is not None and rating.satisfaction is not None and moved.along_with is None:
        label = SATISFACTION_LABELS[rating.satisfaction]
        await to_representative(
            out,
            opinion,
            lambda t: t("{reference} is rated: {rating}", reference=opinion.reference, rating=t(label)),
            representative_id=rating.representative_id,
        )


TOLD: Mapping[Action, Callable[[Outgoing, CaseMoved], Awaitable[None]]] = {
    Action.ASSIGN: assigned,
    Action.HAND_OVER: assigned,
    Action.KEEP: kept,
    Action.MERGE: merged,
    Action.REFER: referred,
    Action.ACCEPT: accepted,
    Action.ASK: asked_by_unit,
    Action.RETURN: returned,
    Action.REPLY: replied,
    Action.GRANT_EXTENSION: granted,
    Action.EXTEND: granted,
    Action.REFUSE_EXTENSION: refused,
    Action.RESUME: resumed,
    Action.RETRACT: retracted,
    Action.REOPEN: reopened,
    Action.SUPERVISE: supervised,
    Action.ADD: added,
    Action.WITHDRAW: withdrawn,
    Action.RATE: rated,
    Action.HOLD_TO: rated,
    Action.CLOSE: rated,
}

"""Who is told what when an opinion moves. Each person in their language; nobody learns who an anonymous one is."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

from handlers.conversation.callbacks import Go
from handlers.conversation.outgoing import Outgoing
from handlers.conversation.screen import Button, Screen
from handlers.conversation.texts import N_, Html, Translator, bold, join, quote
from handlers.core.casework import rules
from handlers.core.roles import stations_of
from handlers.core.workdays.days import calendar
from handlers.core.workdays.rules import Calendar
from handlers.presentation import outcomes
from handlers.presentation.callbacks import OpenCase, OpenMine, OpenScreening, Rate
from handlers.presentation.due_days import due_day
from handlers.presentation.history import show_attachments, shown
from handlers.units.callbacks import OpenReferred
from storage import audit
from storage.models import Attachment, HandlingUnit, Opinion, Person, Rating, Representative
from storage.queries import opinions, people, standing
from storage.vocabulary import Lane, Outcome, Satisfaction, Stage

Words = Callable[[Translator], Html]
"""A text in whatever language its reader has."""

TO_SCREEN = "to-screen"
"""The standing message about the queue of screening."""

SATISFACTION_LABELS = {
    Satisfaction.SATISFIED: N_("😀 Satisfied"),
    Satisfaction.MOSTLY: N_("🙂 Mostly"),
    Satisfaction.DISSATISFIED: N_("🙁 Dissatisfied"),
}


class PassedOn(NamedTuple):
    """A unit's reply as the constituent reads it."""

    unit: HandlingUnit
    words: str
    files: Sequence[Attachment]
    outcome: Outcome
    planned_for: date | None


def author(t: Translator, opinion: Opinion) -> Html:
    """Whose opinion it is, for representatives and staff: the name, or that it is anonymous."""
    where = t.named(opinion.area) if opinion.area is not None else None
    if opinion.anonymous:
        return t("Anonymous, {place}", place=where) if where else t("Anonymous")
    name = opinion.constituent.name or ""
    return t("{name}, {place}", name=name, place=where) if where else t("{name}", name=name)


async def name_seen(out: Outgoing, reader: Person, opinion: Opinion) -> None:
    """Write down that somebody has read, or been sent, who wrote an opinion."""
    subject = f"opinion:{opinion.id}"
    await audit.note(out.session, at=out.now, actor_id=reader.id, action="identity.seen", subject=subject)


def somebody(t: Translator, opinion: Opinion) -> Html:
    """Whose opinion it is, for units: they need no name, whether it was given or not."""
    if opinion.area is None:
        return t("A constituent")
    return t("A constituent, {place}", place=t.named(opinion.area))


def rating_row(t: Translator, opinion: Opinion, round_: int, given: Satisfaction | None = None) -> list[Button]:
    """One tap: satisfied, mostly, dissatisfied; without the one that is given already."""
    return [
        Button(t(label), Rate(opinion=opinion.id, round=round_, satisfaction=satisfaction))
        for satisfaction, label in SATISFACTION_LABELS.items()
        if satisfaction is not given
    ]


async def submitted(out: Outgoing, opinion: Opinion) -> None:
    """Staff see how much waits for screening, and what is newest: one message, changed in place until it is opened."""
    for person in await people.staff_of(out.session, opinion.station_id):
        t = out.t(person)
        n = await opinions.count_to_screen(out.session, stations_of(person.grants))
        waiting = t.plural(
            "🔎 {count} opinion waits for screening.", "🔎 {count} opinions wait for screening.", n, count=capped(n)
        )
        newest = t("The newest: {reference}", reference=bold(opinion.reference))
        screen = Screen(
            join([waiting, newest, quote(opinion.summary)]), [[Button(t("Open the queue"), Go(to="screen"))]]
        )
        await out.stand(person, TO_SCREEN, screen)


def capped(n: int) -> str:
    """A number that was counted no further than to `COUNTED`."""
    return str(n) if n < opinions.COUNTED else f"{opinions.COUNTED - 1}+"


async def assigned(out: Outgoing, opinion: Opinion, headline: Words | None = None) -> None:
    """The constituent learns who has it and until when; the representative gets it, under this headline.

    So do the constituents whose opinions are handled together with it.
    """

    days = await calendar(out)

    def words(reference: str) -> Words:
        return lambda t: t(
            "{reference} is now with representative {name}. You will hear from them by {day}.",
            reference=reference,
            name=opinion.representative.name if opinion.representative else "",
            day=due_day(t, opinion.due_at, days),
        )

    for concerned in [opinion, *await opinions.merged_into(out.session, opinion.id)]:
        to_constituent(out, concerned, words(concerned.reference))
    await to_representative(
        out, opinion, headline or (lambda t: t("A new case for you: {reference}", reference=bold(opinion.reference)))
    )


async def to_representative(
    out: Outgoing,
    opinion: Opinion,
    headline: Words,
    *,
    representative_id: int | None = None,
    until: Words | None = None,
) -> None:
    """Tell everybody who acts for the representative (another than who has it, if given); the case is one tap away.

    What is merged concerns whoever has the one it is handled with, and that case is opened. `until`: what is expected
    of them by when; if not given, that they answer.
    """
    case, days = await _case_of(out, opinion), await calendar(out)
    told = representative_id or case.representative_id
    if told is None:
        return
    for person in await people.acting_for(out.session, told):
        t = out.t(person)
        if case is opinion and not case.anonymous:
            await name_seen(out, person, case)
        whose = author(t, case) if case is opinion else t("Handled together with {reference}", reference=case.reference)
        last = until(t) if until is not None else _answer_by(t, case, days)
        summary = quote(opinion.summary) if opinion.summary else ""
        text = join([headline(t), whose, summary, last])
        _tell(out, person, case, text, [Button(t("Open"), OpenCase(opinion=case.id))])


def _answer_by(t: Translator, case: Opinion, days: Calendar) -> Html:
    if case.due_at is None or case.stage is not Stage.ASSIGNED:
        return Html()
    return t("Please answer by {day}.", day=due_day(t, case.due_at, days))


async def to_unit(out: Outgoing, opinion: Opinion, unit_id: int, headline: Words, until: Words | None = None) -> None:
    """Tell the unit's officers; what they may read of it is one tap away."""
    for person in await people.officers_of(out.session, unit_id):
        t = out.t(person)
        summary = quote(opinion.summary) if opinion.summary else ""
        text = join([headline(t), somebody(t, opinion), summary, until(t) if until is not None else ""])
        _tell(out, person, opinion, text, [Button(t("Open"), OpenReferred(opinion=opinion.id))])


async def _case_of(out: Outgoing, opinion: Opinion) -> Opinion:
    """The one it is handled with, if it is merged; else itself."""
    main = await out.session.get(Opinion, opinion.merged_into_id) if opinion.merged_into_id else None
    return main or opinion


async def added(out: Outgoing, opinion: Opinion, words: Words, *, further: bool = False) -> None:
    """Who has it learns what was added; `further`: in the message that said so just before, without a sound."""
    case = await _case_of(out, opinion)
    if case.representative_id is None:
        return
    kind = f"added:{opinion.id}"
    for person in await people.acting_for(out.session, case.representative_id):
        if not further and person.telegram_id is not None:
            await standing.forget(out.session, person.telegram_id, kind)
        t = out.t(person)
        screen = Screen(words(t), [[Button(t("Open"), OpenCase(opinion=case.id))]])
        await out.stand(person, kind, screen, opinion_id=case.id)
    if case.unit_id is not None and not further:
        await to_unit(out, case, case.unit_id, words)


async def to_staff(out: Outgoing, opinion: Opinion, headline: Words) -> None:
    """Tell the staff of the opinion's station; it is one tap away."""
    for person in await people.staff_of(out.session, opinion.station_id):
        t = out.t(person)
        _tell(out, person, opinion, headline(t), [Button(t("Open"), OpenScreening(opinion=opinion.id))])


async def rated(out: Outgoing, opinion: Opinion, rating: Rating) -> None:
    """Who is rated learns how."""
    if rating.satisfaction is not None:
        label = SATISFACTION_LABELS[rating.satisfaction]
        await to_representative(
            out,
            opinion,
            lambda t: t("{reference} is rated: {rating}", reference=opinion.reference, rating=t(label)),
            representative_id=rating.representative_id,
        )


def asked(out: Outgoing, opinion: Opinion, text: str, files: Sequence[Attachment] = ()) -> None:
    """The constituent gets the question, attachments first; a reply to any of these messages answers it."""
    _attach(out, opinion, files)
    to_constituent(out, opinion, lambda t: question(t, opinion, text, files))


def question(t: Translator, opinion: Opinion, text: str, files: Sequence[Attachment]) -> Html:
    """A representative's question as the constituent reads it."""
    return join(
        [
            t("{reference}: your representative asks:", reference=bold(opinion.reference)),
            shown(t, text, files),
            t("Just reply to this message. The clock stands still until then."),
        ]
    )


def _attach(out: Outgoing, opinion: Opinion, files: Sequence[Attachment]) -> None:
    """Promise the constituent what is attached; the words come below it, as in the chat where it was written."""
    person = opinion.constituent
    if person.telegram_id is not None and person.reachable:
        show_attachments(out, person.telegram_id, files, opinion.id, lane=Lane.STAFF)


async def withdrawn(out: Outgoing, opinion: Opinion, unit_id: int | None = None) -> None:
    """Who had it, the unit that had it too, learns that its author withdrew it."""

    def words(t: Translator) -> Html:
        return t("{reference} was withdrawn by its author.", reference=opinion.reference)

    await to_representative(out, opinion, words)
    if unit_id is not None:
        await to_unit(out, opinion, unit_id, words)


async def unheard(out: Outgoing, opinion: Opinion) -> None:
    """The author cannot be reached: who has the opinion learns it; staff, while nobody has it."""

    def words(t: Translator) -> Html:
        return t("{reference}: its author cannot be reached on Telegram at present.", reference=opinion.reference)

    if opinion.representative_id is None:
        await to_staff(out, opinion, words)
    else:
        await to_representative(out, opinion, words)


def answered(
    out: Outgoing,
    opinion: Opinion,
    reply: str,
    files: Sequence[Attachment] = (),
    passed: PassedOn | None = None,
) -> None:
    """The constituent gets the answer: what is attached, then the words with the rating under them."""
    _attach(out, opinion, [*files, *(passed.files if passed is not None else ())])
    t = out.t(opinion.constituent)
    rows = [rating_row(t, opinion, opinion.round), [Button(t("Open"), OpenMine(opinion=opinion.id))]]
    screen = Screen(answer(t, opinion, reply, files, passed), rows)
    out.tell(opinion.constituent, screen, lane=Lane.STAFF, opinion_id=opinion.id)


def answer(
    t: Translator, opinion: Opinion, reply: str, files: Sequence[Attachment], passed: PassedOn | None = None
) -> Html:
    """A representative's answer as the constituent reads it: their words, then the unit's, with what came of it."""
    name, reference = opinion.representative.name if opinion.representative else "", bold(opinion.reference)
    own = shown(t, reply, files)
    if own or passed is None:
        head = t("{reference}: representative {name} answers:", reference=reference, name=name)
    else:
        head = t("{reference}: representative {name} passes this reply on to you:", reference=reference, name=name)
    return join(
        [
            head,
            own,
            _by_unit(t, passed) if passed is not None else "",
            t("Are you satisfied? One tap is enough.")
            if rules.is_last(opinion.round)
            else t("Are you satisfied? One tap is enough. If not, it is looked at again."),
        ]
    )


def _by_unit(t: Translator, passed: PassedOn) -> Html:
    return join(
        [
            t("🏢 {unit} replies:", unit=bold(t.named(passed.unit))),
            shown(t, passed.words, passed.files),
            outcomes.told(t, passed.outcome, passed.planned_for),
        ]
    )


async def handed_over(out: Outgoing, opinion: Opinion, before: Representative, remark: str) -> None:
    """The colleague gets the case, its author and the staff learn who has it now."""

    def headline(t: Translator) -> Html:
        text = t("{name} hands {reference} over to you.", name=before.name, reference=bold(opinion.reference))
        return join([text, quote(remark) if remark else ""])

    await assigned(out, opinion, headline)
    after = opinion.representative.name if opinion.representative else ""
    names = {"reference": opinion.reference, "before": before.name, "after": after}
    await to_staff(
        out,
        opinion,
        lambda t: join(
            [t("{reference}: {before} handed it over to {after}.", **names), quote(remark) if remark else ""]
        ),
    )


def merged(out: Outgoing, opinion: Opinion, main: Opinion) -> None:
    """The constituent learns that it is handled with another one, and nothing else of that one."""
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


async def decline_proposed(out: Outgoing, opinion: Opinion, why: str) -> None:
    """Staff learn that the representative would decline it; they decide."""
    name = opinion.representative.name if opinion.representative else ""
    await to_staff(
        out,
        opinion,
        lambda t: join(
            [t("🙋 {name} proposes to decline {reference}:", name=name, reference=opinion.reference), quote(why)]
        ),
    )


async def separated(out: Outgoing, opinion: Opinion) -> None:
    """The constituent learns that it is no longer handled with another one."""
    days = await calendar(out)
    to_constituent(
        out,
        opinion,
        lambda t: t(
            "{reference} goes on by itself again. Staff look at it by {day}, and you hear of it here.",
            reference=bold(opinion.reference),
            day=due_day(t, opinion.due_at, days),
        ),
    )


def to_constituent(out: Outgoing, opinion: Opinion, words: Words, more: Sequence[Button] = ()) -> None:
    """Tell the constituent; their opinion is one tap away, and what else they may want."""
    t = out.t(opinion.constituent)
    _tell(out, opinion.constituent, opinion, words(t), [*more, Button(t("Open"), OpenMine(opinion=opinion.id))])


def _tell(out: Outgoing, person: Person, opinion: Opinion, text: Html, row: Sequence[Button]) -> None:
    out.tell(person, Screen(text, [row]), lane=Lane.STAFF, opinion_id=opinion.id)


def level_name(t: Translator, representative: Representative) -> Html:
    """The level of the congress, in words."""
    return t(LEVEL_NAMES[representative.level.value])


LEVEL_NAMES = {
    "township": N_("township"),
    "county": N_("county"),
    "municipal": N_("municipal"),
    "provincial": N_("provincial"),
}
STAGE_NAMES = {
    "submitted": N_("being screened"),
    "assigned": N_("with the representative"),
    "waiting": N_("waiting for the constituent"),
    "referred": N_("with the handling unit"),
    "replied": N_("reply being checked"),
    "answered": N_("answered"),
    "closed": N_("closed"),
    "declined": N_("declined"),
    "merged": N_("merged"),
    "withdrawn": N_("withdrawn"),
}
OWN_STAGE_NAMES = {**STAGE_NAMES, "waiting": N_("waiting for your answer")}
"""The same, as its author reads them."""

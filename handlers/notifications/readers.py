"""Ways to tell each reader of a case: its author, who has it, the unit, the staff. Each in their language.

Nobody learns who an anonymous author is, and units learn no name at all.
"""

from collections.abc import Mapping, Sequence

from handlers.conversation.outgoing import Outgoing
from handlers.conversation.screen import Button, Screen
from handlers.conversation.texts import N_, Html, Translator, Words, join, quote
from handlers.core.workdays.days import calendar
from handlers.core.workdays.rules import Calendar
from handlers.presentation.callbacks import OpenCase, OpenMine, OpenReferred, OpenScreening
from handlers.presentation.due_days import promised
from handlers.presentation.letters import author, somebody
from storage import audit
from storage.models.opinions import Opinion
from storage.models.people import Person
from storage.queries import people
from storage.vocabulary import Lane, Stage


async def name_seen(out: Outgoing, reader: Person, opinion: Opinion) -> None:
    """Write down that somebody has read, or been sent, who wrote an opinion."""
    subject = f"opinion:{opinion.id}"
    await audit.note(out.session, at=out.now, actor_id=reader.id, action="identity.seen", subject=subject)


def to_constituent(out: Outgoing, opinion: Opinion, words: Words, more: Sequence[Button] = ()) -> None:
    """Tell the author; their opinion is one tap away, and what else they may want."""
    t = out.t(opinion.constituent)
    _tell(out, opinion.constituent, opinion, words(t), [*more, Button(t("Open"), OpenMine(opinion=opinion.id))])


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
    case, days = await case_of(out, opinion), await calendar(out)
    told = representative_id or case.representative_id
    if told is None:
        return
    for person in await people.acting_for(out.session, told):
        t = out.t(person)
        if case is opinion and not case.anonymous:
            await name_seen(out, person, case)
        whose = author(t, case) if case is opinion else t("Handled together with {reference}", reference=case.reference)
        last = until(t) if until is not None else _answer_by(out, t, case, days)
        summary = quote(opinion.summary) if opinion.summary else ""
        text = join([headline(t), whose, summary, last])
        _tell(out, person, case, text, [Button(t("Open"), OpenCase(opinion=case.id))])


def _answer_by(out: Outgoing, t: Translator, case: Opinion, days: Calendar) -> Html:
    if case.due_at is None or case.stage is not Stage.ASSIGNED:
        return Html()
    late = N_("It was due {day}: please answer as soon as you can.")
    return promised(t, case.due_at, days, out.now, N_("Please answer by {day}."), late)


async def to_former_representative(
    out: Outgoing, opinion: Opinion, representative_id: int, words: Words, *, but: Person | None
) -> None:
    """Tell who had it until now, and can open it no more; never the one who did it (`but`)."""
    for person in await people.acting_for(out.session, representative_id):
        if but is None or person.id != but.id:
            out.tell(person, Screen(words(out.t(person))), lane=Lane.STAFF, opinion_id=opinion.id)


async def to_unit(
    out: Outgoing,
    opinion: Opinion,
    unit_id: int,
    headline: Words,
    until: Words | None = None,
    *,
    but: Person | None = None,
    own: Mapping[int, Words] | None = None,
) -> None:
    """Tell the unit's officers, never the one who did it (`but`); what they may read of it is one tap away.

    `own`: by person, what stands in place of the headline.
    """
    for person in await people.officers_of(out.session, unit_id):
        if but is not None and person.id == but.id:
            continue
        t = out.t(person)
        summary = quote(opinion.summary) if opinion.summary else ""
        head = (own or {}).get(person.id, headline)(t)
        text = join([head, somebody(t, opinion), summary, until(t) if until is not None else ""])
        _tell(out, person, opinion, text, [Button(t("Open"), OpenReferred(opinion=opinion.id))])


async def to_staff(out: Outgoing, opinion: Opinion, headline: Words) -> None:
    """Tell the staff of the opinion's station; it is one tap away."""
    for person in await people.staff_of(out.session, opinion.station_id):
        t = out.t(person)
        _tell(out, person, opinion, headline(t), [Button(t("Open"), OpenScreening(opinion=opinion.id))])


async def case_of(out: Outgoing, opinion: Opinion) -> Opinion:
    """The one it is handled with, if it is merged; else itself."""
    main = await out.session.get(Opinion, opinion.merged_into_id) if opinion.merged_into_id else None
    return main or opinion


def _tell(out: Outgoing, person: Person, opinion: Opinion, text: Html, row: Sequence[Button]) -> None:
    out.tell(person, Screen(text, [row]), lane=Lane.STAFF, opinion_id=opinion.id)

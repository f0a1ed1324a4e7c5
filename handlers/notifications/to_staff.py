"""Messages to the staff of a station about moves of its opinions."""

from collections.abc import Awaitable, Callable, Mapping

from handlers.conversation.callbacks import Go
from handlers.conversation.outgoing import Outgoing
from handlers.conversation.screen import Button, Screen
from handlers.conversation.texts import N_, Html, Translator, bold, join, quote, shortened
from handlers.core.casework.events import CaseMoved, RatedDissatisfied
from handlers.core.roles import stations_of
from handlers.core.workdays.days import calendar
from handlers.core.workdays.rules import Calendar
from handlers.notifications.readers import to_representative, to_staff
from handlers.notifications.to_representative import added_as, again, returned_by, said_into
from handlers.presentation.callbacks import OpenScreening
from handlers.presentation.common_texts import not_reached
from handlers.presentation.due_days import due_day
from handlers.presentation.extensions import asked, decisions
from handlers.presentation.names import capped
from handlers.presentation.promises import earlier_moves
from storage.models.opinions import Extension, Opinion
from storage.queries import opinions, people
from storage.vocabulary import Action, EntryKind, Lane, Role, Stage

QUOTED = 300
"""Characters of an appeal that its message quotes."""
SUPERVISED = N_("🛟 {reference} comes under your supervision: its author is not satisfied after the last round.")
TO_SCREEN = "to-screen"
"""The standing message about the queue of screening."""


async def submitted(out: Outgoing, moved: CaseMoved) -> None:
    """Say how much waits for screening, and what is newest: one message, changed in place until it is opened."""
    opinion = moved.opinion
    for person in await people.staff_of(out.session, opinion.station_id):
        t = out.t(person)
        n = (await opinions.queue_of(out.session, stations_of(person.grants))).new
        waiting = t.plural(
            "🔎 {count} opinion waits for screening.", "🔎 {count} opinions wait for screening.", n, count=capped(n)
        )
        newest, says = t("The newest: {reference}", reference=bold(opinion.reference)), opinion.summary
        if moved.action is Action.APPEAL:
            newest = t("⚖️ An appeal against its decline: {reference}", reference=bold(opinion.reference))
            says = shortened(moved.step.why or "", QUOTED) or says
        screen = Screen(join([waiting, newest, quote(says)]), [[Button(t("Open the queue"), Go(to="screen"))]])
        await out.stand(person, TO_SCREEN, screen)


async def separated(out: Outgoing, moved: CaseMoved) -> None:
    """One that was merged waits for screening again, where time and not staff themselves separated it."""
    if moved.step.role is Role.SYSTEM:
        await submitted(out, moved)


async def handed_over(out: Outgoing, moved: CaseMoved) -> None:
    """Say who has it now, with the remark."""
    opinion, before, remark = moved.opinion, moved.representative_before, moved.step.why

    def words(t: Translator) -> Html:
        names = {"before": t.named(before), "after": t.named(opinion.representative)}
        text = t("{reference}: {before} handed it over to {after}.", reference=opinion.reference, **names)
        return join([text, quote(remark) if remark else ""])

    await to_staff(out, opinion, words)


async def decline_proposed(out: Outgoing, moved: CaseMoved) -> None:
    """The representative would decline it; staff decide."""
    opinion, why = moved.opinion, moved.step.why or ""

    def words(t: Translator) -> Html:
        name = t.named(opinion.representative)
        text = t("🙋 {name} proposes to decline {reference}:", name=name, reference=opinion.reference)
        return join([text, quote(why)])

    await to_staff(out, opinion, words)


async def returned(out: Outgoing, moved: CaseMoved) -> None:
    """A unit returns it as not theirs."""
    opinion, said = moved.opinion, returned_by(moved)
    ask = N_("Please decide which unit has it next.") if opinion.unit_to_decide else ""
    await to_staff(out, opinion, lambda t: join([said(t), t(ask) if ask else ""]))


async def taken_back(out: Outgoing, moved: CaseMoved) -> None:
    """A representative takes a case back from a unit that let it lie, and why."""
    opinion, unit, why = moved.opinion, moved.unit_before, moved.step.why or ""

    def words(t: Translator) -> Html:
        facts = {"name": t.named(opinion.representative), "unit": t.named(unit)}
        head = t("↩️ {name} takes {reference} back from {unit}:", reference=opinion.reference, **facts)
        return join([head, quote(why)])

    await to_staff(out, opinion, words)


async def why_added(out: Outgoing, moved: CaseMoved) -> None:
    """Say why the author was not satisfied after supervision, what they add while staff have it, or answer to staff."""
    answers = moved.step.kind is EntryKind.ANSWER
    if not moved.step.further and (answers or moved.opinion.stage in (Stage.CLOSED, Stage.SUPERVISED)):
        await to_staff(out, moved.opinion, said_into(added_as(moved), moved))


async def supervised(out: Outgoing, moved: CaseMoved) -> None:
    """The last round did not satisfy: it is theirs now, with the reason or without; what they can do is in its card."""
    opinion, days = moved.opinion, await calendar(out)
    said = again(SUPERVISED, moved)

    def words(t: Translator) -> Html:
        until = t(
            "By {day}, tell them a result, or give it to a representative or a unit once more.",
            day=due_day(t, opinion.due_at, days),
        )
        return join([said(t), until])

    await to_staff(out, opinion, words)


async def to_decide(out: Outgoing, t: Translator, opinion: Opinion, extension: Extension, days: Calendar) -> Screen:
    """A request for more time with the keys that decide it; of a promised day with how often it was moved, and why."""
    rows = [decisions(t, opinion), [Button(t("Open"), OpenScreening(opinion=opinion.id))]]
    text = join([asked(t, opinion, extension, days), await earlier_moves(out.session, t, opinion)])
    return Screen(text, rows)


async def more_time_asked(out: Outgoing, moved: CaseMoved) -> None:
    """A request for more time waits for their decision."""
    extension, days = moved.extension, await calendar(out)
    if extension is not None:
        for person in await people.staff_of(out.session, moved.opinion.station_id):
            screen = await to_decide(out, out.t(person), moved.opinion, extension, days)
            out.tell(person, screen, lane=Lane.STAFF, opinion_id=moved.opinion.id)


TOLD: Mapping[Action, Callable[[Outgoing, CaseMoved], Awaitable[None]]] = {
    Action.SUBMIT: submitted,
    Action.APPEAL: submitted,
    Action.SEPARATE: separated,
    Action.HAND_OVER: handed_over,
    Action.PROPOSE_DECLINE: decline_proposed,
    Action.RETURN: returned,
    Action.TAKE_BACK: taken_back,
    Action.ADD: why_added,
    Action.SUPERVISE: supervised,
    Action.ASK_EXTENSION: more_time_asked,
}


async def dissatisfied_after_supervision(out: Outgoing, event: RatedDissatisfied) -> None:
    """Nobody answers once more."""
    reference = event.opinion.reference
    await to_staff(
        out, event.opinion, lambda t: t("{reference}: dissatisfied after supervision too.", reference=reference)
    )


async def author_unreachable(out: Outgoing, opinion: Opinion) -> None:
    """The author cannot be reached: who has the opinion and the staff learn it, and what to do instead."""

    def words(t: Translator) -> Html:
        return join([bold(opinion.reference), not_reached(t)])

    await to_staff(out, opinion, words)
    if opinion.representative_id is not None:
        await to_representative(out, opinion, words)

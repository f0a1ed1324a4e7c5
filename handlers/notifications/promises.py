"""Messages about what a unit promised: to those who wait for it, to the unit, to the representative."""

from collections.abc import Awaitable, Callable, Mapping, Sequence

from handlers.conversation.outgoing import Outgoing
from handlers.conversation.screen import Button, Screen
from handlers.conversation.texts import Html, Translator, Words, bold, join, quote
from handlers.core.casework.content import files_of
from handlers.core.casework.events import CaseMoved, PromiseTold
from handlers.core.workdays.days import calendar
from handlers.notifications.readers import to_constituent, to_representative, to_staff, to_unit
from handlers.presentation.callbacks import OpenMine
from handlers.presentation.due_days import due_day
from handlers.presentation.history import show_attachments
from handlers.presentation.promises import verdict_rows
from handlers.presentation.rounds import handling
from storage.models.commitments import Commitment, CommitmentReport
from storage.models.opinions import Opinion
from storage.queries import commitments, opinions
from storage.vocabulary import Action, EntryKind, Lane, Role, Satisfaction


def line_of(t: Translator, promise: Commitment, report: CommitmentReport) -> Html:
    """A report as its readers see it: the day, what was done, the words."""
    step = next((one.what for one in promise.steps if one.id == report.step_id), None)
    facts = [
        bold(t.day(report.at)),
        t("{percent} % done", percent=report.percent) if report.percent is not None else "",
        t("✅ {step}", step=step) if step is not None else "",
        t("the day was moved to {day}", day=t.day(report.due_on)) if report.due_on is not None else "",
    ]
    return join([join(facts, " · "), quote(report.text) if report.text else ""])


async def told(out: Outgoing, event: PromiseTold) -> None:
    """How far it is, for all who wait for it: one message for all reports since the last, what is attached first."""
    promise, reports = event.commitment, event.reports
    for opinion in await commitments.waiting_for(out.session, promise.id):
        await _attach(out, opinion, reports)
        to_constituent(out, opinion, _progress(opinion, promise, reports))


def _progress(opinion: Opinion, promise: Commitment, reports: Sequence[CommitmentReport]) -> Words:
    def words(t: Translator) -> Html:
        facts = {"reference": bold(opinion.reference), "unit": t.named(promise.unit)}
        head = t("🔧 {reference}: {unit} reports on what it promised:", **facts)
        until = t("It is promised by {day}.", day=bold(t.day(promise.due_on)))
        return join([head, *(line_of(t, promise, one) for one in reports), until])

    return words


async def _attach(out: Outgoing, opinion: Opinion, reports: Sequence[CommitmentReport]) -> None:
    person, instants = opinion.constituent, {one.at for one in reports}
    if person.chat_id is None or not person.reachable:
        return
    said = await opinions.entries(out.session, opinion.id)
    files = files_of([one for one in said if one.kind is EntryKind.PROGRESS and one.at in instants])
    show_attachments(out, person.chat_id, files, opinion.id, lane=Lane.STAFF)


async def held_to(out: Outgoing, moved: CaseMoved) -> None:
    """The answer stands, as nobody said otherwise: what is promised with it is awaited."""
    promise, opinion = moved.commitment, moved.opinion
    if moved.step.role is Role.SYSTEM and promise is not None:
        to_constituent(
            out,
            opinion,
            lambda t: t(
                "🤝 {reference}: now {unit} carries out what it promised by {day}. You hear here how it goes, and you "
                "are asked whether it was really done.",
                reference=bold(opinion.reference),
                unit=t.named(promise.unit),
                day=bold(t.day(promise.due_on)),
            ),
        )
    await half_done(out, moved)


async def half_done(out: Outgoing, moved: CaseMoved) -> None:
    """The author says that it is half done: the unit hears that its promise stays open."""
    promise, opinion = moved.commitment, moved.opinion
    rating = await opinions.rating(out.session, opinion.id, opinion.round)
    if promise is not None and rating is not None and rating.satisfaction is Satisfaction.HALF:
        await to_unit(
            out,
            opinion,
            promise.unit_id,
            lambda t: t(
                "🌓 {reference}: its author says that it is half done. It stays promised by {day}; what they write "
                "comes here.",
                reference=bold(opinion.reference),
                day=bold(t.day(promise.due_on)),
            ),
        )


async def reported_done(out: Outgoing, moved: CaseMoved) -> None:
    """Ask the author whether it was really done; the representative hears of it."""
    promise, opinion = moved.commitment, moved.opinion
    if promise is None:
        return
    reports = moved.step.reports
    await _attach(out, opinion, reports)
    t = out.t(opinion.constituent)
    text = join(
        [
            t(
                "🏁 {reference}: {unit} says that it has done what it promised:",
                reference=bold(opinion.reference),
                unit=t.named(promise.unit),
            ),
            *(line_of(t, promise, one) for one in reports),
            question(t),
        ]
    )
    rows = [*verdict_rows(t, opinion), [Button(t("Open"), OpenMine(opinion=opinion.id))]]
    out.tell(opinion.constituent, Screen(text, rows), lane=Lane.STAFF, opinion_id=opinion.id)
    if moved.along_with is None:
        await to_representative(
            out,
            opinion,
            lambda t: t(
                "🏁 {unit} reports that what it promised for {reference} is done; its author is asked.",
                unit=t.named(promise.unit),
                reference=bold(opinion.reference),
            ),
        )


def question(t: Translator) -> Html:
    """Question that is asked of those who wait for it."""
    return t("Was it really done? One tap is enough; photos are welcome afterwards.")


async def confirmed(out: Outgoing, moved: CaseMoved) -> None:
    """The author says that it is done: thanks to the unit, and the representative."""
    await _to_both(
        out,
        moved,
        lambda t: t(
            "✅ {reference}: its author confirms that it is done. Thank you.", reference=bold(moved.opinion.reference)
        ),
    )


async def partly(out: Outgoing, moved: CaseMoved) -> None:
    """The author says that something is missing: it stays promised."""
    await _to_both(
        out,
        moved,
        lambda t: t(
            "🟡 {reference}: its author says that it is only partly done. It stays promised; what they write comes "
            "here.",
            reference=bold(moved.opinion.reference),
        ),
    )


async def refuted(out: Outgoing, moved: CaseMoved) -> None:
    """The author says that it is not done: the unit has it anew, in a new round; staff hear of it too."""
    opinion, days = moved.opinion, await calendar(out)
    due = opinion.due_at

    def headline(t: Translator) -> Html:
        return t(
            "❌ {reference}: its author says that it was not done. The {handling} begins: it is back with the "
            "unit, to be replied to by {day}.",
            reference=bold(opinion.reference),
            handling=handling(t, opinion.round),
            day=due_day(t, due, days),
        )

    await _to_both(out, moved, headline)
    await to_staff(out, opinion, headline)


async def supervised(out: Outgoing, moved: CaseMoved) -> None:
    """The author says after the last round that it is not done: it is the staff's now, and no longer the unit's."""
    if moved.commitment is not None and moved.unit_before is not None:
        await to_unit(
            out,
            moved.opinion,
            moved.unit_before.id,
            lambda t: t(
                "❌ {reference}: its author says that it was not done. Staff take it in hand themselves.",
                reference=bold(moved.opinion.reference),
            ),
        )


async def unconfirmed(out: Outgoing, moved: CaseMoved) -> None:
    """Nobody said whether it was done: it is closed as reported done."""
    if moved.commitment is not None and moved.unit_before is not None:
        await to_unit(
            out,
            moved.opinion,
            moved.unit_before.id,
            lambda t: t(
                "☑️ {reference} is closed: reported done, and not confirmed by its author.",
                reference=bold(moved.opinion.reference),
            ),
        )


async def _to_both(out: Outgoing, moved: CaseMoved, headline: Words) -> None:
    unit = moved.unit_before
    if unit is not None:
        await to_unit(out, moved.opinion, unit.id, headline)
    await to_representative(out, moved.opinion, headline, until=lambda t: Html())


TOLD: Mapping[Action, Callable[[Outgoing, CaseMoved], Awaitable[None]]] = {
    Action.HOLD_TO: held_to,
    Action.REPORT_DONE: reported_done,
    Action.CONFIRM: confirmed,
    Action.PARTLY: partly,
    Action.REFUTE: refuted,
    Action.SUPERVISE: supervised,
    Action.CLOSE: unconfirmed,
}

"""Messages about what a unit promised: to those who wait for it, to the unit, to the representative."""

from collections.abc import Awaitable, Callable, Mapping, Sequence

from handlers.conversation.outgoing import Outgoing
from handlers.conversation.screen import Button, Screen
from handlers.conversation.texts import N_, Html, Translator, Words, bold, join, quote
from handlers.core.casework.content import files_of
from handlers.core.casework.events import CaseMoved, PromiseTold
from handlers.core.workdays.days import calendar
from handlers.notifications.readers import to_constituent, to_representative, to_staff, to_unit
from handlers.presentation.callbacks import OpenMine
from handlers.presentation.due_days import due_day
from handlers.presentation.history import show_attachments
from handlers.presentation.promises import how_often_moved, line_of, steps_drawn, verdict_rows
from handlers.presentation.rounds import handling
from storage.models.commitments import Commitment, CommitmentReport
from storage.models.opinions import Opinion
from storage.queries import commitments, opinions, supporting
from storage.vocabulary import Action, EntryKind, Lane, Role, Satisfaction


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
        drawn = steps_drawn(t, promise) if promise.steps else Html()
        return join([head, *(line_of(t, promise, one) for one in reports), drawn, until])

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
    if moved.along_with is not None and promise is not None:
        to_constituent(
            out,
            opinion,
            lambda t: t(
                "🟡 {reference}: somebody who waits for the same says that something is still missing, so {unit} goes"
                " on with it. You need not answer now; you are asked again once it is reported done.",
                reference=bold(opinion.reference),
                unit=t.named(promise.unit),
            ),
        )
    elif moved.step.role is Role.SYSTEM and promise is not None:
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


async def day_moved(out: Outgoing, moved: CaseMoved) -> None:
    """It takes longer than was promised: whoever waits reads both days and why; others hear it once for all of them."""
    promise, opinion, step = moved.commitment, moved.opinion, moved.step
    shift = next((one for one in reversed(step.reports) if one.due_before is not None), None)
    if promise is None or shift is None:
        return
    await _attach(out, opinion, step.reports)
    before = [one for one in step.reports if one is not shift]
    to_constituent(out, opinion, lambda t: join([_shifted(t, opinion, promise, shift), *_so_far(t, promise, before)]))
    if moved.along_with is not None:
        return
    headline = _moved_words(opinion, promise, shift)
    await to_representative(out, opinion, headline, until=lambda t: Html())
    await to_staff(out, opinion, headline)
    for unit_id in await supporting.contributed(out.session, promise.opinion_id or opinion.id, promise.unit_id):
        await to_unit(out, opinion, unit_id, headline)
    if step.role is Role.UNIT:
        await to_unit(out, opinion, promise.unit_id, headline, but=step.by)


def _shifted(t: Translator, opinion: Opinion, promise: Commitment, shift: CommitmentReport) -> Html:
    """The new day and the old one, as its author reads it."""
    facts = {
        "reference": bold(opinion.reference),
        "unit": t.named(promise.unit),
        "day": bold(t.day(promise.due_on)),
        "before": t.day(shift.due_before) if shift.due_before is not None else "",
    }
    if not shift.text:
        return t(
            "📅 {reference}: {unit} asked for another day, and the answer came late. It is to be done by {day} instead "
            "of {before}; we are sorry.",
            **facts,
        )
    text = N_("📅 {reference}: {unit} moved the day of what it promised, to {day} instead of {before}. We are sorry.")
    if shift.due_before is not None and promise.due_on < shift.due_before:
        text = N_("📅 {reference}: {unit} means to have done what it promised sooner, by {day} instead of {before}.")
    head = t(text, **facts)
    on = t("You need not do anything: you hear how it goes, and you are asked whether it was really done.")
    return join([head, t("The reason:"), quote(shift.text), how_often_moved(t, promise), on])


def _so_far(t: Translator, promise: Commitment, reports: Sequence[CommitmentReport]) -> list[Html]:
    """What was held back until now."""
    return [t("Until now:"), *(line_of(t, promise, one) for one in reports)] if reports else []


def _moved_words(opinion: Opinion, promise: Commitment, shift: CommitmentReport) -> Words:
    def words(t: Translator) -> Html:
        head = t(
            "📅 {reference}: {unit} will have done what it promised by {day} instead of {before}.",
            reference=bold(opinion.reference),
            unit=t.named(promise.unit),
            day=bold(t.day(promise.due_on)),
            before=t.day(shift.due_before) if shift.due_before is not None else "",
        )
        return join([head, quote(shift.text) if shift.text else "", how_often_moved(t, promise)])

    return words


async def entrusted(out: Outgoing, moved: CaseMoved) -> None:
    """Another unit keeps it: both units, whoever waits for it and the representative read which, and why."""
    promise, opinion, before = moved.commitment, moved.opinion, moved.unit_before
    if promise is None or before is None:
        return
    why = moved.step.why or ""

    def words(t: Translator) -> Html:
        head = t(
            "🏢 {reference}: {unit} keeps from now on what {before} promised. The day stays {day}.",
            reference=bold(opinion.reference),
            unit=t.named(promise.unit),
            before=t.named(before),
            day=bold(t.day(promise.due_on)),
        )
        return join([head, quote(why)])

    to_constituent(out, opinion, words)
    if moved.along_with is not None:
        return
    await to_representative(out, opinion, words, until=lambda t: Html())
    await to_unit(out, opinion, promise.unit_id, words, lambda t: t("It is yours now: please report how it goes."))
    await to_unit(out, opinion, before.id, words, lambda t: t("You need not do anything more about it. Thank you."))


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
    Action.MOVE_DATE: day_moved,
    Action.ENTRUST: entrusted,
    Action.REPORT_DONE: reported_done,
    Action.CONFIRM: confirmed,
    Action.PARTLY: partly,
    Action.REFUTE: refuted,
    Action.SUPERVISE: supervised,
    Action.CLOSE: unconfirmed,
}

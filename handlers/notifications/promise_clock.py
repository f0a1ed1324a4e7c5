"""Due rows of promises: units are asked how far they are, authors hear what was held back and are asked once more."""

from datetime import date

from handlers.conversation.outgoing import Outgoing
from handlers.conversation.screen import Button, Screen
from handlers.conversation.texts import Html, Translator, bold, join
from handlers.core.casework import rules
from handlers.core.casework.actions import time
from handlers.core.casework.commitments import anew
from handlers.core.workdays.days import calendar
from handlers.notifications import deduplication, suggestion_promises
from handlers.notifications.deduplication import About
from handlers.notifications.promises import question
from handlers.presentation.callbacks import OpenMine, OpenReferred, UnitAct
from handlers.presentation.labels import unit_label
from handlers.presentation.promises import is_late, verdict_rows
from storage.models.commitments import Commitment
from storage.models.opinions import Due, Opinion
from storage.queries import commitments, opinions, people
from storage.vocabulary import CommitmentState, Role, Stage


async def ask_progress(out: Outgoing, thing: Due) -> None:
    """Ask the unit how far its promise is, or remind it that the day has passed; again later, while it is open."""
    promise = await out.session.get(Commitment, thing.subject_id or 0)
    if promise is None or promise.state is not CommitmentState.OPEN or promise.ended_at is not None:
        return
    if await deduplication.put_off(out, thing):
        return
    if promise.suggestion_id is not None:
        await suggestion_promises.ask_progress(out, thing, promise)
        await time.ask_progress_again(out, promise)
        return
    days = await calendar(out)
    today = days.day_of(out.now)
    blameless = promise.asked_at is not None and promise.due_on < today
    waiting = await commitments.waiting_for(out.session, promise.id) if not blameless else []
    about = About(thing.kind, f"commitment:{promise.id}", str(today))
    for person in await people.officers_of(out.session, promise.unit_id) if waiting else []:
        t = out.t(person)
        screen = Screen(
            _asks(t, promise, waiting[0].reference, late=is_late(promise, today)), _keys(t, promise, waiting[0], today)
        )
        await deduplication.remind(out, person, about, screen, opinion_id=waiting[0].id)
    await time.ask_progress_again(out, promise)


def _keys(t: Translator, promise: Commitment, opinion: Opinion, today: date) -> list[list[Button]]:
    """To it; where it is late, to another day too."""
    opens = [Button(t("Open"), OpenReferred(opinion=opinion.id))]
    action = anew(promise)
    if not is_late(promise, today) or rules.find(opinion.stage, action, Role.UNIT) is None:
        return [opens]
    data = UnitAct(opinion=opinion.id, version=opinion.version, action=action)
    return [[Button(t(unit_label(action, promised=True)), data)], opens]


def _asks(t: Translator, promise: Commitment, reference: str, *, late: bool) -> Html:
    day = t.day(promise.due_on)
    if late:
        head = t("🔴 {reference}: what you promised was due on {day}.", reference=bold(reference), day=day)
        return join([head, t("Please report it done, or report how far it is, what holds it up and until when.")])
    head = t("🔧 {reference}: how far is what you promised by {day}?", reference=bold(reference), day=day)
    return join([head, t("A few words or a photo are enough; its author reads them.")])


async def tell_gathered(out: Outgoing, thing: Due) -> None:
    """A week after the last word: what was held back since."""
    promise = await out.session.get(Commitment, thing.subject_id or 0)
    if promise is not None and not await deduplication.put_off(out, thing):
        await time.tell_progress(out, promise)


async def remind_to_judge(out: Outgoing, thing: Due) -> None:
    """Nobody has said whether it was really done: asked once more."""
    found = await _reported(out, thing)
    if found is None or await deduplication.put_off(out, thing):
        return
    opinion, promise = found
    t = out.t(opinion.constituent)
    head = t(
        "{reference}: {unit} says that it has done what it promised.",
        reference=bold(opinion.reference),
        unit=t.named(promise.unit),
    )
    rows = [*verdict_rows(t, opinion), [Button(t("Open"), OpenMine(opinion=opinion.id))]]
    about = About(thing.kind, f"opinion:{opinion.id}", thing.once)
    screen = Screen(join([head, question(t)]), rows)
    await deduplication.remind(out, opinion.constituent, about, screen, opinion_id=opinion.id)


async def judging_over(out: Outgoing, thing: Due) -> None:
    """Silence closes it, as reported done and not confirmed."""
    if await _reported(out, thing) is not None and not await deduplication.put_off(out, thing):
        opinion = await opinions.any_of(out.session, thing.opinion_id or 0)
        if opinion is not None:
            await time.close(out, opinion)


async def _reported(out: Outgoing, thing: Due) -> tuple[Opinion, Commitment] | None:
    opinion = await opinions.any_of(out.session, thing.opinion_id or 0)
    if opinion is None or opinion.stage is not Stage.IMPLEMENTING:
        return None
    found = await commitments.open_of(out.session, opinion.id)
    if found is None or found[0].state is not CommitmentState.REPORTED or found[1].done is not None:
        return None
    return opinion, found[0]

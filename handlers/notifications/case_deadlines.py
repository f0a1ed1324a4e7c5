"""What time makes happen to opinions. Each looks at the case as it is now, and does nothing if it is not called for."""

from handlers.conversation.outgoing import Outgoing
from handlers.conversation.screen import Button, Screen
from handlers.core.casework import clocks, rules, transitions
from handlers.core.casework.transitions import Step
from handlers.core.reminders.rules import REMINDED
from handlers.core.workdays.days import calendar
from handlers.core.workdays.rules import on_worked_day
from handlers.notifications import casework, deduplication
from handlers.notifications.deduplication import About
from handlers.presentation.callbacks import ConstituentAct, OpenMine
from storage.models import Due, Opinion
from storage.queries import deadlines, opinions
from storage.vocabulary import Action, Lane, Role, Stage

AT_ONCE = 100
"""So many cases at most get another due day in one transaction."""


async def remind_of_question(out: Outgoing, due: Due) -> None:
    """The constituent has not answered yet."""
    opinion = await _at(out, due, Stage.WAITING)
    if opinion is not None and not await deduplication.put_off(out, due):
        t = out.t(opinion.constituent)
        text = t(
            "{reference}: a question still waits for your answer. Reply to this message.", reference=opinion.reference
        )
        await _remind(out, opinion, Screen(text, [[Button(t("Open"), OpenMine(opinion=opinion.id))]]), due)


async def waiting_over(out: Outgoing, due: Due) -> None:
    """No answer came: it goes on without."""
    opinion = await _at(out, due, Stage.WAITING)
    if opinion is not None and not await deduplication.put_off(out, due):
        await transitions.move(out, opinion, Action.RESUME, Step(None, Role.SYSTEM))
        await casework.to_representative(
            out, opinion, lambda t: t("{reference}: no answer came to your question.", reference=opinion.reference)
        )


async def remind_to_rate(out: Outgoing, due: Due) -> None:
    """An answer is not rated yet, or was found wanting without a word why: asked once more."""
    opinion = await _at(out, due, Stage.ANSWERED)
    if opinion is None or await deduplication.put_off(out, due):
        return
    t, rating = out.t(opinion.constituent), await opinions.rating(out.session, opinion.id, opinion.round)
    if rating is not None and rating.satisfaction is not None:
        text = t(
            "You were not satisfied with the answer to {reference}. Say what is not right, and it is looked at again.",
            reference=opinion.reference,
        )
        act = ConstituentAct(opinion=opinion.id, version=opinion.version, action=Action.REOPEN)
        rows = [[Button(t("🔁 Say what is not right"), act)]]
    else:
        text = t("{reference} is answered. Are you satisfied? One tap is enough.", reference=opinion.reference)
        rows = [casework.rating_row(t, opinion, opinion.round)]
    await _remind(out, opinion, Screen(text, rows), due)


async def rating_over(out: Outgoing, due: Due) -> None:
    """Silence closes; a rating that was given without a word why stays, and who answered learns it."""
    opinion = await _at(out, due, Stage.ANSWERED)
    if opinion is None or await deduplication.put_off(out, due):
        return
    rating = await opinions.rating(out.session, opinion.id, opinion.round)
    await transitions.move(out, opinion, Action.CLOSE, Step(None, Role.SYSTEM))
    if rating is not None:
        await casework.rated(out, opinion, rating)
    t = out.t(opinion.constituent)
    lines = [t("{reference} is closed now.", reference=opinion.reference)]
    if not rules.is_used_up(Action.REOPEN, round_=opinion.round, appealed=opinion.appealed, since=out.now, now=out.now):
        lines.append(t("Should it not be solved, you can reopen it for {n} days.", n=rules.REOPEN_DAYS))
    screen = Screen(t.sentences(*lines), [[Button(t("Open"), OpenMine(opinion=opinion.id))]])
    out.tell(opinion.constituent, screen, lane=Lane.REMINDER, opinion_id=opinion.id)


async def leave_free_days(out: Outgoing, due: Due) -> None:
    """What is due on a day that has turned out to be free moves to the next that is worked; some at a time.

    Whoever was told the day was told it as uncertain, or finds the later one in the case; reminders follow it.
    """
    days, stages = await calendar(out), tuple(REMINDED)
    moved = {at: on_worked_day(at, days) for at in await deadlines.instants(out.session, stages, out.now)}
    moved = {before: after for before, after in moved.items() if before != after}
    await deadlines.move_referrals(out.session, moved)
    found = await deadlines.due_on(out.session, stages, tuple(moved), AT_ONCE)
    for opinion in found:
        await clocks.leave_free_days(out, opinion)
    if len(found) == AT_ONCE:
        deduplication.again(due, out.now)


async def _remind(out: Outgoing, opinion: Opinion, screen: Screen, due: Due) -> None:
    about = About(due.kind, f"opinion:{opinion.id}", due.once)
    await deduplication.remind(out, opinion.constituent, about, screen, opinion_id=opinion.id)


async def _at(out: Outgoing, due: Due, stage: Stage) -> Opinion | None:
    opinion = await opinions.any_of(out.session, due.opinion_id or 0)
    return opinion if opinion is not None and opinion.stage is stage else None

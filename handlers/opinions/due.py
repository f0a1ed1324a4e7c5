"""What time makes happen to opinions. Each looks at the case as it is now, and does nothing if it is not called for."""

from handlers.calendar.days import calendar
from handlers.calendar.rules import on_worked_day
from handlers.conversation.outgoing import Post
from handlers.conversation.screen import Button, Screen
from handlers.opinions import cases, clocks, news, rules
from handlers.opinions.callbacks import ConstituentAct, OpenMine
from handlers.opinions.cases import Step
from handlers.reminders import ledger
from handlers.reminders.ledger import About
from handlers.reminders.rules import REMINDED
from storage.models import Due, Opinion
from storage.queries import deadlines, opinions
from storage.vocabulary import Action, Lane, Role, Stage

AT_ONCE = 100
"""So many cases at most get another due day in one transaction."""


async def remind_of_question(post: Post, due: Due) -> None:
    """The constituent has not answered yet."""
    opinion = await _at(post, due, Stage.WAITING)
    if opinion is not None and not await ledger.put_off(post, due):
        t = post.t(opinion.constituent)
        text = t(
            "{reference}: a question still waits for your answer. Reply to this message.", reference=opinion.reference
        )
        await _remind(post, opinion, Screen(text, [[Button(t("Open"), OpenMine(opinion=opinion.id))]]), due)


async def waiting_over(post: Post, due: Due) -> None:
    """No answer came: it goes on without."""
    opinion = await _at(post, due, Stage.WAITING)
    if opinion is not None and not await ledger.put_off(post, due):
        await cases.move(post, opinion, Action.RESUME, Step(None, Role.SYSTEM))
        await news.to_representative(
            post, opinion, lambda t: t("{reference}: no answer came to your question.", reference=opinion.reference)
        )


async def remind_to_rate(post: Post, due: Due) -> None:
    """An answer is not rated yet, or was found wanting without a word why: asked once more."""
    opinion = await _at(post, due, Stage.ANSWERED)
    if opinion is None or await ledger.put_off(post, due):
        return
    t, rating = post.t(opinion.constituent), await opinions.rating(post.session, opinion.id, opinion.round)
    if rating is not None and rating.satisfaction is not None:
        text = t(
            "You were not satisfied with the answer to {reference}. Say what is not right, and it is looked at again.",
            reference=opinion.reference,
        )
        act = ConstituentAct(opinion=opinion.id, version=opinion.version, action=Action.REOPEN)
        rows = [[Button(t("🔁 Say what is not right"), act)]]
    else:
        text = t("{reference} is answered. Are you satisfied? One tap is enough.", reference=opinion.reference)
        rows = [news.rating_row(t, opinion, opinion.round)]
    await _remind(post, opinion, Screen(text, rows), due)


async def rating_over(post: Post, due: Due) -> None:
    """Silence closes; a rating that was given without a word why stays, and who answered learns it."""
    opinion = await _at(post, due, Stage.ANSWERED)
    if opinion is None or await ledger.put_off(post, due):
        return
    rating = await opinions.rating(post.session, opinion.id, opinion.round)
    await cases.move(post, opinion, Action.CLOSE, Step(None, Role.SYSTEM))
    if rating is not None:
        await news.rated(post, opinion, rating)
    t = post.t(opinion.constituent)
    lines = [t("{reference} is closed now.", reference=opinion.reference)]
    if not rules.is_used_up(
        Action.REOPEN, round_=opinion.round, appealed=opinion.appealed, since=post.now, now=post.now
    ):
        lines.append(t("Should it not be solved, you can reopen it for {n} days.", n=rules.REOPEN_DAYS))
    screen = Screen(t.sentences(*lines), [[Button(t("Open"), OpenMine(opinion=opinion.id))]])
    post.tell(opinion.constituent, screen, lane=Lane.REMINDER, opinion_id=opinion.id)


async def leave_free_days(post: Post, due: Due) -> None:
    """What is due on a day that has turned out to be free moves to the next that is worked; some at a time.

    Whoever was told the day was told it as uncertain, or finds the later one in the case; reminders follow it.
    """
    days, stages = await calendar(post), tuple(REMINDED)
    moved = {at: on_worked_day(at, days) for at in await deadlines.instants(post.session, stages, post.now)}
    moved = {before: after for before, after in moved.items() if before != after}
    await deadlines.move_referrals(post.session, moved)
    found = await deadlines.due_on(post.session, stages, tuple(moved), AT_ONCE)
    for opinion in found:
        await clocks.leave_free_days(post, opinion)
    if len(found) == AT_ONCE:
        ledger.again(due, post.now)


async def _remind(post: Post, opinion: Opinion, screen: Screen, due: Due) -> None:
    about = About(due.kind, f"opinion:{opinion.id}", due.once)
    await ledger.remind(post, opinion.constituent, about, screen, opinion_id=opinion.id)


async def _at(post: Post, due: Due, stage: Stage) -> Opinion | None:
    opinion = await opinions.any_of(post.session, due.opinion_id or 0)
    return opinion if opinion is not None and opinion.stage is stage else None

"""Due rows of questions and ratings: reminders of what waits for the author, and its end."""

from handlers.conversation.callbacks import Go
from handlers.conversation.outgoing import Outgoing
from handlers.conversation.screen import Button, Screen
from handlers.conversation.texts import join
from handlers.core.casework import commitments
from handlers.core.casework.actions import time
from handlers.core.suggestions.actions import rating
from handlers.notifications import deduplication, waiting_words
from handlers.notifications.deduplication import About
from handlers.notifications.gathering import Manner, gathered
from handlers.presentation.callbacks import OpenMine
from handlers.presentation.letters import rating_rows
from storage.models.opinions import Due, Opinion
from storage.queries import opinions
from storage.vocabulary import Action, Satisfaction, Stage

QUESTIONS = Manner(
    lambda t, n: t.plural("❓ {n} question waits for your answer:", "❓ {n} questions wait for your answer:", n),
    lambda number: OpenMine(opinion=number),
    lambda t: (Button(t("📋 My opinions"), Go(to="mine")),),
)
ANSWERS = Manner(
    lambda t, n: t.plural("💬 {n} answer waits for your rating:", "💬 {n} answers wait for your rating:", n),
    lambda number: OpenMine(opinion=number),
    lambda t: (Button(t("📋 My opinions"), Go(to="mine")),),
)


async def remind_of_question(out: Outgoing, due: Due) -> None:
    """The constituent has not answered yet."""
    opinion = await _at(out, due, Stage.WAITING)
    if opinion is not None and not await deduplication.put_off(out, due):
        t, waiting = out.t(opinion.constituent), await waiting_words.of(out, opinion.constituent)
        text = t("{reference}: a question still waits for your answer.", reference=opinion.reference)
        rows = [[Button(t("Open"), OpenMine(opinion=opinion.id))]]
        if waiting is None:
            text = t.sentences(text, t("Reply to this message."))
        else:
            text = join([text, waiting_words.shown(t, waiting)], "\n\n")
            rows = [waiting_words.keys(t, opinion, waiting, Action.RESUME), *rows]
        await _remind(out, opinion, Screen(text, rows), due, QUESTIONS)


async def waiting_over(out: Outgoing, due: Due) -> None:
    """No answer came: it goes on without."""
    opinion = await _at(out, due, Stage.WAITING)
    if opinion is not None and not await deduplication.put_off(out, due):
        await time.resume(out, opinion)


async def remind_to_rate(out: Outgoing, due: Due) -> None:
    """An answer is not rated yet: asked once more."""
    opinion = await _at(out, due, Stage.ANSWERED)
    if opinion is None or await _dissatisfied(out, opinion) or await deduplication.put_off(out, due):
        return
    t = out.t(opinion.constituent)
    text = t("{reference} is answered. Are you satisfied? One tap is enough.", reference=opinion.reference)
    promised = await commitments.of(out.session, opinion) is not None
    await _remind(out, opinion, Screen(text, rating_rows(t, opinion, promised=promised)), due, ANSWERS)


async def rating_over(out: Outgoing, due: Due) -> None:
    """Silence closes; who was dissatisfied and gave no reason is heard all the same."""
    opinion = await _at(out, due, Stage.ANSWERED)
    if opinion is None or await deduplication.put_off(out, due):
        return
    if await _dissatisfied(out, opinion):
        await time.reopen(out, opinion)
    else:
        await time.close(out, opinion)


async def reopen(out: Outgoing, due: Due) -> None:
    """The morning after one was dissatisfied: another round begins, though no reason was given."""
    opinion = await _at(out, due, Stage.ANSWERED)
    if opinion is not None and await _dissatisfied(out, opinion) and not await deduplication.put_off(out, due):
        await time.reopen(out, opinion)


async def _dissatisfied(out: Outgoing, opinion: Opinion) -> bool:
    rating = await opinions.rating(out.session, opinion.id, opinion.round)
    return rating is not None and rating.satisfaction is Satisfaction.DISSATISFIED


async def hold(out: Outgoing, due: Due) -> None:
    """A case is due while its request for more time waits; nobody is told, nobody is late."""
    opinion = await opinions.any_of(out.session, due.opinion_id or 0)
    if opinion is not None:
        await time.hold(out, opinion)


async def leave_free_days(out: Outgoing, due: Due) -> None:
    """Days that have turned out to be free: what is due on them moves, some at a time."""
    await rating.leave_free_days(out)
    if await time.leave_free_days(out):
        deduplication.again(due, out.now)


async def _remind(out: Outgoing, opinion: Opinion, screen: Screen, due: Due, manner: Manner) -> None:
    """A reminder of its own; one message, where their author has many on one morning."""
    theirs = (Opinion.constituent_id == opinion.constituent_id) & (Opinion.stage == opinion.stage)
    if await gathered(out, opinion.constituent, due.kind, theirs, lambda one: one.once, manner):
        return
    about = About(due.kind, f"opinion:{opinion.id}", due.once)
    await deduplication.remind(out, opinion.constituent, about, screen, opinion_id=opinion.id)


async def _at(out: Outgoing, due: Due, stage: Stage) -> Opinion | None:
    opinion = await opinions.any_of(out.session, due.opinion_id or 0)
    return opinion if opinion is not None and opinion.stage is stage else None

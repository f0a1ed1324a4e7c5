"""What time makes happen to opinions. Each looks at the case as it is now, and does nothing if it is not called for."""

from handlers.conversation.outgoing import Post
from handlers.conversation.screen import Button, Screen
from handlers.opinions import cases, news
from handlers.opinions.callbacks import OpenMine
from handlers.opinions.cases import Step
from storage.models import Due, Opinion
from storage.queries import opinions
from storage.vocabulary import Action, Lane, Role, Stage


async def remind_of_question(post: Post, due: Due) -> None:
    """The constituent has not answered yet."""
    opinion = await _at(post, due, Stage.WAITING)
    if opinion is not None:
        t = post.t(opinion.constituent)
        text = t(
            "{reference}: a question still waits for your answer. Reply to this message.", reference=opinion.reference
        )
        _remind(post, opinion, Screen(text, [[Button(t("Open"), OpenMine(opinion=opinion.id))]]), due)


async def waiting_over(post: Post, due: Due) -> None:
    """No answer came: it goes on without."""
    opinion = await _at(post, due, Stage.WAITING)
    if opinion is not None:
        await cases.move(post, opinion, Action.RESUME, Step(None, Role.SYSTEM))
        await news.to_representative(
            post, opinion, lambda t: t("{reference}: no answer came to your question.", reference=opinion.reference)
        )


async def remind_to_rate(post: Post, due: Due) -> None:
    """An answer is not rated yet: asked once more."""
    opinion = await _at(post, due, Stage.ANSWERED)
    if opinion is not None:
        t = post.t(opinion.constituent)
        text = t("{reference} is answered. Are you satisfied? One tap is enough.", reference=opinion.reference)
        _remind(post, opinion, Screen(text, [news.rating_row(t, opinion, opinion.round)]), due)


async def rating_over(post: Post, due: Due) -> None:
    """Silence closes."""
    opinion = await _at(post, due, Stage.ANSWERED)
    if opinion is not None:
        await cases.move(post, opinion, Action.CLOSE, Step(None, Role.SYSTEM))


def _remind(post: Post, opinion: Opinion, screen: Screen, due: Due) -> None:
    post.tell(opinion.constituent, screen, lane=Lane.REMINDER, opinion_id=opinion.id, once=due.once)


async def _at(post: Post, due: Due, stage: Stage) -> Opinion | None:
    opinion = await opinions.any_of(post.session, due.opinion_id or 0)
    return opinion if opinion is not None and opinion.stage is stage else None

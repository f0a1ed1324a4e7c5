"""Staff correct what an opinion is about."""

from aiogram import F, Router
from aiogram.types import CallbackQuery

from handlers.conversation.context import Context
from handlers.conversation.filters import HasRole
from handlers.conversation.screen import Button, Screen
from handlers.core.casework.actions import staff
from handlers.presentation.callbacks import StaffAct
from handlers.screening import queue, screens
from handlers.screening.callbacks import SetTopic
from storage.queries import directory
from storage.vocabulary import Action, Role

router = Router(name="screening.classifying")
router.callback_query.filter(HasRole(Role.STAFF))

IN_A_ROW = 2


@router.callback_query(StaffAct.filter(F.action == Action.CLASSIFY))
async def choose(query: CallbackQuery, callback_data: StaffAct, ctx: Context) -> None:
    """Show the topics it could be about."""
    opinion = await queue.as_shown(ctx, callback_data.opinion, callback_data.version)
    if opinion is None:
        return
    t, here = ctx.t, {"opinion": opinion.id, "version": opinion.version}
    keys = [
        Button(("• " if topic.id == opinion.topic_id else "") + t.named(topic), SetTopic(topic=topic.id, **here))
        for topic in await directory.active_topics(ctx.session)
    ]
    rows = [keys[at : at + IN_A_ROW] for at in range(0, len(keys), IN_A_ROW)]
    text = t("What is {reference} about?", reference=opinion.reference)
    ctx.show(Screen(text, [*rows, [screens.back(t, opinion)]]))


@router.callback_query(SetTopic.filter())
async def classify(query: CallbackQuery, callback_data: SetTopic, ctx: Context) -> None:
    """Set the topic that was chosen."""
    asked = callback_data
    opinion = await queue.as_shown(ctx, asked.opinion, asked.version)
    if opinion is None:
        return
    moved = await staff.classify(ctx.out, ctx.actor, asked.opinion, asked.version, asked.topic)
    if moved is not None and opinion.topic is not None:
        ctx.toast(ctx.t("Its topic is {topic} now.", topic=ctx.t.named(opinion.topic)))
    ctx.show(await queue.card(ctx, opinion))

"""Staff correct what an opinion is about."""

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from handlers.conversation import navigation, paging
from handlers.conversation.context import Context
from handlers.conversation.filters import HasRole
from handlers.conversation.navigation import opens
from handlers.conversation.screen import Button, Screen, in_pairs
from handlers.core.casework import access
from handlers.core.casework.actions import staff
from handlers.presentation.callbacks import StaffAct
from handlers.presentation.names import both_names
from handlers.screening import queue, screens
from handlers.screening.callbacks import SetTopic, TopicsPage
from storage.models.opinions import Opinion
from storage.queries.topics import active_topics
from storage.vocabulary import Action, Role

router = Router(name="screening.classifying")
router.callback_query.filter(HasRole(Role.STAFF))

A_PAGE = 16
"""Topics on a page, two a row."""
TOPICS = "topics"
"""The list's name; for an opinion."""


@router.callback_query(StaffAct.filter(F.action == Action.CLASSIFY))
async def choose(query: CallbackQuery, callback_data: StaffAct, ctx: Context) -> None:
    """Show the topics it could be about."""
    opinion = await queue.as_shown(ctx, callback_data.opinion, callback_data.version)
    if opinion is not None:
        await _topics(ctx, opinion)


@router.callback_query(TopicsPage.filter())
async def turn_page(query: CallbackQuery, callback_data: TopicsPage, ctx: Context) -> None:
    """Further topics."""
    opinion = await queue.as_shown(ctx, callback_data.opinion, callback_data.version)
    if opinion is not None:
        await _topics(ctx, opinion, callback_data.page)


@opens(navigation.LIST + TOPICS)
async def show_topics(ctx: Context, state: FSMContext, *, of: int, words: str | None = None) -> None:
    """Topics as they left them, or those that are called so."""
    await state.set_state(None)
    await _topics(ctx, await access.supervised(ctx.out, ctx.actor, of), words=words)


async def _topics(ctx: Context, opinion: Opinion, wanted: int | None = None, words: str | None = None) -> None:
    t, here = ctx.t, {"opinion": opinion.id, "version": opinion.version}
    where = paging.reading(ctx.conversation, TOPICS, wanted, words, of=opinion.id)
    page, found = where.cut(await active_topics(ctx.session), both_names, A_PAGE)
    keys = [
        Button(("• " if topic.id == opinion.topic_id else "") + t.named(topic), SetTopic(topic=topic.id, **here))
        for topic in found
    ]
    rows = [*in_pairs(keys), page.turning(lambda number: TopicsPage(page=number, **here)), where.keys(t, page)]
    text = where.title(t, page, t("What is {reference} about?", reference=opinion.reference))
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

"""All that was said in a case, page by page, for whoever may read it in the role in which they do."""

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers.conversation import paging
from handlers.conversation.context import Context
from handlers.conversation.screen import Button, Screen
from handlers.conversation.texts import bold, join
from handlers.core.casework.reading import readable
from handlers.presentation.callbacks import Story
from handlers.presentation.history import thread
from handlers.presentation.labels import OPENS

router = Router(name="finding.story")

A_PAGE = 12
"""Messages on a page, the first ones first."""


@router.callback_query(Story.filter())
async def turn_page(query: CallbackQuery, callback_data: Story, ctx: Context) -> None:
    """A page of all that was said."""
    asked, t = callback_data, ctx.t
    entries = await readable(ctx.out, ctx.actor, asked.role, asked.opinion)
    page = paging.page(asked.page, len(entries), A_PAGE)
    text = page.title(t, bold(t("📜 All that was said")))
    turning = page.turning(lambda number: Story(opinion=asked.opinion, role=asked.role, page=number))
    back = [Button(t("⬅️ Back"), OPENS[asked.role](opinion=asked.opinion))]
    said = thread(t, page.of(entries))
    ctx.show(Screen(join([text, said], "\n\n"), [turning, back]), opinion_id=asked.opinion)

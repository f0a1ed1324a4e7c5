"""A suggestion as the paper form, and a list of them as a workbook."""

from aiogram import Router
from aiogram.methods import SendDocument
from aiogram.types import CallbackQuery

from handlers.conversation.context import Context
from handlers.conversation.filters import HasRole
from handlers.core.suggestions import access
from handlers.core.suggestions.actions import taking_out
from handlers.presentation.suggestions import card, papers
from handlers.suggestions.callbacks import TakeBook, TakePaper
from handlers.suggestions.lists import narrowed
from storage.vocabulary import Role

router = Router(name="suggestions.taking_out")
router.message.filter(HasRole(Role.REPRESENTATIVE, Role.UNIT, Role.STAFF))
router.callback_query.filter(HasRole(Role.REPRESENTATIVE, Role.UNIT, Role.STAFF))


@router.callback_query(TakePaper.filter())
async def take_paper(query: CallbackQuery, callback_data: TakePaper, ctx: Context) -> None:
    """The paper form as a file."""
    view = await access.view(ctx.out, ctx.actor, callback_data.suggestion)
    form = papers.paper(ctx.t, await card.gathered(ctx.out, view))
    content = await taking_out.take_paper(ctx.out, ctx.actor, view.one.id, form)
    document = await ctx.out.file(f"{view.one.reference}.docx", content)
    ctx.out.send(ctx.chat_id, SendDocument(chat_id=ctx.chat_id, document=document))
    ctx.toast(ctx.t("Here it comes."))


@router.callback_query(TakeBook.filter())
async def take_book(query: CallbackQuery, callback_data: TakeBook, ctx: Context) -> None:
    """The list as a workbook."""
    ctx.actor.require_county()
    by, title = await narrowed(ctx, callback_data.of)
    book = await papers.book(ctx.out, ctx.t, access.scope(ctx.actor), by)
    content = await taking_out.take_book(ctx.out, ctx.actor, title, book.remark, book.header, book.rows)
    document = await ctx.out.file("suggestions.xlsx", content)
    ctx.out.send(ctx.chat_id, SendDocument(chat_id=ctx.chat_id, document=document))
    ctx.toast(ctx.t("Here it comes."))

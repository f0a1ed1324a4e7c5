"""Search within a long list: by its words, a name's characters or how they sound."""

from aiogram import F, Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers.conversation import navigation, paging
from handlers.conversation.callbacks import Narrow, ShowList
from handlers.conversation.context import Context
from handlers.conversation.drafts import may_be_name
from handlers.conversation.filters import AboutOpinion
from handlers.conversation.paging import Narrowing
from handlers.conversation.screen import Button, Screen
from handlers.presentation.common_texts import words_needed

router = Router(name="finding.lists")


@router.callback_query(Narrow.filter())
async def ask(query: CallbackQuery, callback_data: Narrow, ctx: Context, state: FSMContext) -> None:
    """Ask what to look for."""
    t, asked = ctx.t, callback_data
    _known(asked.list)
    await paging.ask_words(state, asked.list, asked.of)
    text = t("🔤 What are you looking for in this list? Type a name, a number or a word; pinyin will do.")
    ctx.show(Screen(text, [[Button(t("⬅️ Back"), ShowList(list=asked.list, of=asked.of, all=False))]]))


@router.message(Narrowing.words, F.text, ~F.text.startswith("/"))
async def typed(message: Message, ctx: Context, state: FSMContext) -> None:
    """The list, as far as it holds these words; where it holds none, others may be typed at once."""
    name, of = await paging.awaited_list(state)
    await state.set_state(None)
    await navigation.show(_known(name), ctx, state, of=of, words=message.text or "")
    if paging.found_nothing(ctx.conversation, name, of):
        await paging.ask_words(state, name, of)


@router.message(Narrowing.words, ~F.text)
async def only_words(message: Message, ctx: Context) -> None:
    """Asked for words once more."""
    ctx.show(words_needed(ctx.t))


@router.message(Narrowing.beside, F.text, ~AboutOpinion(), ~F.text.startswith("/"))
async def typed_beside(message: Message, ctx: Context, state: FSMContext) -> None:
    """The same for a name that is typed at an open list; what cannot be one is meant otherwise, as anywhere else."""
    if not may_be_name((message.text or "").strip()):
        raise SkipHandler
    await typed(message, ctx, state)


@router.callback_query(ShowList.filter())
async def show(query: CallbackQuery, callback_data: ShowList, ctx: Context, state: FSMContext) -> None:
    """The list where they left it, or all of it."""
    asked = callback_data
    await state.set_state(None)
    await navigation.show(_known(asked.list), ctx, state, of=asked.of, words="" if asked.all else None)


def _known(name: str) -> str:
    """The screen of a list; a key of an older release may name one that is no more."""
    screen = navigation.LIST + name
    if screen not in navigation.names():
        raise SkipHandler
    return screen

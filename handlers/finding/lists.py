"""Search within a long list: by its words, a name's characters or how they sound."""

from aiogram import F, Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.conversation import navigation
from handlers.conversation.callbacks import Narrow, ShowList
from handlers.conversation.context import Context
from handlers.conversation.screen import Button, Screen

router = Router(name="finding.lists")


class Narrowing(StatesGroup):
    """Typing words to look for in the list that was read last."""

    words = State()


@router.callback_query(Narrow.filter())
async def ask(query: CallbackQuery, callback_data: Narrow, ctx: Context, state: FSMContext) -> None:
    """Ask what to look for."""
    t, asked = ctx.t, callback_data
    _known(asked.list)
    await state.set_state(Narrowing.words)
    await state.update_data(narrowing=[asked.list, asked.of])
    text = t("🔤 What are you looking for in this list? Type a name, a number or a word; pinyin will do.")
    ctx.show(Screen(text, [[Button(t("⬅️ Back"), ShowList(list=asked.list, of=asked.of, all=False))]]))


@router.message(Narrowing.words, F.text, ~F.text.startswith("/"))
async def typed(message: Message, ctx: Context, state: FSMContext) -> None:
    """The list, as far as it holds these words."""
    name, of = (await state.get_data())["narrowing"]
    await state.set_state(None)
    await navigation.show(_known(name), ctx, state, of=of, words=message.text or "")


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

"""A suggestion as each who has to do with it sees it, with what they can do."""

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from handlers.conversation import navigation
from handlers.conversation.context import Context
from handlers.conversation.filters import HasRole
from handlers.conversation.navigation import opens
from handlers.conversation.screen import Screen
from handlers.conversation.state import data_of
from handlers.conversation.texts import Html
from handlers.core.suggestions import access
from handlers.core.suggestions.access import View
from handlers.core.suggestions.errors import SuggestionRefusal
from handlers.presentation.callbacks import OpenSuggestion
from handlers.presentation.suggestions import card
from handlers.suggestions import keys
from storage.vocabulary import Role

router = Router(name="suggestions.cards")
router.message.filter(HasRole(Role.REPRESENTATIVE, Role.UNIT, Role.STAFF))
router.callback_query.filter(HasRole(Role.REPRESENTATIVE, Role.UNIT, Role.STAFF))

LIST = "suggestions"
"""The name of the lists of suggestions."""
LAST = "suggestions_of"
"""Key under which a talk remembers which of them was read last: a card leads back there."""


@router.callback_query(OpenSuggestion.filter())
async def open_one(query: CallbackQuery, callback_data: OpenSuggestion, ctx: Context, state: FSMContext) -> None:
    """A suggestion as it stands."""
    await show_one(ctx, state, suggestion_id=callback_data.suggestion)


@opens("suggestion")
async def show_one(ctx: Context, state: FSMContext, *, suggestion_id: int, above: Html | str = "") -> None:
    """A suggestion as it stands; `above`: what has just been done."""
    await state.set_state(None)
    ctx.show(await screen(ctx, await access.view(ctx.out, ctx.actor, suggestion_id), above))


async def screen(ctx: Context, view: View, above: Html | str = "") -> Screen:
    """Its card, for who they are in it."""
    facts = await card.gathered(ctx.out, view)
    where: int = data_of(ctx.conversation).get(LAST) or 0
    return Screen(card.whole(ctx.t, facts, above), keys.of(ctx.t, view, facts, where))


@navigation.after(SuggestionRefusal)
async def show_after(ctx: Context, state: FSMContext, refusal: SuggestionRefusal) -> None:
    """How it stands once something was refused; where nothing is theirs to see, the refusal says all."""
    if refusal.suggestion_id is not None:
        await show_one(ctx, state, suggestion_id=refusal.suggestion_id)

"""Staff choose the representative."""

from typing import Any

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.conversation import paging
from handlers.conversation.context import Context
from handlers.conversation.filters import HasRole
from handlers.conversation.texts import Html, join, shortened
from handlers.core.casework import candidates
from handlers.core.casework.actions import staff
from handlers.presentation.callbacks import StaffAct
from handlers.screening import queue, screens
from handlers.screening.callbacks import AskName, AssignTo, CandidatePage
from storage.models.opinions import Opinion
from storage.queries import people
from storage.vocabulary import Action, Role

router = Router(name="screening.assigning")
router.message.filter(HasRole(Role.STAFF))
router.callback_query.filter(HasRole(Role.STAFF))


SHOWN = 40
"""Characters of a searched name that the answer repeats."""


class Assigning(StatesGroup):
    """States of staff who are asked to type something."""

    name = State()


@router.callback_query(StaffAct.filter(F.action == Action.ASSIGN))
async def choose(query: CallbackQuery, callback_data: StaffAct, ctx: Context, state: FSMContext) -> None:
    """Show who could take it."""
    opinion = await queue.as_shown(ctx, callback_data.opinion, callback_data.version)
    if opinion is None:
        return
    await _await_name(state, opinion)
    await _offer(ctx, opinion, 0)


async def _offer(ctx: Context, opinion: Opinion, wanted: int) -> None:
    """Show a page of those who could take it, the best first."""
    t, found = ctx.t, await candidates.candidates(ctx.session, opinion)
    text = t("Who shall take {reference}? ⭐ is suggested, 💤 has not joined yet.", reference=opinion.reference)
    if not found:
        text = t("Nobody in the list represents this place. Search for a representative by name.")
    ctx.show(screens.choose(t, opinion, found, text, paging.page(wanted, len(found))))


@router.callback_query(CandidatePage.filter())
async def leaf(query: CallbackQuery, callback_data: CandidatePage, ctx: Context, state: FSMContext) -> None:
    """Another page of them; a name may be typed as before."""
    asked = callback_data
    opinion = await queue.as_shown(ctx, asked.opinion, asked.version)
    if opinion is None:
        return
    typed = ((await state.get_data()).get("assigning") or {}).get("typed", "") if asked.named else ""
    await _await_name(state, opinion, typed)
    if typed:
        await _offer_named(ctx, opinion, typed, asked.page)
    else:
        await _offer(ctx, opinion, asked.page)


@router.callback_query(AskName.filter())
async def ask_name(query: CallbackQuery, callback_data: AskName, ctx: Context, state: FSMContext) -> None:
    """A name is typed next."""
    opinion = await queue.as_shown(ctx, callback_data.opinion, callback_data.version)
    if opinion is None:
        return
    await _await_name(state, opinion)
    queue.ask(ctx, opinion, ctx.t("Type the representative's name, in characters or pinyin, or a part of it."))


async def _await_name(state: FSMContext, opinion: Opinion, typed: str = "") -> None:
    """Expect a name: what is typed at the list is one, without asking first."""
    await state.set_state(Assigning.name)
    await state.update_data(assigning={"opinion": opinion.id, "version": opinion.version, "typed": typed})


@router.message(Assigning.name, F.text, ~F.text.startswith("/"))
async def search_name(message: Message, ctx: Context, state: FSMContext) -> None:
    """Look for the name that was typed."""
    asked: dict[str, Any] = (await state.get_data())["assigning"]
    opinion = await queue.as_shown(ctx, asked["opinion"], asked["version"])
    if opinion is None:
        await state.set_state(None)
        return
    typed = shortened((message.text or "").strip(), SHOWN)
    await _await_name(state, opinion, typed)
    await _offer_named(ctx, opinion, typed, 0)


async def _offer_named(ctx: Context, opinion: Opinion, typed: str, wanted: int) -> None:
    """Show a page of those who are called so, and say how many they are."""
    t, found = ctx.t, await candidates.named(ctx.session, typed, opinion)
    if not found:
        text = t("No representative in office is called “{name}”. Try a part of the name.", name=typed)
        queue.ask(ctx, opinion, text)
        return
    many = t.plural("{n} with “{words}”", "{n} with “{words}”", len(found), words=typed)
    text = join([t("Who shall take {reference}?", reference=opinion.reference), many], " ")
    ctx.show(screens.choose(t, opinion, found, text, paging.page(wanted, len(found)), named=True))


@router.callback_query(AssignTo.filter())
async def assign(query: CallbackQuery, callback_data: AssignTo, ctx: Context, state: FSMContext) -> None:
    """Give it to the representative; everybody concerned is told."""
    asked = callback_data
    if await queue.as_shown(ctx, asked.opinion, asked.version) is None:
        return
    moved = await staff.assign(ctx.out, ctx.actor, asked.opinion, asked.version, asked.representative)
    await state.set_state(None)
    await queue.finish(ctx, moved.opinion, await _result(ctx, moved.opinion))


async def _result(ctx: Context, opinion: Opinion) -> Html:
    t, chosen = ctx.t, opinion.representative
    assert chosen is not None  # noqa: S101 - it was assigned
    text = join(
        [
            t("✅ {reference} is with {name} now.", reference=opinion.reference, name=t.named(chosen)),
            queue.author_told(t, opinion),
        ]
    )
    if await people.acting_for(ctx.session, chosen.id):
        return text
    return join([text, t("💤 {name} has not joined yet and cannot read it.", name=t.named(chosen))])

"""Staff choose the representative."""

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from handlers.conversation import navigation, paging
from handlers.conversation.context import Context
from handlers.conversation.filters import HasRole
from handlers.conversation.navigation import opens
from handlers.conversation.texts import Html, join
from handlers.core.casework import access, candidates
from handlers.core.casework.actions import staff
from handlers.presentation.callbacks import StaffAct
from handlers.screening import queue, screens
from handlers.screening.callbacks import CANDIDATES, AssignTo, CandidatePage
from storage.models.opinions import Opinion
from storage.queries import people
from storage.vocabulary import Action, Role

router = Router(name="screening.assigning")
router.message.filter(HasRole(Role.STAFF))
router.callback_query.filter(HasRole(Role.STAFF))


@router.callback_query(StaffAct.filter(F.action == Action.ASSIGN))
async def choose(query: CallbackQuery, callback_data: StaffAct, ctx: Context, state: FSMContext) -> None:
    """Show who could take it."""
    opinion = await queue.as_shown(ctx, callback_data.opinion, callback_data.version)
    if opinion is not None:
        await _offer(ctx, state, opinion, 0, "")


@router.callback_query(CandidatePage.filter())
async def leaf(query: CallbackQuery, callback_data: CandidatePage, ctx: Context, state: FSMContext) -> None:
    """Another page of them."""
    opinion = await queue.as_shown(ctx, callback_data.opinion, callback_data.version)
    if opinion is not None:
        await _offer(ctx, state, opinion, callback_data.page)


@opens(navigation.LIST + CANDIDATES)
async def show_candidates(ctx: Context, state: FSMContext, *, of: int, words: str | None = None) -> None:
    """Those who could take it as they left them, or whoever is called so."""
    await _offer(ctx, state, await access.supervised(ctx.out, ctx.actor, of), words=words)


async def _offer(
    ctx: Context, state: FSMContext, opinion: Opinion, wanted: int | None = None, words: str | None = None
) -> None:
    """Those who could take it, the best first, or by name whoever is in office; a name can be typed at once."""
    where = paging.reading(ctx.conversation, CANDIDATES, wanted, words, of=opinion.id)
    await where.takes_names(state)
    found = await candidates.candidates(ctx.session, opinion)
    if where.words:
        found = await candidates.named(ctx.session, where.words, opinion)
    ctx.show(screens.choose(ctx.t, opinion, found, where))


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

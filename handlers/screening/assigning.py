"""Staff choose the representative."""

from typing import Any

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.conversation.context import Context
from handlers.conversation.filters import HasRole
from handlers.conversation.texts import Html, Translator, join
from handlers.core.casework import candidates, transitions
from handlers.core.casework.transitions import Step
from handlers.core.errors import Unusable
from handlers.notifications import casework
from handlers.notifications import referrals as unit_news
from handlers.presentation.callbacks import StaffAct
from handlers.screening import queue, screens
from handlers.screening.callbacks import AskName, AssignTo
from storage.models import Opinion, Representative
from storage.queries import people
from storage.vocabulary import Action, Role

router = Router(name="screening.assigning")
router.message.filter(HasRole(Role.STAFF))
router.callback_query.filter(HasRole(Role.STAFF))


class Assigning(StatesGroup):
    """What staff are asked for."""

    name = State()


@router.callback_query(StaffAct.filter(F.action == Action.ASSIGN))
async def choose(query: CallbackQuery, callback_data: StaffAct, ctx: Context, state: FSMContext) -> None:
    """Who could take it."""
    opinion = await queue.as_shown(ctx, callback_data.opinion, callback_data.version)
    if opinion is None:
        return
    await _await_name(state, opinion)
    found = await candidates.candidates(ctx.session, opinion)
    t = ctx.t
    text = t("Who shall take {reference}? ⭐ is suggested, 💤 has not joined yet.", reference=opinion.reference)
    if not found:
        text = t("Nobody in the list represents this place. Search for a representative by name.")
    ctx.show(screens.choose(t, opinion, found, text))


@router.callback_query(AskName.filter())
async def ask_name(query: CallbackQuery, callback_data: AskName, ctx: Context, state: FSMContext) -> None:
    """A name is typed next."""
    opinion = await queue.as_shown(ctx, callback_data.opinion, callback_data.version)
    if opinion is None:
        return
    await _await_name(state, opinion)
    queue.ask(ctx, opinion, ctx.t("Type the representative's name, in characters or pinyin, or a part of it."))


async def _await_name(state: FSMContext, opinion: Opinion) -> None:
    """What is typed at the list is a name, without asking for one first."""
    await state.set_state(Assigning.name)
    await state.update_data(assigning={"opinion": opinion.id, "version": opinion.version})


@router.message(Assigning.name, F.text, ~F.text.startswith("/"))
async def search_name(message: Message, ctx: Context, state: FSMContext) -> None:
    """Whose name that is."""
    asked: dict[str, Any] = (await state.get_data())["assigning"]
    opinion = await queue.as_shown(ctx, asked["opinion"], asked["version"])
    if opinion is None:
        await state.set_state(None)
        return
    typed = (message.text or "").strip()
    found = await candidates.named(ctx.session, typed, opinion)
    if not found:
        text = ctx.t("No representative in office is called “{name}”. Try a part of the name.", name=typed)
        queue.ask(ctx, opinion, text)
        return
    ctx.show(screens.choose(ctx.t, opinion, found, ctx.t("Who shall take {reference}?", reference=opinion.reference)))


@router.callback_query(AssignTo.filter())
async def assign(query: CallbackQuery, callback_data: AssignTo, ctx: Context, state: FSMContext) -> None:
    """It goes to the representative; everybody concerned is told."""
    opinion = await queue.as_shown(ctx, callback_data.opinion, callback_data.version)
    if opinion is None:
        return
    chosen = await ctx.session.get(Representative, callback_data.representative)
    if chosen is None or not chosen.active:
        raise Unusable(ctx.t("They are no longer in office. Please choose somebody else."))
    before, unit = opinion.representative_id, opinion.unit
    if chosen.id == before and unit is None:
        raise Unusable(ctx.t("{name} has it already.", name=chosen.name))
    await state.set_state(None)
    await transitions.move(ctx.out, opinion, Action.ASSIGN, Step(ctx.me, Role.STAFF, representative=chosen))
    await queue.noted(ctx, "opinion.assign", opinion)
    if unit is not None:
        await unit_news.taken_back(ctx.out, opinion, unit)
    if before is not None and before != chosen.id:
        await queue.tell_the_one_before(ctx, opinion, before, _no_longer(opinion))
    await casework.assigned(ctx.out, opinion)
    await queue.finish(ctx, opinion, await _result(ctx, opinion, chosen))


def _no_longer(opinion: Opinion) -> casework.Words:
    name = opinion.representative.name if opinion.representative is not None else ""

    def words(t: Translator) -> Html:
        return t("{reference} was given to {name}; you need not do anything more about it.",
                 reference=opinion.reference, name=name)  # fmt: skip

    return words


async def _result(ctx: Context, opinion: Opinion, chosen: Representative) -> Html:
    t = ctx.t
    text = join(
        [
            t("✅ {reference} is with {name} now.", reference=opinion.reference, name=chosen.name),
            queue.author_told(t, opinion),
        ]
    )
    if await people.acting_for(ctx.session, chosen.id):
        return text
    return join([text, t("💤 {name} has not joined yet and cannot read it.", name=chosen.name)])

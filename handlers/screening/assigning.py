"""Staff choose the representative."""

from typing import Any

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.conversation.filters import HasRole
from handlers.conversation.refusals import Unusable
from handlers.conversation.texts import Html, Translator, join
from handlers.conversation.turn import Turn
from handlers.opinions import cases, news
from handlers.opinions.callbacks import StaffAct
from handlers.opinions.cases import Step
from handlers.screening import screening, suggesting
from handlers.screening import screening_screens as screens
from handlers.screening.screening_callbacks import AskName, AssignTo
from handlers.units import news as unit_news
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
async def choose(query: CallbackQuery, callback_data: StaffAct, turn: Turn, state: FSMContext) -> None:
    """Who could take it."""
    opinion = await screening.as_shown(turn, callback_data.opinion, callback_data.version)
    if opinion is None:
        return
    await _await_name(state, opinion)
    found = await suggesting.candidates(turn.session, opinion)
    t = turn.t
    text = t("Who shall take {reference}? ⭐ is suggested, 💤 has not joined yet.", reference=opinion.reference)
    if not found:
        text = t("Nobody in the list represents this place. Search for a representative by name.")
    turn.show(screens.choose(t, opinion, found, text))


@router.callback_query(AskName.filter())
async def ask_name(query: CallbackQuery, callback_data: AskName, turn: Turn, state: FSMContext) -> None:
    """A name is typed next."""
    opinion = await screening.as_shown(turn, callback_data.opinion, callback_data.version)
    if opinion is None:
        return
    await _await_name(state, opinion)
    screening.ask(turn, opinion, turn.t("Type the representative's name, in characters or pinyin, or a part of it."))


async def _await_name(state: FSMContext, opinion: Opinion) -> None:
    """What is typed at the list is a name, without asking for one first."""
    await state.set_state(Assigning.name)
    await state.update_data(assigning={"opinion": opinion.id, "version": opinion.version})


@router.message(Assigning.name, F.text, ~F.text.startswith("/"))
async def search_name(message: Message, turn: Turn, state: FSMContext) -> None:
    """Whose name that is."""
    asked: dict[str, Any] = (await state.get_data())["assigning"]
    opinion = await screening.as_shown(turn, asked["opinion"], asked["version"])
    if opinion is None:
        await state.set_state(None)
        return
    typed = (message.text or "").strip()
    found = await suggesting.named(turn.session, typed, opinion)
    if not found:
        text = turn.t("No representative in office is called “{name}”. Try a part of the name.", name=typed)
        screening.ask(turn, opinion, text)
        return
    turn.show(
        screens.choose(turn.t, opinion, found, turn.t("Who shall take {reference}?", reference=opinion.reference))
    )


@router.callback_query(AssignTo.filter())
async def assign(query: CallbackQuery, callback_data: AssignTo, turn: Turn, state: FSMContext) -> None:
    """It goes to the representative; everybody concerned is told."""
    opinion = await screening.as_shown(turn, callback_data.opinion, callback_data.version)
    if opinion is None:
        return
    chosen = await turn.session.get(Representative, callback_data.representative)
    if chosen is None or not chosen.active:
        raise Unusable(turn.t("They are no longer in office. Please choose somebody else."))
    before, unit = opinion.representative_id, opinion.unit
    if chosen.id == before and unit is None:
        raise Unusable(turn.t("{name} has it already.", name=chosen.name))
    await state.set_state(None)
    await cases.move(turn.post, opinion, Action.ASSIGN, Step(turn.me, Role.STAFF, representative=chosen))
    await screening.noted(turn, "opinion.assign", opinion)
    if unit is not None:
        await unit_news.taken_back(turn.post, opinion, unit)
    if before is not None and before != chosen.id:
        await screening.tell_the_one_before(turn, opinion, before, _no_longer(opinion))
    await news.assigned(turn.post, opinion)
    await screening.finish(turn, opinion, await _result(turn, opinion, chosen))


def _no_longer(opinion: Opinion) -> news.Words:
    name = opinion.representative.name if opinion.representative is not None else ""

    def words(t: Translator) -> Html:
        return t("{reference} was given to {name}; you need not do anything more about it.",
                 reference=opinion.reference, name=name)  # fmt: skip

    return words


async def _result(turn: Turn, opinion: Opinion, chosen: Representative) -> Html:
    t = turn.t
    text = join(
        [
            t("✅ {reference} is with {name} now.", reference=opinion.reference, name=chosen.name),
            screening.author_told(t, opinion),
        ]
    )
    if await people.acting_for(turn.session, chosen.id):
        return text
    return join([text, t("💤 {name} has not joined yet and cannot read it.", name=chosen.name)])

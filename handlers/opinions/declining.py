"""Staff decline an opinion, with a reason that names the right door."""

from aiogram import F, Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.conversation.filters import HasRole
from handlers.conversation.screen import Button, Screen
from handlers.conversation.texts import bold, join, quote
from handlers.conversation.turn import Turn
from handlers.opinions import cases, news, screening
from handlers.opinions.callbacks import OpenScreening, StaffAct
from handlers.opinions.cases import Step
from handlers.opinions.screening_callbacks import SendDecline
from storage.vocabulary import Action, Role

router = Router(name="opinions.declining")
router.message.filter(HasRole(Role.STAFF))
router.callback_query.filter(HasRole(Role.STAFF))


class Declining(StatesGroup):
    """Writing why."""

    why = State()


@router.callback_query(StaffAct.filter(F.action == Action.DECLINE))
async def ask_why(query: CallbackQuery, callback_data: StaffAct, turn: Turn, state: FSMContext) -> None:
    """Why, in the words the constituent will read."""
    opinion = await cases.supervised(turn, callback_data.opinion, callback_data.version)
    await state.set_state(Declining.why)
    await state.update_data(declining=[opinion.id, opinion.version])
    t = turn.t
    screening.ask(turn, opinion, t("Why is it declined, and which door is the right one? The constituent reads this."))


@router.message(StateFilter(Declining.why), F.text, ~F.text.startswith("/"))
async def preview(message: Message, turn: Turn, state: FSMContext) -> None:
    """What the constituent will read, before it goes out."""
    t, (opinion_id, version) = turn.t, (await state.get_data())["declining"]
    opinion = await cases.supervised(turn, opinion_id, version)
    await state.update_data(why=message.text)
    text = join([t("{reference} will be declined with these words:", reference=opinion.reference), quote(message.text)])
    rows = [
        [Button(t("🚫 Decline and tell them"), SendDecline(opinion=opinion.id, version=version))],
        [Button(t("⬅️ Back"), OpenScreening(opinion=opinion.id))],
    ]
    turn.show(Screen(text, rows))


@router.callback_query(SendDecline.filter())
async def decline(query: CallbackQuery, callback_data: SendDecline, turn: Turn, state: FSMContext) -> None:
    """Declined; the constituent is told why and that they may appeal once."""
    opinion = await cases.supervised(turn, callback_data.opinion, callback_data.version)
    why = str((await state.get_data()).get("why") or "")
    if not why:
        await ask_why(query, StaffAct(opinion=opinion.id, version=opinion.version, action=Action.DECLINE), turn, state)
        return
    await state.set_state(None)
    await state.update_data(why=None, declining=None)
    await cases.move(turn.post, opinion, Action.DECLINE, Step(turn.me, Role.STAFF, why=why))
    await screening.noted(turn, "decline", opinion)
    news.to_constituent(
        turn.post,
        opinion,
        lambda t: join(
            [
                t("{reference} cannot be taken up here:", reference=bold(opinion.reference)),
                quote(why),
                t("If you see it otherwise, open it: you may appeal once."),
            ]
        ),
    )
    await screening.finish(turn, opinion, turn.t("Declined; its author is told why."))

"""Staff take a case under supervision: how, until when, what is expected; previewed, then everybody is told."""

from datetime import date

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.conversation import navigation
from handlers.conversation.context import Context
from handlers.conversation.filters import AboutOpinion, HasRole
from handlers.conversation.screen import Button, Screen, column
from handlers.conversation.texts import Html, bold
from handlers.core.casework import access
from handlers.core.supervision import actions
from handlers.core.supervision.errors import NothingToSupervise, SupervisedAlready
from handlers.core.supervision.kinds import kinds
from handlers.core.workdays.days import calendar
from handlers.presentation.callbacks import BeginSupervision, OpenScreening
from handlers.presentation.common_texts import typed_words
from handlers.presentation.supervision import kind_name
from handlers.supervision import screens
from handlers.supervision.callbacks import ChooseKind, TakeUnder
from handlers.writing import days
from storage.queries import supervision as kept
from storage.vocabulary import Role

router = Router(name="supervision.beginning")
router.message.filter(HasRole(Role.STAFF))
router.callback_query.filter(HasRole(Role.STAFF))


class Supervising(StatesGroup):
    """Typing a day, or what is expected. In the data as `supervising`: opinion, version, kind, day, words."""

    day = State()
    expected = State()


@router.callback_query(BeginSupervision.filter())
async def begin(query: CallbackQuery, callback_data: BeginSupervision, ctx: Context, state: FSMContext) -> None:
    """Ask how."""
    here = {"opinion": callback_data.opinion, "version": callback_data.version}
    opinion = await access.supervised(ctx.out, ctx.actor, opinion_id=here["opinion"], version=here["version"])
    if opinion.stage not in actions.CAN_BE:
        raise NothingToSupervise
    if await kept.of_opinion(ctx.session, opinion.id) is not None:
        raise SupervisedAlready
    await state.set_state(None)
    keys = [Button(kind_name(ctx.t, key), ChooseKind(how=key, **here)) for key in kinds()]
    text = ctx.t("👁 How is {reference} to be supervised?", reference=bold(opinion.reference))
    ctx.show(Screen(text, [*column(keys), [_back(ctx, opinion.id)]]))


def _back(ctx: Context, opinion_id: int) -> Button:
    return Button(ctx.t("⬅️ Back"), OpenScreening(opinion=opinion_id))


@router.callback_query(ChooseKind.filter(F.how.in_(kinds())))
async def choose_kind(query: CallbackQuery, callback_data: ChooseKind, ctx: Context, state: FSMContext) -> None:
    """Ask until when."""
    asked = callback_data
    await access.supervised(ctx.out, ctx.actor, asked.opinion, asked.version)
    await state.update_data(supervising=[asked.opinion, asked.version, asked.how, None, None])
    await _ask_day(ctx, state)


async def _ask_day(ctx: Context, state: FSMContext, fault: Html | str = "") -> None:
    opinion_id = (await state.get_data())["supervising"][0]
    await state.set_state(Supervising.day)
    head = ctx.t("By when should what is expected have come?")
    ctx.show(await days.question(ctx, head, fault, [_back(ctx, opinion_id)]))


async def _take_day(ctx: Context, state: FSMContext, day: date) -> None:
    opinion_id, version, kind, *_ = (await state.get_data())["supervising"]
    await state.update_data(supervising=[opinion_id, version, kind, day.isoformat(), None])
    await state.set_state(Supervising.expected)
    text = ctx.t("Why is it supervised, and what is expected? The representative and the unit read this.")
    ctx.show(Screen(text, [[_back(ctx, opinion_id)]]))


days.asked_at(router, Supervising.day, _ask_day, _take_day, actions.check_day)


@router.message(Supervising.expected, ~AboutOpinion(), ~F.text.startswith("/"))
async def typed_expected(message: Message, ctx: Context, state: FSMContext) -> None:
    """The words, as they will go out."""
    t, (opinion_id, version, kind, day, _) = ctx.t, (await state.get_data())["supervising"]
    text = typed_words(t, message.text, actions.check_words, [[_back(ctx, opinion_id)]])
    if isinstance(text, Screen):
        ctx.show(text)
        return
    opinion = await access.supervised(ctx.out, ctx.actor, opinion_id, version)
    await state.update_data(supervising=[opinion_id, version, kind, day, text])
    take = Button(t("👁 Take it under supervision"), TakeUnder(opinion=opinion_id, version=version))
    keys = [[take], [_back(ctx, opinion_id)]]
    name, until = kind_name(t, kind), date.fromisoformat(day)
    ctx.show(screens.preview(t, opinion.reference, name, until, text, await calendar(ctx.out), keys))


@router.callback_query(TakeUnder.filter())
async def take(query: CallbackQuery, callback_data: TakeUnder, ctx: Context, state: FSMContext) -> None:
    """It is under supervision; everybody concerned is told."""
    kept_data = (await state.get_data()).get("supervising") or [0, 0, "", None, None]
    opinion_id, version, kind, day, expected = kept_data
    if (opinion_id, version) != (callback_data.opinion, callback_data.version) or not day or not expected:
        ctx.toast(ctx.t("This has changed since that preview. Please look it over again."), alert=True)
        return
    begun = await actions.begin(ctx.out, ctx.actor, opinion_id, version, kind, expected, date.fromisoformat(day))
    await state.set_state(None)
    await state.update_data(supervising=None)
    ctx.toast(ctx.t("It is under supervision; everybody concerned was told."))
    await navigation.show("supervision", ctx, state, supervision_id=begun.id)

"""A unit officer names the steps to what they promise, with the reply or later, and ticks them with a report."""

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from handlers.conversation import case_drafts as drafts
from handlers.conversation.case_drafts import Kind
from handlers.conversation.context import Context
from handlers.conversation.filters import HasRole
from handlers.core.casework import commitments, promises
from handlers.core.workdays.days import calendar
from handlers.presentation.callbacks import UnitAct
from handlers.units import inbox
from handlers.writing import steps, writing
from handlers.writing.callbacks import AskSteps, KeepSteps, TickStep
from storage.vocabulary import Action, Role

router = Router(name="units.stepping")
router.callback_query.filter(HasRole(Role.UNIT))


@router.callback_query(UnitAct.filter(F.action == Action.PLAN))
async def begin(query: CallbackQuery, callback_data: UnitAct, ctx: Context, state: FSMContext) -> None:
    """Plan the steps to what is promised, or go on with it; once its day has passed, that is moved first."""
    asked = callback_data
    opinion = await inbox.as_shown(ctx, state, asked.opinion, asked.version, asked.action)
    if opinion is None:
        return
    promise = await commitments.of(ctx.session, opinion)
    if promise is None or promise.due_on <= (await calendar(ctx.out)).day_of(ctx.now):
        ctx.toast(ctx.t("The promised day has come. Move the day first, then plan the steps to it."), alert=True)
        await inbox.show_case(ctx, state, opinion.id)
        return
    draft = drafts.of(ctx.conversation, opinion.id, Kind.STEPS)
    draft.action = Action.PLAN
    await writing.show(ctx, opinion, draft, anew=True)


@router.callback_query(AskSteps.filter())
async def ask(query: CallbackQuery, callback_data: AskSteps, ctx: Context, state: FSMContext) -> None:
    """Name the steps to what the reply promises."""
    reply = drafts.find(ctx.conversation, callback_data.opinion, Kind.UNIT_REPLY)
    if reply is None or reply.day is None:
        await writing.show_changed(ctx, state, callback_data.opinion, Kind.UNIT_REPLY, reply)
        return
    opinion = await writing.still_theirs(ctx, reply)
    if opinion is not None:
        draft = drafts.of(ctx.conversation, opinion.id, Kind.STEPS)
        draft.action = Action.REPLY
        await writing.show(ctx, opinion, draft, anew=True)


@router.callback_query(KeepSteps.filter())
async def keep(query: CallbackQuery, callback_data: KeepSteps, ctx: Context, state: FSMContext) -> None:
    """They go with the reply, which is shown again; what was typed stays, to be changed."""
    reply = drafts.find(ctx.conversation, callback_data.opinion, Kind.UNIT_REPLY)
    draft = drafts.find(ctx.conversation, callback_data.opinion, Kind.STEPS)
    if reply is None or reply.day is None or draft is None:
        await writing.show_changed(ctx, state, callback_data.opinion, Kind.UNIT_REPLY, reply)
        return
    today = (await calendar(ctx.out)).day_of(ctx.now)
    typed = steps.read(ctx.t, draft.words, today, reply.day)
    if typed.faults:
        await writing.show_changed(ctx, state, callback_data.opinion, Kind.STEPS, draft)
        return
    reply.steps = promises.kept(typed.steps)
    await writing.show_changed(ctx, state, callback_data.opinion, Kind.UNIT_REPLY, reply)


@router.callback_query(TickStep.filter())
async def tick(query: CallbackQuery, callback_data: TickStep, ctx: Context, state: FSMContext) -> None:
    """This step is done with the report that is written, or none is."""
    draft = drafts.find(ctx.conversation, callback_data.opinion, Kind.PROGRESS)
    if draft is not None:
        draft.step = callback_data.step or None
    await writing.show_changed(ctx, state, callback_data.opinion, Kind.PROGRESS, draft)

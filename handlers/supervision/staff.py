"""Supervisors follow cases: lists, a card each, minutes in words and photos, who supervises, the result."""

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.conversation import navigation, paging
from handlers.conversation.contents import not_taken, said_of
from handlers.conversation.context import Context
from handlers.conversation.filters import AboutOpinion, HasRole
from handlers.conversation.navigation import opens
from handlers.conversation.screen import Button, Screen, column
from handlers.conversation.texts import Html, join, quote
from handlers.core.supervision import actions
from handlers.core.supervision.kinds import key_kinds, kinds
from handlers.core.supervision.proposals import proposals
from handlers.core.workdays.days import calendar
from handlers.presentation.callbacks import OpenScreening, OpenSupervision
from handlers.presentation.common_texts import typed_words
from handlers.presentation.history import show_attachments
from handlers.supervision import screens
from handlers.supervision.callbacks import (
    KEY,
    OF_UNIT,
    OPEN,
    PROPOSED,
    UNITS,
    Finish,
    NameSupervisor,
    PickSupervisor,
    ReleaseSupervisor,
    ShowMinutes,
    SupervisionPage,
    WriteMinutes,
    WriteResult,
)
from storage.models.directory import HandlingUnit
from storage.models.supervision import Supervision
from storage.queries import supervision as kept
from storage.vocabulary import Role

LIST, PEOPLE = "supervision", "supervisors"
"""The lists' names: cases, by which; people, by supervision."""
MOST = 200
"""So many are read of a list: our own choice."""
A_UNITS_PAGE = 4
"""Cases of a unit on one screen, each with what was asked and what came."""

router = Router(name="supervision.staff")
router.message.filter(HasRole(Role.STAFF))
router.callback_query.filter(HasRole(Role.STAFF))


class Recording(StatesGroup):
    """Writing minutes, or the result, of the supervision in the data as `supervision`."""

    minutes = State()
    result = State()


@router.message(Command("supervise"))
async def supervise_command(message: Message, ctx: Context, state: FSMContext) -> None:
    """List what is under supervision."""
    await show_list(ctx, state, words="")


@router.callback_query(SupervisionPage.filter())
async def turn_page(query: CallbackQuery, callback_data: SupervisionPage, ctx: Context, state: FSMContext) -> None:
    """A page of a list; one below 0 is that which they left."""
    await state.set_state(None)
    await _list(ctx, paging.reading(ctx.conversation, LIST, callback_data.page, of=callback_data.of))


@opens(navigation.LIST + LIST)
async def show_list(ctx: Context, state: FSMContext, *, of: int = OPEN, words: str | None = None) -> None:
    """A list as they left it, or what says these words."""
    await state.set_state(None)
    await _list(ctx, paging.reading(ctx.conversation, LIST, words=words, of=of))


async def _list(ctx: Context, where: paging.Reading) -> None:
    ctx.actor.require(Role.STAFF)
    t, days, of = ctx.t, await calendar(ctx.out), where.of
    if of > OF_UNIT:
        await _of_unit(ctx, where, of - OF_UNIT)
        return
    if of == UNITS:
        counted = await kept.units(ctx.session, ctx.me.id, ctx.stations)
        page, units = where.cut(counted, lambda one: screens.unit_label(t, one))
        keys = [Button(screens.unit_label(t, one), SupervisionPage(of=OF_UNIT + one.unit.id, page=0)) for one in units]
    elif of == PROPOSED:
        page, proposed = where.cut(await proposals(ctx.out, ctx.stations), lambda one: screens.reasons(t, one))
        keys = [Button(screens.reasons(t, one), OpenScreening(opinion=one.opinion_id)) for one in proposed]
        paging.enters(ctx.conversation, [one.opinion_id for one in proposed], LIST, of)
    else:
        of = KEY if of == KEY else OPEN
        which = key_kinds() if of == KEY else None
        every = await kept.reached(ctx.session, ctx.me.id, ctx.stations, MOST, kinds=which)
        page, found = where.cut(every, lambda one: screens.label(t, one, ctx.now, days))
        keys = [Button(screens.label(t, one, ctx.now, days), OpenSupervision(supervision=one.id)) for one in found]
        paging.enters(ctx.conversation, [one.opinion_id for one in found], LIST, of)
    ctx.show(screens.listed(t, where, page, keys, of))


async def _of_unit(ctx: Context, where: paging.Reading, unit_id: int) -> None:
    t, days = ctx.t, await calendar(ctx.out)
    every = await kept.reached(ctx.session, ctx.me.id, ctx.stations, MOST, unit_id=unit_id)
    page, found = where.cut(every, lambda one: screens.label(t, one, ctx.now, days), A_UNITS_PAGE)
    lines = [screens.Line(one, await kept.last_came(ctx.session, one.opinion_id)) for one in found]
    paging.enters(ctx.conversation, [one.opinion_id for one in found], LIST, where.of)
    unit = await ctx.session.get(HandlingUnit, unit_id)
    ctx.show(screens.of_unit(t, where, page, t.named(unit), lines, ctx.now, days))


@router.callback_query(OpenSupervision.filter())
async def open_one(query: CallbackQuery, callback_data: OpenSupervision, ctx: Context, state: FSMContext) -> None:
    """A supervision as it stands."""
    await show_one(ctx, state, supervision_id=callback_data.supervision)


@opens("supervision")
async def show_one(ctx: Context, state: FSMContext, *, supervision_id: int) -> None:
    """A supervision as it stands."""
    await state.set_state(None)
    await _show(ctx, await actions.find(ctx.out, ctx.actor, supervision_id))


async def _show(ctx: Context, one: Supervision, head: Html | str = "") -> None:
    stations = ctx.stations
    view = screens.View(
        one,
        await kept.last_came(ctx.session, one.opinion_id),
        await kept.minutes(ctx.session, one.opinion_id),
        await kept.steps(ctx.session, one.opinion_id),
        await calendar(ctx.out),
        await kept.unit_of(ctx.session, one.opinion_id),
        may_open=stations is None or one.opinion.station_id in stations,
    )
    ctx.show(screens.card(ctx.t, view, ctx.now, head))


@router.callback_query(WriteMinutes.filter())
async def ask_minutes(query: CallbackQuery, callback_data: WriteMinutes, ctx: Context, state: FSMContext) -> None:
    """Ask for minutes."""
    one = await actions.find(ctx.out, ctx.actor, callback_data.supervision)
    await state.set_state(Recording.minutes)
    await state.update_data(supervision=one.id)
    text = ctx.t("📝 Write the minutes, or send photos and files. The author never sees them; each message is kept.")
    ctx.show(Screen(text, [[screens.back(ctx.t, one.id)]]))


@router.message(Recording.minutes, ~AboutOpinion(), ~F.text.startswith("/"))
async def take_minutes(message: Message, ctx: Context, state: FSMContext) -> None:
    """A part of the minutes; more may follow."""
    number, said = (await state.get_data())["supervision"], said_of(message)
    if said is None:
        ctx.show(not_taken(ctx.t, message, screens.back(ctx.t, number)))
        return
    await actions.minute(ctx.out, ctx.actor, number, said)
    ctx.show(Screen(ctx.t("📝 Kept with the minutes. Send more, or go back."), [[screens.back(ctx.t, number)]]))


@router.callback_query(ShowMinutes.filter())
async def show_minutes(query: CallbackQuery, callback_data: ShowMinutes, ctx: Context) -> None:
    """The photos and files of the minutes."""
    one = await actions.find(ctx.out, ctx.actor, callback_data.supervision)
    found = [each for entry in await kept.minutes(ctx.session, one.opinion_id) for each in entry.attachments]
    show_attachments(ctx.out, ctx.chat_id, found, one.opinion_id)


@router.callback_query(WriteResult.filter())
async def ask_result(query: CallbackQuery, callback_data: WriteResult, ctx: Context, state: FSMContext) -> None:
    """Ask for the result."""
    one = await actions.find(ctx.out, ctx.actor, callback_data.supervision)
    await state.set_state(Recording.result)
    await state.update_data(supervision=one.id, result=None)
    text = ctx.t("✅ What came of it? The representative and the unit read this, and the supervision ends.")
    ctx.show(Screen(text, [[screens.back(ctx.t, one.id)]]))


@router.message(Recording.result, ~AboutOpinion(), ~F.text.startswith("/"))
async def typed_result(message: Message, ctx: Context, state: FSMContext) -> None:
    """The result, as it will be read."""
    t, number = ctx.t, (await state.get_data())["supervision"]
    text = typed_words(t, message.text, actions.check_words, [[screens.back(t, number)]])
    if isinstance(text, Screen):
        ctx.show(text)
        return
    await state.update_data(result=text)
    head = t("This ends the supervision; the representative and the unit read:")
    hint = t("To change the words, just write them again.")
    keys = [[Button(t("✅ End it and tell them"), Finish(supervision=number))], [screens.back(ctx.t, number)]]
    ctx.show(Screen(join([head, quote(text), hint], "\n\n"), keys))


@router.callback_query(Finish.filter())
async def finish(query: CallbackQuery, callback_data: Finish, ctx: Context, state: FSMContext) -> None:
    """It has its result."""
    kept_data = await state.get_data()
    if kept_data.get("supervision") != callback_data.supervision or not kept_data.get("result"):
        ctx.toast(ctx.t("This has changed since that preview. Please look it over again."), alert=True)
        return
    one = await actions.finish(ctx.out, ctx.actor, callback_data.supervision, kept_data["result"])
    await state.set_state(None)
    await state.update_data(result=None)
    await _show(ctx, one, ctx.t("✅ The supervision has ended; those who handle the case were told."))


@router.callback_query(PickSupervisor.filter())
async def pick(query: CallbackQuery, callback_data: PickSupervisor, ctx: Context, state: FSMContext) -> None:
    """Ask who supervises."""
    where = paging.reading(ctx.conversation, PEOPLE, callback_data.page, of=callback_data.supervision)
    await _people(ctx, where)


@opens(navigation.LIST + PEOPLE)
async def show_people(ctx: Context, state: FSMContext, *, of: int, words: str | None = None) -> None:
    """People who may supervise, as they left the list, or those called so."""
    await state.set_state(None)
    await _people(ctx, paging.reading(ctx.conversation, PEOPLE, words=words, of=of))


async def _people(ctx: Context, where: paging.Reading) -> None:
    t, one = ctx.t, await actions.running(ctx.out, ctx.actor, where.of)
    chosen = {person.id for person in one.supervisors}
    every = [*one.supervisors, *(each for each in await kept.staff(ctx.session) if each.id not in chosen)]
    page, found = where.cut(every, lambda person: screens.people_label(t, person, chosen))
    keys = [Button(screens.people_label(t, person, chosen), screens.pressed(one, person, chosen)) for person in found]
    turning = page.turning(lambda number: PickSupervisor(supervision=one.id, page=number))
    several = kinds()[one.kind].several
    how = t("Several supervise it together: press a name to add it, or to take it away.") if several else ""
    head = join([t("Who supervises {reference}? Staff of any office.", reference=one.opinion.reference), how])
    ctx.show(
        Screen(where.title(t, page, head), [*column(keys), turning, where.keys(t, page), [screens.back(ctx.t, one.id)]])
    )


@router.callback_query(NameSupervisor.filter())
async def name(query: CallbackQuery, callback_data: NameSupervisor, ctx: Context, state: FSMContext) -> None:
    """They supervise it from now on, and were told."""
    one = await actions.name(ctx.out, ctx.actor, callback_data.supervision, callback_data.person)
    said = ctx.t("They supervise it now, and were told.")
    await _supervised_by(ctx, one, said, several=kinds()[one.kind].several)


@router.callback_query(ReleaseSupervisor.filter())
async def release(query: CallbackQuery, callback_data: ReleaseSupervisor, ctx: Context, state: FSMContext) -> None:
    """They supervise it no longer, and were told."""
    one = await actions.release(ctx.out, ctx.actor, callback_data.supervision, callback_data.person)
    await _supervised_by(ctx, one, ctx.t("They no longer supervise it, and were told."), several=True)


async def _supervised_by(ctx: Context, one: Supervision, said: Html, *, several: bool) -> None:
    """The people it has now, or the card; the list, for who does not reach it any more."""
    if ctx.stations is not None and one.opinion.station_id not in ctx.stations and ctx.me not in one.supervisors:
        ctx.toast(ctx.t("Others supervise it now."))
        await _list(ctx, paging.reading(ctx.conversation, LIST, of=OPEN))
        return
    ctx.toast(said)
    if several:
        await _people(ctx, paging.reading(ctx.conversation, PEOPLE, of=one.id))
    else:
        await _show(ctx, one)

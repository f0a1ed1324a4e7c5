"""County staff see who is responsible for a topic and a place, and change a topic's unit."""

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.conversation import navigation, paging
from handlers.conversation.callbacks import Go
from handlers.conversation.context import Context
from handlers.conversation.filters import AboutOpinion, OfCounty
from handlers.conversation.navigation import opens
from handlers.conversation.screen import Button
from handlers.conversation.texts import N_, Html, shortened
from handlers.core.casework import routing
from handlers.core.casework.actions import routes as actions
from handlers.core.directory import search
from handlers.core.errors import NoSuchTopic
from handlers.presentation.common_texts import unread
from handlers.presentation.names import both_names
from handlers.routes import screens
from handlers.routes.callbacks import NOBODY, OpenRoute, RoutePlace, RoutesPage, RouteUnits, SetRoute
from storage.models.directory import HandlingUnit, Topic
from storage.queries import directory, referrals
from storage.queries import routes as queries
from storage.queries.topics import active_topics, topics_with_units

ROUTES, UNITS = "routes", "routes-units"
"""The lists' names: topics with their units; units, by topic."""
MOST_PLACES = 8
LONGEST_PLACE = 60
"""Characters of a place that are looked for."""

router = Router(name="routes.staff")
router.message.filter(OfCounty())
router.callback_query.filter(OfCounty())


class AskingPlace(StatesGroup):
    """Typing the name of a place."""

    name = State()


@router.message(Command("routes"))
async def routes_command(message: Message, ctx: Context, state: FSMContext) -> None:
    """List the topics with their units."""
    await show_routes(ctx, state, words="")


@router.callback_query(RoutesPage.filter())
async def turn_page(query: CallbackQuery, callback_data: RoutesPage, ctx: Context, state: FSMContext) -> None:
    """A page of the topics; one below 0 is that which they left."""
    await state.set_state(None)
    await _list(ctx, paging.reading(ctx.conversation, ROUTES, callback_data.page))


@opens(navigation.LIST + ROUTES)
async def show_routes(ctx: Context, state: FSMContext, *, of: int = 0, words: str | None = None) -> None:
    """List the topics as they left them, or those that are called so, or whose unit is."""
    await state.set_state(None)
    await _list(ctx, paging.reading(ctx.conversation, ROUTES, words=words))


async def _list(ctx: Context, where: paging.Reading) -> None:
    ctx.actor.require_county()
    units = {unit.id: unit for unit in await referrals.units(ctx.session)}
    topics = await topics_with_units(ctx.session)
    places = await queries.counts(ctx.session)
    page, found = where.cut(topics, lambda one: f"{both_names(one)} {_unit_names(units.get(one.unit_id or 0))}")
    keys = [
        Button(screens.label(ctx.t, one, units.get(one.unit_id or 0), places.get(one.id, 0)), OpenRoute(topic=one.id))
        for one in found
    ]
    ctx.show(screens.listed(ctx.t, where, page, keys))


def _unit_names(unit: HandlingUnit | None) -> str:
    return both_names(unit) if unit is not None else ""


@router.callback_query(OpenRoute.filter())
async def open_route(query: CallbackQuery, callback_data: OpenRoute, ctx: Context, state: FSMContext) -> None:
    """Who leads in a topic."""
    await state.set_state(None)
    await _show(ctx, callback_data.topic)


async def _topic(ctx: Context, topic_id: int) -> Topic:
    """The topic. Raises `NoSuchTopic`."""
    topic = await ctx.session.get(Topic, topic_id)
    if topic is None or not topic.active:
        raise NoSuchTopic
    return topic


async def _show(ctx: Context, topic_id: int, head: Html | str = "") -> None:
    topic = await _topic(ctx, topic_id)
    unit = await directory.by_id(ctx.session, HandlingUnit, topic.unit_id)
    ways = await routing.weighed(ctx.session, [unit]) if unit is not None else []
    places = (await queries.counts(ctx.session)).get(topic.id, 0)
    ctx.show(screens.card(ctx.t, topic, ways[0] if ways else None, places, head))


@router.callback_query(RouteUnits.filter())
async def choose_unit(query: CallbackQuery, callback_data: RouteUnits, ctx: Context, state: FSMContext) -> None:
    """Ask which unit leads in a topic; a page below 0 is that which they left."""
    await state.set_state(None)
    await _units(ctx, paging.reading(ctx.conversation, UNITS, callback_data.page, of=callback_data.topic))


@opens(navigation.LIST + UNITS)
async def show_units(ctx: Context, state: FSMContext, *, of: int, words: str | None = None) -> None:
    """Units as they left them, or those that are called so."""
    await state.set_state(None)
    await _units(ctx, paging.reading(ctx.conversation, UNITS, words=words, of=of))


async def _units(ctx: Context, where: paging.Reading) -> None:
    ctx.actor.require_county()
    topic = await _topic(ctx, where.of)
    page, found = where.cut(await referrals.units(ctx.session), both_names)
    ctx.show(screens.units(ctx.t, where, page, topic, await routing.weighed(ctx.session, found)))


@router.callback_query(SetRoute.filter())
async def set_route(query: CallbackQuery, callback_data: SetRoute, ctx: Context, state: FSMContext) -> None:
    """Another unit leads, or none, from now on."""
    await state.set_state(None)
    t, unit_id = ctx.t, callback_data.unit if callback_data.unit != NOBODY else None
    before = await actions.lead(ctx.out, ctx.actor, callback_data.topic, unit_id)
    now = await directory.by_id(ctx.session, HandlingUnit, unit_id)
    was, is_now = (t.named(one) if one is not None else t("no unit") for one in (before, now))
    await _show(ctx, callback_data.topic, t("✅ From now on: {unit}. Before: {before}.", unit=is_now, before=was))


@router.callback_query(Go.filter(F.to == "routes-place"))
async def ask_place(query: CallbackQuery, ctx: Context, state: FSMContext) -> None:
    """Ask for which place."""
    await state.set_state(AskingPlace.name)
    ctx.show(screens.ask_place(ctx.t))


@router.message(AskingPlace.name, ~AboutOpinion(), ~F.text.startswith("/"))
async def typed_place(message: Message, ctx: Context, state: FSMContext) -> None:
    """The place that is called so, or several to choose from; another may be typed at once."""
    typed = shortened((message.text or "").strip(), LONGEST_PLACE)
    hits = await search.search_areas(ctx.session, typed) if typed else []
    if not hits:
        fault = unread(ctx.t, message.text, N_("No place is called “{typed}”. Try a part of the name."))
        ctx.show(screens.ask_place(ctx.t, fault))
    elif len(hits) > 1:
        ctx.show(screens.choose_place(ctx.t, hits[:MOST_PLACES]))
    else:
        await _place(ctx, hits[0])


@router.callback_query(RoutePlace.filter())
async def open_place(query: CallbackQuery, callback_data: RoutePlace, ctx: Context, state: FSMContext) -> None:
    """Who is responsible for a place."""
    hit = await search.area_hit(ctx.session, callback_data.area)
    if hit is None:
        await ask_place(query, ctx, state)
    else:
        await _place(ctx, hit)


async def _place(ctx: Context, hit: search.AreaHit) -> None:
    station = await search.station_of(ctx.session, hit.id)
    serving = await search.representatives_of(ctx.session, hit.id)
    topics = await active_topics(ctx.session)
    rules = await queries.around(ctx.session, hit.id)
    ctx.show(screens.place(ctx.t, hit, station, serving, topics, rules))

"""County staff say which unit leads in a topic in one place, otherwise than elsewhere."""

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.conversation import navigation, paging
from handlers.conversation.context import Context
from handlers.conversation.filters import AboutOpinion, OfCounty
from handlers.conversation.navigation import opens
from handlers.conversation.texts import N_, Html, shortened
from handlers.core.casework import routing
from handlers.core.casework.actions import routes as actions
from handlers.core.directory import search
from handlers.core.errors import NoSuchPlace, NoSuchTopic
from handlers.presentation.common_texts import unread
from handlers.presentation.names import both_names
from handlers.routes import place_screens as screens
from handlers.routes.callbacks import (
    NOBODY,
    AddPlaceRoute,
    OpenPlaceRoute,
    PlaceRoutes,
    PlaceRouteUnits,
    SetPlaceRoute,
)
from storage.models.directory import HandlingUnit, Topic
from storage.queries import directory, referrals
from storage.queries import routes as queries

PLACES, UNITS = "place-routes", "place-routes-units"
"""The lists' names: places with a rule of their own, by topic; units, by topic."""
MOST_PLACES = 8
LONGEST_PLACE = 60
"""Characters of a place that are looked for."""

router = Router(name="routes.places")
router.message.filter(OfCounty())
router.callback_query.filter(OfCounty())


class AddingPlace(StatesGroup):
    """Typing a place. In the data as `place_route`: the topic, and the place once it is known."""

    name = State()


async def _topic(ctx: Context, topic_id: int) -> Topic:
    """The topic. Raises `NoSuchTopic`."""
    ctx.actor.require_county()
    topic = await ctx.session.get(Topic, topic_id)
    if topic is None or not topic.active:
        raise NoSuchTopic
    return topic


async def _hit(ctx: Context, area_id: int) -> search.AreaHit:
    """The place. Raises `NoSuchPlace`."""
    hit = await search.area_hit(ctx.session, area_id)
    if hit is None:
        raise NoSuchPlace
    return hit


@router.callback_query(PlaceRoutes.filter())
async def turn_page(query: CallbackQuery, callback_data: PlaceRoutes, ctx: Context, state: FSMContext) -> None:
    """A page of the places with a rule of their own; one below 0 is that which they left."""
    await state.set_state(None)
    await _list(ctx, paging.reading(ctx.conversation, PLACES, callback_data.page, of=callback_data.topic))


@opens(navigation.LIST + PLACES)
async def show_places(ctx: Context, state: FSMContext, *, of: int, words: str | None = None) -> None:
    """The places as they left them, or those that are called so, or whose unit is."""
    await state.set_state(None)
    await _list(ctx, paging.reading(ctx.conversation, PLACES, words=words, of=of))


async def _list(ctx: Context, where: paging.Reading) -> None:
    topic = await _topic(ctx, where.of)
    rules = await queries.of_topic(ctx.session, topic.id)
    page, found = where.cut(rules, lambda one: f"{both_names(one.area)} {both_names(one.unit)}")
    ctx.show(screens.listed(ctx.t, where, page, topic, found))


@router.callback_query(AddPlaceRoute.filter())
async def ask_place(query: CallbackQuery, callback_data: AddPlaceRoute, ctx: Context, state: FSMContext) -> None:
    """Ask for which place."""
    topic = await _topic(ctx, callback_data.topic)
    await state.set_state(AddingPlace.name)
    await state.update_data(place_route=[topic.id, None])
    ctx.show(screens.ask_place(ctx.t, topic))


@router.message(AddingPlace.name, ~AboutOpinion(), ~F.text.startswith("/"))
async def typed_place(message: Message, ctx: Context, state: FSMContext) -> None:
    """The place that is called so, or several to choose from."""
    topic = await _topic(ctx, (await state.get_data())["place_route"][0])
    typed = shortened((message.text or "").strip(), LONGEST_PLACE)
    hits = await search.search_areas(ctx.session, typed) if typed else []
    if not hits:
        fault = unread(ctx.t, message.text, N_("No place is called “{typed}”. Try a part of the name."))
        ctx.show(screens.ask_place(ctx.t, topic, fault))
    elif len(hits) > 1:
        ctx.show(screens.choose_place(ctx.t, topic, hits[:MOST_PLACES]))
    else:
        await state.set_state(None)
        await _show(ctx, topic, hits[0])


@router.callback_query(OpenPlaceRoute.filter())
async def open_route(query: CallbackQuery, callback_data: OpenPlaceRoute, ctx: Context, state: FSMContext) -> None:
    """Who leads in a topic in a place."""
    await state.set_state(None)
    await _show(ctx, await _topic(ctx, callback_data.topic), await _hit(ctx, callback_data.area))


async def _show(ctx: Context, topic: Topic, hit: search.AreaHit, head: Html | str = "") -> None:
    rule = await routing.rule(ctx.session, topic, hit.id)
    unit = await directory.by_id(ctx.session, HandlingUnit, rule.unit_id) if rule is not None else None
    ways = await routing.weighed(ctx.session, [unit]) if unit is not None else []
    ctx.show(screens.card(ctx.t, topic, hit, rule, ways[0] if ways else None, head))


@router.callback_query(PlaceRouteUnits.filter())
async def choose_unit(query: CallbackQuery, callback_data: PlaceRouteUnits, ctx: Context, state: FSMContext) -> None:
    """Ask which unit leads there; a page below 0 is that which they left."""
    await state.set_state(None)
    await state.update_data(place_route=[callback_data.topic, callback_data.area])
    where = paging.reading(ctx.conversation, UNITS, callback_data.page, of=callback_data.topic)
    await _units(ctx, where, callback_data.area)


@opens(navigation.LIST + UNITS)
async def show_units(ctx: Context, state: FSMContext, *, of: int, words: str | None = None) -> None:
    """Units as they left them, or those that are called so, for the place they chose last."""
    await state.set_state(None)
    topic, area = (await state.get_data()).get("place_route") or [of, None]
    if topic != of or area is None:
        await _list(ctx, paging.reading(ctx.conversation, PLACES, of=of))
        return
    await _units(ctx, paging.reading(ctx.conversation, UNITS, words=words, of=of), area)


async def _units(ctx: Context, where: paging.Reading, area_id: int) -> None:
    topic, hit = await _topic(ctx, where.of), await _hit(ctx, area_id)
    page, found = where.cut(await referrals.units(ctx.session), both_names)
    rule = await routing.rule(ctx.session, topic, hit.id)
    ctx.show(screens.units(ctx.t, where, page, topic, hit, rule, await routing.weighed(ctx.session, found)))


@router.callback_query(SetPlaceRoute.filter())
async def set_route(query: CallbackQuery, callback_data: SetPlaceRoute, ctx: Context, state: FSMContext) -> None:
    """Another unit leads there from now on, or the place has no rule of its own any more."""
    await state.set_state(None)
    asked, t = callback_data, ctx.t
    unit_id = asked.unit if asked.unit != NOBODY else None
    before = await actions.lead_in_place(ctx.out, ctx.actor, asked.topic, asked.area, unit_id)
    now = await directory.by_id(ctx.session, HandlingUnit, unit_id)
    was, is_now = (t.named(one) if one is not None else t("no rule for this place") for one in (before, now))
    head = t("✅ From now on: {unit}. Before: {before}.", unit=is_now, before=was)
    await _show(ctx, await _topic(ctx, asked.topic), await _hit(ctx, asked.area), head)

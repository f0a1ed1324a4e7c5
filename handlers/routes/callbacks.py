"""Callback data of who is responsible. Data from outside: always checked by the action."""

from aiogram.filters.callback_data import CallbackData

NOBODY = 0
"""In place of a unit: no unit leads."""


class RoutesPage(CallbackData, prefix="rop"):
    """A page of topics with their units, from 0; below 0, the one they left."""

    page: int


class OpenRoute(CallbackData, prefix="roo"):
    """Who leads in a topic."""

    topic: int


class RouteUnits(CallbackData, prefix="rou"):
    """A page of the units that could lead in a topic, from 0; below 0, the one they left."""

    topic: int
    page: int


class SetRoute(CallbackData, prefix="ros"):
    """Let this unit lead in the topic."""

    topic: int
    unit: int


class RoutePlace(CallbackData, prefix="roa"):
    """Who is responsible for a place."""

    area: int


class PlaceRoutes(CallbackData, prefix="rpl"):
    """A page of the places with a rule of their own for a topic, from 0; below 0, the one they left."""

    topic: int
    page: int


class AddPlaceRoute(CallbackData, prefix="rpa"):
    """Type a place in which another unit leads in the topic."""

    topic: int


class OpenPlaceRoute(CallbackData, prefix="rpo"):
    """Who leads in a topic in a place."""

    topic: int
    area: int


class PlaceRouteUnits(CallbackData, prefix="rpu"):
    """A page of the units that could lead there, from 0; below 0, the one they left."""

    topic: int
    area: int
    page: int


class SetPlaceRoute(CallbackData, prefix="rps"):
    """Let this unit lead there; `NOBODY`: the place has no rule of its own."""

    topic: int
    area: int
    unit: int

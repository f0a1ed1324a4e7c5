"""Callback data of the league and of the list of promises. Data from outside: read as far as it makes sense."""

from aiogram.filters.callback_data import CallbackData

from handlers.core.league.rules import Column
from storage.queries.yearly_promises import Kept


class LeaguePage(CallbackData, prefix="lgp"):
    """A page of the league, from 0; `of`: which, by its place in `Ranked`; one below 0 is the page they left."""

    of: int
    page: int


class OpenStanding(CallbackData, prefix="lgo"):
    """A unit, topic or station with all its figures."""

    of: int
    subject: int


class ChooseOrder(CallbackData, prefix="lgs"):
    """Ask by which figure the league is ordered."""

    of: int


class SetOrder(CallbackData, prefix="lgb"):
    """Order it by this figure."""

    of: int
    column: Column
    worst: bool


class ChoosePeriod(CallbackData, prefix="lgd"):
    """Ask for which period."""

    of: int


class SetPeriod(CallbackData, prefix="lgm"):
    """Look at this period."""

    of: int
    code: str


class CountAnew(CallbackData, prefix="lgn"):
    """Count it now."""

    of: int


class TakeOut(CallbackData, prefix="lgx"):
    """The league as a picture, or as a workbook."""

    of: int
    picture: bool


class Circulars(CallbackData, prefix="lgc"):
    """What the figures commend and criticise."""


class ProposeCircular(CallbackData, prefix="lge"):
    """Draft a circular from the figures."""

    praise: bool


class PromisesPage(CallbackData, prefix="lrp"):
    """A page of the promises of a year that came out so; one below 0 is the page they left."""

    year: int
    kept: Kept
    page: int


class OpenPromise(CallbackData, prefix="lro"):
    """A promise with its history, out of the list of a year."""

    year: int
    kept: Kept
    promise: int

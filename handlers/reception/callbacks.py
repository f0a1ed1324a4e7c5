"""Callback data of reception days: always checked against the day as it is now."""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData

from storage.vocabulary import Recurrence


class NearPage(CallbackData, prefix="rcj"):
    """A page of the reception days near the person, and theirs, from 0."""

    page: int


class PlanPage(CallbackData, prefix="rcg"):
    """A page of the stations whose days can be planned, from 0."""

    page: int


class DaysPage(CallbackData, prefix="rcz"):
    """A page of the days of a station, from 0."""

    station: int
    page: int


class StationDays(CallbackData, prefix="rcs"):
    """Staff: the days of a station."""

    station: int


class StationRules(CallbackData, prefix="rcr"):
    """Staff: how the days of a station come back."""

    station: int


class Change(StrEnum):
    """Change of a day by staff."""

    MOVE = "move"
    CANCEL = "cancel"
    ROSTER = "roster"
    PROPOSAL = "proposal"
    """Take those who have waited longest."""


class ChangeDay(CallbackData, prefix="rcc"):
    """Staff do something with a day that stands at `sequence`."""

    day: int
    sequence: int
    change: Change


class RosterPage(CallbackData, prefix="rrp"):
    """Staff: a page, from 0, of who could sit on a day."""

    day: int
    page: int


class Seat(CallbackData, prefix="rrs"):
    """Put a representative on the roster, or take them off; the page they stand on stays."""

    day: int
    representative: int
    on: bool


class Record(CallbackData, prefix="rrc"):
    """Somebody on the roster came, or did not after all."""

    day: int
    representative: int
    came: bool
    page: int


class EndRule(CallbackData, prefix="rcx"):
    """A rule makes no more days."""

    rule: int


class NewRule(CallbackData, prefix="rcn"):
    """Days shall come back so; what is still 0 or -1 is asked."""

    station: int
    recurrence: Recurrence
    every: int = 0
    day: int = -1


class PickDate(CallbackData, prefix="rcp"):
    """This date, for what is being set; with `month` only the page turns."""

    date: str
    month: bool = False


class NewDay(CallbackData, prefix="rca"):
    """A single day of a station."""

    station: int


class PickHours(CallbackData, prefix="rch"):
    """Usual hours, by their number."""

    number: int


class PickPlace(CallbackData, prefix="rcl"):
    """At the station itself."""

    station: int


class StepBack(CallbackData, prefix="rcb"):
    """To the question before; what was answered is kept."""

    draft: str


class AsBefore(CallbackData, prefix="rck"):
    """The answer that was given to this question before."""

    draft: str


class AskDate(CallbackData, prefix="rco"):
    """To another date than the one that was questioned; what else was answered is kept."""

    draft: str


class Confirm(CallbackData, prefix="rcy"):
    """Do what was previewed; the number of the draft tells an old preview."""

    draft: str

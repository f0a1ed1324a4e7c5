"""A country's working days, by the `holidays` library, make-up workdays included."""

import sys
from datetime import date
from functools import cache
from importlib.util import find_spec, module_from_spec

YEARS_OF_HABIT = 3
"""A country that moved workdays to weekends in so many years running moves them every year."""
LOOK_BACK = 10
"""Years: nothing is planned further ahead than this."""


class HolidaysOf:
    """The working days of a country."""

    def __init__(self, code: str) -> None:
        """`code` is ISO 3166, two letters. Raises `NotImplementedError` if the library does not know the country."""
        # Not needed before something is due.
        import holidays

        _load_no_other()
        self._days = holidays.country_holidays(code)
        self._known: dict[date, bool] = {}
        self._official: dict[int, bool] = {}

    def is_working(self, day: date) -> bool:
        """True if offices work on this day."""
        known = self._known.get(day)
        if known is None:
            known = self._known[day] = self._days.is_working_day(day)
        return known

    def is_weekend(self, day: date) -> bool:
        """True if its weekday is one of rest; some countries have changed theirs."""
        return self._days.is_weekend(day)

    def is_official(self, year: int) -> bool:
        """False if the country moves workdays every year, by a list of its government, and none is known for this one.

        The library answers for such a year by formula alone, without a warning.
        """
        official = self._official.get(year)
        if official is None:
            official = self._official[year] = self._is_listed(year)
        return official

    def _is_listed(self, year: int) -> bool:
        known = next((before for before in range(year, year - LOOK_BACK, -1) if self._moved(before)), None)
        if known in (None, year):
            return True
        return not all(self._moved(known - n) for n in range(YEARS_OF_HABIT))

    def _moved(self, year: int) -> bool:
        _ = date(year, 1, 1) in self._days  # the library fills in a year when it is first asked about it
        return any(day.year == year for day in self._days.weekend_workdays)


def _load_no_other() -> None:
    """Let the library load the country that is asked for, and not all 250: a second, and 10 MiB.

    Its package of countries imports each of them. A package that has not been run finds its modules as well.
    """
    name = "holidays.countries"
    spec = None if name in sys.modules else find_spec(name)
    if spec is not None:
        sys.modules[name] = module_from_spec(spec)


@cache
def country_days(code: str) -> HolidaysOf:
    """The days of a country; kept, since reading them takes a moment."""
    return HolidaysOf(code)

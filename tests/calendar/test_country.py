"""A country's days without those of all the others."""

import subprocess
import sys
from datetime import date, timedelta

import holidays
import pytest

from handlers.core.workdays.country import country_days

LOADED = """
import sys
from datetime import date
from handlers.core.workdays.country import country_days
assert not country_days("CN").is_working(date(2026, 10, 1))
print(sum(name.startswith("holidays.countries.") for name in sys.modules))
"""


def test_one_country_is_loaded_and_not_all() -> None:
    said = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, text=True, check=True)
    assert int(said.stdout) == 1


@pytest.mark.parametrize("code", ["CN", "DE", "GB", "GG", "HK", "TW", "US"])
def test_each_country_s_days_are_the_library_s(code: str) -> None:
    known, listed = country_days(code), holidays.country_holidays(code)
    days = [date(2026, 1, 1) + timedelta(days=number) for number in range(365)]
    assert [known.is_working(day) for day in days] == [listed.is_working_day(day) for day in days]

"""Working days, counted anew: from the announced days and what the town entered, by nothing of the bot's own."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")
_ANNOUNCED = Path(__file__).parents[1] / "calendar" / "announced_cn.txt"
DAY = timedelta(days=1)
SATURDAY = 5


def _moved() -> dict[date, bool]:
    lines = _ANNOUNCED.read_text(encoding="utf-8").splitlines()
    facts = [line.split() for line in lines if line and not line.startswith("#")]
    return {date.fromisoformat(day): word == "work" for day, word in facts}


MOVED = _moved()
LOCAL_HOLIDAYS = {date(2025, 2, 10): "Flood drill", date(2025, 6, 20): "Harvest fair"}
"""Days off that staff enter at the beginning of the year: the first of them had a reception day."""


def is_working(day: date) -> bool:
    """Whether the town's offices work."""
    return day not in LOCAL_HOLIDAYS and MOVED.get(day, day.weekday() < SATURDAY)


def later(day: date) -> Iterator[date]:
    """The working days after this day, without end."""
    while True:
        day += DAY
        if is_working(day):
            yield day


def after(day: date, n: int) -> date:
    """The nth working day after this day."""
    days = later(day)
    for _ in range(n - 1):
        next(days)
    return next(days)


def on_or_after(day: date) -> date:
    """This day, or the next that is worked."""
    return day if is_working(day) else after(day, 1)


def on_or_before(day: date) -> date:
    """This day, or the last before it that was worked."""
    while not is_working(day):
        day -= DAY
    return day


def number(since: date, until: date) -> int:
    """How many working days there are after `since`, up to and with `until`."""
    return sum(is_working(since + n * DAY) for n in range(1, (until - since).days + 1))


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """An hour of the town."""
    return datetime.combine(day, time(hour, minute), ZONE)


def day_of(instant: datetime) -> date:
    """The town's day."""
    return instant.astimezone(ZONE).date()

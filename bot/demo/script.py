"""A reader of the history's script: who does what, and when."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from handlers.core.workdays.country import country_days
from handlers.core.workdays.rules import Calendar

VERBS = (
    "settles",
    "writes",
    "assigns",
    "declines",
    "supervises",
    "merges",
    "asks",
    "answers",
    "replies",
    "refers",
    "takes it",
    "calls in",
    "supports",
    "needs time",
    "moves it",
    "returns",
    "reports",
    "drafts",
    "finishes",
    "confirms",
    "names",
    "sends back",
    "passes on",
    "rates",
    "withdraws",
    "plans",
    "announces",
    "releases",
    "pauses",
    "gathers",
    "describes",
    "makes public",
    "joins in",
    "tells",
    "raises",
    "cosigns",
    "files it",
    "accepts",
    "talks",
    "concludes",
    "judges",
    "seeks consent",
    "agrees",
    "puts on the board",
)
_LINE = re.compile(rf"-(\d+) (\d\d):(\d\d) (.+?) ({'|'.join(VERBS)})\b ?([^:]*)(?:: (.*))?")


class Step(NamedTuple):
    """One thing somebody does."""

    at: datetime
    thread: str
    """The heading it stands under: the opinion it is about."""
    who: str
    verb: str
    how: str
    """The words between the verb and the colon: `to R01`, `satisfied`."""
    words: tuple[str, ...]
    """Messages, one after the other."""


def read(text: str, now: datetime, country: str, zone: ZoneInfo) -> list[Step]:
    """The steps of a script in order of time, counted back from `now` in working days.

    Raises `ValueError`, naming the line, for one that cannot be read.
    """
    calendar = Calendar(country_days(country), zone)
    days: list[date] = []

    def day_before(number: int) -> date:
        while len(days) < number:
            day = (days[-1] if days else now.astimezone(zone).date()) - timedelta(days=1)
            while not calendar.is_working(day):
                day -= timedelta(days=1)
            days.append(day)
        return days[number - 1]

    steps = []
    for thread, line in _lines(text):
        found = _LINE.fullmatch(line)
        if found is None or int(found[1]) == 0:
            raise ValueError(f"cannot be read: {line}")
        back, hour, minute, who, verb, how, words = found.groups()
        at = datetime.combine(day_before(int(back)), time(int(hour), int(minute)), zone).astimezone(UTC)
        steps.append(Step(at, thread, who, verb, how.strip(), tuple(words.split(" / ")) if words else ()))
    return sorted(steps, key=lambda step: step.at)


def _lines(text: str) -> Iterator[tuple[str, str]]:
    """Each line with the heading above it."""
    thread = ""
    for line in map(str.strip, text.splitlines()):
        if line.startswith("== "):
            thread = line.removeprefix("== ")
        elif line and not line.startswith("#"):
            yield thread, line

"""The judge of reception days: who is reminded of what, and that nothing is said of days that are cancelled."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from tests.year.days import DAY, after, at, on_or_before
from tests.year.diary import Diary
from tests.year.judge import PUNCTUAL, written
from tests.year.town import Town
from tests.year.transcript import Said

HOURS, GRACE = "09:00–11:00", (9, 10)
_ACCOUNT = re.compile(r"^🪑 Reception day (?=\w\w\w \d)")
_OF_A_DAY = re.compile(rf"^🪑 Your reception day comes|^🪑 Reception day today|{_ACCOUNT.pattern}")
_NEXT = re.compile(r"Your next reception day: (\w+ \d+ \w+ \d+),")


@dataclass(slots=True)
class Reception:
    """A reception day through its changes."""

    planned: date
    days: list[tuple[datetime, date | None]]
    """On which day it is from when on; None: on none."""
    sits: dict[str, list[tuple[datetime, bool]]] = field(default_factory=dict)
    """By name: from when on they are on the roster, or off it."""

    def day(self, moment: datetime) -> date | None:
        """Where it stands then."""
        return next((day for since, day in reversed(self.days) if since < moment), None)

    def settled(self, who: str, moment: datetime) -> datetime | None:
        """Since when somebody sits on the day that it is then; None: they do not."""
        changes = [(since, on) for since, on in self.sits[who] if since < moment]
        if not changes or not changes[-1][1]:
            return None
        return max(changes[-1][0], max(since for since, _ in self.days if since < moment))

    def seated(self, moment: datetime) -> list[str]:
        """Who sits there then."""
        return [who for who in self.sits if self.settled(who, moment) is not None]


def receptions(diary: Diary, first: dict[date, date]) -> list[Reception]:
    """`first`: on which day each planned one was held at first."""
    long_ago = at(date(2025, 1, 1), 0)
    found = {planned: Reception(planned, [(long_ago, day)]) for planned, day in first.items()}
    for change in diary.changes:
        found[change.planned].days.append((change.at, change.to))
    for seating in diary.seatings:
        found[seating.planned].sits.setdefault(seating.who, []).append((seating.at, seating.on))
    return list(found.values())


def faults(said: list[Said], diary: Diary, town: Town, first: dict[date, date]) -> Iterator[str]:
    """Each reminder in time and once, and none else; everybody concerned hears of changes."""
    days = receptions(diary, first)
    expected = Counter(line for one in days for line in [*_reminders(one), *_accounts(one, diary, town)])
    seen = Counter(
        (one.to, one.at.replace(second=0), _as_expected(one.text))
        for one in said
        if one.is_new and _OF_A_DAY.search(one.text)
    )
    for (to, moment, text), times in sorted((expected - seen).items()):
        yield f"{times} missing, {moment:%a %d %b %H:%M}, {to}: {text}"
    for (to, moment, text), times in sorted((seen - expected).items()):
        yield f"{times} too many, {moment:%a %d %b %H:%M}, {to}: {text}"
    yield from _news(said, diary, days)
    yield from _in_digests(said, days)


def _as_expected(text: str) -> str:
    """The account of a day with all its lines, a reminder with its first."""
    return text if _ACCOUNT.search(text) else text.partition("\n")[0]


def _reminders(one: Reception) -> Iterator[tuple[str, datetime, str]]:
    """7, 3 and 1 days before, on working mornings, and that morning."""
    for day in {day for _, day in one.days if day is not None}:
        mornings = {at(on_or_before(day - n * DAY), 9): "comes" for n in (7, 3, 1)} | {at(day, 8): "today"}
        for morning, what in mornings.items():
            for who in one.sits:
                since = one.settled(who, morning)
                if one.day(morning) == day and since is not None and since < morning:
                    head = "Reception day today" if what == "today" else "Your reception day comes"
                    yield who, morning, f"🪑 {head}: {written(day)}, {HOURS}, Station."


def _accounts(one: Reception, diary: Diary, town: Town) -> Iterator[tuple[str, datetime, str]]:
    """On the next working morning the staff learn who came."""
    day = one.days[-1][1]
    if day is None:
        return
    came = {who: moment for moment, planned, who in diary.came if planned == one.planned}
    lines = [f"🪑 Reception day {written(day)}, {HOURS}:"]
    for who in sorted(one.seated(at(day, 23)), key=lambda who: one.sits[who][-1][0]):
        if who not in came:
            lines.append(f"❌ {who} did not check in")
        else:
            lines.append(f"🕘 {who}, late" if came[who] > at(day, *GRACE) else f"✅ {who}")
    if any(line.startswith("❌") for line in lines):
        lines.append("Did somebody come all the same? Open the day and record it.")
    for clerk in town.clerks:
        yield clerk.name, at(after(day, 1), 9), "\n".join(lines)


def _news(said: list[Said], diary: Diary, days: list[Reception]) -> Iterator[str]:
    """Who is put on a roster or taken off it, or whose day is moved or cancelled, hears of it."""
    by_planned = {one.planned: one for one in days}
    for seating in diary.seatings:
        words = "You sit on the reception day" if seating.on else "You need not come to the reception day"
        if not _hears(said, seating.who, seating.at, words):
            yield f"{seating.who} does not hear: {words}, {seating.planned}"
    for change in diary.changes:
        words = "does not take place: The road is flooded" if change.to is None else f"to {written(change.to)}, {HOURS}"
        for who in by_planned[change.planned].seated(change.at):
            if not _hears(said, who, change.at, words):
                yield f"{who} does not hear: {words}, {change.planned}"


def _hears(said: list[Said], who: str, moment: datetime, words: str) -> bool:
    return any(one.to == who and abs(one.at - moment) < PUNCTUAL and words in one.text for one in said)


def _in_digests(said: list[Said], days: list[Reception]) -> Iterator[str]:
    """A digest names no day on which its reader does not sit."""
    for one in said:
        if (found := _NEXT.search(one.text)) is not None:
            theirs = [reception.day(one.at) for reception in days if one.to in reception.seated(one.at)]
            if found[1] not in [written(day) for day in theirs if day is not None]:
                yield f"{one.to} reads of a day they do not sit on, {one.at:%d %b}: {found[0]}"

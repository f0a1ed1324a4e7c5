"""What people do beside opinions: choose when their digest comes, and leave drafts behind."""

import random
from dataclasses import replace
from datetime import date

from handlers.conversation.callbacks import Go
from handlers.reminders.callbacks import SetDigest
from tests.year.days import DAY, at
from tests.year.diary import Draft
from tests.year.people import Somebody
from tests.year.year import EVENING, Year

DRAFTS_OF_EACH = 3


async def digests(year: Year) -> None:
    """Some want theirs at another hour, or none."""
    town = year.town
    wishes: list[tuple[Somebody, tuple[int, int] | None]] = [
        (town.representatives[0], (7, 30)),
        (town.representatives[1], (10, 30)),
        (town.representatives[2], None),
        (town.clerks[1], None),
        (town.officers[1], (7, 30)),
    ]
    for who, hour in wishes:
        async with who.busy:
            await who.says("/reminders")
            await who.presses(SetDigest, minute=-1 if hour is None else hour[0] * 60 + hour[1])
            year.diary.digests[who.name] = hour


async def drafts(year: Year, number: int) -> None:
    """Somebody begins opinions, and leaves them for a day or for weeks."""
    chance = random.Random(f"{year.seed} drafts {number}")
    who = year.town.constituents[-1 - number]
    for part in range(DRAFTS_OF_EACH):
        day = date(2025, 1 + 4 * part, 6) + chance.randrange(80) * DAY
        await year.until(at(day, *EVENING))
        async with who.busy:
            await who.says(f"Something about the weather, {part}")
            year.diary.drafts.append(Draft(year.now, who.name))
        await year.evenings(chance.choice((1, 15)))
        async with who.busy:
            await who.presses(Go, to="draft-drop")
            year.diary.drafts[:] = [
                replace(one, dropped=year.now) if one.who == who.name and one.dropped is None else one
                for one in year.diary.drafts
            ]

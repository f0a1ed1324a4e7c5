"""Each Monday late in the year staff learn if next year's official list is still missing."""

from datetime import time, timedelta

from handlers.calendar import screens
from handlers.calendar.days import calendar
from handlers.calendar.rules import instant_of, working_morning
from handlers.conversation.outgoing import Post
from handlers.reminders import ledger
from handlers.reminders.ledger import About
from storage.models import Due
from storage.queries import due, people

FIRST_MONTH = 11
"""China's State Council publishes a year's list in November of the one before; Alaveteli reminds in November too."""
KIND, FREE = "calendar.list", "calendar.free-days"


async def look(post: Post, thing: Due) -> None:
    """Tell the county's staff if next year is uncertain; look again next week."""
    if await ledger.put_off(post, thing):
        return
    days = await calendar(post)
    today = days.day_of(post.now)
    await plan(post)
    if today.month >= FIRST_MONTH and not days.is_certain(today.year + 1):
        for person in await people.staff_of(post.session, None):
            screen = screens.unofficial(post.t(person), today.year + 1)
            await ledger.remind(post, person, About(KIND, "", today.isoformat()), screen)


async def plan_free_days(post: Post) -> None:
    """What is due on a day that is free is to be looked for. Call it when days may have become so."""
    await due.replan(post.session, FREE, post.now, FREE, anew=True)


async def plan(post: Post) -> None:
    """Look on the morning of next Monday, or of the first working day after; planned again, nothing changes."""
    days = await calendar(post)
    today = days.day_of(post.now)
    monday = today + timedelta(days=7 - today.weekday())
    when = working_morning(instant_of(monday, time(0), days.zone), days)
    await due.plan(post.session, KIND, None, when, f"{KIND}:{monday}")

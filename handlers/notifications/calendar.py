"""Each Monday late in the year staff learn if next year's official list is still missing."""

from datetime import time, timedelta

from handlers.conversation.outgoing import Outgoing
from handlers.conversation.screen import Button, Screen
from handlers.conversation.texts import Translator
from handlers.core.workdays.days import calendar
from handlers.core.workdays.rules import instant_of, working_morning
from handlers.notifications import deduplication
from handlers.notifications.deduplication import About
from handlers.presentation.callbacks import ShowMonth
from storage.models.opinions import Due
from storage.queries import due, people

FIRST_MONTH = 11
"""China's State Council publishes a year's list in November of the one before; Alaveteli reminds in November too."""
KIND, FREE = "calendar.list", "calendar.free-days"


async def look(out: Outgoing, thing: Due) -> None:
    """Tell the county's staff if next year is uncertain; look again next week."""
    if await deduplication.put_off(out, thing):
        return
    days = await calendar(out)
    today = days.day_of(out.now)
    await plan(out)
    if today.month >= FIRST_MONTH and not days.is_certain(today.year + 1):
        for person in await people.staff_of(out.session, None):
            screen = unofficial(out.t(person), today.year + 1)
            await deduplication.remind(out, person, About(KIND, "", today.isoformat()), screen)


async def plan_free_days(out: Outgoing) -> None:
    """Plan a look for what is due on days that are free. Call it when days may have become so."""
    await due.replan(out.session, FREE, out.now, FREE, anew=True)


async def plan(out: Outgoing) -> None:
    """Look on the morning of next Monday, or of the first working day after; planned again, nothing changes."""
    days = await calendar(out)
    today = days.day_of(out.now)
    monday = today + timedelta(days=7 - today.weekday())
    when = working_morning(instant_of(monday, time(0), days.zone), days)
    await due.plan(out.session, KIND, None, when, f"{KIND}:{monday}")


def unofficial(t: Translator, year: int) -> Screen:
    """The yearly list is missing: what it means, and where to enter it."""
    text = t(
        "📅 The official list of holidays and make-up workdays of {year} is not known to me yet. Due days that fall "
        "into {year} may still move. Once it is published, update Huiyin, or enter the days yourself.",
        year=year,
    )
    return Screen(text, [[Button(t("📅 Enter days"), ShowMonth(first=f"{year:04}-01-01"))]])

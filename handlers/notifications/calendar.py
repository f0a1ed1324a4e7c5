"""Consequences of the calendar: a change of it, and each Monday late in the year an official list still missing."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from handlers.conversation.outgoing import Outgoing
from handlers.conversation.screen import Button, Screen
from handlers.conversation.texts import Translator
from handlers.core.events import DomainEvent
from handlers.core.reception import planning as reception
from handlers.core.workdays.days import calendar
from handlers.core.workdays.events import CalendarChanged
from handlers.core.workdays.planning import LIST, plan_look
from handlers.notifications import deduplication
from handlers.notifications.deduplication import About
from handlers.presentation.callbacks import ShowMonth
from storage.models.opinions import Due
from storage.queries import people

FIRST_MONTH = 11
"""China's State Council publishes a year's list in November of the one before; Alaveteli reminds in November too."""


async def look(out: Outgoing, thing: Due) -> None:
    """Tell the county's staff if next year is uncertain; look again next week."""
    if await deduplication.put_off(out, thing):
        return
    days = await calendar(out)
    today = days.day_of(out.now)
    await plan_look(out)
    if today.month >= FIRST_MONTH and not days.is_certain(today.year + 1):
        for person in await people.staff_of(out.session, None):
            screen = unofficial(out.t(person), today.year + 1)
            await deduplication.remind(out, person, About(LIST, "", today.isoformat()), screen)


async def changed(out: Outgoing, event: CalendarChanged) -> None:
    """Staff changed the calendar: reception days follow at once, while somebody is there who can say why."""
    await reception.follow_calendar(out)


def unofficial(t: Translator, year: int) -> Screen:
    """The yearly list is missing: what it means, and where to enter it."""
    text = t(
        "📅 The official list of holidays and make-up workdays of {year} is not known to me yet. Due days that fall "
        "into {year} may still move. Once it is published, update Huiyin, or enter the days yourself.",
        year=year,
    )
    return Screen(text, [[Button(t("📅 Enter days"), ShowMonth(first=f"{year:04}-01-01"))]])


TOLD: Mapping[type[DomainEvent], Callable[[Outgoing, Any], Awaitable[None]]] = {CalendarChanged: changed}

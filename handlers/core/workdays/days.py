"""The town's calendar as it stands now."""

from handlers.core.unit_of_work import UnitOfWork
from handlers.core.workdays.country import country_days
from handlers.core.workdays.rules import Calendar
from storage.queries import calendar as kept


async def calendar(work: UnitOfWork) -> Calendar:
    """The county's calendar. Asked again in a transaction, it costs nothing."""
    known: Calendar | None = work.session.info.get("calendar")
    if known is None:
        entered = await kept.entered(work.session)
        settled = frozenset(await kept.settled_years(work.session))
        known = Calendar(country_days(work.county.country), work.county.zone, entered, settled)
        work.session.info["calendar"] = known
    return known


def forget(work: UnitOfWork) -> None:
    """Forget the calendar: what staff changed counts from now on, in this transaction too."""
    work.session.info.pop("calendar", None)

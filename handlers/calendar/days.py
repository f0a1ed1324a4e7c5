"""The town's calendar as it stands now."""

from handlers.calendar.country import country_days
from handlers.calendar.rules import Calendar
from handlers.conversation.outgoing import Post
from storage.queries import calendar as kept


async def calendar(post: Post) -> Calendar:
    """Which days are worked in the town. Asked again in a transaction, it costs nothing."""
    known: Calendar | None = post.session.info.get("calendar")
    if known is None:
        entered = await kept.entered(post.session)
        settled = frozenset(await kept.settled_years(post.session))
        known = Calendar(country_days(post.place.country), post.place.zone, entered, settled)
        post.session.info["calendar"] = known
    return known


def forget(post: Post) -> None:
    """What staff changed counts from now on, in this transaction too."""
    post.session.info.pop("calendar", None)

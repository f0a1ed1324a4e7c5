"""An opinion is taken down for somebody without an account: the form, the receipt, and following it by its secret."""

from handlers.core.casework.actions import on_behalf
from handlers.core.casework.content import Said
from handlers.core.errors import OpinionNotFound, check_length
from handlers.core.tokens import token_hash
from handlers.core.workdays.days import calendar
from handlers.desk.casework.choosing import topics
from handlers.desk.fields import LONGEST, Choice, missing
from handlers.desk.web import Answer, Desk, number
from handlers.presentation.history import ENTRY_NAMES
from handlers.presentation.links import svg
from handlers.presentation.names import OWN_STAGE_NAMES
from handlers.presentation.timeline import timeline
from storage.models.opinions import Opinion
from storage.queries import desk_cases, opinions
from storage.queries import on_behalf as queries

LISTED = 100
"""Whose authors are to be told: nobody has more at a time."""
LONGEST_NAME = 60


async def form(desk: Desk) -> Answer:
    """What is asked to take an opinion down."""
    areas = await desk_cases.towns_and_villages(desk.session)
    return desk.page(
        "casework/take.html",
        areas=[Choice(str(one.id), desk.t.named(one)) for one in areas],
        topics=await topics(desk, Opinion(topic_id=None)),
        typed=desk.asked.typed,
        longest=LONGEST,
        longest_name=LONGEST_NAME,
    )


async def take(desk: Desk) -> Answer:
    """Take it down, and show the receipt: the secret on it is shown this once. Raises `Unusable`, `PlaceOfOthers`."""
    typed = desk.asked.typed
    if not typed("words") or not number(typed("area")):
        raise missing(desk)
    check_length(typed("words"), LONGEST)
    check_length(typed("name"), LONGEST_NAME)
    check_length(typed("phone"), LONGEST_NAME)
    opinion, secret = await on_behalf.take_down(
        desk.out,
        desk.actor,
        [Said(typed("words"))],
        number(typed("topic")) or None,
        number(typed("area")),
        typed("name"),
        typed("phone"),
        typed("anonymous") == "1",
    )
    link = f"{desk.out.county.desk_url}/follow/{secret}"
    return desk.page("casework/receipt.html", opinion=opinion, link=link, picture=svg(link), words=typed("words"))


async def to_tell(desk: Desk) -> Answer:
    """Whose authors have something to be told by staff."""
    found = await queries.to_tell(desk.session, desk.actor.stations, LISTED)
    return desk.page("casework/to_tell.html", cases=found)


async def follow(desk: Desk) -> Answer:
    """An opinion as its author reads it, for who has the receipt. Raises `OpinionNotFound`."""
    found = await queries.of_secret(desk.session, token_hash(desk.parts["secret"]))
    opinion = await desk.session.get(Opinion, found.opinion_id) if found is not None else None
    if opinion is None:
        raise OpinionNotFound
    t, entries = desk.t, await opinions.public_entries(desk.session, opinion.id)
    events, days = await opinions.events(desk.session, opinion.id), await calendar(desk.out)
    return desk.page(
        "casework/follow.html",
        opinion=opinion,
        stage=t(OWN_STAGE_NAMES[opinion.stage.value]),
        way=timeline(t, opinion, events, days, desk.out.now),
        entries=[(t(ENTRY_NAMES[one.kind]), one) for one in entries if one.text],
    )

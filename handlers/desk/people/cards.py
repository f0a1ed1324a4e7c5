"""One representative, one unit, one station, one holder of a role: who acts there, and what may be done about it."""

from collections.abc import Mapping, Sequence
from typing import Any

from handlers.conversation.errors import Unusable
from handlers.conversation.texts import N_, Html
from handlers.core.people import access, actions, rules
from handlers.core.people.errors import NotAmongPeople, RoleStays
from handlers.core.people.rules import Validity
from handlers.desk.people.tabs import tabs
from handlers.desk.web import Answer, Desk
from handlers.presentation import offices
from handlers.presentation.names import level_name, person_name
from handlers.presentation.seats import cares_for
from storage.models.directory import Area, HandlingUnit, Station
from storage.models.people import Grant, Person
from storage.queries import desk_people, directory, invitations, opinions, people, referrals, topics
from storage.stages import IN_HAND
from storage.vocabulary import Role

SAID: Mapping[str, str] = {
    "withdrawn": N_("Called off: its link lets nobody in any more."),
    "ended": N_("✅ The role is ended, and they were told."),
    "unpictured": N_("The picture is removed."),
    "waits": N_("✅ From now on its replies wait for the chief's release."),
    "at-once": N_("✅ From now on its officers' replies leave at once."),
}
"""What was done just now, by the word in the address."""


async def _shared(desk: Desk) -> dict[str, Any]:
    said = SAID.get(desk.asked.one("said"), "")
    return {"tabs": await tabs(desk), "said": desk.t(said) if said else "", "person_name": _person(desk)}


def _person(desk: Desk) -> Any:
    return lambda person: person_name(desk.t, person)


def _acting(acting: Sequence[Person], held: Any) -> list[tuple[Grant, Person]]:
    """Roles for something, with who holds them."""
    return [(grant, person) for person in acting for grant in person.grants if held(grant)]


async def representative(desk: Desk, phone: str | None = None, phone_asked: bool = False) -> Answer:
    """A representative of their stations. Raises `NotAmongPeople`."""
    t, session = desk.t, desk.session
    one = await access.representative(desk.out, desk.actor, desk.number("representative"))
    newest = await invitations.newest_for(session, one.id)
    known = await directory.representative_by_code(session, one.code)
    acting = await people.acting_for(session, one.id)
    is_open = newest is not None and rules.validity(newest, desk.out.now) is Validity.OPEN
    return desk.page(
        "people/representative.html",
        **await _shared(desk),
        one=one,
        level=level_name(t, one),
        cares=cares_for(t, one, await topics.active_topics(session)).plain,
        areas=[t.named(area) for area in known.areas] if known is not None else [],
        acting=_acting(acting, lambda grant: grant.representative_id == one.id),
        open_one=newest if is_open else None,
        last=newest.id if newest is not None else 0,
        in_hand=await opinions.count_of_representatives(session, [one.id], IN_HAND),
        phone=phone,
        phone_asked=phone_asked,
    )


async def show_phone(desk: Desk) -> Answer:
    """The phone number, once the chat has said that it is they; the look is written down. Raises `NotAmongPeople`."""
    number = desk.number("representative")
    if not desk.is_sure:
        return desk.page("ask.html", to=f"/staff/representatives/{number}")
    phone = await actions.look_up_phone(desk.out, desk.actor, number)
    return await representative(desk, phone, phone_asked=True)


async def remove_picture(desk: Desk) -> Answer:
    """Show no picture of a representative any more. Raises `NotAmongPeople`."""
    one, _ = await actions.remove_picture(desk.out, desk.actor, desk.number("representative"))
    return desk.go(f"/staff/representatives/{one.id}", said="unpictured")


async def unit(desk: Desk) -> Answer:
    """A handling unit, for the county office. Raises `NotAmongPeople`."""
    access.county(desk.actor)
    session = desk.session
    one = await session.get(HandlingUnit, desk.number("unit"))
    if one is None:
        raise NotAmongPeople
    officers = await people.officers_of(session, one.id)
    led = [topic for topic in await topics.topics_with_units(session) if topic.unit_id == one.id]
    waiting = await invitations.open_to(session, Role.UNIT, None, desk.out.now)
    loads = await referrals.loads(session, [one.id])
    return desk.page(
        "people/unit.html",
        **await _shared(desk),
        one=one,
        acting=_acting(officers, lambda grant: grant.unit_id == one.id),
        invited=[invitation for invitation in waiting if invitation.unit_id == one.id],
        last=await invitations.last_for_unit(session, one.id),
        topics=[desk.t.named(topic) for topic in led],
        to_reply=loads.get(one.id, 0),
    )


async def set_release(desk: Desk) -> Answer:
    """Have a unit's replies wait for its chief, or leave at once. Raises `NotAmongPeople`, `NotAllowed`."""
    needed = desk.asked.typed("needed") == "1"
    one = await actions.set_release(desk.out, desk.actor, desk.number("unit"), needed)
    return desk.go(f"/staff/units/{one.id}", said="waits" if needed else "at-once")


async def station(desk: Desk) -> Answer:
    """A station that they reach, 0: the county office. Raises `NotAmongPeople`."""
    session, wanted = desk.session, desk.number("station") or None
    one = await session.get(Station, wanted) if wanted is not None else None
    if not rules.reaches(desk.actor.stations, wanted) or (wanted is not None and one is None):
        raise NotAmongPeople
    clerks = await people.holders(session, desk.actor.stations, Role.STAFF)
    waiting = await invitations.open_to(session, Role.STAFF, desk.actor.stations, desk.out.now)
    counts = await desk_people.in_office_by_station(session, [wanted]) if wanted is not None else {}
    return desk.page(
        "people/station.html",
        **await _shared(desk),
        one=one,
        number=wanted or 0,
        area=await session.get(Area, one.area_id) if one is not None else None,
        acting=[(grant, person) for grant, person in clerks if grant.station_id == wanted],
        invited=[invitation for invitation in waiting if invitation.station_id == wanted],
        last=await invitations.last_for_staff(session, wanted),
        count=counts.get(wanted or 0, (0, 0)),
    )


async def holder(desk: Desk) -> Answer:
    """Somebody who holds a role at their stations: all their roles there. Raises `NotAmongPeople`."""
    opened, person = await access.holder(desk.out, desk.actor, desk.number("grant"))
    theirs = [one for one in person.grants if rules.reaches(desk.actor.stations, rules.station_of(one))]
    return desk.page(
        "people/holder.html",
        **await _shared(desk),
        person=person,
        is_me=person.id == desk.me.id,
        opened=opened,
        roles=[(one, offices.office(desk.t, one).plain, _where(one), _ending(desk, one)) for one in theirs],
    )


def _where(grant: Grant) -> str:
    """The page of what a role is for."""
    if grant.representative_id is not None:
        return f"/staff/representatives/{grant.representative_id}"
    return f"/staff/units/{grant.unit_id}" if grant.unit_id is not None else f"/staff/stations/{grant.station_id or 0}"


def _ending(desk: Desk, grant: Grant) -> list[Html]:
    return offices.what_ends(desk.t, grant)


async def end(desk: Desk) -> Answer:
    """End a role. Raises `NotAmongPeople`, `Unusable` with the reason why it stays."""
    try:
        ended = await actions.end_role(desk.out, desk.actor, desk.number("grant"))
    except RoleStays as refused:
        _, person = await access.holder(desk.out, desk.actor, desk.number("grant"))
        raise Unusable(offices.stays(desk.t, person, refused.why)) from None
    return desk.go(_where(ended.grant), said="ended")

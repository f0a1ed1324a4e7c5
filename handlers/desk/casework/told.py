"""Who was told of a case, and whether it arrived: everybody whom it concerns, also those whom nothing reaches."""

from typing import NamedTuple

from handlers.conversation.texts import N_, Html, join
from handlers.desk.web import Desk
from handlers.presentation.history import counted
from handlers.presentation.names import person_name
from storage.models.opinions import Opinion
from storage.models.people import Person
from storage.queries import desk_cases, people, undelivered
from storage.queries import on_behalf as behalf
from storage.queries.files import Attached
from storage.vocabulary import Role

ROLES = {
    Role.CONSTITUENT: N_("author"),
    Role.REPRESENTATIVE: N_("representative"),
    Role.UNIT: N_("handling unit"),
    Role.STAFF: N_("staff"),
}
"""Roles in their order; still to be translated."""
EARLIER = N_("had it earlier")


class Line(NamedTuple):
    """Somebody whom a case concerns."""

    who: str
    role: str
    """Empty where it says nothing more."""
    arrived: int
    waiting: int
    hindrance: str = ""
    """Why nothing reaches them; empty: something does."""


async def lines(desk: Desk, opinion: Opinion) -> list[Line]:
    """Everybody whom it concerns or concerned, whose turn it is or not: the author first, the staff last."""
    t, known = desk.t, {one.person.id: one for one in await desk_cases.told(desk.session, opinion.id)}
    acting = await people.acting_for(desk.session, opinion.representative_id) if opinion.representative_id else []
    officers = await people.officers_of(desk.session, opinion.unit_id) if opinion.unit_id else []
    by_role = {Role.CONSTITUENT: [opinion.constituent], Role.REPRESENTATIVE: acting, Role.UNIT: officers}
    by_role[Role.STAFF] = [one.person for one in known.values() if any(g.role is Role.STAFF for g in one.person.grants)]
    found, seen = [], set[int]()

    def line(person: Person, label: str) -> Line:
        told, seen_now = known.get(person.id), person.reachable and person.chat_id is not None
        name = t("its author").plain if person.id == opinion.constituent_id else person_name(t, person)
        hindrance = "" if seen_now else t("cannot be reached").plain
        return Line(name, label, told.arrived if told else 0, told.waiting if told else 0, hindrance)

    on_paper = await behalf.of_opinion(desk.session, opinion.id) is not None
    for role, concerned in by_role.items():
        for person in (one for one in concerned if one.id not in seen):
            seen.add(person.id)
            if role is Role.CONSTITUENT and on_paper:
                found.append(Line(t("its author").plain, "", 0, 0, t("told by staff").plain))
            else:
                found.append(line(person, "" if person.id == opinion.constituent_id else t(ROLES[role]).plain))
    found += _absent(desk, opinion, is_acting=bool(acting), is_served=bool(officers))
    return [*found, *(line(one.person, t(EARLIER).plain) for one in known.values() if one.person.id not in seen)]


def _absent(desk: Desk, opinion: Opinion, *, is_acting: bool, is_served: bool) -> list[Line]:
    """Whoever has it and cannot be told, because nobody of theirs has joined."""
    t, found = desk.t, []
    if opinion.representative is not None and not is_acting:
        found.append((t.named(opinion.representative), Role.REPRESENTATIVE))
    if opinion.unit is not None and not is_served:
        found.append((t.named(opinion.unit), Role.UNIT))
    return [Line(name, t(ROLES[role]).plain, 0, 0, t("has not joined").plain) for name, role in found]


async def refused(desk: Desk, opinion: Opinion) -> list[Html]:
    """What Telegram did not let through, to whom and when."""
    t, found = desk.t, []
    for one in await undelivered.of_opinion(desk.session, opinion.id, opinion.submitted_at):
        thing = counted(t, [Attached(one.kind)]) if one.kind is not None else t("a message")
        role = t(ROLES[one.to_role]) if one.to_role in ROLES else ""
        found.append(join([t.moment(one.at), role, thing], " · "))
    return found

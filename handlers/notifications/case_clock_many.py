"""Many clocks of cases call on one morning: whoever must act, and those above them, get one message."""

from sqlalchemy import ColumnElement, not_, or_

from handlers.conversation.callbacks import Go
from handlers.conversation.outgoing import Outgoing
from handlers.conversation.screen import Button
from handlers.core.casework import clocks
from handlers.core.reminders import rules
from handlers.core.workdays.rules import Calendar
from handlers.notifications.gathering import Manner, Occasions, gathered
from handlers.presentation.callbacks import InboxPage, LatePage, OpenCase, OpenReferred, OpenScreening, ReferredPage
from storage.models.opinions import Opinion
from storage.models.people import Person
from storage.queries import people
from storage.queries.reminders import Fallen
from storage.stages import REMINDED
from storage.vocabulary import Role

VERY_LATE = "case.very-late"
TAKE_BACK = "take-back"
"""Occasion at which a representative hears that a unit can lose a case; staff hear of the same at one of theirs."""


def occasion_of(case: Opinion | Fallen, name: str) -> str:
    """An occasion of the clock that the opinion runs by now."""
    due_at = int(case.due_at.timestamp()) if case.due_at is not None else 0
    return f"{int(case.stage_since.timestamp())}-{due_at}:{name}"


AS_REPRESENTATIVE = Manner(
    lambda t, n: t.plural("⏰ {n} case calls for you:", "⏰ {n} cases call for you, the most urgent first:", n),
    lambda number: OpenCase(opinion=number),
    lambda t: (Button(t("📥 Inbox"), Go(to="inbox")), Button("2 ▶️", InboxPage(past=False, page=1))),
)
AS_OFFICER = Manner(
    lambda t, n: t.plural(
        "⏰ {n} case calls for your unit:", "⏰ {n} cases call for your unit, the most urgent first:", n
    ),
    lambda number: OpenReferred(opinion=number),
    lambda t: (Button(t("🏢 Referred to us"), Go(to="unit-inbox")), Button("2 ▶️", ReferredPage(past=False, page=1))),
)
ABOVE = Manner(
    lambda t, n: t.plural(
        "🔴 {n} case waits twice as long as it should:", "🔴 {n} cases wait twice as long as they should:", n
    ),
    lambda number: OpenScreening(opinion=number),
    lambda t: (Button(t("🔴 All that is late"), LatePage(page=0)),),
)


TO_TAKE_BACK = Manner(
    lambda t, n: t.plural(
        "🔴 {n} case waits twice as long as it should with its unit; you can take it back:",
        "🔴 {n} cases wait twice as long as they should with their units; you can take them back:",
        n,
    ),
    AS_REPRESENTATIVE.opens,
    lambda t: (Button(t("📥 Inbox"), Go(to="inbox")),),
)


async def reminded(out: Outgoing, person: Person, opinion: Opinion, days: Calendar) -> bool:
    """True if whoever must act was told of many at once; of what is to be screened there is one message anyway."""
    role = REMINDED.get(opinion.stage)
    if role is Role.REPRESENTATIVE:
        ids = [grant.representative_id for grant in person.grants if grant.representative_id is not None]
        theirs, manner = Opinion.representative_id.in_(ids), AS_REPRESENTATIVE
    elif role is Role.UNIT:
        ids = [grant.unit_id for grant in person.grants if grant.unit_id is not None]
        theirs, manner = Opinion.unit_id.in_(ids), AS_OFFICER
    else:
        return False

    def newest(one: Fallen) -> str | None:
        occasion = rules.newest(one.stage_since, one.due_at, days, out.now) if one.due_at is not None else None
        return occasion_of(one, occasion.name) if occasion is not None else None

    return await gathered(out, person, clocks.CLOCK, theirs & _turn_of(role), newest, manner)


async def told_very_late(out: Outgoing, person: Person, days: Calendar) -> bool:
    """True if staff were told of many at once: all that waits too long with others, and for the county's what is not
    screened."""
    own = people.of_staff(person)
    told = or_(_turn_of(Role.REPRESENTATIVE), _turn_of(Role.UNIT)) & own
    where = or_(told, _turn_of(Role.STAFF) & not_(own)) if people.is_county_staff(person) else told
    return await gathered(out, person, VERY_LATE, where, _very_late(out, days, "very-late"), ABOVE, due=clocks.CLOCK)


async def told_to_take_back(out: Outgoing, person: Person, days: Calendar) -> bool:
    """True if a representative was told at once of many cases that units have let lie for twice their time."""
    ids = [grant.representative_id for grant in person.grants if grant.representative_id is not None]
    where = Opinion.representative_id.in_(ids) & _turn_of(Role.UNIT)
    word = _very_late(out, days, TAKE_BACK)
    return await gathered(out, person, VERY_LATE, where, word, TO_TAKE_BACK, due=clocks.CLOCK)


def _very_late(out: Outgoing, days: Calendar, name: str) -> Occasions:
    """The occasion of this name for what is very late now."""

    def occasion(one: Fallen) -> str | None:
        late = one.due_at is not None and out.now >= rules.very_late_from(one.stage_since, one.due_at, days)
        return occasion_of(one, name) if late else None

    return occasion


def _turn_of(role: Role) -> ColumnElement[bool]:
    return Opinion.stage.in_([stage for stage, turn in REMINDED.items() if turn is role])

"""The list of cases: narrowed by an address that one can share, many at once, page after page."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from handlers.conversation.texts import N_
from handlers.core.workdays.days import calendar
from handlers.desk.fields import Choice
from handlers.desk.web import Answer, Desk, number
from handlers.presentation.due_days import due_day, moving
from handlers.presentation.names import STAGE_NAMES, person_name
from handlers.presentation.status_icon import light
from storage.models.directory import HandlingUnit, Station, Topic
from storage.queries import desk_cases, directory, people
from storage.queries.desk_cases import Case, Listing, Narrowed, Place, Reach
from storage.stages import OPEN
from storage.vocabulary import Role, Stage

A_PAGE = 50
COUNTED = 1_000
"""So far the found ones are counted."""
OPEN_ONES = "open"
"""In the place of a stage: all under way."""
NOBODY = "nobody"
"""In the place of an officer: cases that nobody has taken."""
NAMED = 20
"""So many representatives of one name are meant at once."""
FILTERS = ("stage", "topic", "area", "station", "who", "unit", "officer", "due", "late", "supervised", "words", "sort")
"""Names in the address, in the order of the form."""
DUE = {"": N_("any day"), "late": N_("late"), "7": N_("within 7 days"), "30": N_("within 30 days")}


def reach(desk: Desk) -> Reach:
    """Cases that they may list in this role. Raises `NotAllowed`."""
    if desk.role is Role.STAFF:
        return Reach(stations=desk.actor.stations)
    if desk.role is Role.REPRESENTATIVE:
        return Reach(representatives=[one.id for one in desk.actor.representatives])
    return Reach(units=[one.id for one in desk.actor.units])


async def narrowed(desk: Desk) -> Narrowed:
    """What of them is wanted, as the address says; what it says wrong leaves nothing out."""
    asked = desk.asked.one
    stage, area, who = asked("stage"), number(asked("area")), asked("who").strip()
    stages: Sequence[Stage] = OPEN if stage == OPEN_ONES else [one for one in Stage if one.value == stage]
    people = None
    if who:
        scope = desk.actor.stations if desk.role is Role.STAFF else None
        people = [one.id for one in await desk_cases.representatives_called(desk.session, who, scope, NAMED)]
    return Narrowed(
        stages,
        number(asked("topic")),
        await desk_cases.areas_within(desk.session, area) if area else (),
        number(asked("station")),
        people,
        number(asked("unit")),
        await _due_before(desk, asked("due")),
        asked("supervised") == "1",
        asked("words").strip()[:80],
        _officer(desk),
        asked("sort") == "due",
    )


def _officer(desk: Desk) -> int | None:
    """Officer whose cases are wanted, among those of their units; 0: nobody's; None: everybody's."""
    said = desk.asked.one("officer")
    if desk.role is not Role.UNIT or not said:
        return None
    return 0 if said == NOBODY else number(said) or None


async def _due_before(desk: Desk, said: str) -> datetime | None:
    if said == "late":
        return desk.out.now
    if said not in DUE or not said:
        return None
    return desk.out.now + timedelta(days=int(said))


async def show(desk: Desk) -> Answer:
    """A page of the list."""
    where, wanted = reach(desk), await narrowed(desk)
    after = _place(desk.asked.one("after"))
    listing = await desk_cases.page(desk.session, where, wanted, after, A_PAGE)
    total = await desk_cases.counted(desk.session, where, wanted, COUNTED) if after is None else 0
    return desk.page("casework/cases.html", **await _facts(desk, listing, wanted), total=total, is_first=after is None)


async def _facts(desk: Desk, listing: Listing, wanted: Narrowed) -> dict[str, Any]:
    t, days, now = desk.t, await calendar(desk.out), desk.out.now
    chosen = {name: desk.asked.one(name) for name in FILTERS if desk.asked.one(name)}
    shown = [one.id for one in listing.cases] if desk.role is Role.UNIT else []
    taken = await desk_cases.officers_of(desk.session, shown) if shown else {}
    onward = urlencode({**chosen, "after": _written(listing.after)}) if listing.after is not None else ""
    return {
        "role": desk.role.value,
        "cases": listing.cases,
        "is_cut": listing.is_cut,
        "onward": onward,
        "chosen": desk.asked.one,
        "is_narrowed": bool(set(chosen) - {"sort"}),
        "here_query": urlencode(chosen),
        "choices": await _choices(desk),
        "taken_by": lambda one: person_name(t, taken[one.id]) if one.id in taken else "",
        "stage_name": lambda stage: t(STAGE_NAMES[stage.value]),
        "due": lambda one: due_day(t, one.due_at, moving(one.stage, days)),
        "light": lambda one: _light(one, now, light(one.due_at, now, days)),
    }


def _light(one: Case, now: datetime, shown: str) -> str:
    return {"🔴": "late", "🟡": "soon"}.get(shown, "")


async def _choices(desk: Desk) -> dict[str, list[Choice]]:
    """What can be chosen from in the form above the list."""
    t = desk.t
    stages = [Choice(OPEN_ONES, t("all under way").plain)]
    stages += [Choice(one.value, t(STAGE_NAMES[one.value]).plain) for one in Stage]
    choices = {"stage": stages, "due": [Choice(value, t(label).plain) for value, label in DUE.items() if value]}
    topics = await directory.all_rows(desk.session, Topic)
    choices["topic"] = [Choice(str(one.id), t.named(one)) for one in sorted(topics, key=lambda one: one.position)]
    if desk.role is Role.UNIT:
        choices["officer"] = await _officers(desk)
    else:
        units = await directory.all_rows(desk.session, HandlingUnit)
        choices["unit"] = [Choice(str(one.id), t.named(one)) for one in units]
    if desk.role is Role.STAFF:
        reached = desk.actor.stations
        stations = await directory.all_rows(desk.session, Station)
        theirs = [one for one in stations if reached is None or one.id in reached]
        choices["station"] = [Choice(str(one.id), t.named(one)) for one in theirs]
        areas = await desk_cases.towns_and_villages(desk.session)
        choices["area"] = [Choice(str(one.id), t.named(one)) for one in areas]
    return choices


async def _officers(desk: Desk) -> list[Choice]:
    """Themselves first, then nobody, then their colleagues."""
    known = {one.id: one for unit in desk.actor.units for one in await people.officers_of(desk.session, unit.id)}
    known.pop(desk.me.id, None)
    mine = Choice(str(desk.me.id), desk.t("me").plain)
    rest = [Choice(str(one.id), person_name(desk.t, one)) for one in known.values()]
    return [mine, Choice(NOBODY, desk.t("nobody yet").plain), *rest]


def _written(place: Place | None) -> str:
    if place is None:
        return ""
    return f"{place.opinion_id}" + (f".{place.due_at.timestamp():.6f}" if place.due_at is not None else "")


def _place(said: str) -> Place | None:
    """A place as it stood in an address; None for none, or what is none."""
    opinion_id, _, at = said.partition(".")
    if not number(opinion_id):
        return None
    try:
        return Place(number(opinion_id), datetime.fromtimestamp(float(at), UTC) if at else None)
    except (ValueError, OverflowError, OSError):
        return None

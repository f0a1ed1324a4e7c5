"""The county as a town of the demo: who can be met on the page, and how it is founded."""

from random import Random
from zoneinfo import ZoneInfo

from bot.demo import town as small
from bot.demo.clock import DemoClock
from bot.demo.county.building import SEED, build
from bot.demo.county.people import Crowd, Member, crowd
from bot.sandbox.cast import Cast, CastMember
from bot.sandbox.people import Person
from bot.sandbox.world import World
from storage.engine import Database
from storage.vocabulary import Role

NAME = "Linjiang county (临江县), full size"
COUNTRY = "CN"
MET = {"voters": 12, "representatives": 12, "officers": 6, "clerks": 6, "county": 3}
"""So many of each can be chosen on the page; everybody else has a phone too."""
_GROUPS = {
    "voters": ("constituents", "Constituent", "选民"),
    "representatives": ("representatives", "Representative", "人大代表"),
    "officers": ("units", "Unit officer", "承办单位经办人"),
    "clerks": ("staff", "Clerk of a station", "联络站工作人员"),
    "county": ("staff", "Clerk of the county office", "县联络办工作人员"),
}


def cast() -> Cast:
    """The first of each; who has the most to do in each role holds a phone."""
    everybody = _everybody()
    members = [
        _cast_member(one, *_GROUPS[name]) for name, many in MET.items() for one in getattr(everybody, name)[:many]
    ]
    first = (everybody.voters, everybody.representatives, everybody.officers, everybody.county)
    return Cast(members, phones=[group[0].account for group in first])


def _everybody() -> Crowd:
    return crowd(Random(SEED))


def _cast_member(one: Member, group: str, label: str, label_zh: str) -> CastMember:
    return CastMember(one.account, one.name, label, group, _tag(one), label_zh=label_zh)


def _tag(one: Member) -> str:
    return "en" if one.language == "en" else "zh-hans"


async def found(world: World, database: Database, clock: DemoClock) -> None:
    """Write the county into an empty database, and give everybody in it a phone."""
    async with database.writing() as session:
        await build(session, clock.now(), ZoneInfo(clock.zone), COUNTRY, small.REFERENCE_PREFIX)
    for one in _everybody().everybody():
        met = world.people.by_id.get(one.account)
        person = met or world.people.add(Person(one.account, one.name, _tag(one)))
        if one.role is not Role.CONSTITUENT:
            world.opens(person)

"""Nobody reaches what is somebody else's: every handler of the router table, tried by whom it does not concern."""

import re

import orjson
import pytest

from handlers.presentation.callbacks import OpenReferred
from storage.vocabulary import Role, Stage
from tests.guards.rows import Kept
from tests.guards.somebody import GAO, NOTE, OTHERS, RIGHTFUL, SECRETS, Somebody, build
from tests.guards.table import routes
from tests.guards.trying import Deed, House, Outcome, Pocket, press
from tests.guards.ways import ABOUT_AN_OPINION, REFERENCE, Explored, Ways
from tests.once import once
from tests.town import Town

pytestmark = pytest.mark.timeout(1800)

NOTED = [*Stage].index(Stage.REFERRED) + 1
"""The number of an opinion that is with the unit."""
FOR_EVERYBODY = {
    "welcome.start",
    "welcome.home",
    "welcome.language",
    "welcome.privacy",
    "welcome.place",
    "constituents.drafting",
    "constituents.drafting.anything",
    "constituents.representatives",
    "constituents.already_known",
    "constituents.previewing",
    "constituents.sending",
    "constituents.disambiguating",
    "constituents.editing",
    "constituents.continuing",
    "constituents.continuing.replies",
    "constituents.following",
    "constituents.rating",
    "constituents.judging",
    "board.everyone",
    "guide.everyone",
    "matters.everyone",
    "notices.muting",
    "reception.everyone",
    "people.joining",
    "finding.lists",
    "finding.story",
    "welcome.fallback",
}
"""Routers whose handlers anybody may reach: what they do is checked for each person by the tests below."""


@pytest.fixture
async def explored(town: Town, tmp_path_factory: pytest.TempPathFactory) -> tuple[House, Explored]:
    """Somebody's house, and all that rightful people can do in it; that takes longest, so one worker finds it out."""
    async with town.database.writing() as session:
        opinions = await build(session)
    async with town.database.reading() as session:
        kept = Kept()
        house = House(town, kept, await kept.rows(session))

    async def explore() -> Explored:
        with house.watched():
            return await Ways(opinions).explore(house)

    return house, await once(tmp_path_factory, "ways", explore)


async def test_every_handler_for_a_role_asks_for_it() -> None:
    for_roles = [route for route in routes() if route.router not in FOR_EVERYBODY]
    unasked = [route.name for route in for_roles if await route.lets_through()]
    assert not unasked, f"{unasked}: put HasRole on the router, or, if it is for everybody, its name into FOR_EVERYBODY"


def test_every_role_is_tried() -> None:
    missing = set(Role) - {Role.SYSTEM} - {one.role for one in RIGHTFUL}
    missing |= set(Role) - {Role.SYSTEM} - {one.role for one in OTHERS.values()}
    assert not missing, f"{missing}: put somebody with the role, here and elsewhere, into tests/guards/somebody.py"


async def test_every_handler_is_reached_by_those_it_is_for(explored: tuple[House, Explored]) -> None:
    unreached = [route.name for number, route in enumerate(routes()) if number not in explored[1].reached]
    assert not unreached, (
        f"nothing leads to {unreached}: let tests/guards/ways.py make its button or message, "
        "or tests/guards/somebody.py what it is about"
    )


async def test_a_unit_s_notes_are_read_by_its_officers_only(explored: tuple[House, Explored]) -> None:
    house, ways = explored
    assert not ways.leaks, f"{len(ways.leaks)} ways to a note:\n" + "\n".join(ways.leaks[:20])
    shown = await house.tries(GAO, press(OpenReferred(opinion=NOTED).pack()))
    assert NOTE in shown.shown(), "else this guards nothing"


@pytest.mark.parametrize("name", OTHERS)
async def test_nobody_reaches_what_is_somebody_elses(explored: tuple[House, Explored], name: str) -> None:
    house, ways = explored
    found = []
    for deed, pocket in ways.tries:
        outcome = await house.tries(OTHERS[name], deed, pocket)
        found += [f"{deed} in {pocket[0]}: {wrong}" for wrong in wrongs(OTHERS[name], deed, pocket, outcome)]
    assert not found, f"{name} tries {len(found)} things that should come to nothing:\n" + "\n".join(found[:20])


def wrongs(who: Somebody, deed: Deed, pocket: Pocket, outcome: Outcome) -> list[str]:
    """What should not have come of a deed."""
    found = [outcome.failed] if outcome.failed else []
    found += outcome.changes
    typed = orjson.loads(deed.body)
    was_typed = REFERENCE in deed.body or REFERENCE in orjson.loads(pocket[1]).values()
    shown = outcome.shown().replace(REFERENCE, "") if was_typed else outcome.shown()
    if seen := re.search(SECRETS, shown, re.IGNORECASE):
        found.append(f"shows {shown[max(0, seen.start() - 80) : seen.end() + 20]!r}")
    told = {call.chat_id for call in outcome.calls} - {who.chat}
    if told and not outcome.own:
        found.append(f"tells {told} about it")
    if isinstance(typed, str) and typed.partition(":")[0] in ABOUT_AN_OPINION and outcome.pocket != pocket:
        found.append(f"leads to {outcome.pocket}")
    return found

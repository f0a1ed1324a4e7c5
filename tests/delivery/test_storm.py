"""The sender against the sandbox's Bot API with limits that are enforced, while everything that can go wrong does."""

import asyncio
from collections.abc import Callable, Collection, Sequence
from functools import partial

import pytest

from bot.api_client import BotApi
from bot.delivery.sender import Sender
from bot.nursery import Nursery
from bot.sandbox.faults import Faults
from bot.sandbox.people import Group, Person
from bot.sandbox.server import SandboxServer
from bot.sandbox.world import World
from storage.engine import Database
from storage.models.traffic import OutboxCall
from storage.vocabulary import CallState, Lane
from tests.delivery.town import TOKEN, now, promise, row, until

MESSAGES = 4
RATE = 30
TROUBLES: dict[str, Callable[[Faults, int], None]] = {
    "too many": lambda faults, chat: faults.too_many_requests(2, chat_id=chat),
    "errors": lambda faults, chat: faults.server_errors(2, chat_id=chat),
    "a proxy": lambda faults, chat: faults.bad_gateway(2, chat_id=chat),
    "not done": lambda faults, chat: faults.drop_connections(1, chat_id=chat, carried_out=False),
    "done unsaid": lambda faults, chat: faults.drop_connections(1, chat_id=chat, carried_out=True),
}
"""What happens to the first calls to somebody. After the last two nobody can know whether it was carried out."""


@pytest.fixture
def world() -> World:
    return World(bots={TOKEN: "storm_bot"})


def crowd(world: World) -> list[tuple[Person, str]]:
    """People, and the trouble each of them will be in once `storm` begins."""
    made = [(world.person(f"Person {number}"), trouble) for number, trouble in enumerate([*TROUBLES] * 3)]
    for person, _ in made:
        world.opens(person)
    return made


def storm(world: World, people: Sequence[tuple[Person, str]]) -> None:
    """Everything that can go wrong, and limits that are enforced."""
    world.faults.enforce_limits(overall=RATE, per_chat=1, burst=3, penalty=1)
    for person, trouble in people:
        TROUBLES[trouble](world.faults, person.id)


async def send_all(database: Database, world: World, calls: Sequence[int], unknown: Collection[int] = ()) -> None:
    """Until every call is sent, the fate of the `unknown` ones excepted."""
    nursery = Nursery()
    async with SandboxServer(world) as server, BotApi(TOKEN, server.url) as api:
        sender = Sender(database, api, clock=now, rate_per_second=RATE)
        nursery.start(sender.run(), name="sender")
        for call in calls:
            ended = broke_off if call in unknown else sent
            await until(partial(row, database, call), ended, 60)
        await sender.stop(5)
        await nursery.close()


def sent(call: OutboxCall) -> bool:
    return call.state is CallState.SENT


def broke_off(call: OutboxCall) -> bool:
    return call.state is CallState.AMBIGUOUS and call.error == "closed by the server"


def heard(world: World, person: Person | Group) -> list[str]:
    """What arrived, in order."""
    return [message.shown for message in world.messages(person)]


async def test_in_a_storm_no_message_is_lost_and_each_chat_keeps_its_order(database: Database, world: World) -> None:
    people = crowd(world)
    storm(world, people)
    written = [str(number) for number in range(MESSAGES)]
    calls = [await promise(database, person.id, text) for text in written for person, _ in people]
    await send_all(database, world, calls)
    for person, trouble in people:
        came = heard(world, person)
        assert came == (["0", *written] if trouble == "done unsaid" else written), trouble


async def test_in_a_storm_no_notice_comes_twice_and_each_is_accounted_for(database: Database, world: World) -> None:
    people = crowd(world)
    storm(world, people)
    calls = [await promise(database, person.id, "notice", lane=Lane.NOTICE) for person, _ in people]
    unknown = {call for call, (_, trouble) in zip(calls, people, strict=True) if trouble in ("not done", "done unsaid")}
    await send_all(database, world, calls, unknown)
    for person, trouble in people:
        assert heard(world, person) == ([] if trouble == "not done" else ["notice"]), trouble


async def test_limits_that_are_kept_are_never_touched(database: Database, world: World) -> None:
    world.faults.enforce_limits(overall=RATE, per_chat=1, burst=3)
    people = crowd(world)
    calls = [await promise(database, person.id, str(n)) for n in range(MESSAGES) for person, _ in people]
    await send_all(database, world, calls)
    assert {call.outcome for call in world.sent("sendMessage")} == {"ok"}


async def test_a_group_that_moves_in_the_middle_gets_everything_in_order(database: Database, world: World) -> None:
    group = world.group("Station", [world.person("Clerk")])
    calls = [await promise(database, group.id, str(number)) for number in range(5)]

    async def migrate() -> Group:
        await world.wait_until(lambda: bool(heard(world, group)), 60)
        return world.migrates(group)

    _, moved = await asyncio.gather(send_all(database, world, calls), migrate())
    before, after = heard(world, group), heard(world, moved)
    assert before
    assert after
    assert before + after == ["0", "1", "2", "3", "4"]

"""RateLimits and faults, as a bot meets them."""

import aiohttp
import pytest
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import ClientDecodeError

from bot.sandbox.people import Person
from bot.sandbox.rate_limits import RateLimits
from bot.sandbox.server import SandboxServer
from bot.sandbox.world import World
from tests.sandbox.conftest import TOKEN, Ask


class Seconds:
    def __init__(self) -> None:
        self.at = 0.0

    def __call__(self) -> float:
        return self.at


def limits(overall: float = 30) -> tuple[RateLimits, Seconds]:
    counted, seconds = RateLimits(overall, per_chat=1, burst=3, per_group_minute=20, penalty=3), Seconds()
    counted.monotonic = seconds
    return counted, seconds


def test_a_chat_takes_a_short_burst_and_then_one_a_second() -> None:
    counted, seconds = limits()
    assert [counted.wait(7) for _ in range(4)] == [0, 0, 0, 1]
    assert counted.wait(8) == 0
    seconds.at = 1
    assert [counted.wait(7), counted.wait(7)] == [0, 1]


def test_a_group_takes_twenty_a_minute() -> None:
    counted, seconds = limits()
    assert [counted.wait(-7) for _ in range(20)] == [0] * 20
    seconds.at = 15
    assert counted.wait(-7) == 45
    seconds.at = 60
    assert counted.wait(-7) == 0


def test_more_than_the_overall_rate_stops_every_call_for_the_penalty() -> None:
    counted, seconds = limits()
    assert [counted.wait(chat) for chat in range(1, 33)] == [0] * 31 + [3]
    seconds.at = 2
    assert counted.wait(99) == 1
    seconds.at = 3.01
    assert counted.wait(99) == 0


def test_an_even_pace_at_the_limit_is_never_refused() -> None:
    counted, seconds = limits(300)
    for number in range(3_000):
        seconds.at = number / 300
        assert counted.wait(number + 1) == 0


def test_an_album_counts_as_its_messages() -> None:
    counted, _ = limits()
    assert counted.wait(7, weight=10) == 0
    assert counted.wait(7) == 8


async def test_a_429_says_when_in_the_body_and_in_the_header(ask: Ask, world: World, ann: Person) -> None:
    world.faults.enforce_limits()
    for _ in range(3):
        assert (await ask("sendMessage", chat_id=ann.id, text="x")).body["ok"]
    answer = await ask("sendMessage", chat_id=ann.id, text="x")
    assert (answer.status, answer.refusal) == (429, "Too Many Requests: retry after 1")
    assert (answer.body["parameters"], answer.headers["Retry-After"]) == ({"retry_after": 1}, "1")
    world.faults.lift_limits()
    assert (await ask("sendMessage", chat_id=ann.id, text="x")).body["ok"]


async def test_the_next_calls_fail_and_later_ones_do_not(ask: Ask, world: World, ann: Person) -> None:
    world.faults.server_errors(2)
    assert (await ask("getUpdates")).body["ok"]
    statuses = [(await ask("sendMessage", chat_id=ann.id, text="x")).status for _ in range(3)]
    assert statuses == [500, 500, 200]
    assert len(world.messages(ann)) == 1


async def test_a_fault_can_concern_one_method_or_one_chat(ask: Ask, world: World, ann: Person) -> None:
    ben = world.person("Ben")
    world.opens(ben)
    world.faults.forbid(ben.id)
    world.faults.too_many_requests(1, retry_after=9, method="sendChatAction")
    assert (await ask("sendMessage", chat_id=ann.id, text="x")).body["ok"]
    assert (await ask("sendMessage", chat_id=ben.id, text="x")).status == 403
    assert (await ask("sendChatAction", chat_id=ann.id, action="typing")).body["parameters"] == {"retry_after": 9}
    world.faults.clear()
    assert (await ask("sendMessage", chat_id=ben.id, text="x")).body["ok"]


@pytest.mark.parametrize(("carried_out", "arrived"), [(True, 1), (False, 0)])
async def test_a_dropped_connection_may_hide_a_message_that_arrived(
    ask: Ask, world: World, ann: Person, carried_out: bool, arrived: int
) -> None:
    world.faults.drop_connections(1, carried_out=carried_out)
    with pytest.raises(aiohttp.ClientError):
        await ask("sendMessage", chat_id=ann.id, text="x")
    assert len(world.messages(ann)) == arrived
    assert world.calls[-1].outcome == "dropped"


async def test_a_proxys_page_is_not_json(world: World, ann: Person, server: SandboxServer) -> None:
    world.faults.bad_gateway(1)
    bot = Bot(TOKEN, session=AiohttpSession(api=TelegramAPIServer.from_base(server.url)))
    async with bot:
        with pytest.raises(ClientDecodeError):
            await bot.send_message(ann.id, "x")


async def test_poison_is_an_update_that_aiogram_cannot_decode(world: World, server: SandboxServer) -> None:
    poisoned = world.faults.poison()
    bot = Bot(TOKEN, session=AiohttpSession(api=TelegramAPIServer.from_base(server.url)))
    async with bot:
        with pytest.raises(ClientDecodeError):
            await bot.get_updates()
        assert await bot.get_updates(offset=poisoned + 1) == []


async def test_a_lost_chat_is_not_found(ask: Ask, world: World, ann: Person) -> None:
    world.faults.lose_chat(ann.id)
    assert (await ask("sendMessage", chat_id=ann.id, text="x")).refusal == "Bad Request: chat not found"

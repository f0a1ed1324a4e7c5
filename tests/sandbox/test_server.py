"""The server itself: its port, its end, what is mounted beside the Bot API, and that it goes on after a restart."""

import asyncio

import aiohttp
import pytest
from aiohttp import web

from bot.sandbox.people import Person
from bot.sandbox.server import SandboxServer
from bot.sandbox.snapshot import pack, unpack
from bot.sandbox.world import World
from tests.sandbox.conftest import TOKEN, Ask, TownClock


async def test_a_taken_port_is_an_error_at_once(server: SandboxServer, world: World) -> None:
    port = int(server.url.rpartition(":")[2])
    with pytest.raises(OSError, match="address already in use"):
        async with SandboxServer(world, port):
            pass


async def test_other_routes_are_served_beside_the_bot_api(world: World, http: aiohttp.ClientSession) -> None:
    async def page(request: web.Request) -> web.Response:
        return web.Response(text="the town")

    async with SandboxServer(world, routes=[web.get("/", page)]) as server, http.get(server.url) as response:
        assert await response.text() == "the town"


async def test_a_waiting_poll_is_answered_when_the_server_ends(world: World, http: aiohttp.ClientSession) -> None:
    async with SandboxServer(world) as server, asyncio.TaskGroup() as group:

        async def poll() -> object:
            async with http.get(f"{server.url}/bot{TOKEN}/getUpdates", params={"timeout": 50}) as response:
                return await response.json()

        waiting = group.create_task(poll())
        await asyncio.sleep(0.1)
        await server.__aexit__(None, None, None)
        async with asyncio.timeout(5):
            assert await waiting == {"ok": True, "result": []}


async def test_a_bot_goes_on_polling_a_restored_world_where_it_stopped(
    ask: Ask, world: World, ann: Person, clock: TownClock, http: aiohttp.ClientSession
) -> None:
    world.says(ann, "handled")
    world.says(ann, "not yet")
    await ask("getUpdates", offset=world.pending()[0]["update_id"] + 1)
    again = unpack(pack(world), clock)
    async with (
        SandboxServer(again) as server,
        http.get(f"{server.url}/bot{TOKEN}/getUpdates") as response,
    ):
        updates = (await response.json())["result"]
    assert [update["message"]["text"] for update in updates] == ["not yet"]


async def test_a_bot_forgets_the_oldest_messages_of_a_long_chat(clock: TownClock) -> None:
    world = World(clock, {TOKEN: "huiyin_bot"}, messages_kept=2)
    ann = world.person("Ann")
    for text in ("one", "two", "three"):
        world.says(ann, text)
    assert [(message.id, message.text) for message in world.messages(ann)] == [(2, "two"), (3, "three")]


async def test_the_same_name_is_the_same_person_and_a_taken_id_is_refused(world: World, ann: Person) -> None:
    assert world.person("Ann") is ann
    with pytest.raises(ValueError, match="belongs to Ann"):
        world.person("Ben", id=ann.id)

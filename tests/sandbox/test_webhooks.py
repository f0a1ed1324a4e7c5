"""Webhook deliveries: the secret, again until taken, chats side by side and in order."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.sandbox.people import Person
from bot.sandbox.world import World
from tests.sandbox.conftest import Ask

Answering = Callable[[str], Awaitable[int]]


class Receiver:
    """A webhook that keeps what it got; `answering` decides the status by the text."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.secrets: set[str | None] = set()
        self.in_flight = self.most_in_flight = 0
        self.url = ""
        self.answering: Answering = self._takes

    async def _takes(self, text: str) -> int:
        return 200

    async def receive(self, request: web.Request) -> web.Response:
        self.in_flight += 1
        self.most_in_flight = max(self.most_in_flight, self.in_flight)
        self.secrets.add(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        update = await request.json()
        text = update["message"]["text"] if "message" in update else f"press {update['callback_query']['data']}"
        self.texts.append(text)
        status = await self.answering(text)
        self.in_flight -= 1
        return web.Response(status=status)


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    receiver = Receiver()
    app = web.Application()
    app.router.add_post("/hook", receiver.receive)
    async with TestServer(app) as server:
        receiver.url = str(server.make_url("/hook"))
        yield receiver


async def test_an_update_is_posted_with_the_secret_and_confirmed_by_200(
    ask: Ask, world: World, ann: Person, receiver: Receiver
) -> None:
    world.says(ann, "before")
    await ask("setWebhook", url=receiver.url, secret_token="s3cret")
    world.says(ann, "after")
    await world.wait_until(lambda: not world.pending())
    assert (receiver.texts, receiver.secrets) == (["before", "after"], {"s3cret"})
    assert len(world.acknowledged) == 2


async def test_a_refused_update_comes_again_and_holds_back_its_own_chat_only(
    ask: Ask, world: World, ann: Person, receiver: Receiver
) -> None:
    ben = world.person("Ben")
    failures = iter([500, 503])

    async def answering(text: str) -> int:
        return next(failures, 200) if text == "hard" else 200

    receiver.answering = answering
    await ask("setWebhook", url=receiver.url)
    world.says(ann, "hard")
    world.says(ann, "after hard")
    world.says(ben, "easy")
    await world.wait_until(lambda: not world.pending())
    assert [text for text in receiver.texts if text != "easy"] == ["hard", "hard", "hard", "after hard"]
    assert receiver.texts.index("easy") < receiver.texts.index("after hard")
    info = (await ask("getWebhookInfo")).result
    assert info["last_error_message"].startswith("Wrong response from the webhook: 503")


async def test_chats_are_delivered_side_by_side_and_one_at_a_time_each(
    ask: Ask, world: World, ann: Person, receiver: Receiver
) -> None:
    ben, gate, both_waiting = world.person("Ben"), asyncio.Event(), asyncio.Event()

    async def answering(text: str) -> int:
        if receiver.in_flight == 2:
            both_waiting.set()
        await gate.wait()
        return 200

    receiver.answering = answering
    await ask("setWebhook", url=receiver.url)
    for number in range(3):
        world.says(ann, f"a{number}")
        world.says(ben, f"b{number}")
    async with asyncio.timeout(5):
        await both_waiting.wait()
    await asyncio.sleep(0.05)
    assert sorted(receiver.texts) == ["a0", "b0"]
    gate.set()
    await world.wait_until(lambda: not world.pending())
    assert [text for text in receiver.texts if text[0] == "a"] == ["a0", "a1", "a2"]
    assert receiver.most_in_flight == 2


async def test_presses_travel_beside_the_messages_of_their_chat(
    ask: Ask, world: World, ann: Person, receiver: Receiver
) -> None:
    gate = asyncio.Event()

    async def answering(text: str) -> int:
        if text == "slow":
            await gate.wait()
        return 200

    receiver.answering = answering
    await ask("setWebhook", url=receiver.url)
    world.presses(ann, world.says(ann, "slow"), "x")
    await world.wait_until(lambda: len(world.acknowledged) == 1)
    assert "press x" in receiver.texts
    gate.set()
    await world.wait_until(lambda: not world.pending())


async def test_what_an_unreachable_webhook_misses_is_kept(ask: Ask, world: World, ann: Person) -> None:
    await ask("setWebhook", url="http://127.0.0.1:1/hook")
    world.says(ann, "hello")
    hook = world.bot.webhook
    assert hook is not None
    await world.wait_until(lambda: hook.last_error is not None)
    info = (await ask("getWebhookInfo")).result
    assert (info["pending_update_count"], info["last_error_message"]) == (1, "Connection refused")


@pytest.mark.parametrize(
    ("params", "description"),
    [
        ({"url": "http://example.org/x"}, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook"),
        (
            {"url": "https://example.org/x", "secret_token": "a b"},
            "Bad Request: secret token contains unallowed characters",
        ),
    ],
)
async def test_a_wrong_webhook_is_refused(ask: Ask, params: dict[str, str], description: str) -> None:
    assert (await ask("setWebhook", **params)).refusal == description

"""The routes behind the sandbox's page: who may use them, and what they do and refuse."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import timedelta
from io import BytesIO
from typing import Any

import aiohttp
import pytest
from aiohttp.test_utils import make_mocked_request

from bot.sandbox.cast import Cast, CastMember, NamedLocation
from bot.sandbox.page_api import PageApi
from bot.sandbox.same_origin import refusal
from bot.sandbox.server import SandboxServer
from bot.sandbox.world import World
from tests.sandbox.townsfolk import AN, BEN, MovedClock, small_town

PNG = b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + (3).to_bytes(4, "big") + (2).to_bytes(4, "big") + b"\0" * 40


class Desk:
    """A client of the routes, and what stands behind them."""

    def __init__(self, world: World, clock: MovedClock, http: aiohttp.ClientSession) -> None:
        self.world, self.clock, self.http = world, clock, http

    async def asks(self, path: str, **options: Any) -> Any:
        async with self.http.get(path, **options) as response:
            return await response.json()

    async def tells(self, path: str, body: Any, expected: int = 200, **options: Any) -> Any:
        async with self.http.post(path, json=body, **options) as response:
            answer = await response.json()
            assert response.status == expected, answer
            return answer

    async def uploads(self, kind: str, *files: tuple[str, bytes, str], expected: int = 200) -> Any:
        form = aiohttp.FormData()
        form.add_field("kind", kind)
        form.add_field("caption", "look")
        for name, content, mime in files:
            form.add_field("file", BytesIO(content), filename=name, content_type=mime)
        async with self.http.post(f"/sandbox/people/{AN}/files", data=form) as response:
            answer = await response.json()
            assert response.status == expected, answer
            return answer

    def kinds(self) -> list[str]:
        return [message.kind for message in self.world.messages(self.world.people.by_id[AN])]


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    clock = MovedClock()
    world = World(clock.now, {"42:echo": "echo_bot"})
    page_api = PageApi(world, small_town(), clock, town="Tongshan", places=[NamedLocation("The well", 31.05, 116.97)])
    async with (
        SandboxServer(world, routes=page_api.routes()) as server,
        aiohttp.ClientSession(server.url) as http,
    ):
        yield Desk(world, clock, http)


async def test_the_page_learns_who_lives_in_town(desk: Desk) -> None:
    town = await desk.asks("/sandbox/town")
    assert town["phones"] == [1001, 1002, 2001, 3001]
    assert town["bot"]["username"] == "echo_bot"
    assert town["people"][0]["name"] == "An Liu"
    assert "phone" not in town["people"][0]
    assert town["places"] == [{"name": "The well", "latitude": 31.05, "longitude": 116.97}]
    assert town["clock"]["zone"] == "Asia/Shanghai"


async def test_what_a_person_says_and_edits_is_in_their_chat_alone(desk: Desk) -> None:
    said = await desk.tells(f"/sandbox/people/{AN}/says", {"text": "/start abc", "reply_to": None})
    await desk.tells(f"/sandbox/people/{AN}/edits", {"message_id": said["message_id"], "text": "hello"})
    chat = await desk.asks(f"/sandbox/people/{AN}/chat")
    assert [message["text"] for message in chat["messages"]] == ["hello"]
    assert chat["messages"][0]["edit_date"]
    assert (await desk.asks(f"/sandbox/people/{BEN}/chat"))["messages"] == []


async def test_a_long_chat_is_given_from_its_end(desk: Desk) -> None:
    for number in range(5):
        await desk.tells(f"/sandbox/people/{AN}/says", {"text": f"message {number}"})
    chat = await desk.asks(f"/sandbox/people/{AN}/chat?limit=2")
    assert [message["text"] for message in chat["messages"]] == ["message 3", "message 4"]
    assert chat["earlier"]


async def test_a_press_gives_the_id_its_answer_will_carry(desk: Desk) -> None:
    said = await desk.tells(f"/sandbox/people/{AN}/says", {"text": "hi"})
    pressed = await desk.tells(f"/sandbox/people/{AN}/presses", {"message_id": said["message_id"], "data": "x"})
    assert desk.world.pending()[-1]["callback_query"]["id"] == pressed["id"]


async def test_files_come_back_as_they_were_sent(desk: Desk) -> None:
    await desk.uploads("photo", ("a.png", PNG, "image/png"))
    await desk.uploads("photo", ("a.png", PNG, "image/png"), ("b.png", PNG, "image/png"))
    await desk.uploads("voice", ("v.ogg", b"OggS voice", "audio/ogg"))
    await desk.uploads("document", ("n.html", b"<script>", "text/html"))
    assert desk.kinds() == ["photo", "photo", "photo", "voice", "document"]
    messages = (await desk.asks(f"/sandbox/people/{AN}/chat"))["messages"]
    assert messages[1]["media_group_id"] == messages[2]["media_group_id"]
    async with desk.http.get(f"/sandbox/files/{messages[0]['photo'][0]['file_id']}") as picture:
        assert (await picture.read(), picture.content_type) == (PNG, "image/png")
    async with desk.http.get(f"/sandbox/files/{messages[4]['document']['file_id']}") as page:
        assert page.headers["Content-Disposition"] == "attachment"
        assert page.content_type == "application/octet-stream"
    ranged = {"Range": "bytes=0-3"}
    async with desk.http.get(f"/sandbox/files/{messages[3]['voice']['file_id']}", headers=ranged) as sound:
        assert (sound.status, await sound.read()) == (206, b"OggS")
        assert sound.headers["Content-Range"] == "bytes 0-3/10"


async def test_a_file_can_answer_a_message(desk: Desk) -> None:
    said = await desk.tells(f"/sandbox/people/{AN}/says", {"text": "look at this"})
    form = aiohttp.FormData({"kind": "document", "reply_to": str(said["message_id"])})
    form.add_field("file", BytesIO(b"x"), filename="x.txt", content_type="text/plain")
    async with desk.http.post(f"/sandbox/people/{AN}/files", data=form) as response:
        assert response.status == 200
    assert desk.world.pending()[-1]["message"]["reply_to_message"]["text"] == "look at this"


async def test_a_location_and_the_own_number_can_be_shared(desk: Desk) -> None:
    await desk.tells(f"/sandbox/people/{AN}/location", {"latitude": 31.0, "longitude": 117})
    await desk.tells(f"/sandbox/people/{AN}/contact", {})
    contact = (await desk.asks(f"/sandbox/people/{AN}/chat"))["messages"][1]["contact"]
    assert contact["user_id"] == AN
    assert contact["phone_number"].startswith("+999")


async def test_who_blocks_the_bot_cannot_write_until_they_unblock_it(desk: Desk) -> None:
    await desk.tells(f"/sandbox/people/{AN}/blocks", {})
    assert (await desk.asks(f"/sandbox/people/{AN}/chat"))["blocked"]
    refused = await desk.tells(f"/sandbox/people/{AN}/says", {"text": "hi"}, expected=409)
    assert "blocked the bot" in refused["error"]
    await desk.tells(f"/sandbox/people/{AN}/unblocks", {})
    await desk.tells(f"/sandbox/people/{AN}/says", {"text": "hi"})


async def test_somebody_new_can_be_added_and_speaks_at_once(desk: Desk) -> None:
    person = await desk.tells("/sandbox/people", {"name": "Ning", "language": "zh-hans"})
    assert person["group"] == "newcomers"
    await desk.tells(f"/sandbox/people/{person['id']}/says", {"text": "你好"})
    sender = desk.world.pending()[-1]["message"]["from"]
    assert (sender["first_name"], sender["language_code"]) == ("Ning", "zh-hans")
    assert person["id"] in [each["id"] for each in (await desk.asks("/sandbox/town"))["people"]]


@pytest.mark.parametrize(
    ("path", "body", "status", "words"),
    [
        (f"/sandbox/people/{AN}/says", {"text": "  "}, 400, "text is empty"),
        (f"/sandbox/people/{AN}/says", {"text": "x" * 4097}, 400, "too long: 4097 of at most 4096"),
        (f"/sandbox/people/{AN}/says", ["text"], 400, "JSON object"),
        (f"/sandbox/people/{AN}/edits", {"message_id": 99, "text": "x"}, 404, "no longer there"),
        (f"/sandbox/people/{AN}/presses", {"message_id": "1", "data": "x"}, 400, "whole number"),
        (f"/sandbox/people/{AN}/location", {"latitude": 91, "longitude": 0}, 400, "between -90 and 90"),
        (f"/sandbox/people/{AN}/flies", {}, 404, "Nobody can do that"),
        ("/sandbox/people/7/says", {"text": "hi"}, 404, "Nobody in this town"),
        ("/sandbox/clock", {"seconds": 0}, 400, "forward only"),
        ("/sandbox/faults", {"latency": 99}, 400, "0 to 30 seconds"),
    ],
)
async def test_what_cannot_be_done_is_explained(desk: Desk, path: str, body: Any, status: int, words: str) -> None:
    assert words in (await desk.tells(path, body, expected=status))["error"]


async def test_a_file_too_large_or_of_an_unknown_kind_is_refused(desk: Desk) -> None:
    big = ("big.bin", b"0" * (20 * 1024 * 1024 + 1), "application/octet-stream")
    assert "20 MB" in (await desk.uploads("document", big, expected=413))["error"]
    assert "photo, a voice" in (await desk.uploads("poem", ("p.txt", b"x", "text/plain"), expected=400))["error"]
    assert desk.kinds() == []


async def test_the_clock_moves_by_a_span_or_to_the_next_due_thing(desk: Desk) -> None:
    before = desk.clock.now()
    await desk.tells("/sandbox/clock", {"seconds": 3600})
    assert desk.clock.now() == before + timedelta(hours=1)
    moved = await desk.tells("/sandbox/clock", {"next": True})
    assert desk.clock.now() == before + timedelta(hours=5)
    assert (desk.clock.fired, moved["next"]) == (["Reminder: rate the answer"], None)
    refused = await desk.tells("/sandbox/clock", {"next": True}, expected=409)
    assert "Nothing is due" in refused["error"]


async def test_faults_are_switched_on_counted_and_switched_off(desk: Desk) -> None:
    wanted = {"latency": 0.5, "too_many": 2, "server_errors": 3}
    assert await desk.tells("/sandbox/faults", wanted) == wanted
    assert await desk.asks("/sandbox/faults") == wanted
    nothing = {"latency": 0, "too_many": 0, "server_errors": 0}
    assert await desk.tells("/sandbox/faults", nothing) == nothing
    assert not desk.world.faults.armed


async def test_changes_are_told_while_one_listens(desk: Desk) -> None:
    async with asyncio.timeout(10), desk.http.get("/sandbox/changes") as stream:
        desk.world.says(desk.world.person("Somebody not of the cast"), "hello")
        await desk.tells(f"/sandbox/people/{AN}/says", {"text": "hi"})
        await desk.tells("/sandbox/clock", {"seconds": 60})
        async with desk.http.get("/bot42:echo/getUpdates"):
            pass
        told: list[Any] = []
        while len(told) < 4:
            line = await stream.content.readline()
            if line.startswith(b"data: "):
                told.append(json.loads(line[6:]))
    assert told == [
        {"kind": "bot", "listens": False},
        {"kind": "chat", "person": AN, "arrived": 0},
        {"kind": "clock"},
        {"kind": "bot", "listens": True},
    ]


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://example.org"},
        {"Origin": "null"},
        {"Host": "huiyin.example.org"},
        {"Sec-Fetch-Site": "cross-site"},
    ],
)
async def test_other_sites_may_not_use_the_routes(desk: Desk, headers: dict[str, str]) -> None:
    await desk.tells(f"/sandbox/people/{AN}/says", {"text": "hi"}, expected=403, headers=headers)
    assert desk.kinds() == []


async def test_a_link_to_the_page_may_be_followed_from_anywhere(desk: Desk) -> None:
    headers = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
    async with desk.http.get("/", headers=headers) as page:
        assert page.status == 200
    await desk.tells(f"/sandbox/people/{AN}/says", {"text": "hi"}, expected=403, headers=headers)


async def test_a_form_of_another_site_cannot_speak_for_anybody(desk: Desk) -> None:
    async with desk.http.post(f"/sandbox/people/{AN}/says", data=b'{"text": "hi"}') as response:
        assert response.status == 415
    assert desk.kinds() == []


@pytest.mark.parametrize(("address", "served"), [("127.0.0.1", True), ("::1", True), ("192.0.2.7", False), ("", False)])
def test_only_this_machine_is_served(address: str, served: bool) -> None:
    request = make_mocked_request("GET", "/", headers={"Host": "localhost:8080"}).clone(remote=address)
    assert (refusal(request) is None) == served


async def test_the_page_may_load_nothing_from_elsewhere(desk: Desk) -> None:
    async with desk.http.get("/") as page:
        assert "default-src 'none'" in page.headers["Content-Security-Policy"]
        assert "connect-src 'self'" in page.headers["Content-Security-Policy"]
    for outside in ("/page/../page_api.py", "/page/%2e%2e%2fpage_api.py", "/page/page_api.py", "/page/none.js"):
        async with desk.http.get(outside) as response:
            assert response.status == 404, outside


def test_a_cast_refuses_two_people_of_one_number_and_phones_of_nobody() -> None:
    an = CastMember(1, "An", "Constituent", "constituents")
    with pytest.raises(ValueError, match="1 is taken"):
        Cast([an, an])
    with pytest.raises(ValueError, match="nobody of the cast"):
        Cast([an], phones=[2])

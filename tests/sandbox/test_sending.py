"""Messages a bot sends: what arrives, and what is refused with Telegram's own words."""

from typing import Any

import pytest

from bot.sandbox.people import Person
from bot.sandbox.world import World
from tests.sandbox.conftest import Ask

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + (20).to_bytes(4, "big") + (10).to_bytes(4, "big") + b"rest"


async def test_a_text_arrives_and_is_given_back_as_a_message(ask: Ask, world: World, ann: Person) -> None:
    sent = (await ask("sendMessage", chat_id=ann.id, text=" hello ")).result
    assert sent["text"] == "hello"
    assert sent["from"]["is_bot"] is True
    assert sent["chat"] == {"id": ann.id, "type": "private", "first_name": "Ann"}
    assert sent["date"] == world.now()
    assert [message.text for message in world.messages(ann)] == ["hello"]
    assert world.sent("sendMessage", ann.id)[0].outcome == "ok"


async def test_html_becomes_entities_with_utf16_offsets(ask: Ask, ann: Person) -> None:
    text = '<b>😀 a&lt;b</b> <a href="https://x.org/?a=1&amp;b=2">link</a>'
    sent = (await ask("sendMessage", chat_id=ann.id, text=text, parse_mode="HTML")).result
    assert sent["text"] == "😀 a<b link"
    assert sent["entities"] == [
        {"type": "bold", "offset": 0, "length": 6},
        {"type": "text_link", "offset": 7, "length": 4, "url": "https://x.org/?a=1&b=2"},
    ]


async def test_markdown_becomes_the_same_entities(ask: Ask, ann: Person) -> None:
    text = "*bold _both_* `code` [link](https://x.org/\\)) ||hidden||\n>quoted\n>more\nplain\\."
    sent = (await ask("sendMessage", chat_id=ann.id, text=text, parse_mode="MarkdownV2")).result
    assert sent["text"] == "bold both code link hidden\nquoted\nmore\nplain."
    assert [(e["type"], e["offset"], e["length"]) for e in sent["entities"]] == [
        ("bold", 0, 9),
        ("italic", 5, 4),
        ("code", 10, 4),
        ("text_link", 15, 4),
        ("spoiler", 20, 6),
        ("blockquote", 27, 12),
    ]


async def test_an_expandable_quote_and_a_code_block_are_understood(ask: Ask, ann: Person) -> None:
    text = "```python\nx = 1\n```\n**>first\n>last||"
    sent = (await ask("sendMessage", chat_id=ann.id, text=text, parse_mode="MarkdownV2")).result
    assert [(e["type"], e.get("language")) for e in sent["entities"]] == [
        ("pre", "python"),
        ("expandable_blockquote", None),
    ]


@pytest.mark.parametrize(
    ("params", "description"),
    [
        ({"text": ""}, "Bad Request: message text is empty"),
        ({"text": " \n"}, "Bad Request: message text is empty"),
        ({"text": "<b></b>", "parse_mode": "HTML"}, "Bad Request: message text is empty"),
        ({"text": "a" * 4097}, "Bad Request: message is too long"),
        ({"text": "😀" * 2049}, "Bad Request: message is too long"),
        ({"text": "x", "parse_mode": "RTF"}, "Bad Request: unsupported parse_mode"),
        (
            {"text": "a <b>c", "parse_mode": "HTML"},
            "Bad Request: can't parse entities: Can't find end tag corresponding to start tag \"b\"",
        ),
        (
            {"text": "你<x>c", "parse_mode": "HTML"},
            'Bad Request: can\'t parse entities: Unsupported start tag "x" at byte offset 3',
        ),
        (
            {"text": "<b>c</i>", "parse_mode": "HTML"},
            'Bad Request: can\'t parse entities: Unmatched end tag at byte offset 4, expected "</b>", found "</i>"',
        ),
        (
            {"text": "c</b>", "parse_mode": "HTML"},
            "Bad Request: can't parse entities: Unexpected end tag at byte offset 1",
        ),
        (
            {"text": "a.", "parse_mode": "MarkdownV2"},
            "Bad Request: can't parse entities: Character '.' is reserved and must be escaped with the preceding '\\'",
        ),
        (
            {"text": "a *b", "parse_mode": "MarkdownV2"},
            "Bad Request: can't parse entities: Can't find end of Bold entity at byte offset 2",
        ),
        (
            {"text": "abc", "entities": [{"type": "bold", "offset": 1, "length": 3}]},
            "Bad Request: can't parse entities: entity out of text bounds",
        ),
        ({"text": "x", "reply_parameters": {"message_id": 99}}, "Bad Request: message to be replied not found"),
        ({"text": "x", "chat_id": ""}, "Bad Request: chat_id is empty"),
        ({"text": "x", "chat_id": 5}, "Bad Request: chat not found"),
        ({"text": "x", "chat_id": "@nobody"}, "Bad Request: chat not found"),
    ],
)
async def test_what_telegram_refuses_is_refused_word_for_word(
    ask: Ask, ann: Person, params: dict[str, Any], description: str
) -> None:
    answer = await ask("sendMessage", **{"chat_id": ann.id} | params)
    assert (answer.status, answer.refusal) == (400, description)


async def test_the_limit_counts_what_is_left_after_parsing(ask: Ask, ann: Person) -> None:
    text = "<b>" + "a" * 4096 + "</b>"
    assert (await ask("sendMessage", chat_id=ann.id, text=text, parse_mode="HTML")).body["ok"]


def inline(**button: Any) -> dict[str, Any]:
    return {"inline_keyboard": [[button]]}


@pytest.mark.parametrize(
    ("markup", "description"),
    [
        (inline(text="a", callback_data="x" * 65), "Bad Request: BUTTON_DATA_INVALID"),
        (inline(text="a", callback_data="你" * 22), "Bad Request: BUTTON_DATA_INVALID"),
        (
            inline(text="a", callback_data=""),
            "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        (
            inline(text="a"),
            "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        (
            inline(callback_data="x"),
            'Bad Request: can\'t parse inline keyboard button: Field "text" must be of type String',
        ),
        (
            inline(text="a", url="http://localhost"),
            "Bad Request: inline keyboard button URL 'http://localhost' is invalid: Wrong HTTP URL",
        ),
        ("no JSON", "Bad Request: can't parse reply markup JSON object"),
        ([], "Bad Request: object expected as reply markup"),
        ({"keyboard": []}, "Bad Request: reply markup is empty"),
    ],
)
async def test_a_wrong_keyboard_is_refused(ask: Ask, ann: Person, markup: Any, description: str) -> None:
    assert (await ask("sendMessage", chat_id=ann.id, text="x", reply_markup=markup)).refusal == description


async def test_only_inline_keyboards_are_given_back_but_a_person_sees_every_keyboard(
    ask: Ask, world: World, ann: Person
) -> None:
    keyboard = {"keyboard": [["One", {"text": "Two"}]], "resize_keyboard": True}
    sent = (await ask("sendMessage", chat_id=ann.id, text="x", reply_markup=keyboard)).result
    assert "reply_markup" not in sent
    shown = world.reply_keyboard(ann)
    assert shown is not None and shown["keyboard"] == [[{"text": "One"}, {"text": "Two"}]]
    await ask("sendMessage", chat_id=ann.id, text="y", reply_markup={"remove_keyboard": True})
    assert world.reply_keyboard(ann) is None


async def test_an_upload_gets_a_file_id_that_can_be_sent_again_and_fetched(
    ask: Ask, world: World, ann: Person, server: Any, http: Any
) -> None:
    from aiohttp import FormData

    form = FormData({"chat_id": str(ann.id), "caption": "<i>me</i>", "parse_mode": "HTML", "photo": "attach://pic"})
    form.add_field("pic", PNG, filename="a.png", content_type="image/png")
    async with http.post(f"{server.url}/bot42:TEST/sendPhoto", data=form) as response:
        sent = (await response.json())["result"]
    size = sent["photo"][-1]
    assert (size["width"], size["height"], size["file_size"]) == (20, 10, len(PNG))
    assert sent["caption_entities"] == [{"type": "italic", "offset": 0, "length": 2}]
    again = (await ask("sendPhoto", chat_id=ann.id, photo=size["file_id"])).result
    assert again["photo"][-1]["file_unique_id"] == size["file_unique_id"]
    path = (await ask("getFile", file_id=size["file_id"])).result["file_path"]
    async with http.get(f"{server.url}/file/bot42:TEST/{path}") as response:
        assert await response.read() == PNG
    refused = await ask("sendDocument", chat_id=ann.id, document=size["file_id"])
    assert refused.refusal == "Bad Request: can't use file of type Photo as Document"


@pytest.mark.parametrize(
    ("method", "params", "description"),
    [
        ("sendPhoto", {}, "Bad Request: there is no photo in the request"),
        ("sendPhoto", {"photo": "nonsense"}, "Bad Request: wrong file identifier/HTTP URL specified"),
        ("sendPhoto", {"photo": "attach://missing"}, "Bad Request: there is no photo in the request"),
        (
            "sendMediaGroup",
            {"media": [{"type": "photo", "media": "attach://missing"}] * 2},
            "Bad Request: can't parse InputMedia: media not found",
        ),
        (
            "sendMediaGroup",
            {"media": [{"type": "sticker", "media": "x"}] * 2},
            "Bad Request: can't parse InputMedia: type \"sticker\" can't be used in sendMediaGroup",
        ),
        ("sendMediaGroup", {}, 'Bad Request: parameter "media" is required'),
        ("sendDocument", {"document": "https://x.org/a"}, "Bad Request: failed to get HTTP URL content"),
        ("sendMediaGroup", {"media": []}, "Bad Request: there are no messages to send"),
        ("sendLocation", {"latitude": 91, "longitude": 0}, "Bad Request: wrong latitude or longitude specified"),
        ("sendPoll", {"question": "", "options": ["a"]}, "Bad Request: poll question must be non-empty"),
        ("sendChatAction", {"action": "dancing"}, "Bad Request: wrong parameter action in request"),
        ("getFile", {"file_id": "x"}, "Bad Request: invalid file_id"),
        ("copyMessage", {"from_chat_id": 1, "message_id": 1}, "Bad Request: chat not found"),
        ("sendWishes", {}, "Not Found"),
    ],
)
async def test_other_methods_refuse_what_they_must(
    ask: Ask, ann: Person, method: str, params: dict[str, Any], description: str
) -> None:
    assert (await ask(method, chat_id=ann.id, **params)).refusal == description


async def test_a_caption_beyond_1024_is_refused(ask: Ask, world: World, ann: Person) -> None:
    file_id = world.files.add("photo", PNG).file_id
    answer = await ask("sendPhoto", chat_id=ann.id, photo=file_id, caption="a" * 1025)
    assert answer.refusal == "Bad Request: message caption is too long"


async def test_an_album_is_two_to_ten_files_that_go_together(ask: Ask, world: World, ann: Person) -> None:
    photo = {"type": "photo", "media": world.files.add("photo", PNG).file_id}
    document = {"type": "document", "media": world.files.add("document", b"x", "a.txt").file_id}
    sent = (await ask("sendMediaGroup", chat_id=ann.id, media=[photo | {"caption": "first"}, photo])).result
    assert len({message["media_group_id"] for message in sent}) == 1
    assert [message.caption for message in world.messages(ann)] == ["first", None]
    for wrong in ([photo], [photo] * 11, [photo, document]):
        assert not (await ask("sendMediaGroup", chat_id=ann.id, media=wrong)).body["ok"]


async def test_a_copy_has_no_origin_and_a_forward_has_one(ask: Ask, world: World, ann: Person) -> None:
    theirs = world.says(ann, "mine")
    copied = (await ask("copyMessage", chat_id=ann.id, from_chat_id=ann.id, message_id=theirs.id)).result
    forwarded = (await ask("forwardMessage", chat_id=ann.id, from_chat_id=ann.id, message_id=theirs.id)).result
    assert "forward_origin" not in world.messages(ann)[1].content
    assert copied == {"message_id": world.messages(ann)[1].id}
    assert forwarded["forward_origin"]["sender_user"]["id"] == ann.id


async def test_a_person_who_blocked_the_bot_cannot_be_written_to(ask: Ask, world: World, ann: Person) -> None:
    world.blocks(ann)
    answer = await ask("sendMessage", chat_id=ann.id, text="x")
    assert (answer.status, answer.refusal) == (403, "Forbidden: bot was blocked by the user")
    world.unblocks(ann)
    assert (await ask("sendMessage", chat_id=ann.id, text="x")).body["ok"]
    assert [u["my_chat_member"]["new_chat_member"]["status"] for u in world.pending()] == ["kicked", "member"]


async def test_a_migrated_group_names_its_new_id(ask: Ask, world: World, ann: Person) -> None:
    group = world.group("Station staff", [ann])
    successor = world.migrates(group)
    answer = await ask("sendMessage", chat_id=group.id, text="x")
    assert answer.refusal == "Bad Request: group chat was upgraded to a supergroup chat"
    assert answer.body["parameters"] == {"migrate_to_chat_id": successor.id}
    assert (await ask("sendMessage", chat_id=successor.id, text="x")).result["chat"]["type"] == "supergroup"


@pytest.mark.parametrize("way", ["query", "form", "json"])
async def test_parameters_are_taken_from_query_form_and_json(
    world: World, ann: Person, server: Any, http: Any, way: str
) -> None:
    params = {"chat_id": str(ann.id), "text": "hi", "reply_markup": '{"force_reply": true}'}
    url = f"{server.url}/bot42:TEST/SENDMESSAGE"
    request = {
        "query": http.get(url, params=params),
        "form": http.post(url, data=params),
        "json": http.post(url, json=params),
    }
    for name, pending in request.items():
        if name != way:
            pending.close()
    async with request[way] as response:
        assert (await response.json())["ok"]
    assert world.last(ann).reply_markup == {"force_reply": True}


async def test_a_wrong_token_is_unauthorized(server: Any, http: Any) -> None:
    async with http.get(f"{server.url}/bot1:NO/getMe") as response:
        assert await response.json() == {"ok": False, "error_code": 401, "description": "Unauthorized"}

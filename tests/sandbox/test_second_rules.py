"""teremok, a second reading of the Bot API's rules, and the sandbox refuse the same payloads."""

from typing import Any

import pytest
from aiogram import Bot
from aiogram.methods import AnswerCallbackQuery, EditMessageText, SendMessage, SendPhoto, TelegramMethod
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, MessageEntity
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from teremok.validation import ApiRuleViolation, validate_method

from bot.sandbox.errors import ApiError
from bot.sandbox.formatting import caption_text, message_text
from bot.sandbox.markdown import parse_markdown_v2
from bot.sandbox.people import Person
from bot.sandbox.world import World
from tests.sandbox.conftest import Ask
from tests.sandbox.test_sending import PNG

BOT = Bot("42:TEST")


def teremok_refuses(method: TelegramMethod[Any]) -> bool:
    try:
        validate_method(BOT, method)
    except ApiRuleViolation:
        return True
    return False


def keyboard(**button: Any) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="b", **button)]])


TEXTS: list[dict[str, Any]] = [
    {"text": "plain"},
    {"text": "a" * 4096},
    {"text": "a" * 4097},
    {"text": "😀" * 2048},
    {"text": "😀" * 2049},
    {"text": ""},
    {"text": "<b>a <i>b</i></b>", "parse_mode": "HTML"},
    {"text": "<b>a <i>b</b></i>", "parse_mode": "HTML"},
    {"text": "<b>a", "parse_mode": "HTML"},
    {"text": "<div>a</div>", "parse_mode": "HTML"},
    {"text": "1 < 2", "parse_mode": "HTML"},
    {"text": "1 &lt; 2 &amp; 3", "parse_mode": "HTML"},
    {"text": "<blockquote expandable>q</blockquote>", "parse_mode": "HTML"},
    {"text": '<pre><code class="language-python">x</code></pre>', "parse_mode": "HTML"},
    {"text": '<span class="x">a</span>', "parse_mode": "HTML"},
    {"text": '<a href="https://x.org">a</a>', "parse_mode": "HTML"},
    {"text": "*a* _b_ __c__ ~d~ ||e|| `f`", "parse_mode": "MarkdownV2"},
    {"text": "a.b", "parse_mode": "MarkdownV2"},
    {"text": "a\\.b", "parse_mode": "MarkdownV2"},
    {"text": "*a", "parse_mode": "MarkdownV2"},
    {"text": "[a](http://x.org)", "parse_mode": "MarkdownV2"},
    {"text": "[a](http://x.org", "parse_mode": "MarkdownV2"},
    {"text": ">q\n>r", "parse_mode": "MarkdownV2"},
    {"text": "**>q\n>r||", "parse_mode": "MarkdownV2"},
    {"text": "abc", "entities": [MessageEntity(type="bold", offset=0, length=3)]},
    {"text": "abc", "entities": [MessageEntity(type="bold", offset=1, length=3)]},
    {"text": "a", "reply_markup": keyboard(callback_data="x" * 64)},
    {"text": "a", "reply_markup": keyboard(callback_data="x" * 65)},
    {"text": "a", "reply_markup": keyboard(callback_data="汉" * 22)},
    {"text": "a", "reply_markup": keyboard()},
    {"text": "a", "reply_markup": keyboard(url="https://x.org", callback_data="x")},
    {"text": "a", "reply_markup": keyboard(url="https://x.org")},
]


def wire(params: dict[str, Any]) -> dict[str, Any]:
    prepared: dict[str, Any] = BOT.session.prepare_value(params, BOT, {}, _dumps_json=False)
    return prepared


@pytest.mark.parametrize("params", TEXTS, ids=[str(params)[:60] for params in TEXTS])
async def test_both_judge_a_message_and_an_edit_alike(ask: Ask, ann: Person, params: dict[str, Any]) -> None:
    await ask("sendMessage", chat_id=ann.id, text="before the edit")
    for method, extra in ((SendMessage, {}), (EditMessageText, {"message_id": 1})):
        payload = {"chat_id": ann.id, **extra, **params}
        answer = await ask(method.__api_method__, **wire(payload))
        refused = teremok_refuses(method.model_validate(payload))
        assert answer.body["ok"] is not refused, answer.body


@pytest.mark.parametrize("length", [1024, 1025])
async def test_both_judge_a_caption_alike(ask: Ask, world: World, ann: Person, length: int) -> None:
    photo = world.files.add("photo", PNG).file_id
    answer = await ask("sendPhoto", chat_id=ann.id, photo=photo, caption="a" * length)
    assert answer.body["ok"] is not teremok_refuses(SendPhoto(chat_id=ann.id, photo=photo, caption="a" * length))


@pytest.mark.parametrize("length", [200, 201])
async def test_both_judge_the_answer_to_a_press_alike(ask: Ask, world: World, ann: Person, length: int) -> None:
    query = world.presses(ann, world.says(ann, "x"), "x")
    answer = await ask("answerCallbackQuery", callback_query_id=query, text="a" * length)
    assert answer.body["ok"] is not teremok_refuses(AnswerCallbackQuery(callback_query_id=query, text="a" * length))


HTML = st.lists(
    st.sampled_from(["<b>", "</b>", "<i>", "</i>", "<code>", "</code>", "&lt;", "&amp;", "汉", "a ", "<", "<p>"]),
    max_size=8,
).map("".join)


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(HTML)
def test_both_judge_any_html_alike(text: str) -> None:
    text = f"x{text}"
    try:
        caption_text(text, "HTML", None)
        refused = False
    except ApiError:
        refused = True
    assert refused is teremok_refuses(SendMessage(chat_id=1, text=text, parse_mode="HTML"))


@given(st.text(alphabet="ab 汉😀.!-#\\", max_size=30))
def test_what_is_escaped_for_markdown_comes_out_as_it_was(text: str) -> None:
    escaped = "".join(f"\\{char}" if char in "_*[]()~`>#+-=|{}.!\\" else char for char in text)
    assert parse_markdown_v2(escaped) == (text, [])


@pytest.mark.parametrize(
    "params",
    [
        {"text": "fish & chips", "parse_mode": "HTML"},
        {"text": "<b>" + "a" * 4096 + "</b>", "parse_mode": "HTML"},
    ],
)
def test_where_telegram_is_milder_than_teremok_the_sandbox_follows_telegram(params: dict[str, Any]) -> None:
    assert teremok_refuses(SendMessage(chat_id=1, **params))
    assert message_text(params["text"], params["parse_mode"], None)["text"]

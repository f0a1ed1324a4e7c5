"""Checks of reply_markup, as strict as Telegram's."""

from typing import Any
from urllib.parse import urlsplit

from bot.sandbox.errors import bad_request
from bot.sandbox.messages import Json
from bot.sandbox.params import Params

MAX_CALLBACK_DATA_BYTES = 64
"""The Bot API's limit."""
MAX_INLINE_BUTTONS = 100
"""Undocumented; python-telegram-bot names this limit."""
MAX_REPLY_BUTTONS = 300
_ACTIONS = (
    "callback_data",
    "url",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
)
_SCHEMES = {"http", "https", "tg", "ton", "tonsite"}


def reply_markup(params: Params) -> Json | None:
    """The call's keyboard, checked; None when there is none. Raises ApiError as Telegram would."""
    markup = params.json("reply_markup")
    if markup is None:
        return None
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" in markup:
        return _inline(markup["inline_keyboard"])
    if "keyboard" in markup:
        return _reply(markup)
    if markup.get("remove_keyboard") or markup.get("force_reply"):
        return markup
    return None


def _inline(rows: Any) -> Json | None:
    if not isinstance(rows, list):
        raise bad_request('can\'t parse inline keyboard: Field "inline_keyboard" must be of type Array')
    checked = [[_inline_button(button) for button in _row(row, "inline")] for row in rows]
    checked = [row for row in checked if row]
    if sum(map(len, checked)) > MAX_INLINE_BUTTONS:
        raise bad_request("reply markup is too long")
    return {"inline_keyboard": checked} if checked else None


def _row(row: Any, keyboard: str) -> list[Any]:
    if not isinstance(row, list):
        raise bad_request(f"can't parse {keyboard} keyboard: Field must be of type Array of Array")
    return row


def _inline_button(given: Any) -> Json:
    if not isinstance(given, dict):
        raise bad_request("can't parse inline keyboard button: Expected an Object")
    button: Json = {name: value for name, value in given.items() if value is not None}
    text = button.get("text")
    if not isinstance(text, str):
        raise bad_request('can\'t parse inline keyboard button: Field "text" must be of type String')
    if not text.strip():
        raise bad_request("can't parse inline keyboard button: Text of the button must be non-empty")
    # An empty callback_data counts as none, an empty inline query is a way to open the bot's name.
    actions = [name for name in _ACTIONS if name in button and (button[name] != "" or "inline_query" in name)]
    if not actions:
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise bad_request("can't parse inline keyboard button: exactly one of the optional fields must be used")
    _check_action(actions[0], button[actions[0]], text)
    return button


def _check_action(action: str, value: Any, text: str) -> None:
    if action == "callback_data":
        if not isinstance(value, str) or not 1 <= len(value.encode()) <= MAX_CALLBACK_DATA_BYTES:
            raise bad_request("BUTTON_DATA_INVALID")
    elif action == "url":
        parts = urlsplit(str(value) if "://" in str(value) else f"http://{value}")
        named = parts.scheme == "tg" or "." in (parts.hostname or "")
        if parts.scheme not in _SCHEMES or not named:
            raise bad_request(f"inline keyboard button URL '{value}' is invalid: Wrong HTTP URL")
    elif action == "web_app":
        if not isinstance(value, dict) or not str(value.get("url", "")).startswith("https://"):
            raise bad_request(f"inline keyboard button Web App URL '{value}' is invalid: Only HTTPS links are allowed")
    elif action == "copy_text" and not (isinstance(value, dict) and 1 <= len(str(value.get("text", ""))) <= 256):
        raise bad_request(f"can't parse inline keyboard button: Wrong text to copy in the button {text}")


def _reply(markup: Json) -> Json:
    if not isinstance(markup["keyboard"], list):
        raise bad_request('can\'t parse reply keyboard markup: Field "keyboard" must be of type Array')
    rows = [[_reply_button(button) for button in _row(row, "reply")] for row in markup["keyboard"]]
    rows = [row for row in rows if row]
    if not rows:
        raise bad_request("reply markup is empty")
    if sum(map(len, rows)) > MAX_REPLY_BUTTONS:
        raise bad_request("reply markup is too long")
    return {**markup, "keyboard": rows}


def _reply_button(button: Any) -> Json:
    held = {"text": button} if isinstance(button, str) else button
    if not isinstance(held, dict) or not isinstance(held.get("text"), str):
        raise bad_request("can't parse keyboard button: KeyboardButton must be a String or an Object")
    if not held["text"].strip():
        raise bad_request("can't parse keyboard button: Text of the button must be non-empty")
    return held

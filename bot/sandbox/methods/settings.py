"""Settings of a bot's profile: its commands, names, descriptions and menu button."""

import re
from typing import Any

from bot.sandbox.api_call import ApiCall, method
from bot.sandbox.errors import bad_request
from bot.sandbox.messages import Json

MAX_COMMANDS = 100
"""The Bot API's limit."""
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_LANGUAGE = re.compile(r"[a-z]{2}|")
_PLAIN_SCOPES = frozenset({"default", "all_private_chats", "all_group_chats", "all_chat_administrators"})
_TEXTS = {"name": ("name", 64), "description": ("description", 512), "shortdescription": ("short_description", 120)}
"""The field of each text, and its most characters: the Bot API's limits."""


@method("getMe")
def get_me(call: ApiCall) -> Json:
    """The bot itself."""
    return call.bot.me()


@method("logOut", "close")
def leave(_call: ApiCall) -> bool:
    """Nothing to do for a server that holds everything in memory."""
    return True


@method("setMyCommands")
def set_my_commands(call: ApiCall) -> bool:
    """The command menu of a scope and language; commands are 1-32 of a-z 0-9 _, at most 100."""
    commands = call.params.json("commands")
    if not isinstance(commands, list):
        raise bad_request(
            "can't parse commands JSON object" if commands is not None else 'parameter "commands" is required'
        )
    if len(commands) > MAX_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    key = _scope(call), _language(call)
    call.bot.commands[key] = [_command(item) for item in commands]
    call.world.changes.tell("commands")
    return True


@method("getMyCommands")
def get_my_commands(call: ApiCall) -> list[Json]:
    """The menu set for exactly this scope and language."""
    return call.bot.commands.get((_scope(call), _language(call)), [])


@method("deleteMyCommands")
def delete_my_commands(call: ApiCall) -> bool:
    """Fall back to the wider scope."""
    call.bot.commands.pop((_scope(call), _language(call)), None)
    call.world.changes.tell("commands")
    return True


@method("setMyName", "setMyDescription", "setMyShortDescription")
def set_my_text(call: ApiCall) -> bool:
    """A name of at most 64, a description of 512 or a short one of 120 characters."""
    name, limit = _TEXTS[call.method.lower().removeprefix("setmy")]
    text = call.params.text(name)
    if len(text) > limit:
        raise bad_request(f"{name.replace('_', ' ')} is too long")
    call.bot.texts[name, _language(call)] = text
    if name == "name" and text and not _language(call):
        call.bot.name = text
    return True


@method("getMyName", "getMyDescription", "getMyShortDescription")
def get_my_text(call: ApiCall) -> Json:
    """The text set for the language, else the one for all."""
    name, _ = _TEXTS[call.method.lower().removeprefix("getmy")]
    texts = call.bot.texts
    fallback = texts.get((name, ""), call.bot.username if name == "name" else "")
    return {name: texts.get((name, _language(call)), fallback)}


@method("setChatMenuButton")
def set_chat_menu_button(call: ApiCall) -> bool:
    """The button beside the text field, in one chat or in all."""
    button = call.params.json("menu_button") or {"type": "default"}
    if not isinstance(button, dict) or button.get("type") not in {"default", "commands", "web_app"}:
        raise bad_request("can't parse menu button: MenuButton has unsupported type")
    chat_id = call.chat().id if "chat_id" in call.params.values else 0
    call.bot.menu_buttons[chat_id] = button
    return True


@method("getChatMenuButton")
def get_chat_menu_button(call: ApiCall) -> Json:
    """The menu button of a chat."""
    buttons = call.bot.menu_buttons
    return buttons.get(call.params.integer("chat_id") or 0) or buttons.get(0) or {"type": "commands"}


def _command(item: Any) -> Json:
    if not isinstance(item, dict):
        raise bad_request("can't parse BotCommand: Expected an Object")
    name, description = str(item.get("command", "")).removeprefix("/"), str(item.get("description", ""))
    if not _COMMAND.fullmatch(name):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= len(description) <= 256:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": name, "description": description}


def _language(call: ApiCall) -> str:
    code = call.params.text("language_code")
    if not _LANGUAGE.fullmatch(code):
        raise bad_request("invalid language code specified")
    return code


def _scope(call: ApiCall) -> str:
    scope = call.params.json("scope") or {"type": "default"}
    if not isinstance(scope, dict):
        raise bad_request("can't parse BotCommandScope: Expected an Object")
    kind = scope.get("type")
    if kind in _PLAIN_SCOPES:
        return str(kind)
    if kind not in {"chat", "chat_administrators", "chat_member"}:
        raise bad_request("can't parse BotCommandScope: Unsupported type specified")
    chat_id = str(scope.get("chat_id"))
    number = int(chat_id) if chat_id.removeprefix("-").isdigit() else 0
    if number not in call.bot.chats:
        raise bad_request("chat not found")
    return f"{kind}:{number}" + (f":{scope.get('user_id')}" if kind == "chat_member" else "")

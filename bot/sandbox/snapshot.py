"""Snapshots: a world as bytes and back, so that a demo survives a restart."""

import base64
from collections.abc import Callable
from dataclasses import asdict, fields
from datetime import datetime
from typing import Any

import orjson

from bot.sandbox.chats import BotAccount, Chat, Query, Toast, Webhook
from bot.sandbox.files import StoredFile
from bot.sandbox.messages import Json, Message
from bot.sandbox.people import Group, Person
from bot.sandbox.update_queue import Update
from bot.sandbox.world import World, utc_now

FORMAT = 2
"""Our own number; rises when an older snapshot can no longer be read."""


def pack(world: World) -> bytes:
    """People, groups, files, bots with their chats and pending updates; not calls, faults or who is typing."""
    return orjson.dumps(
        {
            "format": FORMAT,
            "people": [_fields(person) for person in world.people.by_id.values()],
            "groups": [_fields(group) for group in world.people.groups.values()],
            "files": [
                _fields(stored) | {"content": base64.b64encode(stored.content).decode()}
                for stored in world.files.by_id.values()
            ],
            "counters": world.counters,
            "acknowledged": [*world.acknowledged],
            "bots": [_packed_bot(bot) for bot in world.bots.values()],
        },
        default=_packed_other,
    )


def unpack(packed: bytes, clock: Callable[[], datetime] = utc_now) -> World:
    """The world of `pack`; raises ValueError on bytes that are none of ours."""
    held = orjson.loads(packed)
    if not isinstance(held, dict) or held.get("format") != FORMAT:
        raise ValueError("these bytes are no snapshot of a sandbox world")
    world = World(clock, {bot["token"]: bot["username"] for bot in held["bots"]})
    fill(world, held)
    return world


def fill(world: World, held: Json) -> None:
    """Put what `pack` held into a world that has these bots, and nothing else yet."""
    for person in held["people"]:
        world.people.add(Person(**person | {"blocked_bots": set(person["blocked_bots"])}))
    for group in held["groups"]:
        world.people.groups[group["id"]] = Group(**group | {"members": set(group["members"])})
    for stored in held["files"]:
        world.files.keep(StoredFile(**stored | {"content": base64.b64decode(stored["content"])}))
    world.counters.update(held["counters"])
    world.acknowledged.update(held["acknowledged"])
    for packed_bot in held["bots"]:
        _restore_bot(world, world.bots[packed_bot["token"]], packed_bot)


def _packed_bot(bot: BotAccount) -> Json:
    return {
        "token": bot.token,
        "username": bot.username,
        "name": bot.name,
        "commands": [[*key, value] for key, value in bot.commands.items()],
        "texts": [[*key, value] for key, value in bot.texts.items()],
        "menu_buttons": [[key, value] for key, value in bot.menu_buttons.items()],
        "queries": [asdict(query) for query in bot.queries.values()],
        "webhook": asdict(bot.webhook) if bot.webhook else None,
        "next_update": bot.updates.next_id,
        "allowed": sorted(bot.updates.allowed) if bot.updates.allowed else None,
        "pending": [_fields(update) for update in bot.updates.pending.values()],
        "chats": [
            {
                "id": chat.id,
                "next_id": chat.next_id,
                "toasts": [asdict(toast) for toast in chat.toasts],
                "messages": [_fields(message) for message in chat.messages.values()],
            }
            for chat in bot.chats.values()
        ],
    }


def _restore_bot(world: World, bot: BotAccount, packed: Json) -> None:
    bot.name = packed["name"]
    bot.commands = {(scope, code): value for scope, code, value in packed["commands"]}
    bot.texts = {(name, code): value for name, code, value in packed["texts"]}
    bot.menu_buttons = dict(packed["menu_buttons"])
    bot.queries.update((query["id"], Query(**query)) for query in packed["queries"])
    bot.webhook = Webhook(**packed["webhook"]) if packed["webhook"] else None
    bot.updates.next_id = packed["next_update"]
    bot.updates.allowed = frozenset(packed["allowed"]) if packed["allowed"] else None
    for update in packed["pending"]:
        kind, number = update["stream"]
        bot.updates.hold(Update(**update | {"stream": (kind, number)}))
    for held in packed["chats"]:
        peer = world.people.groups.get(held["id"]) or world.people.by_id[held["id"]]
        chat: Chat = world.chat(peer, bot)
        chat.toasts.extend(Toast(**toast) for toast in held["toasts"])
        for message in held["messages"]:
            chat.add(Message(**message))
        chat.next_id = held["next_id"]


def _fields(held: Any) -> Json:
    return {field.name: getattr(held, field.name) for field in fields(held) if field.name != "content"} | (
        {"content": held.content} if isinstance(held, Message) else {}
    )


def _packed_other(value: Any) -> Any:
    if isinstance(value, set):
        return [*value]
    raise TypeError(f"a snapshot cannot hold {type(value).__name__}")

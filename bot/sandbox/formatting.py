"""The text of a call: its markup turned into entities, its limits kept."""

from typing import Any

from bot.sandbox.auto_entities import with_found
from bot.sandbox.errors import bad_request
from bot.sandbox.html import parse_html
from bot.sandbox.markdown import parse_markdown_v2
from bot.sandbox.messages import Json, utf16_len

# Limits of the Bot API: UTF-16 units of a text and of a caption, entities of a message.
MAX_TEXT = 4096
MAX_CAPTION = 1024
MAX_ENTITIES = 100


def message_text(text: str, parse_mode: Any, entities: Any) -> Json:
    """`text` and `entities` of a message; raises ApiError when it is empty or longer than 4096 UTF-16 units."""
    plain, found = _formatted(text, parse_mode, entities)
    if not plain:
        raise bad_request("message text is empty")
    if utf16_len(plain) > MAX_TEXT:
        raise bad_request("message is too long")
    return {"text": plain, "entities": found} if found else {"text": plain}


def caption_text(text: str, parse_mode: Any, entities: Any) -> Json:
    """`caption` and `caption_entities`, {} without a caption; raises ApiError beyond 1024 UTF-16 units."""
    if not text:
        return {}
    plain, found = _formatted(text, parse_mode, entities)
    if utf16_len(plain) > MAX_CAPTION:
        raise bad_request("message caption is too long")
    if not plain:
        return {}
    return {"caption": plain, "caption_entities": found} if found else {"caption": plain}


def _formatted(text: str, parse_mode: Any, entities: Any) -> tuple[str, list[Json]]:
    found: list[Json] = []
    if isinstance(entities, list) and entities:
        found = _given(text, entities)
    elif parse_mode:
        mode = str(parse_mode).lower()
        if mode == "html":
            text, found = parse_html(text)
        elif mode == "markdownv2":
            text, found = parse_markdown_v2(text)
        elif mode != "none":
            raise bad_request("unsupported parse_mode")
    text, found = _trimmed(text, found)
    return text, with_found(text, found)[:MAX_ENTITIES]


def _given(text: str, entities: list[Any]) -> list[Json]:
    units = utf16_len(text)
    for entity in entities:
        if not isinstance(entity, dict) or not isinstance(entity.get("type"), str):
            raise bad_request("can't parse entities: Can't parse MessageEntity")
        offset, length = entity.get("offset"), entity.get("length")
        if not isinstance(offset, int) or not isinstance(length, int):
            raise bad_request('can\'t parse entities: Field "offset" must be of type Number')
        if offset < 0 or length < 0 or offset + length > units:
            raise bad_request("can't parse entities: entity out of text bounds")
        if not text.isascii() and (_splits(text, offset) or _splits(text, offset + length)):
            raise bad_request("can't parse entities: Entity begins in a middle of a UTF-16 symbol")
    return [{name: value for name, value in entity.items() if value is not None} for entity in entities]


def _splits(text: str, offset: int) -> bool:
    following = text.encode("utf-16-le")[offset * 2 : offset * 2 + 2]
    return len(following) == 2 and 0xDC <= following[1] <= 0xDF


def _trimmed(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    stripped = text.strip()
    if len(stripped) == len(text) or not entities:
        return stripped, entities
    cut = utf16_len(text[: len(text) - len(text.lstrip())])
    end = utf16_len(stripped)
    kept = []
    for entity in entities:
        first, last = max(0, entity["offset"] - cut), min(end, entity["offset"] - cut + entity["length"])
        if last > first:
            kept.append({**entity, "offset": first, "length": last - first})
    return stripped, kept

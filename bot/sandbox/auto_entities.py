"""Entities that Telegram finds by itself, without markup: commands, mentions, hashtags, links and e-mail addresses."""

import re

from bot.sandbox.messages import Json, utf16_len

_FOUND = re.compile(
    r"(?P<url>https?://[^\s<>\"]+[^\s<>\".,;:!?)\]}'，。！？；：）」』]|(?:www\.|t\.me/)[^\s<>\"]+[^\s<>\".,;:!?)\]}'])"
    r"|(?P<email>(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    r"|(?P<bot_command>(?<![\w/@<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/]))"
    r"|(?P<mention>(?<![\w/@])@[A-Za-z0-9_]{3,32}(?!\w))"
    r"|(?P<hashtag>(?<![\w/#])#\w*[^\W\d]\w*)",
)


def found_entities(text: str) -> list[Json]:
    """Entities that need no markup; offsets and lengths in UTF-16 units."""
    if not any(sign in text for sign in "/@#") and "www." not in text:
        return []
    plain = text.isascii()
    return [
        {
            "type": match.lastgroup or "url",
            "offset": match.start() if plain else utf16_len(text[: match.start()]),
            "length": utf16_len(match.group()),
        }
        for match in _FOUND.finditer(text)
    ]


def with_found(text: str, entities: list[Json]) -> list[Json]:
    """Given entities and those found where no given link, code or pre lies."""
    found = found_entities(text)
    if not found or not entities:
        return found or entities
    taken = [
        (e["offset"], e["offset"] + e["length"]) for e in entities if e["type"] in {"code", "pre", "text_link", "url"}
    ]
    given = {(e["type"], e["offset"], e["length"]) for e in entities}
    added = [
        e
        for e in found
        if (e["type"], e["offset"], e["length"]) not in given
        and not any(start < e["offset"] + e["length"] and e["offset"] < end for start, end in taken)
    ]
    return sorted(entities + added, key=lambda e: (e["offset"], -e["length"]))

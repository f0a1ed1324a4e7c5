"""A parser of parse_mode HTML, with the error texts of Telegram's own parser."""

import re
from dataclasses import dataclass, field

from bot.sandbox.errors import ApiError, bad_request
from bot.sandbox.messages import Json, utf16_len

TYPES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
    "tg-time": "date_time",
}
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE = re.compile(r"&(?:(lt|gt|amp|quot);?|#(?:x([0-9a-fA-F]{1,6})|([0-9]{1,7}));?)")
_TAG = re.compile(r"<(/?)([^\s>]*)([^>]*)(>?)")
_ATTRIBUTE = re.compile(r"""\s*([^\s=>"']+)\s*(?:(=)\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?""")


@dataclass(slots=True)
class _Open:
    tag: str
    offset: int
    attributes: dict[str, str]


@dataclass(slots=True)
class _Text:
    """The plain text so far and its length in UTF-16 units."""

    parts: list[str] = field(default_factory=list)
    length: int = 0

    def add(self, text: str) -> None:
        self.parts.append(text)
        self.length += utf16_len(text)


def parse_html(source: str) -> tuple[str, list[Json]]:
    """Text and entities (UTF-16 offsets) of HTML-style markup; raises ApiError with a byte offset as Telegram does."""
    text, stack, entities, at = _Text(), list[_Open](), list[Json](), 0
    while at < len(source):
        if source[at] != "<":
            end = source.find("<", at)
            end = len(source) if end < 0 else end
            text.add(_unescaped(source[at:end]))
            at = end
            continue
        match = _TAG.match(source, at)
        where = f"at byte offset {len(source[:at].encode())}"
        if match is None or not match.group(4):
            raise _cant_parse(f"Unclosed start tag {where}")
        closing, tag, rest = match.group(1), match.group(2).lower(), match.group(3)
        if closing:
            _close(stack, tag, where, text.length, entities)
        else:
            stack.append(_Open(tag, text.length, _attributes(tag, rest, where)))
        at = match.end()
    if stack:
        raise _cant_parse(f'Can\'t find end tag corresponding to start tag "{stack[-1].tag}"')
    entities.sort(key=lambda entity: (entity["offset"], -entity["length"]))
    return "".join(text.parts), entities


def _attributes(tag: str, rest: str, where: str) -> dict[str, str]:
    if tag not in TYPES:
        raise _cant_parse(f'Unsupported start tag "{tag}" {where}')
    found: dict[str, str] = {}
    for name, equals, *values in _ATTRIBUTE.findall(rest):
        if not equals and tag != "blockquote":
            raise _cant_parse(f'Expected equal sign in declaration of an attribute of the tag "{tag}" {where}')
        found[name.lower()] = _unescaped("".join(values))
    if tag == "span" and found.get("class") != "tg-spoiler":
        raise _cant_parse(f'Tag "span" must have class "tg-spoiler" {where}')
    return found


def _close(stack: list[_Open], tag: str, where: str, end: int, entities: list[Json]) -> None:
    if not stack:
        raise _cant_parse(f"Unexpected end tag {where}")
    opened = stack.pop()
    if tag and tag != opened.tag:
        raise _cant_parse(f'Unmatched end tag {where}, expected "</{opened.tag}>", found "</{tag}>"')
    entity: Json = {"type": TYPES[opened.tag], "offset": opened.offset, "length": end - opened.offset}
    if not entity["length"]:
        return
    if opened.tag == "a":
        if not opened.attributes.get("href"):
            return
        entity["url"] = opened.attributes["href"]
    elif opened.tag == "tg-emoji":
        entity["custom_emoji_id"] = opened.attributes.get("emoji-id", "")
    elif opened.tag == "tg-time":
        entity["unix_time"] = int(opened.attributes.get("unix", "0"))
    elif opened.tag == "blockquote" and "expandable" in opened.attributes:
        entity["type"] = "expandable_blockquote"
    elif opened.tag == "code" and (language := opened.attributes.get("class", "")).startswith("language-"):
        if stack and stack[-1].tag == "pre":
            stack[-1].attributes["language"] = language.removeprefix("language-")
            return
    elif opened.tag == "pre" and "language" in opened.attributes:
        entity["language"] = opened.attributes["language"]
    entities.append(entity)


def _unescaped(text: str) -> str:
    return _REFERENCE.sub(_character, text) if "&" in text else text


def _character(match: re.Match[str]) -> str:
    named, hexadecimal, decimal = match.groups()
    if named:
        return _NAMED[named]
    code = int(hexadecimal, 16) if hexadecimal else int(decimal)
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else match.group()


def _cant_parse(reason: str) -> ApiError:
    return bad_request(f"can't parse entities: {reason}")

"""Telegram's HTML read into plain text and what is marked in it, refused as Telegram refuses it. Pure.

Source of tags and refusals: Bot API, "HTML style", and what api.telegram.org answers.
"""

import re
from dataclasses import dataclass, field
from typing import NamedTuple

KINDS = {
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
_DETAILS = {"a": "href", "tg-emoji": "emoji-id", "tg-time": "unix"}
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE = re.compile(r"&(?:(lt|gt|amp|quot);?|#(?:x([0-9a-fA-F]{1,6})|([0-9]{1,7}));?)")
_TAG = re.compile(r"<(/?)([^\s>]*)([^>]*)(>?)")
_ATTRIBUTE = re.compile(r"""\s*([^\s=>"']+)\s*(?:(=)\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?""")


class MarkupError(ValueError):
    """HTML that Telegram does not take; says why in its words, with a byte offset."""


class Span(NamedTuple):
    """Something marked: characters `start` to before `end`."""

    start: int
    end: int
    kind: str
    """The type of a Telegram entity."""
    detail: str = ""
    """The address of a `text_link`, the language of a `pre`, the number of a `custom_emoji`, a `date_time`'s second."""


class Marked(NamedTuple):
    """Plain text and its marks, outer before inner."""

    text: str
    spans: list[Span]


@dataclass(slots=True)
class _Open:
    tag: str
    start: int
    attributes: dict[str, str]


@dataclass(slots=True)
class _Reader:
    parts: list[str] = field(default_factory=list)
    length: int = 0
    open_tags: list[_Open] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)

    def add(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)


def parsed(html: str) -> Marked:
    """The text and marks of Telegram HTML; raises `MarkupError` for a tag unknown, not closed or closed out of turn."""
    reader, at = _Reader(), 0
    while at < len(html):
        if html[at] != "<":
            end = html.find("<", at)
            end = len(html) if end < 0 else end
            reader.add(_unescaped(html[at:end]))
            at = end
            continue
        where = f"at byte offset {len(html[:at].encode())}"
        match = _TAG.match(html, at)
        if match is None or not match[4]:
            raise MarkupError(f"Unclosed start tag {where}")
        tag = match[2].lower()
        if match[1]:
            _close(reader, tag, where)
        else:
            reader.open_tags.append(_Open(tag, reader.length, _attributes(tag, match[3], where)))
        at = match.end()
    if reader.open_tags:
        raise MarkupError(f'Can\'t find end tag corresponding to start tag "{reader.open_tags[-1].tag}"')
    return Marked("".join(reader.parts), sorted(reader.spans, key=lambda span: (span.start, -span.end)))


def _attributes(tag: str, rest: str, where: str) -> dict[str, str]:
    if tag not in KINDS:
        raise MarkupError(f'Unsupported start tag "{tag}" {where}')
    found: dict[str, str] = {}
    for name, equals, *values in _ATTRIBUTE.findall(rest):
        if not equals and tag != "blockquote":
            raise MarkupError(f'Expected equal sign in declaration of an attribute of the tag "{tag}" {where}')
        found[name.lower()] = _unescaped("".join(values))
    if tag == "span" and found.get("class") != "tg-spoiler":
        raise MarkupError(f'Tag "span" must have class "tg-spoiler" {where}')
    return found


def _close(reader: _Reader, tag: str, where: str) -> None:
    if not reader.open_tags:
        raise MarkupError(f"Unexpected end tag {where}")
    opened = reader.open_tags.pop()
    if tag and tag != opened.tag:
        raise MarkupError(f'Unmatched end tag {where}, expected "</{opened.tag}>", found "</{tag}>"')
    kind, detail = KINDS[opened.tag], opened.attributes.get(_DETAILS.get(opened.tag, ""), "")
    if opened.start == reader.length or (opened.tag == "a" and not detail):
        return
    if opened.tag == "blockquote" and "expandable" in opened.attributes:
        kind = "expandable_blockquote"
    elif opened.tag == "code" and (language := opened.attributes.get("class", "")).startswith("language-"):
        if reader.open_tags and reader.open_tags[-1].tag == "pre":
            reader.open_tags[-1].attributes["language"] = language.removeprefix("language-")
            return
    elif opened.tag == "pre":
        detail = opened.attributes.get("language", "")
    reader.spans.append(Span(opened.start, reader.length, kind, detail))


def _unescaped(text: str) -> str:
    return _REFERENCE.sub(_character, text) if "&" in text else text


def _character(match: re.Match[str]) -> str:
    named, hexadecimal, decimal = match.groups()
    if named:
        return _NAMED[named]
    code = int(hexadecimal, 16) if hexadecimal else int(decimal)
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else match.group()

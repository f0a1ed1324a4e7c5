"""Telegram's HTML read into plain text and what is marked in it. Pure."""

import re
from typing import NamedTuple

TOKEN = re.compile(r"<(/?)([a-zA-Z][a-zA-Z-]*)((?:\s[^<>]*)?)>|&(lt|gt|amp|quot|#\d+|#x[0-9a-fA-F]+);")
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
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
    "code": "code",
    "pre": "pre",
    "a": "text_link",
    "blockquote": "blockquote",
    "tg-spoiler": "spoiler",
}


class Span(NamedTuple):
    """Something marked: characters `start` to before `end`."""

    start: int
    end: int
    kind: str
    """The type of a Telegram entity."""
    detail: str = ""
    """The address of a `text_link`, the language of a `pre`."""


class Marked(NamedTuple):
    """Plain text and its marks, outer before inner."""

    text: str
    spans: list[Span]


def parsed(html: str) -> Marked:
    """The text and marks of Telegram HTML.

    Raises `ValueError` for a tag that is unknown, not closed or closed out of turn, as Telegram refuses it.
    """
    parts: list[str] = []
    length = at = 0
    open_tags: list[tuple[str, int, str]] = []
    spans: list[Span] = []
    for token in TOKEN.finditer(html):
        parts.append(html[at : token.start()])
        length += token.start() - at
        at = token.end()
        if reference := token[4]:
            parts.append(_character(reference))
            length += 1
        elif token[1]:
            spans.extend(_closed(token[2].lower(), open_tags, length))
        else:
            open_tags.append(_opened(token[2].lower(), token[3], length))
    if open_tags:
        raise ValueError(f"<{open_tags[-1][0]}> is not closed")
    parts.append(html[at:])
    return Marked("".join(parts), sorted(_languages(spans), key=lambda span: (span.start, -span.end)))


def _character(reference: str) -> str:
    if not reference.startswith("#"):
        return NAMED[reference]
    number = int(reference.replace("#x", "0x").replace("#", ""), 0 if "x" in reference else 10)
    return chr(number) if number < 0x110000 and not 0xD800 <= number < 0xE000 else "\ufffd"


def _opened(tag: str, attributes: str, at: int) -> tuple[str, int, str]:
    if tag not in KINDS:
        raise ValueError(f"<{tag}> is no tag of Telegram's")
    if tag == "a":
        found = re.search(r"""href\s*=\s*(?:"([^"]*)"|'([^']*)')""", attributes)
        address = (found[1] or found[2] or "") if found else ""
        return tag, at, TOKEN.sub(lambda token: _character(token[4]) if token[4] else token[0], address)
    if tag == "code" and (found := re.search(r'class\s*=\s*"language-([^"]+)"', attributes)):
        return tag, at, found[1]
    return tag, at, "expandable" if tag == "blockquote" and "expandable" in attributes else ""


def _closed(tag: str, open_tags: list[tuple[str, int, str]], at: int) -> list[Span]:
    if not open_tags or open_tags[-1][0] != tag:
        raise ValueError(f"</{tag}> closes nothing")
    _, start, detail = open_tags.pop()
    kind = KINDS[tag]
    if detail == "expandable":
        kind, detail = "expandable_blockquote", ""
    return [Span(start, at, kind, detail)] if at > start else []


def _languages(spans: list[Span]) -> list[Span]:
    """`<pre><code class="language-x">` is one mark: a `pre` in that language."""
    inside = {(span.start, span.end): span for span in spans if span.kind == "code"}
    blocks = {(span.start, span.end) for span in spans if span.kind == "pre"}
    kept = [span for span in spans if not (span.kind == "code" and (span.start, span.end) in blocks)]
    return [
        span._replace(detail=inside[span.start, span.end].detail)
        if span.kind == "pre" and (span.start, span.end) in inside
        else span
        for span in kept
    ]

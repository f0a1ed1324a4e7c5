"""Long texts in pieces Telegram takes: cut at sensible places, marks intact. Pure.

Telegram counts UTF-16 units after reading the HTML: 4,096 in a message, 1,024 in a caption.
"""

import re
import unicodedata
from typing import NamedTuple

from aiogram.types import MessageEntity

from handlers.conversation.markup import Span, parsed

MESSAGE_LIMIT = 4096
CAPTION_LIMIT = 1024
PLACES = (
    re.compile(r"\n[^\S\n]*\n+"),
    re.compile(r"\n+"),
    re.compile(r"[.!?…]+[\"'”’)\]]*\s+|[。！？；…]+[”’」』）]*"),
    re.compile(r"\s+|[，、：]"),
)
"""Places to cut at, the best first: after a paragraph, a line, a sentence, a word."""
LEAST_FILLED = (0.5, 0.5, 0.35, 0.0)
"""A better place counts only if the piece is at least so full there."""
JOINED = re.compile("[\u200d\ufe00-\ufe0f\u20e3\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f\U000e0100-\U000e01ef]")


class Piece(NamedTuple):
    """A message's text: plain with its entities, or, if `entities` is None, HTML for `parse_mode="HTML"`."""

    text: str
    entities: list[MessageEntity] | None


def split(html: str, limit: int = MESSAGE_LIMIT) -> list[Piece]:
    """The text in pieces of at most `limit` UTF-16 units, none empty; the HTML itself if it fits as it is.

    Space around a cut is dropped, as Telegram drops it. Raises `ValueError` for HTML Telegram would refuse, if the
    text is long enough to be read at all.
    """
    first, others = _split(html, limit, limit)
    return [first, *others]


def split_caption(html: str, limit: int = CAPTION_LIMIT, rest: int = MESSAGE_LIMIT) -> tuple[Piece, list[Piece]]:
    """The caption, and the messages that carry what does not fit into it."""
    return _split(html, limit, rest)


def _split(html: str, limit: int, rest: int) -> tuple[Piece, list[Piece]]:
    if units(html) <= limit:
        return Piece(html, None), []
    text, spans = parsed(html)
    if units(text) <= limit:
        return Piece(html, None), []
    pieces: list[Piece] = []
    start = _skip_space(text, 0)
    while start < len(text):
        end = _cut(text, start, rest if pieces else limit)
        pieces.append(_piece(text, spans, start, end))
        start = _skip_space(text, end)
    return pieces[0], pieces[1:]


def units(text: str) -> int:
    """Length as Telegram counts it: a character beyond U+FFFF is two."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def _cut(text: str, start: int, limit: int) -> int:
    """End of the piece that begins at `start`: the best place in reach."""
    reach = _reach(text, start, limit)
    if not text[reach:].strip():
        return len(text)
    for place, filled in zip(PLACES, LEAST_FILLED, strict=True):
        ends = [found.end() for found in place.finditer(text, start, reach)]
        for end in reversed(ends):
            if end - start >= (reach - start) * filled and text[start:end].strip() and _may_cut(text, end):
                return end
    for end in range(reach, start, -1):
        if _may_cut(text, end):
            return end
    return reach


def _reach(text: str, start: int, limit: int) -> int:
    """Furthest end of a piece from `start`; at least one character."""
    end = min(len(text), start + limit)
    over = units(text[start:end]) - limit
    while over > 0 and end > start + 1:
        end -= 1
        over -= 2 if text[end] > "\uffff" else 1
    return end


def _may_cut(text: str, at: int) -> bool:
    """True if what people see as one character (accents, joined emoji, flags) stays whole when cut before `at`."""
    if at >= len(text):
        return True
    before, after = text[at - 1], text[at]
    if before == "\u200d" or JOINED.match(after) or unicodedata.combining(after):
        return False
    if (before, after) == ("\r", "\n"):
        return False
    return not (_is_flag(before) and _is_flag(after) and _flags_before(text, at) % 2)


def _is_flag(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def _flags_before(text: str, at: int) -> int:
    count = 0
    while at > count and _is_flag(text[at - count - 1]):
        count += 1
    return count


def _skip_space(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def _piece(text: str, spans: list[Span], start: int, end: int) -> Piece:
    end = start + len(text[start:end].rstrip())
    entities = [
        _entity(text, start, max(span.start, start), min(span.end, end), span)
        for span in spans
        if span.start < end and span.end > start
    ]
    return Piece(text[start:end], entities)


def _entity(text: str, base: int, start: int, end: int, span: Span) -> MessageEntity:
    return MessageEntity(
        type=span.kind,
        offset=units(text[base:start]),
        length=units(text[start:end]),
        url=span.detail if span.kind == "text_link" else None,
        language=(span.detail or None) if span.kind == "pre" else None,
    )

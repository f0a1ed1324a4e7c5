"""Words of messages that are neither text nor caption: checklists, and rich messages with their blocks."""

from collections.abc import Iterator
from typing import Any

DEEPEST = 12
"""Blocks within blocks: our own choice, deeper than anybody writes."""
MEDIA = {"photo": "📷", "video": "🎬", "animation": "🎬", "audio": "🎵", "voice_note": "🎤", "document": "📎"}
"""Signs that stand between the words for what is shown there; the files themselves are attached."""
MOST_FILES = 10
"""Files that are taken of one message: as many as an album holds."""


def formatted(raw: dict[str, Any]) -> str | None:
    """The words of a checklist or a rich message as lines; None if it is neither, or says nothing."""
    checklist, rich = raw.get("checklist"), raw.get("rich_message")
    lines: list[str] = []
    if isinstance(checklist, dict):
        tasks = [one for one in _list(checklist.get("tasks")) if isinstance(one, dict)]
        lines = [_inline(checklist.get("title")), *(_task(one) for one in tasks)]
    elif isinstance(rich, dict):
        lines = [line for block in _list(rich.get("blocks")) for line in _lines(block)]
    return "\n".join(line for line in lines if line.strip()) or None


def files_within(raw: dict[str, Any]) -> list[tuple[str, Any]]:
    """Kind and file of what a rich message shows between its words, in order."""
    rich = raw.get("rich_message")
    blocks = _list(rich.get("blocks")) if isinstance(rich, dict) else []
    return [file for block in blocks for file in _files(block)][:MOST_FILES]


def _files(block: Any, depth: int = 0) -> Iterator[tuple[str, Any]]:
    if not isinstance(block, dict) or depth > DEEPEST:
        return
    yield from ((kind, block[kind]) for kind in MEDIA if block.get(kind))
    for holder in (*_list(block.get("items")), block):
        for inner in _list(_of(holder, "blocks")):
            yield from _files(inner, depth + 1)


def _task(raw: dict[str, Any]) -> str:
    words = _inline(raw.get("text"))
    return f"{'☑' if raw.get('completion_date') else '☐'} {words}" if words else ""


def _lines(block: Any, depth: int = 0) -> Iterator[str]:
    """Lines of a block and of those within it."""
    if not isinstance(block, dict) or depth > DEEPEST:
        return
    yield from (sign for kind, sign in MEDIA.items() if block.get(kind))
    yield from (_inline(block[part]) for part in ("summary", "text", "expression") if block.get(part))
    for item in _list(block.get("items")):
        first, *more = [line for inner in _list(_of(item, "blocks")) for line in _lines(inner, depth + 1)] or [""]
        yield " ".join(filter(None, (_inline(_of(item, "label")), first)))
        yield from more
    for row in _list(block.get("cells")):
        yield " | ".join(_inline(_of(cell, "text")) for cell in _list(row))
    for inner in _list(block.get("blocks")):
        yield from _lines(inner, depth + 1)
    yield from (_inline(block[part]) for part in ("caption", "credit") if block.get(part))


def _inline(raw: Any, depth: int = 0) -> str:
    """Words between marks; an address stands behind the words that lead to it."""
    if isinstance(raw, str):
        return raw
    if depth > DEEPEST:
        return ""
    if isinstance(raw, list):
        return "".join(_inline(one, depth + 1) for one in raw)
    if not isinstance(raw, dict):
        return ""
    words = "".join(_inline(raw[part], depth + 1) for part in ("text", "expression", "credit") if raw.get(part))
    url = raw.get("url")
    return f"{words} ({url})" if isinstance(url, str) and url and url != words else words


def _of(raw: Any, name: str) -> Any:
    return raw.get(name) if isinstance(raw, dict) else None


def _list(raw: Any) -> list[Any]:
    return raw if isinstance(raw, list) else []

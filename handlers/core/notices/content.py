"""The content of a notice, as it grows out of its author's messages. Pure.

A body is kept as its author sent it: the parameters of a text, or `media`, one file or an album of them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from storage.models.notices import Notice, NoticeText


@dataclass(frozen=True, slots=True)
class Content:
    """One message of the author that can go out."""

    body: dict[str, Any]
    source: int
    """The number of the message."""
    album: str | None = None
    """The album the message is a part of."""


def put(notice: Notice, language: str, content: Content) -> None:
    """Take a message in as what the notice says in a language.

    A further part of the same album is added; anything else takes the place of what was there.
    """
    before = text_in(notice, language)
    if before is None:
        text = NoticeText(language=language, body=content.body, album=content.album, sources=[content.source])
        notice.texts.append(text)
        return
    body, sources = content.body, [content.source]
    if content.album is not None and before.album == content.album:
        parts = dict(zip(before.sources, before.body["media"], strict=True))
        parts[content.source] = body["media"][0]
        sources = sorted(parts)
        body = {"media": [parts[number] for number in sources]}
    before.body, before.album, before.sources = body, content.album, sources


def rewrite(text: NoticeText, content: Content) -> bool:
    """Take in that one of the messages says something else now; False if the text was not made of it."""
    if content.source not in text.sources:
        return False
    body, at = content.body, text.sources.index(content.source)
    if "media" in body and "media" in text.body:
        changed = body["media"][0]
        body = {"media": [changed if number == at else one for number, one in enumerate(text.body["media"])]}
    text.body = body
    return True


def text_in(notice: Notice, language: str) -> NoticeText | None:
    """The notice's text in exactly this language; None: it has none."""
    return next((text for text in notice.texts if text.language == language), None)


def bodies(notice: Notice) -> Mapping[str, Mapping[str, Any]]:
    """The notice's content, by language."""
    return {text.language: text.body for text in notice.texts}

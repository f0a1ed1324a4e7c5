"""The first words of a notice, for its card and for lists."""

from collections.abc import Mapping
from typing import Any

from handlers.conversation.texts import shortened
from handlers.core.notices import rules
from handlers.core.notices.content import bodies
from storage.models.notices import Notice

SUMMARY = 60
"""Characters of the first words that lists show."""
SIGNS = {
    "photo": "📷",
    "video": "🎬",
    "video_note": "🎬",
    "animation": "🎬",
    "document": "📎",
    "audio": "🎵",
    "voice": "🎤",
}


def summary(notice: Notice, language: str) -> str:
    """The first words of the version that a reader of `language` gets; empty while there is none."""
    return summary_of(bodies(notice), language)


def summary_of(said: Mapping[str, Mapping[str, Any]], language: str) -> str:
    """The same of what is said by language."""
    return _first_words(said[rules.version_for(language, said)]) if said else ""


def _first_words(body: Mapping[str, Any]) -> str:
    """With a sign for each file."""
    signs = "".join(SIGNS[one["type"]] for one in body.get("media", ()))
    written = " ".join([body.get("text", ""), *(one.get("caption", "") for one in body.get("media", ()))])
    return shortened(" ".join(filter(None, (signs, *written.split()))), SUMMARY)

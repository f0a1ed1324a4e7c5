"""A notice as its readers get it: the words with their marks, the files by kind, the keys below."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from aiogram.types import MessageEntity
from aiogram.utils.text_decorations import html_decoration

from handlers.conversation.texts import Html, translator
from handlers.core.notices import rules
from handlers.desk.web import Desk
from handlers.presentation.notices import wire
from handlers.presentation.notices.names import LANGUAGE_NAMES
from handlers.presentation.notices.summary import SIGNS
from storage.models.notices import Notice

MARKS = frozenset({"bold", "italic", "underline", "strikethrough", "code", "pre", "blockquote"})
"""Marks that are shown as they are; a link is written out below, so that one sees where it leads."""


class Version(NamedTuple):
    """The notice in one language."""

    language: str
    words: Html
    files: str
    """A sign for each."""
    links: list[str]
    keys: list[str]
    readers: str
    """Language of others who get this version for want of their own; empty for none."""


def versions(desk: Desk, notice: Notice) -> list[Version]:
    """The notice in each of its languages."""
    return [_version(desk, notice, text.language, text.body) for text in notice.texts]


def _version(desk: Desk, notice: Notice, language: str, body: Mapping[str, Any]) -> Version:
    t, reader = desk.t, translator(language, desk.t.zone)
    media = body.get("media", ())
    parts = [(body.get("text", ""), body.get("entities", ()))]
    parts += [(one.get("caption", ""), one.get("caption_entities", ())) for one in media]
    marks = [mark for _, entities in parts for mark in entities]
    known = [one.language for one in notice.texts]
    others = [one for one in LANGUAGE_NAMES if one != language and rules.version_for(one, known) == language]
    keys = wire.keys(reader, notice.column) if notice.column is not None and len(media) < 2 else []
    return Version(
        t(LANGUAGE_NAMES.get(language, language)).plain,
        Html("\n\n".join(_marked(words, entities) for words, entities in parts if words)),
        " ".join(SIGNS[one["type"]] for one in media),
        [mark["url"] for mark in marks if mark.get("url")],
        [key.label.plain if isinstance(key.label, Html) else key.label for key in keys],
        t.listed(t(LANGUAGE_NAMES[one]) for one in others).plain,
    )


def _marked(words: str, entities: Any) -> str:
    """The words as HTML, with the marks that a page may show."""
    shown = [MessageEntity.model_validate({**one, "language": None}) for one in entities if one.get("type") in MARKS]
    return html_decoration.unparse(words, shown)

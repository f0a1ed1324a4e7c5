"""The wire form of a notice: the call that goes out to each reader, frozen at its release."""

from typing import Any
from zoneinfo import ZoneInfo

import orjson

from handlers.conversation.callbacks import Go
from handlers.conversation.screen import Button, Screen
from handlers.conversation.texts import Html, Translator, translator
from handlers.core.languages import LANGUAGES
from handlers.core.notices import rules
from handlers.presentation.notices.callbacks import MuteHere
from handlers.presentation.notices.names import COLUMN_NAMES
from storage.models.notices import Notice
from storage.vocabulary import NoticeColumn


def call(body: dict[str, Any], column: NoticeColumn, t: Translator) -> tuple[str, str]:
    """The method and its JSON body without the chat: as it goes out to a reader of `t`'s language.

    Under it stands the way to have no more of the column. Telegram lets no keys stand under an album.
    """
    media = body.get("media")
    if media is not None and len(media) > 1:
        return "sendMediaGroup", orjson.dumps({"media": [_in_album(one) for one in media]}).decode()
    parameters = {**body, "reply_markup": Screen(Html(""), [keys(t, column)]).markup()}
    if media is None:
        return "sendMessage", orjson.dumps(parameters).decode()
    one = {**media[0]}
    kind = one.pop("type")
    parameters = {kind: one.pop("media"), **one, "reply_markup": parameters["reply_markup"]}
    return f"send{kind.title().replace('_', '')}", orjson.dumps(parameters).decode()


def _in_album(one: dict[str, Any]) -> dict[str, Any]:
    """Parameters of a file in an album, without those only for a file alone: documents and sound have no spoilers."""
    visual = ("has_spoiler", "show_caption_above_media")
    return {name: value for name, value in one.items() if name not in visual or one["type"] in ("photo", "video")}


def keys(t: Translator, column: NoticeColumn, *, muted: bool = False) -> list[Button]:
    """The keys under a notice; urgent ones cannot be muted."""
    row = [Button(t("📢 My notices"), Go(to="notices"))]
    if column in rules.MUTABLE:
        name = t(COLUMN_NAMES[column])
        label = t("🔔 {column} again", column=name) if muted else t("🔕 No more: {column}", column=name)
        row.insert(0, Button(label, MuteHere(column=column, muted=not muted)))
    return row


def addressed(wire: str, chat_id: int) -> str:
    """The JSON body of the call to one chat."""
    return f'{{"chat_id":{chat_id},{wire[1:]}'


def freeze(notice: Notice, zone: ZoneInfo) -> None:
    """Keep what was released as it goes out, whatever becomes of our words; the keys in each reader's language."""
    assert notice.column is not None  # noqa: S101 - nothing is released without one
    versions = [text.language for text in notice.texts]
    for text in notice.texts:
        readers = [language for language in LANGUAGES if rules.version_for(language, versions) == text.language]
        text.frozen = {reader: list(call(text.body, notice.column, translator(reader, zone))) for reader in readers}


def frozen(notice: Notice) -> dict[str, list[str]]:
    """By reader's language the method and the JSON body without the chat, as frozen at the release."""
    return {reader: wire for text in notice.texts for reader, wire in (text.frozen or {}).items()}

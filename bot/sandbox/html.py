"""Text and entities of a call in parse_mode HTML."""

from bot.sandbox.errors import bad_request
from bot.sandbox.messages import Json, utf16_len
from handlers.conversation.markup import MarkupError, parsed

_DETAILS = {"text_link": "url", "pre": "language", "custom_emoji": "custom_emoji_id", "date_time": "unix_time"}


def parse_html(source: str) -> tuple[str, list[Json]]:
    """Text and entities (UTF-16 offsets) of HTML-style markup; raises ApiError with a byte offset as Telegram does."""
    try:
        text, spans = parsed(source)
    except MarkupError as error:
        raise bad_request(f"can't parse entities: {error}") from error
    entities = []
    for span in spans:
        entity: Json = {"type": span.kind, "offset": utf16_len(text[: span.start])}
        entity["length"] = utf16_len(text[span.start : span.end])
        if span.detail and (name := _DETAILS.get(span.kind)):
            entity[name] = int(span.detail) if span.kind == "date_time" else span.detail
        entities.append(entity)
    return text, entities

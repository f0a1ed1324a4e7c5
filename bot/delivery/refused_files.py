"""File ids that Telegram refuses: the call goes again with the content, where it is kept (docs/adr/0013)."""

from collections.abc import Iterator
from typing import Any

import orjson

from bot.delivery.files import KINDS, PREFIX
from bot.delivery.result_writer import CHANNEL
from storage.engine import Database
from storage.queries import files

Place = tuple[dict[str, Any], str]
"""A file in a call's body: what holds it, and by which key."""


async def with_contents(database: Database, payload: str) -> str | None:
    """The call with kept contents in place of ids that do not work any more; None if that would change nothing.

    The ids are stale from now on: the next time the newest that works is sent, or the content travels.
    """
    body: dict[str, Any] = orjson.loads(payload)
    places = list(file_places(body))
    named = {holder[key] for holder, key in places}
    contents = {name.removeprefix(PREFIX) for name in named if name.startswith(PREFIX)}
    async with database.writing() as session:
        kept, fresh = await files.refused(session, CHANNEL, named, contents)
    for holder, key in places:
        holder[key] = kept.get(holder[key], holder[key])
    return orjson.dumps(body).decode() if kept or fresh else None


def file_places(body: dict[str, Any]) -> Iterator[Place]:
    """Places of files in the body of a call."""
    media = body.get("media")
    holders = [(body, KINDS), *((one, ("media",)) for one in (media if isinstance(media, list) else [media]))]
    for holder, keys in holders:
        if isinstance(holder, dict):
            yield from ((holder, key) for key in keys if isinstance(holder.get(key), str))

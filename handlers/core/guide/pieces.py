"""Pieces of the guide: those that come with the release, and the words that county staff put in their place."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

import orjson
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models.guide import GuideVersion
from storage.queries import guide as queries
from storage.vocabulary import Role

TABLE = Path(__file__).with_name("pieces.json")


class Piece(NamedTuple):
    """A piece; `title` and `text` by language."""

    sign: str
    audience: Role
    """Whom it is for: constituents or representatives."""
    kinds: bool
    """Below it stand the kinds of matters that are no suggestions."""
    title: Mapping[str, str]
    text: Mapping[str, str]


class Words(NamedTuple):
    """Words of a piece in a language, as they are now."""

    text: str
    change: GuideVersion | None
    """How they came there; None: they came with the release."""


@cache
def pieces() -> Mapping[str, Piece]:
    """All of them by key, in order. Raises `TypeError`, `ValueError` if the file does not say what each is."""
    raw: Mapping[str, Mapping[str, object]] = orjson.loads(TABLE.read_bytes())
    return {key: Piece(**{**one, "audience": Role(one["audience"])}) for key, one in raw.items()}  # type: ignore[arg-type]


async def words(session: AsyncSession, key: str, language: str) -> Words:
    """The words of a piece in a language. Raises `KeyError` for a piece that there is not."""
    piece, newest = pieces()[key], await queries.newest(session, key, language)
    if newest is None or newest.text is None:
        return Words(piece.text[language], newest)
    return Words(newest.text, newest)

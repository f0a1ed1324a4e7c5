"""Placeholder until merged."""

from aiogram.types import MessageEntity

Piece = tuple[str, list[MessageEntity] | None]


def split(html: str, limit: int = 4096) -> list[Piece]:
    return [(html, None)]


def split_caption(html: str) -> tuple[Piece, list[Piece]]:
    return (html, None), []

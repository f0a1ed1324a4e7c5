"""Pieces of the guide as they are read, and the keys to them."""

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.conversation.screen import Button
from handlers.conversation.texts import Html, Translator, bold, escape, join
from handlers.core.guide.pieces import pieces, words
from handlers.core.suggestions.unsuitable import unsuitable
from handlers.presentation.callbacks import OpenPiece


async def hint(session: AsyncSession, t: Translator, key: str) -> Html:
    """The words of a piece, as they are now. Raises `KeyError` for one that there is not."""
    return escape((await words(session, key, t.language)).text)


async def whole(session: AsyncSession, t: Translator, key: str) -> Html:
    """A piece with its title, and the kinds that are no suggestions where it tells of them."""
    piece = pieces()[key]
    head = Html(f"{piece.sign} {bold(piece.title[t.language])}")
    kinds = [
        join([Html(f"{number}. {bold(kind.name[t.language])}"), escape(kind.door[t.language])])
        for number, kind in enumerate(unsuitable().values(), 1)
        if piece.kinds
    ]
    return join([head, await hint(session, t, key), *kinds], "\n\n")


def piece_key(t: Translator, key: str) -> Button:
    """A key to a piece, which is shown below whatever was being done: that goes on."""
    piece = pieces()[key]
    return Button(f"{piece.sign} {piece.title[t.language]}", OpenPiece(piece=key, beside=True))

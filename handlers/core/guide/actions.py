"""Actions of county staff on the guide: every version is kept."""

from handlers.core import audit
from handlers.core.actions import action
from handlers.core.actor import Actor
from handlers.core.errors import check_length
from handlers.core.guide import pieces
from handlers.core.guide.errors import NoSuchPiece
from handlers.core.languages import LANGUAGES
from handlers.core.unit_of_work import UnitOfWork
from storage.models.guide import GuideVersion
from storage.queries import guide as queries
from storage.vocabulary import Role

LONGEST = 1_500
"""Characters: a piece is read at a glance, and stays one message with what stands around it."""


def check(key: str, language: str) -> None:
    """Raises `NoSuchPiece`."""
    if key not in pieces.pieces() or language not in LANGUAGES:
        raise NoSuchPiece


@action(Role.STAFF)
async def word(work: UnitOfWork, actor: Actor, piece: str, language: str, text: str) -> GuideVersion:
    """Put words in the place of those that a piece has in a language.

    Raises `NoSuchPiece`, `TextTooLong`, `NotAllowed`.
    """
    actor.require_county()
    check(piece, language)
    check_length(text, LONGEST)
    return await _put(work, actor, piece, language, text)


@action(Role.STAFF)
async def withdraw(work: UnitOfWork, actor: Actor, piece: str, language: str) -> GuideVersion | None:
    """Give a piece back the words that came with the release; None if it has them. Raises as `word`."""
    actor.require_county()
    check(piece, language)
    if (await pieces.words(work.session, piece, language)).text == pieces.pieces()[piece].text[language]:
        return None
    return await _put(work, actor, piece, language, None)


async def _put(work: UnitOfWork, actor: Actor, piece: str, language: str, text: str | None) -> GuideVersion:
    before = await queries.newest(work.session, piece, language)
    version = GuideVersion(
        piece=piece,
        language=language,
        version=1 if before is None else before.version + 1,
        text=text,
        by_id=actor.person_id,
        at=work.now,
    )
    work.session.add(version)
    await work.session.flush()
    what = "guide.word" if text is not None else "guide.withdraw"
    await audit.note(work, actor, what, f"guide:{piece}:{language}", f"version {version.version}")
    return version

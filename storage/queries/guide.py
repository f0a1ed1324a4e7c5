"""Questions about the guide's words."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models.guide import GuideVersion


async def newest(session: AsyncSession, piece: str, language: str) -> GuideVersion | None:
    """The newest version of a piece in a language; None if it was never changed."""
    found = select(GuideVersion).where(GuideVersion.piece == piece, GuideVersion.language == language)
    return await session.scalar(found.order_by(GuideVersion.version.desc()).limit(1))

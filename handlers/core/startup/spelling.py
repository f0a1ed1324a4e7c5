"""Names whose sound is not known yet, read at the start of the process."""

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.core.directory.pinyin import surname_sound
from storage.queries import directory


async def spell(session: AsyncSession) -> None:
    """Fill in the sounds that a migration has emptied, since a release reads some names otherwise than before."""
    for one in await directory.without_sound(session):
        one.sound = surname_sound(one.name)

"""Who sits at the desk, by what their browser holds."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.core.desk import rules
from handlers.core.tokens import token_hash
from storage.models.desk import DeskSession
from storage.queries import desk


async def of_cookie(session: AsyncSession, cookie: str, now: datetime) -> DeskSession | None:
    """The running session of somebody who still has a role; None: nobody is in by this cookie."""
    found = await desk.of_cookie(session, token_hash(cookie)) if cookie else None
    return found if found is not None and rules.is_running(found, now) and found.person.grants else None

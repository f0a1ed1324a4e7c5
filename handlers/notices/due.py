"""What time makes happen to notices."""

from handlers.conversation.outgoing import Outgoing
from handlers.core.notices.rules import By, NoticeAction
from handlers.notices import desk
from storage.models.opinions import Due
from storage.queries import notices


async def begin(out: Outgoing, due: Due) -> None:
    """Its hour has come: from now on its recipients are written down. Nothing if it was cancelled meanwhile."""
    notice_id, version = (int(part) for part in due.once.split(":")[1:])
    notice = await notices.one(out.session, notice_id)
    if notice is None or notice.version != version:
        return
    if await desk.move(out, notice, NoticeAction.BEGIN, None, By.TIME):
        notice.began_at = out.now
        notice.fix_until = await notices.newest_person(out.session)

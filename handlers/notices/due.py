"""What time makes happen to notices."""

from handlers.conversation.outgoing import Post
from handlers.notices import desk
from handlers.notices.rules import By, NoticeAction
from storage.models import Due
from storage.queries import notices


async def begin(post: Post, due: Due) -> None:
    """Its hour has come: from now on its recipients are written down. Nothing if it was cancelled meanwhile."""
    notice_id, version = (int(part) for part in due.once.split(":")[1:])
    notice = await notices.one(post.session, notice_id)
    if notice is None or notice.version != version:
        return
    if await desk.move(post, notice, NoticeAction.BEGIN, None, By.TIME):
        notice.began_at = post.now
        notice.fix_until = await notices.newest_person(post.session)

"""Attachments and pictures are fetched from their channel and kept here, where the county wants that."""

from handlers.conversation.outgoing import Outgoing
from handlers.core.casework.events import CaseMoved
from storage.queries import files
from storage.vocabulary import AttachmentKind, Channel


async def keep_attachments(out: Outgoing, moved: CaseMoved) -> None:
    """Promise to fetch what came with an opinion and is not kept yet, up to the county's limit."""
    at_most = out.county.keep_files_up_to
    if not at_most:
        return
    for file in await files.not_kept(out.session, moved.opinion.id, Channel.TELEGRAM, at_most):
        out.keep_content(file, at_most=at_most, opinion_id=moved.opinion.id)


async def keep_shown(out: Outgoing, external_id: str, kind: AttachmentKind) -> None:
    """The same for what is shown with no opinion: a representative's picture, what a notice carries."""
    at_most = out.county.keep_files_up_to
    file = await files.to_keep(out.session, Channel.TELEGRAM, external_id, kind) if at_most else None
    if file is not None:
        out.keep_content(file, at_most=at_most)

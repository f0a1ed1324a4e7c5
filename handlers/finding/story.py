"""All that was said in a case, page by page, for whoever may read it in the role in which they do."""

from collections.abc import Sequence

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers.conversation import paging
from handlers.conversation.context import Context
from handlers.conversation.screen import Button, Screen
from handlers.conversation.texts import bold, join
from handlers.core.casework import access
from handlers.core.errors import OpinionNotFound
from handlers.presentation.callbacks import Story
from handlers.presentation.history import thread
from handlers.presentation.labels import OPENS
from storage.models.opinions import Entry
from storage.queries import opinions, referrals, supporting
from storage.vocabulary import Role

router = Router(name="finding.story")

A_PAGE = 12
"""Messages on a page, the first ones first."""


@router.callback_query(Story.filter())
async def turn_page(query: CallbackQuery, callback_data: Story, ctx: Context) -> None:
    """A page of all that was said."""
    asked, t = callback_data, ctx.t
    entries = await _readable(ctx, asked.role, asked.opinion)
    page = paging.page(asked.page, len(entries), A_PAGE)
    text = page.title(t, bold(t("📜 All that was said")))
    turning = page.turning(lambda number: Story(opinion=asked.opinion, role=asked.role, page=number))
    back = [Button(t("⬅️ Back"), OPENS[asked.role](opinion=asked.opinion))]
    said = thread(t, page.of(entries))
    ctx.show(Screen(join([text, said], "\n\n"), [turning, back]), opinion_id=asked.opinion)


async def _readable(ctx: Context, role: Role, opinion_id: int) -> Sequence[Entry]:
    """Entries that the person who speaks may read in this role. Raises `OpinionNotFound`, `NotAllowed`."""
    match role:
        case Role.CONSTITUENT:
            await access.mine(ctx.out, ctx.actor, opinion_id)
            return await opinions.public_entries(ctx.session, opinion_id)
        case Role.REPRESENTATIVE:
            await access.entrusted(ctx.out, ctx.actor, opinion_id)
        case Role.STAFF:
            await access.supervised(ctx.out, ctx.actor, opinion_id)
        case Role.UNIT:
            ids = [unit.id for unit in ctx.units]
            referral = await referrals.once_referred(ctx.session, opinion_id, ids)
            if referral is not None:
                return await referrals.entries_for(ctx.session, opinion_id, ids, referral.ended_at)
            asked = await supporting.last_of(ctx.session, opinion_id, ids)
            if asked is not None:
                return await supporting.entries_for(ctx.session, opinion_id, ids, asked.ended_at)
            raise OpinionNotFound
        case _:
            raise OpinionNotFound
    return await opinions.entries(ctx.session, opinion_id)

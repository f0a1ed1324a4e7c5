"""Staff give more time, or say why not; they are reminded of what waits for that."""

from aiogram import F, Router
from aiogram.types import CallbackQuery

from handlers.conversation import case_drafts as drafts
from handlers.conversation.case_drafts import Kind
from handlers.conversation.context import Context
from handlers.conversation.filters import HasRole
from handlers.conversation.texts import join
from handlers.core.casework.actions import staff
from handlers.core.workdays.days import calendar
from handlers.presentation import extensions as screens
from handlers.presentation.callbacks import StaffAct
from handlers.presentation.due_days import due_day, moving
from handlers.screening import queue
from handlers.writing import writing
from storage.models.opinions import Extension, Opinion
from storage.queries import extensions
from storage.vocabulary import Action, Role

router = Router(name="screening.granting")
router.callback_query.filter(HasRole(Role.STAFF))


async def _waiting(ctx: Context, asked: StaffAct) -> tuple[Opinion, Extension] | None:
    """The case and the request, if both stand as when the button was shown; else None, and they see who was quicker."""
    opinion = await queue.as_shown(ctx, asked.opinion, asked.version)
    if opinion is None:
        return None
    extension = await extensions.newest(ctx.session, opinion.id) if opinion.extension_asked else None
    if extension is None:
        ctx.toast(ctx.t("Nobody asks for more time any longer. Here is where it stands now."), alert=True)
        ctx.show(await queue.card(ctx, opinion), opinion_id=opinion.id)
        return None
    return opinion, extension


@router.callback_query(StaffAct.filter(F.action == Action.GRANT_EXTENSION))
async def grant(query: CallbackQuery, callback_data: StaffAct, ctx: Context) -> None:
    """Give more time; who asked, and the author, are told."""
    found = await _waiting(ctx, callback_data)
    if found is None:
        return
    asked = callback_data
    moved = await staff.grant_extension(ctx.out, ctx.actor, asked.opinion, asked.version)
    opinion, extension = found
    t, days = ctx.t, await calendar(ctx.out)
    facts = {
        "name": screens.asker(t, opinion, extension),
        "day": due_day(t, extension.until, moving(opinion.stage, days)),
    }
    text = t("✅ {reference}: {name} has until {day} and was told.", reference=opinion.reference, **facts)
    await queue.finish(ctx, moved.opinion, join([text, queue.author_told(t, opinion)]))


@router.callback_query(StaffAct.filter(F.action == Action.REFUSE_EXTENSION))
async def refuse(query: CallbackQuery, callback_data: StaffAct, ctx: Context) -> None:
    """Have the reason written first."""
    found = await _waiting(ctx, callback_data)
    if found is not None:
        opinion, _ = found
        draft = drafts.of(ctx.conversation, opinion.id, Kind.REFUSAL)
        await writing.show(ctx, opinion, draft, anew=True)

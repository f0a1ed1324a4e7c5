"""Staff give more time, or say why not; they are reminded of what waits for that."""

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from handlers.conversation.context import Context
from handlers.conversation.filters import HasRole
from handlers.conversation.outgoing import Outgoing
from handlers.conversation.texts import Html, join
from handlers.core.casework import transitions
from handlers.core.casework.transitions import Step
from handlers.core.reminders.rules import EACH
from handlers.core.workdays.days import calendar
from handlers.core.workdays.rules import due as due_after
from handlers.core.workdays.rules import working_morning
from handlers.notifications import deduplication
from handlers.notifications import extensions as extending_news
from handlers.notifications.deduplication import About
from handlers.presentation import extensions as screens
from handlers.presentation.callbacks import StaffAct
from handlers.presentation.due_days import due_day
from handlers.screening import queue
from handlers.writing import drafts as kept
from handlers.writing import writing
from handlers.writing.drafts import Begun, Kind
from storage.models import Due, Extension, Opinion
from storage.queries import extensions, opinions, people
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
    """It is due later now; who asked, and its author, are told."""
    found = await _waiting(ctx, callback_data)
    if found is None:
        return
    opinion, extension = found
    await transitions.move(ctx.out, opinion, Action.GRANT_EXTENSION, Step(ctx.me, Role.STAFF))
    await queue.noted(ctx, "opinion.grant_extension", opinion, f"until {extension.until.isoformat()}")
    await extending_news.granted(ctx.out, opinion, extension)
    t, days = ctx.t, await calendar(ctx.out)
    facts = {"name": screens.asker(t, opinion, extension), "day": due_day(t, extension.until, days)}
    text = t("✅ {reference}: {name} has until {day} and was told.", reference=opinion.reference, **facts)
    await queue.finish(ctx, opinion, join([text, queue.author_told(t, opinion)]))


@router.callback_query(StaffAct.filter(F.action == Action.REFUSE_EXTENSION))
async def refuse(query: CallbackQuery, callback_data: StaffAct, ctx: Context, state: FSMContext) -> None:
    """Why is written first."""
    found = await _waiting(ctx, callback_data)
    if found is not None:
        opinion, _ = found
        begun = await kept.find(state, opinion.id, Kind.REFUSAL)
        begun = begun or Begun(opinion.id, Kind.REFUSAL, Action.REFUSE_EXTENSION)
        await writing.show(ctx, state, opinion, begun, anew=True)


async def send(ctx: Context, opinion: Opinion, begun: Begun) -> Html:
    """Who asked has the reason; the due day stays."""
    await transitions.move(ctx.out, opinion, Action.REFUSE_EXTENSION, Step(ctx.me, Role.STAFF, why=begun.words))
    await queue.noted(ctx, "opinion.refuse_extension", opinion)
    extension = await extensions.newest(ctx.session, opinion.id)
    assert extension is not None  # noqa: S101 - the move has ended it
    await extending_news.refused(ctx.out, opinion, extension)
    name = screens.asker(ctx.t, opinion, extension)
    return ctx.t("✋ {name} was told that {reference} stays due as it was.", name=name, reference=opinion.reference)


async def remind(out: Outgoing, thing: Due) -> None:
    """A request still waits for staff; looked at again on each third working morning, as of all that is late."""
    opinion = await opinions.any_of(out.session, thing.opinion_id or 0)
    extension = await extensions.newest(out.session, opinion.id) if opinion is not None else None
    if (
        opinion is None
        or extension is None
        or extension.ended_at is not None
        or await deduplication.put_off(out, thing)
    ):
        return
    days = await calendar(out)
    about = About(thing.kind, f"opinion:{opinion.id}", f"{extension.id}:{days.day_of(out.now)}")
    for person in await people.staff_of(out.session, opinion.station_id):
        screen = extending_news.to_decide(out.t(person), opinion, extension, days)
        await deduplication.remind(out, person, about, screen, opinion_id=opinion.id)
    deduplication.again(thing, working_morning(due_after(out.now, EACH, days), days))

"""A draft is sent, once: it becomes an opinion, and its author gets a receipt."""

from datetime import datetime, time, timedelta

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from handlers.constituents import previewing
from handlers.conversation import opinion_drafts as drafts
from handlers.conversation.callbacks import Go
from handlers.conversation.context import Context
from handlers.conversation.opinion_drafts import OpinionDraft
from handlers.conversation.screen import Button, Screen
from handlers.conversation.texts import N_, Translator, bold, join
from handlers.core.casework.actions import constituent
from handlers.core.casework.content import NewOpinion
from handlers.core.directory import search
from handlers.core.workdays.days import calendar
from handlers.presentation.callbacks import OpenMine, SendAs
from handlers.presentation.due_days import promised
from storage.models.directory import Representative
from storage.models.opinions import Opinion
from storage.queries import directory, own
from storage.vocabulary import Stage

router = Router(name="constituents.sending")


@router.callback_query(SendAs.filter())
async def send(query: CallbackQuery, callback_data: SendAs, ctx: Context, state: FSMContext) -> None:
    """Sent, once: a second press finds the opinion it became; an old preview shows how the draft reads now."""
    draft, submission = drafts.of(ctx.conversation), f"{ctx.me.id}:{callback_data.draft}"
    if draft.id != callback_data.draft or not draft.parts:
        before = await constituent.submitted_as(ctx.out, submission)
        if before is None:
            ctx.show(drafts.gone(ctx.t))
        else:
            ctx.show(await _receipt(ctx, before), opinion_id=before.id)
        return
    if draft.revision != callback_data.revision:
        ctx.toast(ctx.t("You have changed it since this preview. This is how it reads now."), alert=True)
        await previewing.preview(ctx, state, draft)
        return
    obstacle = await _obstacle(ctx)
    if obstacle is not None:
        ctx.show(obstacle)
        return
    new = await _new_opinion(ctx, draft, submission, anonymous=callback_data.anonymous)
    opinion, _ = await constituent.submit(ctx.out, ctx.actor, new)
    await state.set_state(None)
    drafts.drop(ctx.conversation)
    ctx.conversation.screen_call = None
    ctx.show(await _receipt(ctx, opinion), opinion_id=opinion.id)


async def _obstacle(ctx: Context) -> Screen | None:
    """Reason not to send it now: enough for today; None: there is none."""
    most = ctx.out.county.opinions_per_day
    if most and await own.count_since(ctx.session, ctx.me.id, _midnight(ctx)) >= most:
        return _enough(ctx.t, most, _midnight(ctx) + timedelta(days=1))
    return None


def _midnight(ctx: Context) -> datetime:
    """Instant at which the town's day began."""
    zone = ctx.out.county.zone
    return datetime.combine(ctx.now.astimezone(zone).date(), time(), zone)


def _enough(t: Translator, most: int, again: datetime) -> Screen:
    text = t.plural(
        "You have sent {n} opinion today, and each gets its answer; one person cannot send more in a day. "
        "This one is kept: you can send it from {again} on.",
        "You have sent {n} opinions today, and each gets its answer; one person cannot send more in a day. "
        "This one is kept: you can send it from {again} on.",
        most,
        again=t.moment(again),
    )
    last = [Button(t("📋 My opinions"), Go(to="mine")), Button(t("🏠 Home"), Go(to="home"))]
    return Screen(text, [[Button(t("⬅️ Back"), Go(to="draft-done"))], last])


async def _new_opinion(ctx: Context, draft: OpinionDraft, submission: str, *, anonymous: bool) -> NewOpinion:
    """With the station of the person's place; of the representative it is for, while the place is not known."""
    area = ctx.me.area_id
    wanted = await directory.by_id(ctx.session, Representative, draft.wanted)
    station = await search.station_of(ctx.session, area) if area is not None else None
    topic = await previewing.topic_of(ctx, draft)
    return NewOpinion(
        submission=submission,
        said=draft.said,
        topic_id=topic.id if topic is not None else None,
        area_id=area,
        station_id=station.id if station is not None else (wanted.station_id if wanted is not None else None),
        wanted_id=wanted.id if wanted is not None else None,
        anonymous=anonymous,
    )


async def _receipt(ctx: Context, opinion: Opinion) -> Screen:
    t, days = ctx.t, await calendar(ctx.out)
    text = t("✅ Received: {reference}", reference=bold(opinion.reference))
    if opinion.stage is Stage.SUBMITTED:  # it may have gone on since this was pressed first
        by = N_("Staff look at it by {day}; then it goes to a representative, and you hear of it here.")
        late = N_(
            "Staff should have looked at it by {day}; they are reminded, then it goes to a representative, and you "
            "hear of it here."
        )
        text = join([text, promised(t, opinion.due_at, days, ctx.now, by, late)])
    rows = [[Button(t("📋 Follow it"), OpenMine(opinion=opinion.id)), Button(t("🏠 Home"), Go(to="home"))]]
    return Screen(text, rows)

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
from handlers.conversation.texts import N_, Translator, bold, join, quote
from handlers.core.casework import repeats
from handlers.core.casework.actions import constituent
from handlers.core.casework.content import NewOpinion
from handlers.core.directory import search
from handlers.core.workdays.days import calendar
from handlers.presentation.callbacks import Into, OpenMine, SendAs
from handlers.presentation.due_days import promised
from storage.models.directory import Representative
from storage.models.opinions import Opinion
from storage.queries import directory, own
from storage.queries.own import Own
from storage.stages import OPEN
from storage.vocabulary import Action, Stage

router = Router(name="constituents.sending")

LOOKED_BACK = timedelta(days=90)
"""Age beyond which nothing counts as repeated; it may also be closed for good then."""
COMPARED = 50


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
    obstacle = await _obstacle(ctx, draft, callback_data)
    if obstacle is not None:
        ctx.show(obstacle)
        return
    new = await _new_opinion(ctx, draft, submission, anonymous=callback_data.anonymous)
    opinion, _ = await constituent.submit(ctx.out, ctx.actor, new)
    await state.set_state(None)
    drafts.drop(ctx.conversation)
    ctx.conversation.screen_call = None
    ctx.show(await _receipt(ctx, opinion), opinion_id=opinion.id)


async def _obstacle(ctx: Context, draft: OpinionDraft, pressed: SendAs) -> Screen | None:
    """Reason not to send it now: enough for today, or the same thing sent before; None: there is none."""
    before = await own.since(ctx.session, ctx.me.id, ctx.now - LOOKED_BACK, COMPARED)
    most = ctx.out.county.opinions_per_day
    if most and sum(one.submitted_at >= _midnight(ctx) for one in before) >= most:
        return _enough(ctx.t, most, _midnight(ctx) + timedelta(days=1))
    under_way = {one.id: one for one in before if one.stage in OPEN}
    if pressed.sure or not under_way:
        return None
    found = repeats.repeated(draft.words, await own.texts(ctx.session, list(under_way)))
    return _already_written(ctx.t, draft, under_way[found], pressed) if found is not None else None


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


def _already_written(t: Translator, draft: OpinionDraft, one: Own, pressed: SendAs) -> Screen:
    head = t("You wrote this on {day}: {reference}", day=t.day(one.submitted_at), reference=bold(one.reference))
    text = join([head, quote(one.summary), t("It is under way. What shall become of what you wrote now?")])
    add = Into(opinion=one.id, version=one.version, action=Action.ADD, draft=draft.id)
    rows = [
        [Button(t("➕ Add it to {reference}", reference=one.reference), add)],
        [Button(t("📨 Send it as new"), pressed.model_copy(update={"sure": True}))],
        [Button(t("🗑 Throw away"), Go(to="draft-drop"))],
    ]
    return Screen(text, rows)


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

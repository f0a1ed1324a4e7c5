"""Sending what was written about a case, as it was previewed: one action each, and what its writer is told."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import date

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from handlers.conversation import case_drafts as drafts
from handlers.conversation.case_drafts import CaseDraft, Kind
from handlers.conversation.context import Context
from handlers.conversation.filters import HasRole
from handlers.conversation.screen import Button, Screen
from handlers.conversation.texts import Html, join
from handlers.core.casework import promises
from handlers.core.casework.actions import commitments, representative, staff, supporting, unit
from handlers.core.casework.events import CaseMoved
from handlers.core.workdays.days import calendar
from handlers.presentation import handling
from handlers.presentation.due_days import due_day, moving
from handlers.presentation.extensions import asker
from handlers.presentation.labels import ACTS, OPENS, ways
from handlers.writing import steps, writing
from handlers.writing.callbacks import SendWords
from storage.queries import opinions, people
from storage.vocabulary import Action, Outcome, Role

router = Router(name="writing.sending")
router.callback_query.filter(HasRole(*writing.WRITERS))


@router.callback_query(SendWords.filter())
async def send(query: CallbackQuery, callback_data: SendWords, ctx: Context, state: FSMContext) -> None:
    """Sent, once, if the words and the case are still as previewed; else they are shown again."""
    draft = drafts.find(ctx.conversation, callback_data.opinion, callback_data.kind)
    if draft is None:
        await writing.show_gone(ctx, state, callback_data.opinion, callback_data.kind)
        return
    opinion = await writing.still_theirs(ctx, draft)
    if opinion is None:
        return
    as_previewed = draft.mark == callback_data.mark and opinion.version == callback_data.version
    if not as_previewed or not draft.ready or draft.action is None:
        ctx.toast(ctx.t("This has changed since that preview. Please look it over again."), alert=True)
        await writing.show(ctx, opinion, draft)
        return
    by = draft.form.by
    moved = await DO[by, draft.action](ctx, callback_data.version, draft)
    sent = await TELL[by, draft.action](ctx, moved)
    for beside in BESIDE.get(draft.kind, ()):
        if (begun := drafts.find(ctx.conversation, draft.opinion, beside)) is not None:
            drafts.drop(ctx.conversation, begun)
    drafts.drop(ctx.conversation, draft)
    here = [Button(ctx.t("Open {reference}", reference=opinion.reference), OPENS[by](opinion=opinion.id))]
    left = draft.action in (Action.HAND_OVER, Action.RETURN)
    rows = [[] if left else here, support_key(ctx, moved, by), await _handling_keys(ctx, moved), ways(ctx.t, by)]
    ctx.show(Screen(sent, rows), opinion_id=opinion.id)


async def _handling_keys(ctx: Context, moved: CaseMoved) -> list[Button]:
    """Keys to rate how the unit handled it whose reply was passed on just now."""
    if moved.action is not Action.PASS_ON:
        return []
    return handling.keys(
        ctx.t, moved.opinion, await opinions.rating(ctx.session, moved.opinion.id, moved.opinion.round)
    )


BESIDE = {Kind.UNIT_REPLY: (Kind.STEPS,)}
"""Kinds of what was written to go with something of a kind, and went with it."""


def support_key(ctx: Context, moved: CaseMoved, by: Role) -> list[Button]:
    """A key to have another unit support the one it was referred to just now, or the one that leads."""
    if moved.action not in (Action.REFER, Action.ASK_SUPPORT):
        return []
    opinion = moved.opinion
    data = ACTS[by](opinion=opinion.id, version=opinion.version, action=Action.ASK_SUPPORT)
    return [Button(ctx.t("🤝 Another unit supports"), data)]


Do = Callable[[Context, int, CaseDraft], Awaitable[CaseMoved]]
"""The action, at a version of the case, with what was written."""

DO: Mapping[tuple[Role, Action], Do] = {
    (Role.REPRESENTATIVE, Action.REPLY): lambda ctx, version, draft: representative.reply(
        ctx.out, ctx.actor, draft.opinion, version, draft.said
    ),
    (Role.REPRESENTATIVE, Action.ASK): lambda ctx, version, draft: representative.ask(
        ctx.out, ctx.actor, draft.opinion, version, draft.said
    ),
    (Role.REPRESENTATIVE, Action.PROPOSE_DECLINE): lambda ctx, version, draft: representative.propose_decline(
        ctx.out, ctx.actor, draft.opinion, version, draft.words
    ),
    (Role.REPRESENTATIVE, Action.HAND_OVER): lambda ctx, version, draft: representative.hand_over(
        ctx.out, ctx.actor, draft.opinion, version, draft.whom, draft.words
    ),
    (Role.REPRESENTATIVE, Action.REFER): lambda ctx, version, draft: representative.refer(
        ctx.out, ctx.actor, draft.opinion, version, draft.whom or 0, draft.said
    ),
    (Role.REPRESENTATIVE, Action.PASS_ON): lambda ctx, version, draft: representative.pass_on(
        ctx.out, ctx.actor, draft.opinion, version, draft.said
    ),
    (Role.REPRESENTATIVE, Action.SEND_BACK): lambda ctx, version, draft: representative.send_back(
        ctx.out, ctx.actor, draft.opinion, version, draft.words
    ),
    (Role.REPRESENTATIVE, Action.TAKE_BACK): lambda ctx, version, draft: representative.take_back(
        ctx.out, ctx.actor, draft.opinion, version, draft.words
    ),
    (Role.REPRESENTATIVE, Action.ASK_EXTENSION): lambda ctx, version, draft: representative.ask_more_time(
        ctx.out, ctx.actor, draft.opinion, version, draft.day, draft.words
    ),
    (Role.STAFF, Action.REFER): lambda ctx, version, draft: staff.refer(
        ctx.out, ctx.actor, draft.opinion, version, draft.whom or 0, draft.said
    ),
    (Role.STAFF, Action.REPLY): lambda ctx, version, draft: staff.reply(
        ctx.out, ctx.actor, draft.opinion, version, draft.said
    ),
    (Role.STAFF, Action.ENTRUST): lambda ctx, version, draft: commitments.entrust(
        ctx.out, ctx.actor, draft.opinion, version, draft.whom or 0, draft.words
    ),
    (Role.STAFF, Action.REFUSE_EXTENSION): lambda ctx, version, draft: staff.refuse_extension(
        ctx.out, ctx.actor, draft.opinion, version, draft.words
    ),
    (Role.STAFF, Action.EXTEND): lambda ctx, version, draft: staff.extend(
        ctx.out, ctx.actor, draft.opinion, version, draft.day, draft.words
    ),
    (Role.UNIT, Action.REPLY): lambda ctx, version, draft: unit.reply(
        ctx.out,
        ctx.actor,
        draft.opinion,
        version,
        draft.said,
        draft.outcome or Outcome.D,
        draft.day,
        promises.read(draft.steps),
    ),
    (Role.REPRESENTATIVE, Action.ASK_SUPPORT): lambda ctx, version, draft: supporting.ask_as_representative(
        ctx.out, ctx.actor, draft.opinion, version, draft.whom or 0, draft.words
    ),
    (Role.STAFF, Action.ASK_SUPPORT): lambda ctx, version, draft: supporting.ask_as_staff(
        ctx.out, ctx.actor, draft.opinion, version, draft.whom or 0, draft.words
    ),
    (Role.UNIT, Action.ASK_SUPPORT): lambda ctx, version, draft: supporting.ask_as_lead(
        ctx.out, ctx.actor, draft.opinion, version, draft.whom or 0, draft.words
    ),
    (Role.UNIT, Action.ASK): lambda ctx, version, draft: unit.ask(
        ctx.out, ctx.actor, draft.opinion, version, draft.said
    ),
    (Role.UNIT, Action.GIVE_BACK): lambda ctx, version, draft: unit.give_back(
        ctx.out, ctx.actor, draft.opinion, version, draft.words
    ),
    (Role.UNIT, Action.SUPPORT): lambda ctx, version, draft: supporting.contribute(
        ctx.out, ctx.actor, draft.opinion, version, draft.said
    ),
    (Role.UNIT, Action.RETURN): lambda ctx, version, draft: unit.return_(
        ctx.out, ctx.actor, draft.opinion, version, draft.words, draft.whom
    ),
    (Role.UNIT, Action.REPORT): lambda ctx, version, draft: commitments.report(
        ctx.out, ctx.actor, draft.opinion, version, draft.said, draft.percent, draft.step
    ),
    (Role.UNIT, Action.REPORT_DONE): lambda ctx, version, draft: commitments.report_done(
        ctx.out, ctx.actor, draft.opinion, version, draft.said
    ),
    (Role.UNIT, Action.PLAN): lambda ctx, version, draft: _plan(ctx, version, draft),
    (Role.UNIT, Action.MOVE_DATE): lambda ctx, version, draft: commitments.move_date(
        ctx.out, ctx.actor, draft.opinion, version, draft.day, draft.words
    ),
    (Role.UNIT, Action.ASK_EXTENSION): lambda ctx, version, draft: unit.ask_more_time(
        ctx.out, ctx.actor, draft.opinion, version, draft.day, draft.words
    ),
}
"""Actions that send it, by who writes and what it is meant as."""


async def _sent(ctx: Context, moved: CaseMoved) -> Html:
    return ctx.t("Sent. You will hear what becomes of {reference}.", reference=moved.opinion.reference)


async def _passed_on(ctx: Context, moved: CaseMoved) -> Html:
    question = ctx.t("How did the unit handle it? One tap, if you like; staff and the unit can see it.")
    return join([await _sent(ctx, moved), question], "\n\n")


async def _proposed(ctx: Context, moved: CaseMoved) -> Html:
    return ctx.t(
        "Staff look at your proposal. Until they decide, {reference} stays with you.",
        reference=moved.opinion.reference,
    )


async def _handed_over(ctx: Context, moved: CaseMoved) -> Html:
    opinion = moved.opinion
    name = ctx.t.named(opinion.representative)
    return ctx.t("🤝 {reference} is with {name} now; everybody was told.", reference=opinion.reference, name=name)


async def _referred(ctx: Context, moved: CaseMoved) -> Html:
    t, opinion, one = ctx.t, moved.opinion, moved.opinion.unit
    assert one is not None  # noqa: S101 - it is with a unit now
    text = t("🏢 {reference} is with {unit} now; its author was told.", reference=opinion.reference, unit=t.named(one))
    if await people.officers_of(ctx.session, one.id):
        return text
    return join([text, t("💤 Nobody has joined for {unit} yet; staff can invite.", unit=t.named(one))])


async def _sent_back(ctx: Context, moved: CaseMoved) -> Html:
    day = due_day(ctx.t, moved.opinion.due_at, await calendar(ctx.out))
    return ctx.t("↩️ {reference} is with the unit again until {day}.", reference=moved.opinion.reference, day=day)


async def _taken_back(ctx: Context, moved: CaseMoved) -> Html:
    day = due_day(ctx.t, moved.opinion.due_at, await calendar(ctx.out))
    return ctx.t(
        "↩️ {reference} is with you again, until {day}; everybody was told. Answer it, or refer it to another unit.",
        reference=moved.opinion.reference,
        day=day,
    )


async def _given_back(ctx: Context, moved: CaseMoved) -> Html:
    return ctx.t("↩️ Given back; the officer was told. {reference} stays with your unit.",
                 reference=moved.opinion.reference)  # fmt: skip


async def _replied(ctx: Context, moved: CaseMoved) -> Html:
    if moved.action is Action.HOLD:
        return ctx.t(
            "🔏 Your reply to {reference} waits for your chief's release; you hear what becomes of it.",
            reference=moved.opinion.reference,
        )
    return ctx.t(
        "Sent. The representative checks your reply to {reference} and passes it on.",
        reference=moved.opinion.reference,
    )


async def _support_asked(ctx: Context, moved: CaseMoved) -> Html:
    t, unit = ctx.t, moved.step.unit
    assert unit is not None  # noqa: S101 - a unit was asked
    text = t("🤝 {unit} was asked to support {reference}.", unit=t.named(unit), reference=moved.opinion.reference)
    if await people.officers_of(ctx.session, unit.id):
        return text
    return join([text, t("💤 Nobody has joined for {unit} yet; staff can invite.", unit=t.named(unit))])


async def _question_sent(ctx: Context, moved: CaseMoved) -> Html:
    return ctx.t(
        "❓ Sent. The representative asks the author of {reference}; what they answer comes to you.",
        reference=moved.opinion.reference,
    )


async def _supported(ctx: Context, moved: CaseMoved) -> Html:
    name = ctx.t.named(moved.opinion.unit) if moved.opinion.unit is not None else ""
    return ctx.t("Sent to {unit}, who replies to {reference}. Thank you.", unit=name, reference=moved.opinion.reference)


async def _returned(ctx: Context, moved: CaseMoved) -> Html:
    return ctx.t(
        "↩️ {reference} is returned; you need not do anything more about it.", reference=moved.opinion.reference
    )


async def _reported(ctx: Context, moved: CaseMoved) -> Html:
    return ctx.t(
        "🔧 Noted for {reference}. Whoever waits for it hears of it, once a week at most.",
        reference=moved.opinion.reference,
    )


async def _finished(ctx: Context, moved: CaseMoved) -> Html:
    return ctx.t(
        "🏁 Noted: {reference} is done, as you report. Its author is asked whether it really is; you hear of it here.",
        reference=moved.opinion.reference,
    )


async def _plan(ctx: Context, version: int, draft: CaseDraft) -> CaseMoved:
    """Raises as the action, where a day has come while they were written."""
    today = (await calendar(ctx.out)).day_of(ctx.now)
    typed = steps.read(ctx.t, draft.words, today, date.max)
    return await commitments.plan(ctx.out, ctx.actor, draft.opinion, version, typed.steps)


async def _planned(ctx: Context, moved: CaseMoved) -> Html:
    return ctx.t(
        "🪜 The steps to {reference} are kept. Its author, the representative and staff see them; tick each with a "
        "report.",
        reference=moved.opinion.reference,
    )


async def _moved(ctx: Context, moved: CaseMoved) -> Html:
    day = ctx.t.day(moved.commitment.due_on) if moved.commitment is not None else ""
    return ctx.t(
        "📅 {reference} is promised by {day} now; everybody who waits for it was told.",
        reference=moved.opinion.reference,
        day=day,
    )


async def _asked_for_time(ctx: Context, moved: CaseMoved) -> Html:
    days, extension = moving(moved.opinion.stage, await calendar(ctx.out)), moved.extension
    return ctx.t(
        "⏳ Sent. Staff decide whether {reference} has time until {day}; you hear of it here. Until then it stays due "
        "{before}.",
        reference=moved.opinion.reference,
        day=due_day(ctx.t, extension.until if extension is not None else None, days),
        before=due_day(ctx.t, moved.opinion.due_at, days),
    )


async def _extended(ctx: Context, moved: CaseMoved) -> Html:
    day = due_day(ctx.t, moved.opinion.due_at, await calendar(ctx.out))
    return ctx.t(
        "⏳ {reference} is due {day} now; everybody concerned was told.", reference=moved.opinion.reference, day=day
    )


async def _entrusted(ctx: Context, moved: CaseMoved) -> Html:
    t, one = ctx.t, moved.opinion.unit
    assert one is not None  # noqa: S101 - it is with a unit now
    facts = {"reference": moved.opinion.reference, "unit": t.named(one)}
    text = t("🏢 {unit} keeps the promise of {reference} from now on; everybody concerned was told.", **facts)
    if await people.officers_of(ctx.session, one.id):
        return text
    return join([text, t("💤 Nobody has joined for {unit} yet; staff can invite.", unit=t.named(one))])


async def _refused(ctx: Context, moved: CaseMoved) -> Html:
    t, opinion, days = ctx.t, moved.opinion, await calendar(ctx.out)
    day = due_day(t, opinion.due_at, moving(opinion.stage, days))
    name = asker(t, opinion, moved.extension) if moved.extension is not None else ""
    return t("✋ {name} was told that {reference} is due {day}.", name=name, reference=opinion.reference, day=day)


TELL: Mapping[tuple[Role, Action], Callable[[Context, CaseMoved], Awaitable[Html]]] = {
    (Role.REPRESENTATIVE, Action.REPLY): _sent,
    (Role.REPRESENTATIVE, Action.ASK): _sent,
    (Role.REPRESENTATIVE, Action.PROPOSE_DECLINE): _proposed,
    (Role.REPRESENTATIVE, Action.HAND_OVER): _handed_over,
    (Role.REPRESENTATIVE, Action.REFER): _referred,
    (Role.REPRESENTATIVE, Action.PASS_ON): _passed_on,
    (Role.REPRESENTATIVE, Action.SEND_BACK): _sent_back,
    (Role.REPRESENTATIVE, Action.TAKE_BACK): _taken_back,
    (Role.REPRESENTATIVE, Action.ASK_EXTENSION): _asked_for_time,
    (Role.STAFF, Action.REFER): _referred,
    (Role.STAFF, Action.REPLY): _sent,
    (Role.STAFF, Action.ENTRUST): _entrusted,
    (Role.STAFF, Action.REFUSE_EXTENSION): _refused,
    (Role.STAFF, Action.EXTEND): _extended,
    (Role.UNIT, Action.REPLY): _replied,
    (Role.REPRESENTATIVE, Action.ASK_SUPPORT): _support_asked,
    (Role.STAFF, Action.ASK_SUPPORT): _support_asked,
    (Role.UNIT, Action.ASK_SUPPORT): _support_asked,
    (Role.UNIT, Action.ASK): _question_sent,
    (Role.UNIT, Action.GIVE_BACK): _given_back,
    (Role.UNIT, Action.SUPPORT): _supported,
    (Role.UNIT, Action.RETURN): _returned,
    (Role.UNIT, Action.REPORT): _reported,
    (Role.UNIT, Action.REPORT_DONE): _finished,
    (Role.UNIT, Action.PLAN): _planned,
    (Role.UNIT, Action.MOVE_DATE): _moved,
    (Role.UNIT, Action.ASK_EXTENSION): _asked_for_time,
}
"""Words for the writer once it is sent, by role and action."""

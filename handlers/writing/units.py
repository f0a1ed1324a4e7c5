"""What was written to, by and about units goes out, as it was previewed."""

from handlers.conversation.context import Context
from handlers.conversation.texts import Html, join
from handlers.core.casework import clocks, transitions
from handlers.core.casework.transitions import Step
from handlers.core.workdays.days import calendar
from handlers.notifications import casework as opinion_news
from handlers.notifications import referrals as unit_news
from handlers.presentation.due_days import due_day
from handlers.screening import queue
from handlers.writing.drafts import Begun
from storage.models import HandlingUnit, Opinion, Referral
from storage.queries import people, referrals
from storage.vocabulary import Action, EntryKind, Role


async def refer(ctx: Context, opinion: Opinion, begun: Begun) -> Html:
    """It is with the unit."""
    unit, by = await ctx.session.get_one(HandlingUnit, begun.whom), begun.form.by
    await transitions.move(
        ctx.out, opinion, Action.REFER, Step(ctx.me, by, said=begun.said, kind=EntryKind.REFERRAL, unit=unit)
    )
    if by is Role.STAFF:
        await queue.noted(ctx, "opinion.refer", opinion, f"to unit:{unit.id}")
    referral = await _current(ctx, opinion)
    await unit_news.referred(ctx.out, opinion, referral, begun.words, begun.files, by_staff=by is Role.STAFF)
    text = ctx.t(
        "🏢 {reference} is with {unit} now; its author was told.", reference=opinion.reference, unit=ctx.t.named(unit)
    )
    if await people.officers_of(ctx.session, unit.id):
        return text
    return join([text, ctx.t("💤 Nobody has joined for {unit} yet; staff can invite.", unit=ctx.t.named(unit))])


async def _current(ctx: Context, opinion: Opinion) -> Referral:
    found = await referrals.current(ctx.session, opinion.id)
    assert found is not None  # noqa: S101 - it is with a unit
    return found


async def reply(ctx: Context, opinion: Opinion, begun: Begun) -> Html:
    """The unit's reply is with the representative."""
    step = Step(
        ctx.me,
        Role.UNIT,
        said=begun.said,
        kind=EntryKind.UNIT_REPLY,
        outcome=begun.outcome,
        planned_for=begun.day,
    )
    await transitions.move(ctx.out, opinion, Action.REPLY, step)
    await unit_news.replied(ctx.out, opinion, await _current(ctx, opinion))
    return ctx.t(
        "Sent. The representative checks your reply to {reference} and passes it on.", reference=opinion.reference
    )


async def give_back(ctx: Context, opinion: Opinion, begun: Begun) -> Html:
    """It is the representative's again, with whose it is."""
    unit = opinion.unit
    assert unit is not None  # noqa: S101 - it was found through its unit
    suggested = await ctx.session.get(HandlingUnit, begun.whom) if begun.whom is not None else None
    await transitions.move(ctx.out, opinion, Action.RETURN, Step(ctx.me, Role.UNIT, why=begun.words, unit=suggested))
    await unit_news.returned(ctx.out, opinion, unit, begun.words, suggested)
    return ctx.t("↩️ {reference} is returned; you need not do anything more about it.", reference=opinion.reference)


async def pass_on(ctx: Context, opinion: Opinion, begun: Begun) -> Html:
    """The constituent has the unit's reply, under the representative's own words."""
    referral = await _current(ctx, opinion)
    step = Step(ctx.me, Role.REPRESENTATIVE, said=begun.said, kind=EntryKind.REPLY)
    await transitions.move(ctx.out, opinion, Action.PASS_ON, step)
    await clocks.ask_rating(ctx.out, opinion)
    passed = await transitions.passed_on(ctx.session, referral)
    opinion_news.answered(ctx.out, opinion, begun.words, begun.files, passed)
    await unit_news.passed_on(ctx.out, opinion, referral.unit)
    return ctx.t("Sent. You will hear what becomes of {reference}.", reference=opinion.reference)


async def send_back(ctx: Context, opinion: Opinion, begun: Begun) -> Html:
    """The unit has to reply again."""
    await transitions.move(ctx.out, opinion, Action.SEND_BACK, Step(ctx.me, Role.REPRESENTATIVE, why=begun.words))
    await unit_news.sent_back(ctx.out, opinion, begun.words)
    day = due_day(ctx.t, opinion.due_at, await calendar(ctx.out))
    return ctx.t("↩️ {reference} is with the unit again until {day}.", reference=opinion.reference, day=day)

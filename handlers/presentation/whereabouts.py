"""State of a referral, as the representative and the staff read it."""

from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.conversation.texts import Html, Translator, bold, join, quote
from handlers.core.workdays.rules import Calendar
from handlers.presentation import outcomes, promises
from handlers.presentation.due_days import due_day
from storage.models.opinions import Opinion, Referral
from storage.queries import commitments, referrals, supporting
from storage.stages import ANSWERED
from storage.vocabulary import Action, Stage


async def at_unit(session: AsyncSession, t: Translator, opinion: Opinion, days: Calendar, today: date) -> Html:
    """Unit that has it, since when, until when; why it came back; what it promised, and how far that is.

    Empty if no unit has to do with it.
    """
    if opinion.stage not in (Stage.REFERRED, Stage.REPLIED, Stage.ASSIGNED) and opinion.outcome is None:
        return Html()
    referral = await referrals.last(session, opinion.id)
    if referral is None:
        return Html()
    match opinion.stage:
        case Stage.REFERRED:
            return join([_with_it(t, referral, days), *await supported_by(session, t, opinion, days)])
        case Stage.REPLIED:
            return join([t("🏢 {unit} has replied.", unit=bold(t.named(referral.unit))), _result(t, referral)])
        case Stage.ASSIGNED if referral.returned_at is not None and referral.round == opinion.round:
            return await _returned(session, t, opinion)
    promise = await commitments.last_of(session, opinion.id) if opinion.stage in ANSWERED else None
    if promise is not None and promise.round == opinion.round:
        result = outcomes.as_shown(t, referral.outcome, None) if referral.outcome is not None else ""
        return join([result, promises.standing(t, promise, days, today)])
    return _result(t, referral) if referral.passed_on_at is not None else Html()


async def supported_by(session: AsyncSession, t: Translator, opinion: Opinion, days: Calendar) -> list[Html]:
    """Units that support it, a line each: whether their part is written, or until when it is due."""
    lines = []
    for one in await supporting.of_opinion(session, opinion.id):
        unit = t.named(one.unit)
        if one.answered_at is not None:
            lines.append(t("🤝 {unit} has written its part.", unit=unit))
        else:
            lines.append(t("🤝 {unit} supports; its part is due {day}.", unit=unit, day=due_day(t, one.due_at, days)))
    return lines


def _with_it(t: Translator, referral: Referral, days: Calendar) -> Html:
    head = t("🏢 With {unit} since {day}.", unit=bold(t.named(referral.unit)), day=t.day(referral.at))
    if referral.accepted_at is None:
        taken = t("Not accepted yet; due {day}.", day=due_day(t, referral.accept_due_at, days))
    else:
        name = (referral.accepted_by.name if referral.accepted_by is not None else None) or t("an officer").plain
        taken = t("Accepted by {name}; reply due {day}.", name=name, day=due_day(t, referral.reply_due_at, days))
    return join([head, taken])


async def _returned(session: AsyncSession, t: Translator, opinion: Opinion) -> Html:
    """Every unit that returned it in this round, in order, each with its reason: the last alone is not the whole."""
    lines: list[str] = []
    for one in {one.unit_id: one for one in await referrals.returned_by(session, opinion.id, opinion.round)}.values():
        why = await referrals.why(session, opinion.id, Action.RETURN, one.unit_id)
        lines.append(t("↩️ {unit} returned it as not theirs:", unit=bold(t.named(one.unit))))
        lines.append(quote(why) if why else "")
        if one.suggested is not None:
            lines.append(t("They think it belongs to {unit}.", unit=bold(t.named(one.suggested))))
    return join(lines)


def _result(t: Translator, referral: Referral) -> Html:
    return outcomes.as_shown(t, referral.outcome, referral.planned_for) if referral.outcome is not None else Html()

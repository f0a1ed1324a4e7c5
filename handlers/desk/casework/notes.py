"""Remarks that stand beside a case: why it is handled again, where it is, what is asked for, what is expected."""

from handlers.conversation.texts import Html
from handlers.core.workdays.days import calendar
from handlers.desk.web import Desk
from handlers.presentation import rounds
from handlers.presentation.extensions import asked as asked_for_time
from handlers.presentation.merged import together
from handlers.presentation.referred import looked_up, standing, supported
from handlers.presentation.steps import step
from handlers.presentation.supervision import watched
from handlers.presentation.whereabouts import at_unit
from storage.models.opinions import Opinion
from storage.queries import extensions, opinions, referrals, supporting
from storage.queries import on_behalf as behalf
from storage.vocabulary import Role


async def notes(desk: Desk, opinion: Opinion) -> list[Html]:
    """What else one must know: why it is handled again, where it is, what is asked for, what is expected."""
    t, days, role = desk.t, await calendar(desk.out), desk.role
    if role is Role.UNIT:
        return await _to_unit(desk, opinion)
    lines = [
        rounds.begun(t, opinion, await opinions.opening(desk.session, opinion), days),
        await at_unit(desk.session, t, opinion, days, days.day_of(desk.out.now)),
        await watched(desk.session, t, opinion, days, by_staff=role is Role.STAFF),
        await together(desk.session, t, opinion),
    ]
    if role is Role.STAFF and opinion.extension_asked:
        asked = await extensions.newest(desk.session, opinion.id)
        lines.append(asked_for_time(t, opinion, asked, days) if asked is not None else Html())
    if role is Role.STAFF and opinion.unit_to_decide:
        lines.append(t("🏢 Please decide which unit has it, or whether its representative answers it without one."))
    taken = await behalf.of_opinion(desk.session, opinion.id) if role is Role.STAFF else None
    if taken is not None:
        news = [step(t, event).plain for event in await behalf.news(desk.session, taken)]
        lines.append(t("📄 Taken down for somebody without Telegram: staff tell them what comes of it."))
        lines.append(t("📣 To be told: {news}", news=t.listed(news)) if news else Html())
    return [line for line in lines if line]


async def _to_unit(desk: Desk, opinion: Opinion) -> list[Html]:
    """The standing of what is, or was, with their unit, or is supported by it."""
    t, units = desk.t, [unit.id for unit in desk.actor.units]
    lines: list[Html] = []
    referral = await referrals.once_referred(desk.session, opinion.id, units)
    if referral is not None:
        at, theirs = await looked_up(desk.out, t, desk.actor, opinion, referral)
        lines += standing(t, at, desk.out.now)
        if theirs:
            lines.insert(0, rounds.begun(t, opinion, await opinions.opening(desk.session, opinion), at.days))
            lines.append(await watched(desk.session, t, opinion, at.days))
    asked = await supporting.last_of(desk.session, opinion.id, units)
    if asked is not None:
        lines.append(t("🤝 {unit} supports {lead}", unit=t.named(asked.unit), lead=t.named(asked.lead)))
        lines += supported(t, asked, await calendar(desk.out))
    return [line for line in lines if line]

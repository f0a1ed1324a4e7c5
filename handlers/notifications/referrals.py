"""Who is told what when an opinion goes to a unit and comes back. Officers never learn who wrote it."""

from collections.abc import Sequence

from handlers.conversation.outgoing import Outgoing
from handlers.conversation.texts import Html, Translator, bold, join, quote
from handlers.core.workdays.days import calendar
from handlers.core.workdays.rules import Calendar
from handlers.notifications import casework
from handlers.presentation import outcomes
from handlers.presentation.due_days import due_day
from handlers.presentation.history import shown
from storage.models import Attachment, HandlingUnit, Opinion, Referral
from storage.queries import opinions


async def referred(
    out: Outgoing, opinion: Opinion, referral: Referral, remark: str, files: Sequence[Attachment], *, by_staff: bool
) -> None:
    """The unit's officers get it with the remark; its author, and those merged into it, learn who looks into it."""
    unit, days = referral.unit, await calendar(out)

    def headline(t: Translator) -> Html:
        head = t("🏢 Referred to {unit}: {reference}", unit=t.named(unit), reference=bold(opinion.reference))
        return join([head, shown(t, remark, files)])

    def until(t: Translator) -> Html:
        return t("Please take it or return it by {day}.", day=due_day(t, referral.accept_due_at, days))

    await casework.to_unit(out, opinion, unit.id, headline, until)
    for concerned in [opinion, *await opinions.merged_into(out.session, opinion.id)]:
        casework.to_constituent(out, concerned, _passed_to(concerned.reference, referral, days))
    if by_staff:
        await casework.to_representative(
            out,
            opinion,
            lambda t: t("Staff referred {reference} to {unit}.", reference=bold(opinion.reference), unit=t.named(unit)),
            until=lambda t: t("Their reply comes to you, to be checked."),
        )


def _passed_to(reference: str, referral: Referral, days: Calendar) -> casework.Words:
    def words(t: Translator) -> Html:
        return t(
            "{reference} was passed to {unit}. Their reply is due {day}; your representative checks it, and you get "
            "it here.",
            reference=bold(reference),
            unit=t.named(referral.unit),
            day=due_day(t, referral.reply_due_at, days),
        )

    return words


async def accepted(out: Outgoing, opinion: Opinion) -> None:
    """The representative learns that the unit works on it."""
    unit, due_at, days = opinion.unit, opinion.due_at, await calendar(out)
    if unit is not None and due_at is not None:
        await casework.to_representative(
            out,
            opinion,
            lambda t: t("🏢 {unit} has taken {reference}.", unit=t.named(unit), reference=bold(opinion.reference)),
            until=lambda t: t("Their reply is due {day}.", day=due_day(t, due_at, days)),
        )


async def returned(
    out: Outgoing, opinion: Opinion, unit: HandlingUnit, why: str, suggested: HandlingUnit | None
) -> None:
    """The representative and the staff learn that it is not theirs, and whose it is."""

    def words(t: Translator) -> Html:
        head = t("↩️ {unit} returns {reference} as not theirs:", unit=t.named(unit), reference=bold(opinion.reference))
        whose = t("They think it belongs to {unit}.", unit=t.named(suggested)) if suggested is not None else ""
        return join([head, quote(why), whose])

    await casework.to_representative(out, opinion, words)
    await casework.to_staff(out, opinion, words)


async def replied(out: Outgoing, opinion: Opinion, referral: Referral) -> None:
    """The representative has a reply to check."""
    unit, due_at, days = referral.unit, opinion.due_at, await calendar(out)

    def words(t: Translator) -> Html:
        head = t("🏢 {unit} has replied to {reference}.", unit=t.named(unit), reference=bold(opinion.reference))
        result = outcomes.as_shown(t, referral.outcome, referral.planned_for) if referral.outcome is not None else ""
        return join([head, result])

    def until(t: Translator) -> Html:
        return t("Please check it by {day}: pass it on, or send it back.", day=due_day(t, due_at, days))

    await casework.to_representative(out, opinion, words, until=until)


async def sent_back(out: Outgoing, opinion: Opinion, why: str) -> None:
    """The unit's officers learn that their reply does not do, and why."""
    due_at, days = opinion.due_at, await calendar(out)

    def headline(t: Translator) -> Html:
        return join([t("↩️ {reference}: your reply was sent back:", reference=bold(opinion.reference)), quote(why)])

    def until(t: Translator) -> Html:
        return t("Please reply again by {day}.", day=due_day(t, due_at, days))

    if opinion.unit_id is not None:
        await casework.to_unit(out, opinion, opinion.unit_id, headline, until)


async def passed_on(out: Outgoing, opinion: Opinion, unit: HandlingUnit) -> None:
    """The unit's officers learn that their reply went out."""
    await casework.to_unit(
        out,
        opinion,
        unit.id,
        lambda t: t("✅ {reference}: your reply was passed on to its author.", reference=bold(opinion.reference)),
    )


async def taken_back(out: Outgoing, opinion: Opinion, unit: HandlingUnit) -> None:
    """The unit's officers learn that they need not do anything more about it."""
    await casework.to_unit(
        out,
        opinion,
        unit.id,
        lambda t: t(
            "Staff have taken {reference} back; you need not do anything more about it.",
            reference=bold(opinion.reference),
        ),
    )
